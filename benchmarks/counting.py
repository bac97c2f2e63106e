"""Counts what a process asks of its database, through whatever engine."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Engine, event

# The database's own words for a transaction, however a driver says them.
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass(slots=True)
class Counts:
    """`write_locks` are the transactions of SQLite that keep every other writer out."""

    statements: int = 0
    transactions: int = 0
    write_locks: int = 0

    def listen(self) -> None:
        event.listen(Engine, "before_cursor_execute", self._executed)
        event.listen(Engine, "begin", self._began)

    def as_dict(self) -> dict[str, float]:
        return asdict(self)

    def _executed(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        words = statement.lstrip().upper()
        if not words.startswith(_FRAME):
            self.statements += 1
        elif words.startswith("BEGIN IMMEDIATE"):
            self.write_locks += 1

    def _began(self, _: Any) -> None:
        self.transactions += 1
