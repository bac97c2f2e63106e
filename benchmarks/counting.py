"""Counts what a process asks of its database, through whatever engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Engine, event

# The database's own words for a transaction, however a driver says them.
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass(slots=True)
class Counts:
    statements: int = 0
    transactions: int = 0

    @contextmanager
    def counting(self) -> Iterator[Self]:
        listeners: dict[str, Callable[..., None]] = {
            "before_cursor_execute": self._executed,
            "begin": self._began,
        }
        for name, listener in listeners.items():
            event.listen(Engine, name, listener)
        try:
            yield self
        finally:
            for name, listener in listeners.items():
                event.remove(Engine, name, listener)

    def _executed(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(_FRAME):
            self.statements += 1

    def _began(self, _: Any) -> None:
        self.transactions += 1
