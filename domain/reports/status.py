"""Where all 89 regions stand: the one answer to who has reported, who has not, and why not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from domain.campaigns.deadlines import has_passed
from domain.drafts import event_drafts
from domain.regions import directory
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
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

    `silence` is set for ReportStatus.SILENT only, and `draft_step` (a step of the event form) for
    Silence.DRAFT only: where the draft with the most answers was left. `deadline` is the
    region's own; `extended` says that it is later than the campaign's. `submitted_at` is since
    when the report counts as submitted, also while it is returned.
    """

    region: directory.Region
    report_status: ReportStatus
    events: int
    coordinators: int
    reachable: int  # of them, those who have not blocked the bot
    silence: Silence | None
    draft_step: str | None
    deadline: datetime
    extended: bool
    submitted_at: datetime | None
    returned_at: datetime | None
    accepted: bool
    changed_at: datetime | None  # the report's state or an event of it, last

    @property
    def late(self) -> bool:
        """Submitted, but after the region's deadline."""
        return self.submitted_at is not None and has_passed(self.deadline, self.submitted_at)

    def overdue(self, now: datetime) -> bool:
        """Not submitted by the region's deadline. A returned report is not overdue: the ministry
        decides until when it waits for the correction."""
        submitted = self.report_status.reported or self.submitted_at is not None
        return not submitted and has_passed(self.deadline, now)


@dataclass(frozen=True, slots=True)
class StatusSummary:
    """How many regions have which status: `by_status` has every ReportStatus and adds up to
    `regions`. Across that, `late` were submitted after their deadline, the ministry has
    `accepted` some, and `extended` have a later deadline of their own."""

    regions: int
    by_status: Mapping[ReportStatus, int]
    accepted: int
    late: int
    extended: int
    events: int

    @property
    def reported(self) -> int:
        return sum(
            count for report_status, count in self.by_status.items() if report_status.reported
        )


def summarize(statuses: Sequence[RegionStatus]) -> StatusSummary:
    counts = Counter(status.report_status for status in statuses)
    return StatusSummary(
        regions=len(statuses),
        by_status={report_status: counts[report_status] for report_status in ReportStatus},
        accepted=sum(status.accepted for status in statuses),
        late=sum(status.late for status in statuses),
        extended=sum(status.extended for status in statuses),
        events=sum(status.events for status in statuses),
    )


def by_district(statuses: Sequence[RegionStatus]) -> Mapping[str | None, StatusSummary]:
    """The summary of each of FEDERAL_DISTRICTS, in that order."""
    return {
        district: summarize(
            [status for status in statuses if status.region.federal_district == district]
        )
        for district in FEDERAL_DISTRICTS
    }


async def region_statuses(session: AsyncSession, campaign: Campaign) -> Sequence[RegionStatus]:
    """All 89, in the letter's order."""
    return await session.run_sync(read_statuses, campaign)


def read_statuses(
    session: Session, campaign: Campaign, region_code: str | None = None
) -> Sequence[RegionStatus]:
    """As `region_statuses`, for a thread of its own; or that of one region."""
    query, drafts = _rows(campaign), event_drafts(campaign)
    if region_code is not None:
        query, drafts = (
            query.where(Region.code == region_code),
            drafts.where(Draft.region_code == region_code),
        )
    # Of a region's drafts, the one with the most answers comes last and stays.
    by_answers = sorted(session.scalars(drafts), key=lambda draft: len(draft.answers))
    steps = {str(draft.region_code): draft.step for draft in by_answers}
    return [_status(row, campaign, steps.get(row.code)) for row in session.execute(query)]


def _rows(campaign: Campaign) -> Select[Any]:
    events = (
        select(
            Event.region_code,
            func.count().filter(Event.deleted_at.is_(None)).label("present"),
            func.max(Event.changed_at).label("changed_at"),  # deleting one is a change, too
        )
        .where(Event.campaign_id == campaign.id)
        .group_by(Event.region_code)
        .subquery()
    )
    people = (
        select(
            Person.region_code,
            func.count().label("coordinators"),
            func.count().filter(Person.blocked_at.is_(None)).label("reachable"),
        )
        .where(Person.role == Role.COORDINATOR)
        .group_by(Person.region_code)
        .subquery()
    )
    return (
        select(
            Region.code,
            RegionReport,
            Extension.until,
            func.coalesce(events.c.present, 0).label("events"),
            events.c.changed_at,
            func.coalesce(people.c.coordinators, 0).label("coordinators"),
            func.coalesce(people.c.reachable, 0).label("reachable"),
        )
        .outerjoin(events, events.c.region_code == Region.code)
        .outerjoin(people, people.c.region_code == Region.code)
        .outerjoin(
            RegionReport,
            (RegionReport.region_code == Region.code) & (RegionReport.campaign_id == campaign.id),
        )
        .outerjoin(
            Extension,
            (Extension.region_code == Region.code) & (Extension.campaign_id == campaign.id),
        )
        .order_by(Region.number)
    )


def _status(row: Row[Any], campaign: Campaign, step: str | None) -> RegionStatus:
    report: RegionReport | None = row.RegionReport
    current = report_status(report.state if report else None, row.events)
    silent = current == ReportStatus.SILENT
    silence = _silence(row.coordinators, row.reachable, step) if silent else None
    changed = [row.changed_at, report.changed_at if report else None]
    extended = row.until is not None and row.until > campaign.deadline
    return RegionStatus(
        region=region_by_code(row.code),
        report_status=current,
        events=row.events,
        coordinators=row.coordinators,
        reachable=row.reachable,
        silence=silence,
        draft_step=step if silence == Silence.DRAFT else None,
        deadline=row.until if extended else campaign.deadline,
        extended=extended,
        submitted_at=report.submitted_at if report else None,
        returned_at=report.returned_at if report else None,
        accepted=report is not None and report.accepted_at is not None,
        changed_at=max((at for at in changed if at is not None), default=None),
    )


def _silence(coordinators: int, reachable: int, step: str | None) -> Silence:
    if not coordinators:
        return Silence.NO_COORDINATOR
    if not reachable:
        return Silence.BLOCKED
    return Silence.NEVER_OPENED if step is None else Silence.DRAFT
