"""All that an admin looks up about one region: its report, its people, its deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.people.people import coordinators
from domain.reports.state import ReportSummary, report_summary
from domain.reports.status import RegionStatus, region_statuses
from models import Campaign, Draft, Extension, FormKind, Person, RegionReport


@dataclass(frozen=True, slots=True)
class RegionCard:
    """`steps` has by coordinator's id the step of the event form at which their draft was left.
    `names` are by id those of whoever decided something about the report."""

    status: RegionStatus
    seen: ReportSummary
    people: Sequence[Person]
    steps: Mapping[int, str]
    report: RegionReport | None
    extension: Extension | None
    names: Mapping[int, str]


async def region_card(session: AsyncSession, campaign: Campaign, code: str) -> RegionCard:
    statuses = await region_statuses(session, campaign)
    people = await coordinators(session, code)
    drafts = await session.scalars(
        select(Draft).where(
            Draft.form == FormKind.EVENT,
            Draft.campaign_id == campaign.id,
            Draft.region_code == code,
            Draft.person_id.in_(person.id for person in people),
        )
    )
    report = await session.get(RegionReport, (campaign.id, code))
    extension = await session.get(Extension, (campaign.id, code))
    return RegionCard(
        status=next(status for status in statuses if status.region.code == code),
        seen=await report_summary(session, campaign, code),
        people=people,
        steps={draft.person_id: draft.step for draft in drafts},
        report=report,
        extension=extension,
        names=await _names(session, report, extension),
    )


async def _names(
    session: AsyncSession, report: RegionReport | None, extension: Extension | None
) -> Mapping[int, str]:
    ids = {extension.granted_by} if extension else set()
    if report is not None:
        involved = (report.changed_by, report.returned_by, report.accepted_by)
        ids |= {person_id for person_id in involved if person_id is not None}
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}
