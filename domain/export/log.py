"""Who exported what and when. An export is put on record once its file is out, so that «what
changed since my last export» never leaves out what nobody has received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.export.filters import ExportFilter
from models import AuditAction, AuditEntry, AuditSubject, Campaign, Person

_AGO = 100  # entries that may be written at the same time; far more than ever are


@dataclass(frozen=True, slots=True)
class AuditPosition:
    """Up to where an export has seen the audit trail. `missing` are the numbers below `seen`
    that were not there: PostgreSQL gives a number before the change is committed, so a change
    with one of these may have come after all."""

    at: datetime
    seen: int
    missing: tuple[int, ...] = ()

    def after(self) -> ColumnElement[bool]:
        """Whether an entry of the trail was not seen yet."""
        return or_(AuditEntry.id > self.seen, AuditEntry.id.in_(self.missing))


def current_position(connection: Connection, now: datetime) -> AuditPosition:
    """Of what this connection's transaction sees."""
    seen = connection.execute(select(func.max(AuditEntry.id))).scalar() or 0
    first = max(seen - _AGO, 0) + 1
    there = set(connection.execute(select(AuditEntry.id).where(AuditEntry.id >= first)).scalars())
    return AuditPosition(now, seen, tuple(each for each in range(first, seen) if each not in there))


def last_whole_export(person_id: int, campaign_id: int) -> Select[datetime, dict[str, Any] | None]:
    """For `position_of`: the latest export of all of that campaign that the person received."""
    return (
        select(AuditEntry.at, AuditEntry.after)
        .where(
            AuditEntry.person_id == person_id,
            AuditEntry.action == AuditAction.EXPORT_MADE,
            AuditEntry.subject_id == str(campaign_id),
            AuditEntry.after["whole"].as_boolean(),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )


def position_of(found: Sequence[Any] | None) -> AuditPosition | None:
    """What that export has seen; None if there has been none."""
    if found is None:
        return None
    at, after = found
    return AuditPosition(at, after["seen"], tuple(after["missing"]))


def record_export(
    session: AsyncSession,
    export_filter: ExportFilter,
    *,
    campaign_id: int,
    events: int,
    position: AuditPosition,
    by: Person | None,
) -> None:
    """`by`: None for one made on the command line."""
    record(
        session,
        AuditAction.EXPORT_MADE,
        campaign_id,
        now=position.at,
        by=by,
        region_code=export_filter.region_code,
        after={
            "filter": export_filter.on_record,
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
