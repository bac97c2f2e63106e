"""Where all 89 regions stand: the one answer to who has reported, who has not, and why not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import extended_deadlines, has_passed
from domain.regions.directory import FEDERAL_DISTRICTS, Region, load_regions
from domain.reports.state import ReportStatus, report_status
from models import Campaign, Draft, Event, FormKind, Person, RegionReport, Role


class Silence(StrEnum):
    """Why nothing has come of a region that has not even begun."""

    NO_COORDINATOR = "нет координатора"
    BLOCKED = "координаторы заблокировали бота"
    NEVER_OPENED = "форму не открывали"
    DRAFT = "черновик не закончен"


@dataclass(frozen=True, slots=True)
class RegionStatus:
    """Where one region stands.

    `silence` is set for Standing.SILENT only, and `draft_step` (a field's key, `review` or
    `doubt`) for Silence.DRAFT only: the question at which the furthest draft was left. `deadline`
    is the region's own; `extended` says that it is later than the campaign's. `submitted_at` is
    since when the report counts as submitted, also while the ministry has it returned.
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
        """Not submitted, and the region's deadline is over. Not so for a report that came in
        and was returned: correcting it is on the ministry's word."""
        in_time = self.report_status.reported or self.submitted_at is not None
        return not in_time and has_passed(self.deadline, now)


@dataclass(frozen=True, slots=True)
class StatusSummary:
    """How many of some regions stand where. `standings` has every Standing and adds up to
    `regions`; `late` were submitted after their deadline, `accepted` are in order by the
    ministry's word, `extended` have a deadline of their own."""

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


def summarize(statuses: Iterable[RegionStatus]) -> StatusSummary:
    found = tuple(statuses)
    return StatusSummary(
        regions=len(found),
        by_status={each: sum(one.report_status == each for one in found) for each in ReportStatus},
        accepted=sum(one.accepted for one in found),
        late=sum(one.late for one in found),
        extended=sum(one.extended for one in found),
        events=sum(one.events for one in found),
    )


def by_district(statuses: Iterable[RegionStatus]) -> Mapping[str | None, StatusSummary]:
    """The summary of each of FEDERAL_DISTRICTS, in that order."""
    found = tuple(statuses)
    return {
        district: summarize(one for one in found if one.region.federal_district == district)
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
    found = []
    for region in load_regions():
        report = reports.get(region.code)
        count = events.get(region.code, 0)
        stands = report_status(report.state if report else None, count)
        coordinators, reachable = people.get(region.code, (0, 0))
        step = drafts.get(region.code)
        silent = stands == ReportStatus.SILENT
        silence = _silence(coordinators, reachable, step) if silent else None
        found.append(
            RegionStatus(
                region=region,
                report_status=stands,
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
    return found


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
    """By region's code: how many coordinators, and how many of them can be reached."""
    rows = await session.execute(
        select(Person.region_code, func.count(), func.count().filter(Person.blocked_at.is_(None)))
        .where(Person.role == Role.COORDINATOR)
        .group_by(Person.region_code)
    )
    return {str(code): (everyone, reachable) for code, everyone, reachable in rows}


async def _draft_steps(session: AsyncSession, campaign: Campaign) -> dict[str, str]:
    """By region's code, where the draft with the most answers was left."""
    rows = await session.execute(
        select(Draft.region_code, Draft.step, Draft.answers)
        # Someone who has been removed can no longer finish theirs.
        .join(Person, (Person.id == Draft.person_id) & (Person.region_code == Draft.region_code))
        .where(Draft.form == FormKind.EVENT, Draft.campaign_id == campaign.id)
    )
    furthest = sorted(rows, key=lambda row: len(row.answers))
    return {row.region_code: row.step for row in furthest}
