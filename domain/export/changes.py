"""What has changed in the reported events since an export, from the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, select
from sqlalchemy.orm import Session

from domain.export.check_and_change_sheets import ChangeRow
from domain.export.filters import ExportFilter
from domain.export.log import AuditPosition
from domain.regions.directory import region_by_code
from models import AuditAction, AuditEntry, AuditSubject, Event, Person, Region

FETCH_SIZE = 1000  # rows

_WORDS = {
    AuditAction.EVENT_ADDED: "Добавлено",
    AuditAction.EVENT_CHANGED: "Изменено",
    AuditAction.EVENT_DELETED: "Удалено",
}


@dataclass(frozen=True, slots=True)
class Changes:
    """The numbers of events that were added, changed and deleted. One that was both added and
    deleted does not count."""

    added: int
    changed: int
    deleted: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deleted)


def has_changed(position: AuditPosition) -> ColumnElement[bool]:
    """For a query of Event: those that were added, changed or deleted since."""
    return select(AuditEntry.id).where(*_done_since(position)).correlate(Event).exists()


def count_changes(
    session: Session, campaign_id: int, export_filter: ExportFilter, position: AuditPosition
) -> Changes:
    new = func.max(case((AuditEntry.action == AuditAction.EVENT_ADDED, 1), else_=0)).label("new")
    events = (
        select(Event.id, Event.deleted_at, new)
        .join(AuditEntry, _is_of_event())
        .where(*events_of(campaign_id, export_filter), *_done_since(position))
        .group_by(Event.id, Event.deleted_at)
        .subquery()
    )
    present, is_old = events.c.deleted_at.is_(None), events.c.new == 0
    counts = select(
        func.count().filter(present, ~is_old),
        func.count().filter(present, is_old),
        func.count().filter(~present, is_old),
    )
    return Changes(*session.execute(counts.select_from(events)).one())


def change_rows(
    session: Session, campaign_id: int, export_filter: ExportFilter, position: AuditPosition
) -> Iterator[ChangeRow]:
    """In the letter's order of regions, then by event, then by time."""
    query = (
        select(
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.before,
            AuditEntry.after,
            Event.region_code,
            Event.number,
            Event.name,
            Person.name.label("by"),
        )
        .join(Event, _is_of_event())
        .join(Region, Region.code == Event.region_code)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(*events_of(campaign_id, export_filter), *_done_since(position))
        .order_by(Region.number, Event.id, AuditEntry.id)
        .execution_options(yield_per=FETCH_SIZE)
    )
    for row in session.execute(query):
        yield ChangeRow(
            at=row.at,
            region_name=region_by_code(row.region_code).name,
            number=row.number,
            name=row.name,
            done=_WORDS[row.action],
            before=row.before or {},
            after=row.after or {},
            by=row.by,
        )


def events_of(campaign_id: int, export_filter: ExportFilter) -> list[ColumnElement[bool]]:
    """The campaign's events that the filter leaves, deleted ones too."""
    conditions: list[ColumnElement[bool]] = [Event.campaign_id == campaign_id]
    if export_filter.district is not None or export_filter.region_code is not None:
        conditions.append(Event.region_code.in_([region.code for region in export_filter.regions]))
    if export_filter.kind is not None:
        conditions.append(Event.kind == export_filter.kind)
    return conditions


def _is_of_event() -> ColumnElement[bool]:
    # The event's id as text, not the entry's as a number: ids of other subjects are none.
    return AuditEntry.subject_id == cast(Event.id, String)


def _done_since(position: AuditPosition) -> tuple[Any, ...]:
    return (
        AuditEntry.subject == AuditSubject.EVENT,
        _is_of_event(),
        AuditEntry.action.in_(_WORDS),
        position.after(),
    )
