"""The table of invitations for the ministry's letters: its mailing list with a link and a QR code
for each region."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from io import BytesIO
from textwrap import shorten

import segno
from sqlalchemy import Connection, select

from domain.regions.directory import Region, load_regions
from domain.spreadsheets.sheet import Column, Picture, Sheet, Value, in_zone, zone_name
from models import Campaign, Person, Role

TITLE = "Неделя качества: приглашения сдать отчёт"

# Sides of the QR codes in points: any phone reads 28 mm from paper; a page has room for 5 cm.
_IN_LINE, _ON_PAGE = 80.0, 140.0
_DOT = 8  # pixels for each module of the code

_LINK, _CODE = "Ссылка (для одного человека)", "QR-код ссылки"
_NOBODY = "–"
# However many have joined, the row stays low.
_NAMES_SHOWN, _NAME_WIDTH = 4, 40
LIST, PAGES = "Приглашения", "Листы для писем"
# A column, and what stands in it of a region.
_Described = tuple[Column, Callable[[Region], Value]]


def what_to_do(campaign: Campaign, zone: tzinfo) -> str:
    """For whoever gets the letter: who asks for what until when, and how to begin."""
    deadline = campaign.deadline.astimezone(zone)
    return (
        f"Минпромторг России собирает отчёты о Неделе качества {campaign.year} в Telegram. Отчёт "
        f"нужно сдать до {deadline:%d.%m.%Y, %H:%M} ({zone_name(zone)}).\n\n"
        "1. Передайте ссылку или QR-код сотруднику, который составит отчёт.\n"
        "2. Откройте ссылку на телефоне с Telegram и нажмите «Начать».\n"
        "3. Бот назовёт субъект Российской Федерации. Если он указан верно, подтвердите это.\n\n"
        "По ссылке может подключиться один человек. Не передавайте её посторонним."
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
    campaign: Campaign,
    *,
    until: datetime,
    zone: tzinfo,
) -> Sequence[Sheet]:
    """For the regions in `links` (by code), in the letter's order: the list, and a page for each to
    go with its letter. `until` is aware and shown in `zone`."""
    regions = [region for region in load_regions() if region.code in links]
    steps = what_to_do(campaign, zone)
    valid = Column(f"Действует до ({zone_name(zone)})", 17, "time"), lambda _: in_zone(until, zone)
    listed: tuple[_Described, ...] = (
        (Column("№", 5, "index"), lambda region: region.number),
        (Column("Субъект РФ", 21, "text"), lambda region: region.name),
        (Column("Адресат", 23, "text"), lambda region: region.authority),
        (Column("Способ доставки", 12, "text"), lambda region: region.delivery),
        (
            Column("Координаторы", 19, "text"),
            lambda region: _names(coordinators.get(region.code, ())),
        ),
        (Column(_LINK, 29, "text"), lambda region: links[region.code]),
        (Column(_CODE, 16, "picture"), lambda region: qr_code(links[region.code], _IN_LINE)),
        valid,
    )
    pages: tuple[_Described, ...] = (
        (Column("Адресат", 22, "text"), lambda region: region.authority),
        (Column("Субъект РФ", 20, "text"), lambda region: region.name),
        (Column("Что сделать", 36, "text"), lambda _: steps),
        (Column(_LINK, 25, "text"), lambda region: links[region.code]),
        (Column(_CODE, 27, "picture"), lambda region: qr_code(links[region.code], _ON_PAGE)),
        valid,
    )
    return [_sheet(LIST, listed, regions), _sheet(PAGES, pages, regions, page_a_row=True)]


def _sheet(
    title: str,
    described: Sequence[_Described],
    regions: Sequence[Region],
    *,
    page_a_row: bool = False,
) -> Sheet:
    columns = tuple(column for column, _ in described)
    rows = [[value(region) for _, value in described] for region in regions]
    return Sheet(title, columns, rows, page_a_row=page_a_row)


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
