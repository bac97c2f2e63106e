"""The history as a sheet of a workbook: a line for each action, with all its changes."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from domain.history.history import Entry
from domain.history.recorded_changes import Change, changes
from domain.spreadsheets.sheet import Column, Sheet, Value, in_zone, zone_name

TITLE = "История"
BY_BOT = "бот"
FOR_REGION = "(министерство) за регион"


def history_sheet(entries: Iterable[Entry], zone: tzinfo) -> Sheet:
    """`entries` are read once, in their order; times are shown in `zone`."""
    return Sheet(
        TITLE,
        (
            Column(f"Когда ({zone_name(zone)})", 17, "time"),
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
            in_zone(entry.at, zone),
            f"{entry.by} {FOR_REGION}" if entry.for_region else entry.by or BY_BOT,
            entry.action,
            entry.region,
            entry.about,
            "\n".join(_line(change, change.was) for change in changed if change.was is not None),
            "\n".join(_line(change, change.now) for change in changed if change.now is not None),
        )


def _line(change: Change, value: str | None) -> str:
    return f"{change.title}: {value}"
