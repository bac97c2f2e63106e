"""All that an admin looks up about one region: its report, its people, its deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.extensions import open_request_of
from domain.drafts import event_drafts
from domain.people.people import coordinators
from domain.reports.review import returned_events
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_status
from domain.reports.submissions import newest_submission
from models import Campaign, Draft, Event, Extension, ExtensionRequest, Person, Submission


@dataclass(frozen=True, slots=True)
class RegionCard:
    """`steps` has by coordinator's id the step of the event form at which their draft was left.
    `extended_by` is the name of the admin who granted the `extension`; `request` is the open one
    for more time, `returned` the events that were returned and not accepted since. `submission` is
    the newest that is kept."""

    status: RegionStatus
    people: Sequence[Person]
    steps: Mapping[int, str]
    extension: Extension | None
    extended_by: str | None
    request: ExtensionRequest | None
    returned: Sequence[Event]
    submission: Submission | None


async def region_card(session: AsyncSession, campaign: Campaign, code: str) -> RegionCard:
    drafts = await session.scalars(event_drafts(campaign).where(Draft.region_code == code))
    granted = await session.execute(
        select(Extension, Person.name)
        .join(Person, Person.id == Extension.granted_by)
        .where(Extension.campaign_id == campaign.id, Extension.region_code == code)
    )
    extension, extended_by = granted.one_or_none() or (None, None)
    return RegionCard(
        status=await region_status(session, campaign, code),
        people=await coordinators(session, code),
        steps={draft.person_id: draft.step for draft in drafts},
        extension=extension,
        extended_by=extended_by,
        request=await open_request_of(session, campaign, code),
        returned=await returned_events(session, campaign, code),
        submission=await newest_submission(session, campaign, code),
    )
