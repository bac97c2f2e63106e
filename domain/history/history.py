"""Reads the history of an event, a region or a person from the audit trail: who did what and when.
People have their present names, erased people a placeholder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    String,
    case,
    cast,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.events.fields import KINDS
from domain.history.recorded_changes import REPORTS
from domain.history.subjects import Subject, known_as
from domain.pages import Page, page_numbers
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
from models import AuditAction, AuditEntry, AuditSubject, Event, Person, RegionMessage

PAGE = 6
FETCH_SIZE = 1000  # rows
OTHER_ACTION = "Другое действие"  # what a newer version has put on record
_LABELS: Mapping[str, str] = {action.value: action.label for action in AuditAction}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history. `by` is None for the bot itself, an admin if `for_region`: they did
    it in place of the region's coordinator; `about` names the subject, and is
    empty if the action and the region say enough; `before` and `after` are as recorded."""

    at: datetime
    action: str
    by: str | None
    about: str
    region: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    for_region: bool = False


async def history_page(
    session: AsyncSession, subject: Subject, number: int, size: int = PAGE
) -> Page[Entry]:
    """The newest first."""
    count = select(func.count(AuditEntry.id)).where(_concerns(subject))
    total = (await session.scalars(count)).one()
    number, pages = page_numbers(number, total, size)
    rows = await session.execute(_entries(subject).limit(size).offset(number * size))
    return Page([_entry(row) for row in rows], number, pages, total)


def all_entries(connection: Connection, subject: Subject) -> Iterator[Entry]:
    """The newest first, streamed. Blocking, for a worker thread."""
    rows = connection.execution_options(yield_per=FETCH_SIZE).execute(_entries(subject))
    for partition in rows.partitions():
        yield from map(_entry, partition)


def _concerns(subject: Subject) -> ColumnElement[bool]:
    done_to: ColumnElement[bool] = (AuditEntry.subject == subject.kind) & (
        AuditEntry.subject_id == subject.id
    )
    match subject.kind:
        case "all":
            return true()
        case "region":
            return AuditEntry.region_code == subject.id
        case "event":
            return done_to
        case "person":
            written_to = select(cast(RegionMessage.id, String)).where(
                RegionMessage.coordinator_id == int(subject.id)
            )
            answered = (AuditEntry.subject == AuditSubject.MESSAGE) & AuditEntry.subject_id.in_(
                written_to
            )
            return or_(AuditEntry.person_id == int(subject.id), done_to, answered)


def _entries(subject: Subject) -> Select[Any]:
    author, target = aliased(Person), aliased(Person)
    # The cast is inside the case: only the ids of these subjects are numbers.
    event_id = case(
        (AuditEntry.subject == AuditSubject.EVENT, cast(AuditEntry.subject_id, Integer))
    )
    target_id = case(
        (AuditEntry.subject == AuditSubject.PERSON, cast(AuditEntry.subject_id, BigInteger))
    )
    message_id = case(
        (AuditEntry.subject == AuditSubject.MESSAGE, cast(AuditEntry.subject_id, Integer))
    )
    # Of a message the ministry's are to somebody; whose a coordinator's own are is said already.
    addressee = case(
        (RegionMessage.author_id != RegionMessage.coordinator_id, RegionMessage.coordinator_id)
    )
    return (
        select(
            AuditEntry.at,
            # As text: a newer version may have stored what this one does not know.
            type_coerce(AuditEntry.action, String).label("action"),
            type_coerce(AuditEntry.subject, String).label("subject"),
            AuditEntry.subject_id,
            AuditEntry.region_code,
            AuditEntry.before,
            AuditEntry.after,
            author.name.label("author_name"),
            author.username.label("author_username"),
            target.name.label("target_name"),
            target.username.label("target_username"),
            Event.number.label("event_number"),
            Event.name.label("event_name"),
            RegionMessage.text.label("message_text"),
        )
        .outerjoin(author, author.id == AuditEntry.person_id)
        .outerjoin(RegionMessage, RegionMessage.id == message_id)
        .outerjoin(target, target.id == func.coalesce(target_id, addressee))
        .outerjoin(Event, Event.id == event_id)
        .where(_concerns(subject))
        .order_by(AuditEntry.id.desc())
    )


def _entry(row: Row[Any]) -> Entry:
    by = row.author_name and known_as(row.author_name, row.author_username)
    label = _LABELS.get(row.action)
    year, _, _ = row.subject_id.partition("/")  # if it is a report's
    return Entry(
        at=row.at,
        action=OTHER_ACTION if label is None else label.format(year=year),
        by=by,
        about=_about(row),
        region=region_by_code(row.region_code).name if row.region_code else None,
        before=row.before,
        after=row.after if row.message_text is None else {"text": row.message_text},
        for_region="for_region" in (row.before or {}) | (row.after or {}),
    )


def _exported(export_filter: dict[str, Any]) -> str:
    """The year, district, kind and reports; an export's region stands in the row."""
    year, district, kind, reports = (
        export_filter.get(key) for key in ("year", "district", "kind", "reports")
    )
    parts = (
        f"{year} год" if year else "",
        FEDERAL_DISTRICTS[district or None] if district is not None else "",
        f"вид «{KINDS[kind]}»" if kind else "",
        f"{REPORTS[reports]} отчёты" if reports else "",
    )
    return ", ".join(part for part in parts if part)


def _about(row: Row[Any]) -> str:
    if row.event_name is not None:
        return f"№ {row.event_number}. {row.event_name}"
    if row.target_name is not None:
        return known_as(row.target_name, row.target_username)
    if row.action == AuditAction.EXPORT_MADE:
        exported = row.after or {}
        return _exported(exported.get("filter", exported.get("cut", {})))  # "cut" in older rows
    return ""
