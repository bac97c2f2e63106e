"""What a region's coordinators decide of its helpers' proposals. Each query is limited to the
region that is passed, whatever a button says; before a change the region's lock is held."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import for_region
from domain.events.form import answers_to_save
from domain.events.repository import NewEvent, add_events
from domain.proposals.proposals import changed_now, put_on_record
from domain.text.cleaning import clean_text
from models import AuditAction, Campaign, Event, Person, Proposal, ProposalState

COMMENT_LENGTH = 1000
_UNDECIDED = (ProposalState.WAITING, ProposalState.RETURNED)
_VERDICTS = {
    ProposalState.RETURNED: AuditAction.PROPOSAL_RETURNED,
    ProposalState.DECLINED: AuditAction.PROPOSAL_DECLINED,
}


def is_undecided(proposal: Proposal) -> bool:
    """Also of a returned one, whose helper may have no time: a coordinator can mend it."""
    return proposal.state in _UNDECIDED


def parse_comment(text: str) -> str:
    """Raises Refusal."""
    return clean_text(text, limit=COMMENT_LENGTH)


async def proposal_of(
    session: AsyncSession, proposal_id: int | None, campaign: Campaign, region_code: str
) -> Proposal | None:
    """The region's, locked and up to date."""
    query = select(Proposal).where(
        Proposal.id == proposal_id,
        Proposal.campaign_id == campaign.id,
        Proposal.region_code == region_code,
        Proposal.state != ProposalState.WITHDRAWN,
    )
    query = query.with_for_update().execution_options(populate_existing=True)
    return await session.scalar(query)


async def undecided_proposals(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> Sequence[Proposal]:
    """Those that wait, the oldest first, and after them those that were returned. Whoever reads
    them to decide on many holds the region's lock."""
    query = select(Proposal).where(
        Proposal.campaign_id == campaign.id,
        Proposal.region_code == region_code,
        Proposal.state.in_(_UNDECIDED),
    )
    query = query.order_by(Proposal.state == ProposalState.RETURNED, Proposal.id)
    query = query.execution_options(populate_existing=True)
    return (await session.scalars(query)).all()


async def number_waiting(session: AsyncSession, campaign: Campaign, region_code: str) -> int:
    query = select(func.count(Proposal.id)).where(*_waiting(campaign, region_code))
    return (await session.scalars(query)).one()


async def waiting_by(
    session: AsyncSession, author: Person, campaign: Campaign, region_code: str
) -> Sequence[Proposal]:
    query = select(Proposal).where(
        *_waiting(campaign, region_code), Proposal.author_id == author.id
    )
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def seen(session: AsyncSession, campaign: Campaign, region_code: str, now: datetime) -> None:
    """A coordinator looks at what waits: nobody needs to be told of it any more."""
    await session.execute(
        update(Proposal)
        .where(*_waiting(campaign, region_code), Proposal.told_at.is_(None))
        .values(told_at=now)
        .execution_options(synchronize_session=False)
    )


async def accept(
    session: AsyncSession,
    campaign: Campaign,
    proposals: Sequence[Proposal],
    *,
    by: Person,
    now: datetime,
    changed: Mapping[str, Any] | None = None,
) -> list[Event]:
    """Each that waits becomes an event of its region's report, in that order; one alone perhaps
    with `changed` answers."""
    new = [
        NewEvent(
            answers_to_save(changed or proposal.answers),
            proposal.draft_id,
            {"organisation_of_helper": proposal.organisation},
        )
        for proposal in proposals
    ]
    if not new:
        return []
    region_code = proposals[0].region_code
    events = await add_events(session, campaign, region_code, new, by=by, now=now)
    for proposal, event in zip(proposals, events, strict=True):
        proposal.event_id, proposal.comment = event.id, None
        _decided(proposal, ProposalState.ACCEPTED, by=by, now=now)
        put_on_record(
            session,
            AuditAction.PROPOSAL_ACCEPTED,
            proposal,
            by=by,
            now=now,
            after={"event_number": event.number} | for_region(by),
        )
    await session.flush()
    return events


def refuse(
    session: AsyncSession,
    proposal: Proposal,
    state: ProposalState,
    comment: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Returns or declines one that waits; a refusal for good may come without a word."""
    proposal.comment = comment or None
    _decided(proposal, state, by=by, now=now)
    after = ({"comment": comment} if comment else {}) | for_region(by)
    put_on_record(session, _VERDICTS[state], proposal, by=by, now=now, after=after or None)


def _decided(proposal: Proposal, state: ProposalState, *, by: Person, now: datetime) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by = state, now, by.id
    changed_now(proposal, now)


def _waiting(campaign: Campaign, region_code: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Proposal.campaign_id == campaign.id,
        Proposal.region_code == region_code,
        Proposal.state == ProposalState.WAITING,
    )
