"""A season's made-up reports, written by the code that writes what people report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from demo.sample import SampleEvent, SampleReport, sample_reports
from domain.campaigns.campaigns import current_campaign
from domain.campaigns.locking import lock_region
from domain.events import form
from domain.events.doubts import link_doubts, number_doubts
from domain.events.fields import FIELDS, field
from domain.events.repository import save_event
from domain.people.people import coordinators, make_coordinator, mark_blocked
from domain.people.sender import get_sender
from domain.regions.directory import region_by_code
from domain.reports.state import set_state
from domain.reports.status_queries import region_status
from models import Campaign, Draft, FormKind, Person

SEED = 2025


@dataclass(frozen=True, slots=True)
class Added:
    regions: int
    coordinators: int
    events: int


async def add_sample(database: Database, now: datetime) -> Added:
    """The sample of the current campaign, as it could stand by `now`; what is there already is
    not added again."""
    async with database.transaction() as session:
        campaign = await current_campaign(session)
    return await write_reports(database, sample_reports(SEED, min(now, campaign.deadline)))


async def write_reports(database: Database, reports: Iterable[SampleReport]) -> Added:
    """A transaction for each region: a bot that runs on the same database gets its turn."""
    written = []
    for report in reports:
        async with database.transaction() as session:
            await lock_region(session, report.region.code)
            if await session.get(Person, report.coordinators[0].id) is None:
                written.append(await _write(session, report))
    return Added(
        regions=len(written),
        coordinators=sum(each.coordinators for each in written),
        events=sum(each.events for each in written),
    )


async def _write(session: AsyncSession, report: SampleReport) -> Added:
    """Beside whoever has joined there already: their report is theirs to submit, and one that
    they have submitted stays as it is."""
    campaign = await current_campaign(session)
    others = await coordinators(session, report.region.code)
    people = await _join(session, report)
    status = await region_status(session, campaign, report.region.code)
    events = () if status.report_status.reported else report.events
    for event in events:
        await _enter(session, event, campaign, people[event.by])
    if report.state is not None and not others:
        by = people[report.coordinators[0].id]
        code, at = report.region.code, report.state_at
        await set_state(session, campaign, code, report.state, by=by, now=at)
    for each in report.coordinators:
        if each.blocked_at is not None:
            await mark_blocked(session, each.id, each.blocked_at)
    return Added(1, len(people), sum(event.finished for event in events))


async def _join(session: AsyncSession, report: SampleReport) -> dict[int, Person]:
    people = {}
    for each in report.coordinators:
        person = (
            await get_sender(session, each.id, each.name, None, admin_ids=(), now=each.joined_at)
        ).person
        code, at = report.region.code, each.joined_at
        await make_coordinator(session, person, code, now=at, by=person)
        people[each.id] = person
    return people


async def _enter(session: AsyncSession, event: SampleEvent, campaign: Campaign, by: Person) -> None:
    """Answer the form, question by question, and save what is finished."""
    answers: dict[str, Any] = {}
    for key, typed in event.answers.items():
        asked = field(key)
        if asked.answers == "links":
            answers[key] = list(form.take_links([], typed, ()).links)
        else:
            answers |= form.parse_answer(asked, typed, region_by_code(str(by.region_code)), answers)
    doubts = [*number_doubts(answers), *link_doubts(answers)]
    answers["doubts_settled"] = [doubt.token for doubt in doubts]
    # Made here, not by start_draft: nobody here has an older one, and to look for it each time
    # takes as long as all the rest.
    draft = Draft(
        person_id=by.id,
        form=FormKind.EVENT,
        step=next((each.key for each in FIELDS if each.key not in answers), form.REVIEW),
        answers=answers,
        version=len(answers) + 1,
        campaign_id=campaign.id,
        region_code=by.region_code,
        changed_at=event.at,
    )
    session.add(draft)
    await session.flush()
    if event.finished:
        await save_event(session, draft, campaign, by=by, now=event.at)
        await session.delete(draft)
        await session.flush()  # before the next one comes: a person has one at a time
