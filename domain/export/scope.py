"""Which events an export reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import ColumnElement, String, and_, cast, select
from sqlalchemy.orm import Session

from domain.export.filters import ExportFilter
from domain.export.log import AuditPosition
from domain.reports.status import RegionStatus
from domain.reports.status_queries import read_statuses
from domain.reports.sums import Part
from models import AuditAction, AuditEntry, AuditSubject, Campaign, Event

_CHANGES = (
    AuditAction.EVENT_ADDED,
    AuditAction.EVENT_CHANGED,
    AuditAction.EVENT_DELETED,
    AuditAction.EVENT_RESTORED,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The events of the campaign that the filter leaves. `since` is where the audit trail stood at
    the export that this one is compared with. `statuses` are those of the filter's regions,
    whatever their reports are: a filter of reports leaves the `left` of them."""

    campaign: Campaign
    export_filter: ExportFilter
    since: AuditPosition | None
    statuses: Sequence[RegionStatus]

    @classmethod
    def read(
        cls,
        session: Session,
        campaign: Campaign,
        export_filter: ExportFilter,
        since: AuditPosition | None,
    ) -> Self:
        every = read_statuses(session, campaign)
        statuses = [status for status in every if export_filter.covers(status.region)]
        return cls(campaign, export_filter, since, statuses)

    @property
    def left(self) -> list[RegionStatus]:
        return [status for status in self.statuses if self.export_filter.leaves(status)]

    def events(self, part: Part | None = None) -> list[ColumnElement[bool]]:
        """The conditions for a query; of one part, or None: of both."""
        conditions = [*self.ever_reported(part), Event.deleted_at.is_(None)]
        if self.export_filter.changed and self.since is not None:
            changed = select(AuditEntry.id).where(changed_since(self.since))
            conditions.append(changed.correlate(Event).exists())
        return conditions

    def ever_reported(self, part: Part | None = None) -> list[ColumnElement[bool]]:
        """The same with the deleted events, and those that have not changed."""
        codes = [status.region.code for status in self.left if part in (None, status.part)]
        conditions = [Event.campaign_id == self.campaign.id, Event.region_code.in_(codes)]
        if self.export_filter.kind is not None:
            conditions.append(Event.kind == self.export_filter.kind)
        return conditions


def changed_since(position: AuditPosition) -> ColumnElement[bool]:
    """Joins an Event and what was done to it since, an AuditEntry."""
    return and_(
        AuditEntry.subject == AuditSubject.EVENT,
        # The event's id as text, not the entry's as a number: ids of other subjects are none.
        AuditEntry.subject_id == cast(Event.id, String),
        AuditEntry.action.in_(_CHANGES),
        position.after(),
    )
