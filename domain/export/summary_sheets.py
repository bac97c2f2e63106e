"""The sheets with totals by region, by district and by kind of event. What is submitted and what is
not stand in columns of their own, each with its total."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.sums import Part, PartSums, Sums, apart, total
from domain.spreadsheets.sheet import INDEX, Chart, Column, Sheet, Sum, Value, in_zone, zone_name

BY_REGION, BY_DISTRICT, BY_KIND = "Свод по субъектам", "По округам", "По видам"


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region. `part` says whether its report counts as submitted, with events or without;
    `changed_at` is aware. `state` and `term` (how the report stands to its deadline) are words to
    be shown. `left` is False for a region that a filter of reports leaves out: it is not shown, and
    counts only into the number of regions."""

    name: str
    federal_district: str | None
    part: Part
    sums: Sums
    state: str
    term: str | None
    changed_at: datetime | None
    left: bool = True


@dataclass(frozen=True, slots=True)
class KindRow:
    """All events of one kind; `regions` is how many have any."""

    label: str
    regions: Mapping[Part, int]
    sums: PartSums


def summary_sheet(regions: Sequence[RegionRow], zone: tzinfo, parts: Mapping[Part, str]) -> Sheet:
    """All regions, each with its sums in the columns of its part. `parts` are those shown, with
    the words over them; times are shown in `zone`."""
    return Sheet(
        BY_REGION,
        (
            INDEX,
            Column("Субъект РФ", 33, "text"),
            Column("Округ", 9, "text"),
            *_sum_columns(parts),
            Column("Состояние отчёта", 23, "text"),
            Column("Срок", 14, "text"),
            Column(f"Последнее изменение ({zone_name(zone)})", 17, "time"),
        ),
        [
            (
                number,
                region.name,
                region.federal_district,
                *(
                    value
                    for part in parts
                    for value in (_values(region.sums) if part == region.part else [None] * 3)
                ),
                region.state,
                region.term,
                in_zone(region.changed_at, zone),
            )
            for number, region in enumerate((each for each in regions if each.left), start=1)
        ],
        total=(None, "Итого", None, *_totals(sums_of(regions), parts), None, None, None),
    )


def district_sheet(regions: Sequence[RegionRow], parts: Mapping[Part, str], counted: str) -> Sheet:
    """The same by federal district, in the letter's order. `counted` is said of the regions in the
    first of the parts."""
    first = next(iter(parts))
    rows: list[tuple[Value, ...]] = []
    for number, (district, name) in enumerate(FEDERAL_DISTRICTS.items(), start=1):
        inside = [region for region in regions if region.federal_district == district]
        sums = sums_of(inside)
        figures = (value for part in parts for value in _values(sums[part]))
        rows.append((number, name, len(inside), _count(inside, first), *figures))
    return Sheet(
        BY_DISTRICT,
        (
            INDEX,
            Column("Федеральный округ", 40, "text"),
            Column("Субъектов", 14, "number"),
            Column(counted, 15, "number"),
            *_sum_columns(parts),
        ),
        rows,
        total=(
            None,
            "Итого",
            Sum(len(regions)),
            Sum(_count(regions, first)),
            *_totals(sums_of(regions), parts),
        ),
        chart=_chart("Мероприятий по федеральным округам", parts, first=4, each=3),
    )


def kind_sheet(kinds: Sequence[KindRow], parts: Mapping[Part, str]) -> Sheet:
    """By kind of event. The regions have no total, because one has events of several kinds."""
    every = {part: total(kind.sums[part] for kind in kinds) for part in parts}
    return Sheet(
        BY_KIND,
        (
            INDEX,
            Column("Вид мероприятия", 36, "text"),
            *(
                column
                for part, word in parts.items()
                for column in (
                    Column(f"{word}: субъектов", 14, "number"),
                    *_sum_columns({part: word}),
                )
            ),
        ),
        [
            (
                number,
                kind.label,
                *(
                    value
                    for part in parts
                    for value in (kind.regions[part], *_values(kind.sums[part]))
                ),
            )
            for number, kind in enumerate(kinds, start=1)
        ],
        total=(
            None,
            "Итого",
            *(value for part in parts for value in (None, *_totals(every, [part]))),
        ),
        chart=_chart("Мероприятий по видам", parts, first=3, each=4),
    )


def sums_of(regions: Sequence[RegionRow]) -> PartSums:
    return apart((region.part, region.sums) for region in regions)


def _count(regions: Sequence[RegionRow], part: Part) -> int:
    return sum(region.left and region.part == part for region in regions)


def _sum_columns(parts: Mapping[Part, str]) -> list[Column]:
    return [
        Column(f"{word}: {what}", 16, "number")
        for word in parts.values()
        for what in ("мероприятий", "проведений", "участников")
    ]


def _values(sums: Sums) -> list[int]:
    return [sums.events, sums.times_held, sums.participants]


def _totals(sums: PartSums, parts: Iterable[Part]) -> list[Sum]:
    return [Sum(value) for part in parts for value in _values(sums[part])]


def _chart(title: str, parts: Mapping[Part, str], *, first: int, each: int) -> Chart:
    """Of the events, whose first column is followed by that of the other part `each` later."""
    values = {word: first + place * each for place, word in enumerate(parts.values())}
    return Chart(title, labels=1, values=values)
