"""The table of invitations for the ministry's letters: its mailing list with a link and a QR code
for each region."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from io import BytesIO
from textwrap import shorten

import segno
from sqlalchemy import Connection, select

from domain.regions.directory import load_regions
from domain.spreadsheets.sheet import Column, Picture, Sheet, Value, in_zone, zone_name
from models import Person, Role

TITLE = "Неделя качества: приглашения сдать отчёт"

_SIDE = 80.0  # points of a QR code: any phone reads 28 mm from paper
_DOT = 8  # pixels for each module of the code
_NOBODY = "–"
# However many have joined, the row stays low.
_NAMES_SHOWN, _NAME_WIDTH = 4, 40
LIST = "Приглашения"


def coordinator_names(connection: Connection) -> Mapping[str, Sequence[str]]:
    """The names of the coordinators by region's code."""
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
    """The regions in `links` (by code), in the letter's order. `until` is aware and shown in
    `zone`."""
    columns = (
        Column("№", 5, "index"),
        Column("Субъект РФ", 21, "text"),
        Column("Адресат", 23, "text"),
        Column("Способ доставки", 12, "text"),
        Column("Координаторы", 19, "text"),
        Column("Ссылка (для одного человека)", 29, "text"),
        Column("QR-код ссылки", 16, "picture"),
        Column(f"Действует до ({zone_name(zone)})", 17, "time"),
    )
    rows: list[Sequence[Value]] = [
        (
            region.number,
            region.name,
            region.authority,
            region.delivery,
            _names(coordinators.get(region.code, ())),
            links[region.code],
            qr_code(links[region.code]),
            in_zone(until, zone),
        )
        for region in load_regions()
        if region.code in links
    ]
    return Sheet(LIST, columns, rows)


def qr_code(link: str) -> Picture:
    """With the quiet zone that readers need."""
    file = BytesIO()
    segno.make_qr(link, error="m").save(file, kind="png", scale=_DOT)
    return Picture(file.getvalue(), _SIDE)


def _names(coordinators: Sequence[str]) -> str:
    more = len(coordinators) - _NAMES_SHOWN
    shown = (shorten(name, _NAME_WIDTH, placeholder="…") for name in coordinators[:_NAMES_SHOWN])
    names = [*shown, *([f"и ещё {more}"] if more > 0 else [])]
    return "\n".join(names) or _NOBODY
