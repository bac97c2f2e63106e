"""What has changed in the reported events since an export, from the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from domain.export.check_and_change_sheets import ChangeRow
from domain.export.log import AuditPosition
from domain.export.scope import Scope, changed_since
from domain.regions.directory import region_by_code
from domain.reports.status import RegionStatus
from models import AuditAction, AuditEntry, AuditSubject, Event, Person, Region

FETCH_SIZE = 200  # rows

_WORDS = {
    AuditAction.EVENT_ADDED: "Добавлено",
    AuditAction.EVENT_CHANGED: "Изменено",
    AuditAction.EVENT_DELETED: "Удалено",
    AuditAction.EVENT_RESTORED: "Восстановлено",
}
# Before these an event is not in the report.
_APPEARS = (AuditAction.EVENT_ADDED, AuditAction.EVENT_RESTORED)


@dataclass(frozen=True, slots=True)
class Changes:
    """The numbers of events that were added, changed and deleted. One that was both added and
    deleted does not count, nor one that was deleted and restored as it was. `moved` are the regions
    whose report was submitted, opened, returned or accepted, in the letter's order: their events
    may now stand on another sheet, which alone is no change of an event."""

    added: int
    changed: int
    deleted: int
    moved: tuple[RegionStatus, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deleted)


def count_changes(session: Session, scope: Scope, position: AuditPosition) -> Changes:
    """Of the scope's events, and of its regions' reports, since that position."""
    first = func.min(AuditEntry.id)
    appeared = func.min(case((AuditEntry.action.in_(_APPEARS), AuditEntry.id)))
    changes = func.count(case((AuditEntry.action == AuditAction.EVENT_CHANGED, 1)))
    events = (
        select(
            Event.id,
            Event.deleted_at,
            case((appeared == first, 1), else_=0).label("new"),
            changes.label("changes"),
        )
        .join(AuditEntry, changed_since(position))
        .where(*scope.ever_reported())
        .group_by(Event.id, Event.deleted_at)
        .subquery()
    )
    present, is_old = events.c.deleted_at.is_(None), events.c.new == 0
    counts = select(
        func.count().filter(present, ~is_old),
        func.count().filter(present, is_old, events.c.changes > 0),
        func.count().filter(~present, is_old),
    )
    numbers = session.execute(counts.select_from(events)).one()
    return Changes(*numbers, moved=_moved(session, scope, position))


def _moved(session: Session, scope: Scope, position: AuditPosition) -> tuple[RegionStatus, ...]:
    query = select(AuditEntry.region_code).where(
        AuditEntry.subject == AuditSubject.REPORT,
        AuditEntry.subject_id.startswith(f"{scope.campaign.year}/"),
        position.after(),
    )
    codes = set(session.scalars(query))
    return tuple(status for status in scope.statuses if status.region.code in codes)


def change_rows(session: Session, scope: Scope, position: AuditPosition) -> Iterator[ChangeRow]:
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
        .join(Event, changed_since(position))
        .join(Region, Region.code == Event.region_code)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(*scope.ever_reported())
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
