"""Loading the events of a file into the region's report, all at once or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    FromClause,
    cast,
    column,
    func,
    insert,
    literal,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import for_region
from domain.events.fields import FIELDS
from domain.events.likeness import twin_key
from domain.events.twins import UNKNOWN
from domain.imports.content import rest_of
from domain.imports.existing import ExistingEvents
from domain.reports.state import record_report
from models import AuditAction, AuditEntry, Campaign, Event, EventImport, Person

_EVENTS = Event.metadata.tables[Event.__tablename__]
_IMPORTS = EventImport.metadata.tables[EventImport.__tablename__]
_AUDIT = AuditEntry.metadata.tables[AuditEntry.__tablename__]
_KEPT = (*(each.key for each in FIELDS), "twin_key")  # of an event, in the content


@dataclass(frozen=True, slots=True)
class Loaded:
    """`numbers` are the first and the last number that the events have got. `refused` and `twins`
    are the rows of the file of which none came; twins those, too, that somebody has added since
    the file was read. `left_out` is what was said of them then."""

    events: int
    numbers: tuple[int, int] | None
    refused: int
    twins: int
    left_out: tuple[str, ...] = ()


async def load_import(
    session: AsyncSession, read: EventImport, campaign: Campaign, *, by: Person, now: datetime
) -> Loaded:
    """Add the events that the report does not have yet, under the region's lock, which the caller
    holds; each on record, and all of them together. The events of the import are dropped."""
    assert read.is_kept
    rest, connection = await rest_of(session, read), await session.connection()
    first, added, twins = await connection.run_sync(_add, read, by, now)
    read.content = {"left_out": list(rest.left_out)} if rest.left_out else None
    read.loaded_at, read.loaded = now, added
    numbers = (first, first + added - 1) if added else None
    if numbers is not None:
        loaded = {"file": read.file_name, "events": added, "numbers": list(numbers)}
        record_report(
            session,
            AuditAction.EVENTS_IMPORTED,
            campaign,
            read.region_code,
            None,
            loaded | for_region(by),
            by=by,
            now=now,
        )
    await session.flush()
    return Loaded(added, numbers, rest.refused, rest.twins + twins, rest.left_out)


def _add(
    connection: Connection, read: EventImport, by: Person, now: datetime
) -> tuple[int, int, int]:
    """Gives the first number, how many events have got one, and how many are in the report
    already."""
    in_report = _in_report(connection, read)
    highest = select(func.max(Event.number)).where(
        Event.campaign_id == read.campaign_id, Event.region_code == read.region_code
    )
    first = (connection.scalar(highest) or 0) + 1
    added = _insert(connection, read, first, in_report, by, now)
    if added:
        _record(connection, read, by, now)
    return first, added, len(in_report)


def _in_report(connection: Connection, read: EventImport) -> Sequence[int]:
    """The rows of the import that the report has by now."""
    existing = ExistingEvents(connection, read.campaign_id, read.region_code)
    if not existing:
        return ()
    events = connection.scalars(
        select(_IMPORTS.c.content["events"]).where(_IMPORTS.c.id == read.id)
    )
    return [
        row
        for row, each in enumerate(events.one())
        if existing.twin_of(each, twin_key(each)) is not None
    ]


def _insert(
    connection: Connection,
    read: EventImport,
    first: int,
    in_report: Sequence[int],
    by: Person,
    now: datetime,
) -> int:
    """All but those rows of the import; gives how many. The database takes them from where they are
    kept: by way of the bot they would cost several times as much."""
    kept, row, event = _kept(connection)
    values = {
        "campaign_id": _IMPORTS.c.campaign_id,
        "region_code": _IMPORTS.c.region_code,
        "number": literal(first - 1) + func.row_number().over(order_by=row),
        **event,
        # What was kept by an earlier version of the bot has no keys.
        "twin_key": func.coalesce(event["twin_key"], UNKNOWN),
        "created_at": literal(now, _EVENTS.c.created_at.type),
        "created_by": literal(by.id),
        "changed_at": literal(now, _EVENTS.c.changed_at.type),
        "import_id": _IMPORTS.c.id,
        "import_row": row,
    }
    new = (
        select(*values.values())
        .select_from(_IMPORTS.join(kept, true()))
        .where(_IMPORTS.c.id == read.id, row.not_in(in_report))
        .order_by(row)
    )
    added = insert(_EVENTS).from_select(list(values), new)
    return connection.execute(added.execution_options(preserve_rowcount=True)).rowcount


def _kept(
    connection: Connection,
) -> tuple[FromClause, ColumnElement[int], Mapping[str, ColumnElement[Any]]]:
    """The events of an import as a table; which of them it is, from 0, and what it has by the
    columns' names."""
    columns = [column(name, _EVENTS.c[name].type) for name in _KEPT]
    if _is_sqlite(connection):
        each = func.json_each(_IMPORTS.c.content, "$.events").table_valued("key", "value")
        values = {it.name: func.json_extract(each.c.value, f"$.{it.name}") for it in columns}
        return each, each.c.key, values
    elements = func.json_array_elements(_IMPORTS.c.content["events"])
    each = elements.table_valued("value", with_ordinality="place").render_derived()
    # So each event is looked through once for all of them.
    event = func.json_to_record(each.c.value).table_valued(*columns)
    event = event.render_derived(with_types=True)
    return each.join(event, true()), each.c.place - 1, dict(event.c)


def _record(connection: Connection, read: EventImport, by: Person, now: datetime) -> None:
    """Each event as if it had been entered by itself: its own history begins with it, and whatever
    counts what was added finds it. The database makes them of the events: there may be very
    many."""
    action = AuditAction.EVENT_ADDED
    entries = {
        "at": literal(now, _AUDIT.c.at.type),
        "person_id": literal(by.id),
        "action": literal(action, _AUDIT.c.action.type),
        "subject": literal(action.subject, _AUDIT.c.subject.type),
        "subject_id": cast(Event.id, _AUDIT.c.subject_id.type),
        "region_code": Event.region_code,
        "after": _answers_as_json(connection, for_region(by)),
    }
    of_events = select(*entries.values()).where(Event.import_id == read.id)
    of_events = of_events.order_by(Event.import_row)  # as their index has them
    connection.execute(insert(_AUDIT).from_select(list(entries), of_events))


def _answers_as_json(connection: Connection, also: Mapping[str, Any]) -> ColumnElement[Any]:
    """The answers of an event, and those values, as one object."""
    on_sqlite = _is_sqlite(connection)
    values = {
        **{each.key: _EVENTS.c[each.key] for each in FIELDS},
        **{key: literal(value, JSON()) for key, value in also.items()},
    }
    pairs = [
        # To SQLite, JSON is a text like any other until it is told.
        (literal(key), func.json(value) if on_sqlite and isinstance(value.type, JSON) else value)
        for key, value in values.items()
    ]
    make = func.json_object if on_sqlite else func.json_build_object
    return make(*chain.from_iterable(pairs))


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
