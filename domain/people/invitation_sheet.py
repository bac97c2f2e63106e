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

TITLE = "Неделя качества: приглашение в бота для отчёта"

# Sides of the QR codes in points: any phone reads 28 mm from paper; a page has room for 5 cm.
_IN_LINE, _ON_PAGE = 80.0, 140.0
_DOT = 8  # pixels for each module of the code

_NOBODY = "–"
# However many have joined, the row stays low.
_NAMES_SHOWN, _NAME_WIDTH = 4, 40
LIST, PAGES = "Приглашения", "Листы для писем"
WHAT_TO_DO = (
    "1. Передайте ссылку или QR-код сотруднику, который отчитается о мероприятиях Недели "
    "качества.\n"
    "2. Он открывает ссылку там, где установлен Telegram, и нажимает «Начать».\n"
    "3. Бот называет субъект Российской Федерации, сотрудник отвечает «Да, верно».\n\n"
    "Ссылка подключает одного человека. Не передавайте её посторонним."
)


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


def mailing_sheets(
    links: Mapping[str, str],
    coordinators: Mapping[str, Sequence[str]],
    *,
    until: datetime,
    zone: tzinfo,
) -> Sequence[Sheet]:
    """For the regions in `links` (by code), in the letter's order: the list, and a page for each to
    go with its letter. `until` is aware and shown in `zone`."""
    regions = [region for region in load_regions() if region.code in links]
    valid = in_zone(until, zone)
    valid_until = Column(f"Действует до ({zone_name(zone)})", 17, "time")
    listed: list[Sequence[Value]] = [
        (
            region.number,
            region.name,
            region.authority,
            region.delivery,
            _names(coordinators.get(region.code, ())),
            links[region.code],
            qr_code(links[region.code], _IN_LINE),
            valid,
        )
        for region in regions
    ]
    pages: list[Sequence[Value]] = [
        (
            region.authority,
            region.name,
            WHAT_TO_DO,
            links[region.code],
            qr_code(links[region.code], _ON_PAGE),
            valid,
        )
        for region in regions
    ]
    return [
        Sheet(
            LIST,
            (
                Column("№", 5, "index"),
                Column("Субъект РФ", 21, "text"),
                Column("Адресат", 23, "text"),
                Column("Способ доставки", 12, "text"),
                Column("Координаторы", 19, "text"),
                Column("Ссылка (для одного человека)", 29, "text"),
                Column("QR-код ссылки", 16, "picture"),
                valid_until,
            ),
            listed,
        ),
        Sheet(
            PAGES,
            (
                Column("Адресат", 22, "text"),
                Column("Субъект РФ", 20, "text"),
                Column("Что сделать", 36, "text"),
                Column("Ссылка (для одного человека)", 25, "text"),
                Column("QR-код ссылки", 27, "picture"),
                valid_until,
            ),
            pages,
            page_a_row=True,
        ),
    ]


def qr_code(link: str, side: float) -> Picture:
    """`side` points long, with the quiet zone that readers need."""
    file = BytesIO()
    segno.make_qr(link, error="m").save(file, kind="png", scale=_DOT)
    return Picture(file.getvalue(), side)


def _names(coordinators: Sequence[str]) -> str:
    more = len(coordinators) - _NAMES_SHOWN
    shown = (shorten(name, _NAME_WIDTH, placeholder="…") for name in coordinators[:_NAMES_SHOWN])
    names = [*shown, *([f"и ещё {more}"] if more > 0 else [])]
    return "\n".join(names) or _NOBODY
