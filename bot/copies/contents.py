"""What there is in a database, for whoever has just copied or restored it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, func, inspect, select

from bot.copies.rows import tables
from models import AuditEntry, Event, Person


@dataclass(frozen=True, slots=True)
class Contents:
    """`rows` of all tables; deleted events do not count as `events`. `newest`: when the last thing
    was put on record, None if nothing was. That tells how much a copy holds however often its file
    has been carried about, and whatever time that gave it."""

    rows: int
    people: int
    events: int
    newest: datetime | None


def contents_of(connection: Connection) -> Contents:
    """An older revision has fewer tables."""
    there = set(inspect(connection).get_table_names())

    def number(table: Table) -> int:
        return connection.scalar(select(func.count()).select_from(table)) or 0

    events = select(func.count(Event.id)).where(Event.deleted_at.is_(None))
    return Contents(
        rows=sum(number(table) for table in tables() if table.name in there),
        people=connection.scalar(select(func.count(Person.id))) or 0,
        events=connection.scalar(events) or 0,
        newest=connection.scalar(select(func.max(AuditEntry.at))),
    )
