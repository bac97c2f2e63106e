"""The sheets «Проверка данных» (remarks on the data) and «Изменения» (changes since an export)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain

from domain.events.fields import FIELDS
from domain.export.events_sheet import answer_text
from domain.regions.directory import region_by_code
from domain.reports.data_checks import Remark
from domain.spreadsheets.sheet import INDEX, Column, Sheet, Value, in_zone, zone_name

REMARKS, CHANGES = "Проверка данных", "Изменения"
NO_REMARKS = "Уточнять нечего"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What somebody did with an event: `done` in a word, `before` and `after` by the form's
    keys. `at` is aware; `by` is a name, None if it is not known."""

    at: datetime
    region_name: str
    number: int
    name: str
    done: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    by: str | None


def remarks_sheet(remarks: Iterable[Remark]) -> Sheet:
    rows = (
        (
            index,
            region_by_code(remark.event.region_code).name,
            remark.event.number,
            remark.event.name,
            remark.category,
            remark.text,
        )
        for index, remark in enumerate(remarks, start=1)
    )
    return Sheet(
        REMARKS,
        (
            INDEX,
            Column("Субъект РФ", 26, "text"),
            Column("№ мероприятия", 16, "index"),
            Column("Мероприятие", 33, "text"),
            Column("О чём", 20, "text"),
            Column("Что уточнить", 50, "text"),
        ),
        _rows_or(rows, (None, NO_REMARKS, None, None, None, None)),
    )


def changes_sheet(changes: Iterable[ChangeRow], *, since: datetime, zone: tzinfo) -> Sheet:
    """A line for each changed field, and one for each event that was added, deleted or restored.
    `since` is aware."""
    rows = (row for change in changes for row in _change_rows(change, zone))
    return Sheet(
        CHANGES,
        (
            Column(f"Когда ({zone_name(zone)})", 17, "time"),
            Column("Субъект РФ", 22, "text"),
            Column("№ мероприятия", 16, "index"),
            Column("Мероприятие", 24, "text"),
            Column(f"Что сделано после {since.astimezone(zone):%d.%m.%Y, %H:%M}", 18, "text"),
            Column("Поле", 14, "text"),
            Column("Было", 38, "text"),
            Column("Стало", 38, "text"),
            Column("Кто", 17, "text"),
        ),
        _rows_or(rows, (None, "Изменений нет", *[None] * 7)),
    )


def _change_rows(change: ChangeRow, zone: tzinfo) -> Iterator[tuple[Value, ...]]:
    head = (
        in_zone(change.at, zone),
        change.region_name,
        change.number,
        change.name,
        change.done,
    )
    if not (change.before and change.after):  # added, deleted or restored
        yield (*head, None, _whole(change.before), _whole(change.after), change.by)
        return
    for field in FIELDS:
        if field.key in change.after:
            was, now = change.before.get(field.key), change.after[field.key]
            yield (*head, field.title, answer_text(field, was), answer_text(field, now), change.by)


def _whole(answers: Mapping[str, object]) -> str | None:
    lines = [
        f"{field.title}: {text}"
        for field in FIELDS
        if (text := answer_text(field, answers.get(field.key)))
    ]
    return "\n".join(lines) or None


def _rows_or(
    rows: Iterator[tuple[Value, ...]], otherwise: tuple[Value, ...]
) -> Iterator[Sequence[Value]]:
    """The rows, or that one if there are none."""
    first = next(rows, otherwise)
    yield from chain([first], rows)
