"""The history as a sheet of a workbook: a line for each act, its changes whole."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from domain.history.history import Entry
from domain.history.recorded_changes import Change, changes
from domain.spreadsheets.sheet import Column, Sheet, Value

TITLE = "История"
BY_BOT = "бот"


def history_sheet(entries: Iterable[Entry], zone: tzinfo) -> Sheet:
    """`entries` is read once, in the order in which they are to stand; times are in `zone`."""
    return Sheet(
        TITLE,
        (
            Column("Когда", 17, "time"),
            Column("Кто", 24, "text"),
            Column("Что сделано", 26, "text"),
            Column("Субъект РФ", 24, "text"),
            Column("О чём", 30, "text"),
            Column("Было", 34, "text"),
            Column("Стало", 34, "text"),
        ),
        _rows(entries, zone),
    )


def _rows(entries: Iterable[Entry], zone: tzinfo) -> Iterator[tuple[Value, ...]]:
    for entry in entries:
        changed = changes(entry.before, entry.after, zone)
        yield (
            entry.at.astimezone(zone).replace(tzinfo=None),
            entry.by or BY_BOT,
            entry.action.label,
            entry.region,
            entry.about,
            "\n".join(_line(each, each.was) for each in changed if each.was is not None),
            "\n".join(_line(each, each.now) for each in changed if each.now is not None),
        )


def _line(change: Change, value: str | None) -> str:
    return f"{change.title}: {value}"
