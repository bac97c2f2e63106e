"""Where all 89 regions stand: the one answer to who has reported, who has not, and why not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import extended_deadlines, has_passed
from domain.drafts import event_drafts
from domain.regions.directory import FEDERAL_DISTRICTS, Region, load_regions
from domain.reports.state import ReportStatus, report_status
from models import Campaign, Event, Person, RegionReport, Role


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

    region: Region
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
    events = await _events(session, campaign)
    reports = {
        report.region_code: report
        for report in await session.scalars(
            select(RegionReport).where(RegionReport.campaign_id == campaign.id)
        )
    }
    people = await _coordinators(session)
    drafts = await _draft_steps(session, campaign)
    extended = await extended_deadlines(session, campaign)
    statuses = []
    for region in load_regions():
        report = reports.get(region.code)
        count = events.get(region.code, 0)
        current = report_status(report.state if report else None, count)
        coordinators, reachable = people.get(region.code, (0, 0))
        step = drafts.get(region.code)
        silent = current == ReportStatus.SILENT
        silence = _silence(coordinators, reachable, step) if silent else None
        statuses.append(
            RegionStatus(
                region=region,
                report_status=current,
                events=count,
                coordinators=coordinators,
                reachable=reachable,
                silence=silence,
                draft_step=step if silence == Silence.DRAFT else None,
                deadline=extended.get(region.code, campaign.deadline),
                extended=region.code in extended,
                submitted_at=report.submitted_at if report else None,
                returned_at=report.returned_at if report else None,
                accepted=report is not None and report.accepted_at is not None,
            )
        )
    return statuses


def _silence(coordinators: int, reachable: int, step: str | None) -> Silence:
    if not coordinators:
        return Silence.NO_COORDINATOR
    if not reachable:
        return Silence.BLOCKED
    return Silence.NEVER_OPENED if step is None else Silence.DRAFT


async def _events(session: AsyncSession, campaign: Campaign) -> dict[str, int]:
    rows = await session.execute(
        select(Event.region_code, func.count().label("events"))
        .where(Event.campaign_id == campaign.id, Event.deleted_at.is_(None))
        .group_by(Event.region_code)
    )
    return {row.region_code: row.events for row in rows}


async def _coordinators(session: AsyncSession) -> dict[str, tuple[int, int]]:
    """By region's code: the number of coordinators, and of those who have not blocked the bot."""
    rows = await session.execute(
        select(Person.region_code, func.count(), func.count().filter(Person.blocked_at.is_(None)))
        .where(Person.role == Role.COORDINATOR)
        .group_by(Person.region_code)
    )
    return {str(code): (everyone, reachable) for code, everyone, reachable in rows}


async def _draft_steps(session: AsyncSession, campaign: Campaign) -> dict[str, str]:
    """By region's code, where the draft with the most answers was left."""
    drafts = await session.scalars(event_drafts(campaign))
    by_answers = sorted(drafts, key=lambda draft: len(draft.answers))
    return {str(draft.region_code): draft.step for draft in by_answers}
