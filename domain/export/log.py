"""The record of exports: who exported what and when. An export is recorded once its file has been
sent, so that «changes since my last export» leaves out nothing that was not received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from domain.audit.trail import record
from domain.export.filters import ExportFilter
from models import AuditAction, AuditEntry, AuditSubject, Campaign, Person

_CONCURRENT = 100  # entries that may be written at the same time: far more than ever are


@dataclass(frozen=True, slots=True)
class AuditPosition:
    """How much of the audit trail an export has seen: the entries up to the id `seen`, without
    those with the ids `missing`. PostgreSQL assigns an id before the change is committed, so an
    entry with one of these may appear later. `recorded` is the id of the export's own record."""

    at: datetime
    seen: int
    missing: tuple[int, ...] = ()
    recorded: int = 0

    def after(self) -> ColumnElement[bool]:
        """For a query: the entries that it has not seen."""
        return or_(AuditEntry.id > self.seen, AuditEntry.id.in_(self.missing))


def current_position(session: Session, now: datetime) -> AuditPosition:
    """That of the session's transaction."""
    seen = session.scalar(select(func.max(AuditEntry.id))) or 0
    first = max(seen - _CONCURRENT, 0) + 1
    ids = set(session.scalars(select(AuditEntry.id).where(AuditEntry.id >= first)))
    return AuditPosition(now, seen, tuple(id_ for id_ in range(first, seen) if id_ not in ids))


def position_since(
    session: Session, person_id: int, campaign_id: int, since: int = 0
) -> AuditPosition | None:
    """That of the person's export of the campaign's whole table with that record; 0: the latest."""
    query = (
        select(AuditEntry.id, AuditEntry.at, AuditEntry.after)
        .where(
            AuditEntry.person_id == person_id,
            AuditEntry.action == AuditAction.EXPORT_MADE,
            AuditEntry.subject_id == str(campaign_id),
            AuditEntry.after["whole"].as_boolean(),
        )
        .order_by(AuditEntry.id.desc())
    )
    if since:
        query = query.where(AuditEntry.id == since)
    for id_, at, after in session.execute(query):
        past = _filter_of(after)
        if past is None or not past.is_whole:
            continue  # a CSV file: older records call it whole
        return AuditPosition(at, after["seen"], tuple(after["missing"]), id_)
    return None


def record_export(
    session: AsyncSession,
    export_filter: ExportFilter,
    *,
    campaign_id: int,
    events: int,
    position: AuditPosition,
    by: Person | None,
) -> None:
    """`by` is None for an export made on the command line."""
    record(
        session,
        AuditAction.EXPORT_MADE,
        campaign_id,
        now=position.at,
        by=by,
        region_code=export_filter.region_code,
        after={
            "filter": export_filter.model_dump(exclude_defaults=True),
            "whole": export_filter.is_whole,
            "events": events,
            "seen": position.seen,
            "missing": list(position.missing),
        },
    )


@dataclass(frozen=True, slots=True)
class PastExport:
    """`by` is a name, None for the command line. `export_filter` is None if it names a kind of
    event that the form no longer has."""

    at: datetime
    by: str | None
    export_filter: ExportFilter | None
    events: int


async def recent_exports(
    session: AsyncSession, campaign: Campaign, limit: int = 20
) -> Sequence[PastExport]:
    """The newest first."""
    rows = await session.execute(
        select(AuditEntry.at, AuditEntry.after, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(
            AuditEntry.action == AuditAction.EXPORT_MADE,
            AuditEntry.subject == AuditSubject.CAMPAIGN,
            AuditEntry.subject_id == str(campaign.id),
        )
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [PastExport(at, name, _filter_of(after), after["events"]) for at, after, name in rows]


def _filter_of(recorded: dict[str, Any]) -> ExportFilter | None:
    try:
        return ExportFilter(**recorded["filter" if "filter" in recorded else "cut"])  # its old name
    except ValidationError:
        return None
