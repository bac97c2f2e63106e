"""What a helper proposes, and can still do with it. Each query is limited to the person who is
passed: nobody's proposals are another helper's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.events.fields import FIELDS
from domain.events.form import answers_to_save
from domain.events.likeness import likeness, twin_key
from domain.pages import Page, page_numbers
from models import AuditAction, Campaign, Draft, Event, Person, Proposal, ProposalState

PAGE = 8
PLACES_AMONG = 50  # a helper's newest proposals, whose places are offered as quick answers
# More than anybody has held, and no more than coordinators can look through.
WAITING_LIMIT = 300
CORRECTABLE = (ProposalState.WAITING, ProposalState.RETURNED)
_STANDING = (*CORRECTABLE, ProposalState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of a helper's proposals are in which state."""

    waiting: int
    returned: int
    accepted: int
    declined: int


async def standing_of(session: AsyncSession, person: Person, campaign: Campaign) -> Standing:
    query = select(Proposal.state, func.count().label("number")).where(*_own(person, campaign))
    rows = await session.execute(query.group_by(Proposal.state))
    found = {row.state: row.number for row in rows}
    return Standing(
        found.get(ProposalState.WAITING, 0),
        found.get(ProposalState.RETURNED, 0),
        found.get(ProposalState.ACCEPTED, 0),
        found.get(ProposalState.DECLINED, 0),
    )


async def propose(
    session: AsyncSession, draft: Draft, campaign: Campaign, *, by: Person, now: datetime
) -> Proposal:
    """The finished draft as a proposal to the helper's region; the caller deletes the draft."""
    assert by.region_code is not None
    assert by.organisation is not None
    answers = answers_to_save(draft.answers)
    proposal = Proposal(
        campaign_id=campaign.id,
        region_code=by.region_code,
        author_id=by.id,
        organisation=by.organisation,
        state=ProposalState.WAITING,
        answers=answers,
        twin_key=twin_key(answers),
        version=1,
        created_at=now,
        changed_at=now,
        draft_id=draft.id,
    )
    session.add(proposal)
    await session.flush()
    put_on_record(session, AuditAction.PROPOSAL_MADE, proposal, by=by, now=now, after=answers)
    return proposal


def correct(
    session: AsyncSession,
    proposal: Proposal,
    given: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> None:
    """By its author. Whatever has changed, a returned one waits again, and the coordinators hear of
    it again."""
    answers = answers_to_save(given)
    changed = {key for key in answers if answers[key] != proposal.answers.get(key)}
    put_on_record(
        session,
        AuditAction.PROPOSAL_CHANGED,
        proposal,
        by=by,
        now=now,
        before={key: proposal.answers.get(key) for key in changed},
        after={key: answers[key] for key in changed},
    )
    proposal.answers, proposal.twin_key = answers, twin_key(answers)
    proposal.state, proposal.told_at = ProposalState.WAITING, None
    changed_now(proposal, now)


def withdraw(session: AsyncSession, proposal: Proposal, *, by: Person, now: datetime) -> None:
    proposal.state = ProposalState.WITHDRAWN
    changed_now(proposal, now)
    put_on_record(session, AuditAction.PROPOSAL_WITHDRAWN, proposal, by=by, now=now)


async def own_proposal(
    session: AsyncSession, proposal_id: int, person: Person, campaign: Campaign
) -> Proposal | None:
    """Locked; after the region's lock, if that is taken too."""
    query = select(Proposal).where(Proposal.id == proposal_id, *_own(person, campaign))
    query = query.with_for_update().execution_options(populate_existing=True)
    return await session.scalar(query)


async def proposed_from(session: AsyncSession, draft_id: int, by: Person) -> Proposal | None:
    """The proposal that the person has made from this draft."""
    query = select(Proposal).where(Proposal.draft_id == draft_id, Proposal.author_id == by.id)
    return await session.scalar(query)


async def page_of_own(
    session: AsyncSession, person: Person, campaign: Campaign, number: int
) -> Page[tuple[Proposal, Event | None]]:
    """The newest first, each with its event if it is accepted."""
    where = (*_own(person, campaign), Proposal.state != ProposalState.WITHDRAWN)
    total = (await session.scalars(select(func.count(Proposal.id)).where(*where))).one()
    number, pages = page_numbers(number, total, PAGE)
    query = select(Proposal, Event).outerjoin(Event, Event.id == Proposal.event_id)
    query = query.where(*where).order_by(Proposal.id.desc())
    rows = await session.execute(query.limit(PAGE).offset(number * PAGE))
    return Page([(row[0], row[1]) for row in rows], number, pages, total)


async def are_too_many(session: AsyncSession, person: Person, campaign: Campaign) -> bool:
    """Whether so many of the person's wait that the coordinators have to decide first."""
    return (await standing_of(session, person, campaign)).waiting >= WAITING_LIMIT


async def own_twin(
    session: AsyncSession,
    person: Person,
    campaign: Campaign,
    answers: Mapping[str, Any],
    *,
    but: int | None = None,
) -> Proposal | None:
    """The person's first proposal that looks like these answers, except the one with the id
    `but`."""
    query = select(Proposal).where(
        *_own(person, campaign),
        Proposal.twin_key == twin_key(answers),
        Proposal.state.in_(_STANDING),
    )
    alike = await session.scalars(query.order_by(Proposal.id))
    looks = likeness(answers)
    return next(
        (each for each in alike if each.id != but and likeness(each.answers) == looks), None
    )


async def own_places(session: AsyncSession, person: Person) -> Sequence[tuple[str, str]]:
    """The cities and organisations of the person's own proposals, the latest first: a helper does
    not see where the region's other events were."""
    query = select(Proposal.answers).where(
        Proposal.author_id == person.id, Proposal.region_code == person.region_code
    )
    newest = await session.scalars(query.order_by(Proposal.id.desc()).limit(PLACES_AMONG))
    return list(dict.fromkeys((each["city"], each["organisation"]) for each in newest))


def put_on_record(
    session: AsyncSession,
    action: AuditAction,
    proposal: Proposal,
    *,
    by: Person,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    code = proposal.region_code
    record(
        session, action, proposal.id, now=now, by=by, region_code=code, before=before, after=after
    )


def changed_now(proposal: Proposal, now: datetime) -> None:
    """Buttons that show it as it was are old from now on."""
    proposal.version += 1
    proposal.changed_at = now


def _own(person: Person, campaign: Campaign) -> tuple[ColumnElement[bool], ...]:
    return (
        Proposal.author_id == person.id,
        Proposal.region_code == person.region_code,
        Proposal.campaign_id == campaign.id,
    )


async def proposed_by(session: AsyncSession, event: Event) -> str:
    """The organisation whose helper has proposed the event; empty if none has."""
    query = select(Proposal.organisation).where(Proposal.event_id == event.id)
    return await session.scalar(query) or ""


def is_complete(answers: Mapping[str, Any]) -> bool:
    """A newer version of the form may ask what an older proposal does not say."""
    return all(answers.get(field.key) is not None for field in FIELDS)
