"""Notes what is put on record without words for it in the history."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapper

from domain.history.recorded_changes import NOT_SHOWN, OTHER, changes
from models import AuditEntry

UTC = ZoneInfo("UTC")


@contextmanager
def without_words() -> Iterator[list[tuple[str, str]]]:
    """The action and the key of whatever the history would call «Другое»."""
    missing: list[tuple[str, str]] = []

    def look(_: Mapper[AuditEntry], __: Connection, entry: AuditEntry) -> None:
        missing.extend(
            (entry.action, key)
            for recorded in (entry.before, entry.after)
            for key, value in _one_by_one(recorded or {})
            if key not in NOT_SHOWN and _is_unsaid(key, value)
        )

    event.listen(AuditEntry, "before_insert", look)
    try:
        yield missing
    finally:
        event.remove(AuditEntry, "before_insert", look)


def _one_by_one(recorded: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Also those of an object within."""
    for key, value in recorded.items():
        yield key, value
        if isinstance(value, dict):
            yield from _one_by_one(value)


def _is_unsaid(key: str, value: Any) -> bool:
    (change,) = changes(None, {key: value}, UTC)
    return change.title == OTHER or (change.now == OTHER and value not in ("other", OTHER))
