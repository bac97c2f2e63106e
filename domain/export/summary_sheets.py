"""The sheets with totals by region, by district and by kind of event, and that of the regions that
have not reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.export.events_sheet import REPORT
from domain.regions.directory import FEDERAL_DISTRICTS
from domain.spreadsheets.sheet import INDEX, Chart, Column, Sheet, Sum, Value, in_zone, zone_name

BY_REGION, BY_DISTRICT, BY_KIND = "Свод по субъектам", "По округам", "По видам"
NOT_REPORTED = "Не отчитались"
_SUMS = (
    Column("Мероприятий", 14, "number"),
    Column("Проведений", 14, "number"),
    Column("Участников", 14, "number"),
)


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region. `number` is its place in the letter's mailing list; `reported` is True for a
    report that is submitted, with events or without; `changed_at` is aware. `state`, `review`
    (the ministry's decision) and `term` (how the report stands to its deadline) are words to be
    shown."""

    number: int
    name: str
    federal_district: str | None
    delivery: str
    events: int
    times_held: int
    participants: int
    state: str
    reported: bool
    changed_at: datetime | None
    coordinators: int
    review: str | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class KindRow:
    """All events of one kind; `regions` is how many have any."""

    label: str
    regions: int
    events: int
    times_held: int
    participants: int


def summary_sheet(regions: Sequence[RegionRow], zone: tzinfo) -> Sheet:
    """All regions, with a total; times are shown in `zone`."""
    return Sheet(
        BY_REGION,
        (
            INDEX,
            Column("Субъект РФ", 38, "text"),
            Column("Федеральный округ", 14, "text"),
            *_SUMS,
            Column("Состояние отчёта", 18, "text"),
            Column("Решение", 14, "text"),
            Column("Срок", 18, "text"),
            Column(f"Последнее изменение ({zone_name(zone)})", 18, "time"),
        ),
        [
            (
                region.number,
                region.name,
                region.federal_district,
                region.events,
                region.times_held,
                region.participants,
                region.state,
                region.review,
                region.term,
                in_zone(region.changed_at, zone),
            )
            for region in regions
        ],
        total=(None, "Итого", None, *_sums(regions), None, None, None, None),
    )


def district_sheet(regions: Sequence[RegionRow]) -> Sheet:
    """The same by federal district, in the letter's order."""
    rows: list[tuple[Value, ...]] = []
    for number, (district, name) in enumerate(FEDERAL_DISTRICTS.items(), start=1):
        inside = [region for region in regions if region.federal_district == district]
        reported = sum(region.reported for region in inside)
        sums = (total.value for total in _sums(inside))
        rows.append((number, name, len(inside), reported, *sums))
    return Sheet(
        BY_DISTRICT,
        (
            INDEX,
            Column("Федеральный округ", 44, "text"),
            Column("Субъектов", 13, "number"),
            Column("Отчитались", 14, "number"),
            *_SUMS,
        ),
        rows,
        total=(
            None,
            "Итого",
            Sum(len(regions)),
            Sum(sum(region.reported for region in regions)),
            *_sums(regions),
        ),
        chart=Chart("Мероприятий по федеральным округам", labels=1, values=4),
    )


def kind_sheet(kinds: Sequence[KindRow]) -> Sheet:
    """By kind of event. The regions have no total, because one has events of several kinds."""
    return Sheet(
        BY_KIND,
        (
            INDEX,
            Column("Вид мероприятия", 44, "text"),
            Column("Субъектов", 13, "number"),
            *_SUMS,
        ),
        [
            (number, kind.label, kind.regions, kind.events, kind.times_held, kind.participants)
            for number, kind in enumerate(kinds, start=1)
        ],
        total=(None, "Итого", None, *_sums(kinds)),
        chart=Chart("Мероприятий по видам", labels=1, values=3),
    )


def not_reported_sheet(regions: Sequence[RegionRow]) -> Sheet:
    """The regions that have not reported, how to reach them, and how many of their events the
    table has all the same."""
    not_reported = [region for region in regions if not region.reported]
    rows: list[tuple[Value, ...]] = [
        (
            number,
            region.name,
            region.state,
            region.delivery,
            region.coordinators,
            region.events,
        )
        for number, region in enumerate(not_reported, start=1)
    ]
    return Sheet(
        NOT_REPORTED,
        (
            INDEX,
            Column("Субъект РФ", 44, "text"),
            Column("Состояние отчёта", 26, "text"),
            Column("Способ доставки", 24, "text"),
            Column("Координаторов", 17, "number"),
            Column(f"Мероприятий на листе «{REPORT}»", 17, "number"),
        ),
        rows or [(None, "Все субъекты отчитались", None, None, None, None)],
    )


def _sums(rows: Sequence[RegionRow] | Sequence[KindRow]) -> tuple[Sum, Sum, Sum]:
    return (
        Sum(sum(row.events for row in rows)),
        Sum(sum(row.times_held for row in rows)),
        Sum(sum(row.participants for row in rows)),
    )
