"""The table of invitations for letters: the mailing list of the ministry, with a link and a QR
code for each region."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from io import BytesIO

import segno
from sqlalchemy import Connection, select

from models import Person, Role
from reports.regions import load_regions
from reports.table import Column, Picture, Sheet, Value

TITLE = "Приглашения регионам"
QR_SIDE = 80.0  # points, 28 mm: read by any phone from paper

_NOBODY = "–"
_PRINTED_DOTS = 8  # of the picture, for each of the code's


def coordinator_names(connection: Connection) -> Mapping[str, Sequence[str]]:
    """By region's code, who has joined so far."""
    rows = connection.execute(
        select(Person.region_code, Person.name)
        .where(Person.role == Role.COORDINATOR)
        .order_by(Person.region_code, Person.name)
    )
    names: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in rows:
        names[str(code)].append(name)
    return names


def mailing_sheet(
    links: Mapping[str, str],
    coordinators: Mapping[str, Sequence[str]],
    *,
    until: datetime,
    zone: tzinfo,
) -> Sheet:
    """A line for each region that has one of the `links` (by code), in the letter's order.
    `until` is aware and shown in `zone`."""
    valid = until.astimezone(zone).replace(tzinfo=None)
    rows: list[tuple[Value, ...]] = [
        (
            region.number,
            region.name,
            region.authority,
            region.delivery,
            ", ".join(coordinators.get(region.code, ())) or _NOBODY,
            links[region.code],
            qr_code(links[region.code]),
            valid,
        )
        for region in load_regions()
        if region.code in links
    ]
    return Sheet(
        "Приглашения",
        (
            Column("№", 5, "index"),
            Column("Субъект РФ", 22, "text"),
            Column("Адресат", 26, "text"),
            Column("Способ доставки", 12, "text"),
            Column("Координаторы", 20, "text"),
            Column("Ссылка-приглашение (для одного человека)", 26, "text"),
            Column("QR-код ссылки", 16, "picture"),
            Column("Действует до (мск)", 12, "time"),
        ),
        rows,
    )


def qr_code(link: str) -> Picture:
    """With the quiet zone around it that readers need."""
    file = BytesIO()
    segno.make_qr(link, error="m").save(file, kind="png", scale=_PRINTED_DOTS)
    return Picture(file.getvalue(), QR_SIDE)
