"""Where a region stands: the one answer to whether it has reported, and if not, why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, aliased

from domain.campaigns.deadlines import has_passed, report_is_closed
from domain.drafts import event_drafts
from domain.regions import directory
from domain.reports.state import ReportStatus, report_status
from models import Campaign, Draft, Event, Extension, Person, Region, RegionReport, Role


class Silence(StrEnum):
    """Why a region has not begun its report, with the words that lists show."""

    NO_COORDINATOR = "нет координатора"
    BLOCKED = "координаторы заблокировали бота"
    NEVER_OPENED = "форму не открывали"
    DRAFT = "черновик не закончен"


@dataclass(frozen=True, slots=True)
class RegionStatus:
    """One region and its report.

    `drafts` counts the unfinished events with at least one answer. `silence` is set for
    ReportStatus.SILENT only, and `draft_step` (a step of the event form) for Silence.DRAFT only:
    where the draft with the most answers was left. `deadline` is the region's own; `extended` says
    that it is later than the campaign's. `events_changed_at` is when an event was last added,
    changed or deleted. The fields from `changed_at` to `accepted_by` are as in RegionReport, but
    people are names.
    """

    region: directory.Region
    report_status: ReportStatus
    events: int
    times_held: int
    participants: int
    coordinators: int
    reachable: int  # of them, those who have not blocked the bot
    events_changed_at: datetime | None
    changed_at: datetime | None
    changed_by: str | None
    submitted_at: datetime | None
    returned_at: datetime | None
    returned_by: str | None
    return_comment: str | None
    accepted_at: datetime | None
    accepted_by: str | None
    drafts: int
    silence: Silence | None
    draft_step: str | None
    deadline: datetime
    extended: bool

    @property
    def accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def last_change(self) -> datetime | None:
        """Of the report's state or of an event."""
        changes = (self.events_changed_at, self.changed_at)
        return max((at for at in changes if at is not None), default=None)

    @property
    def late(self) -> bool:
        """Submitted, but after the region's deadline."""
        return self.submitted_at is not None and has_passed(self.deadline, self.submitted_at)

    def overdue(self, now: datetime) -> bool:
        """Not submitted by the region's deadline. A returned report is not overdue: the ministry
        decides until when it waits for the correction."""
        submitted = self.report_status.reported or self.submitted_at is not None
        return not submitted and has_passed(self.deadline, now)

    def is_closed(self, campaign: Campaign, now: datetime) -> bool:
        """Whether the region can change nothing in its report any more."""
        returned = self.report_status == ReportStatus.RETURNED
        return report_is_closed(campaign, self.deadline, returned=returned, now=now)

    @property
    def version(self) -> str:
        """Version token for optimistic locking: adding, changing or deleting an event changes
        it."""
        return f"{self.events}-{_milliseconds(self.events_changed_at)}"

    @property
    def decision(self) -> str:
        """Version token for the ministry's decisions: submitting, returning, opening and accepting
        the report change it, too."""
        decided = max(_milliseconds(self.changed_at), _milliseconds(self.accepted_at))
        return f"{self.version}-{decided}{'+' if self.accepted else ''}"


def _milliseconds(at: datetime | None) -> int:
    return round(at.timestamp() * 1000) if at else 0


async def region_statuses(session: AsyncSession, campaign: Campaign) -> Sequence[RegionStatus]:
    """All 89, in the letter's order."""
    return await session.run_sync(read_statuses, campaign)


async def region_status(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> RegionStatus:
    (status,) = await session.run_sync(read_statuses, campaign, region_code)
    return status


def read_statuses(
    session: Session, campaign: Campaign, region_code: str | None = None
) -> Sequence[RegionStatus]:
    """As `region_statuses` or `region_status`, without an event loop."""
    unfinished = event_drafts(campaign)
    if region_code is not None:
        unfinished = unfinished.where(Draft.region_code == region_code)
    drafts = session.scalars(unfinished).all()
    return [
        _status(row, campaign, [draft for draft in drafts if draft.region_code == row.code])
        for row in session.execute(_query(campaign, region_code))
    ]


def _query(campaign: Campaign, region_code: str | None) -> Select[*tuple[Any, ...]]:
    present = Event.deleted_at.is_(None)
    events = select(
        Event.region_code,
        func.count().filter(present).label("events"),
        func.sum(Event.times_held).filter(present).label("times_held"),
        func.sum(Event.participants).filter(present).label("participants"),
        func.max(Event.changed_at).label("changed_at"),  # of the deleted ones, too
    ).where(Event.campaign_id == campaign.id)
    people = select(
        Person.region_code,
        func.count().label("coordinators"),
        func.count().filter(Person.blocked_at.is_(None)).label("reachable"),
    ).where(Person.role == Role.COORDINATOR)
    if region_code is not None:
        events = events.where(Event.region_code == region_code)
        people = people.where(Person.region_code == region_code)
    sums = events.group_by(Event.region_code).subquery()
    team = people.group_by(Person.region_code).subquery()
    changer, returner, accepter = aliased(Person), aliased(Person), aliased(Person)
    numbers = (
        sums.c.events,
        sums.c.times_held,
        sums.c.participants,
        team.c.coordinators,
        team.c.reachable,
    )
    query = (
        # Columns, not objects: what the session holds may be older than a lock just taken.
        select(
            Region.code,
            RegionReport.state,
            Extension.until,
            *(func.coalesce(number, 0).label(number.name) for number in numbers),
            sums.c.changed_at.label("events_changed_at"),
            RegionReport.changed_at,
            changer.name.label("changed_by"),
            RegionReport.submitted_at,
            RegionReport.returned_at,
            returner.name.label("returned_by"),
            RegionReport.return_comment,
            RegionReport.accepted_at,
            accepter.name.label("accepted_by"),
        )
        .outerjoin(sums, sums.c.region_code == Region.code)
        .outerjoin(team, team.c.region_code == Region.code)
        .outerjoin(
            RegionReport,
            (RegionReport.region_code == Region.code) & (RegionReport.campaign_id == campaign.id),
        )
        .outerjoin(
            Extension,
            (Extension.region_code == Region.code) & (Extension.campaign_id == campaign.id),
        )
        .outerjoin(changer, changer.id == RegionReport.changed_by)
        .outerjoin(returner, returner.id == RegionReport.returned_by)
        .outerjoin(accepter, accepter.id == RegionReport.accepted_by)
        .order_by(Region.number)
    )
    return query if region_code is None else query.where(Region.code == region_code)


def _status(row: Row[Any], campaign: Campaign, drafts: Sequence[Draft]) -> RegionStatus:
    fields = row._asdict()
    code, state, until = fields.pop("code"), fields.pop("state"), fields.pop("until")
    current = report_status(state, row.events)
    step = max(drafts, key=lambda draft: len(draft.answers)).step if drafts else None
    silent = current == ReportStatus.SILENT
    silence = _silence(row.coordinators, row.reachable, step) if silent else None
    extended = until is not None and until > campaign.deadline
    return RegionStatus(
        region=directory.region_by_code(code),
        report_status=current,
        drafts=sum(bool(draft.answers) for draft in drafts),
        silence=silence,
        draft_step=step if silence == Silence.DRAFT else None,
        deadline=until if extended else campaign.deadline,
        extended=extended,
        **fields,
    )


def _silence(coordinators: int, reachable: int, step: str | None) -> Silence:
    if not coordinators:
        return Silence.NO_COORDINATOR
    if not reachable:
        return Silence.BLOCKED
    return Silence.NEVER_OPENED if step is None else Silence.DRAFT
