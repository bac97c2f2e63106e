"""How proposals look to the coordinators of the region."""

from domain.pages import Page
from domain.proposals.checking import check
from domain.proposals.deciding import is_undecided, seen, undecided_proposals
from handlers import phrases
from handlers.callbacks import MendProposal, OpenEvent, OpenHelpers, OpenProposal, OpenProposals
from handlers.context import Context
from handlers.keyboards import MAIN, button, page_buttons, rows
from handlers.proposals import texts
from handlers.proposals.buttons import AcceptAll, AcceptProposal, StartVerdict
from handlers.responses import Screen
from models import Event, Person, Proposal, ProposalState

PAGE = 8


async def proposals_screen(context: Context, page: int = 0) -> Screen:
    """What the region's coordinators have to decide; from now on they have seen it."""
    session, campaign, code = context.session, context.campaign, context.region.code
    proposals = await undecided_proposals(session, campaign, code)
    checked = await check(session, proposals, campaign, code)
    await seen(session, campaign, code, context.now)
    waiting = [each for each in checked if each.proposal.state == ProposalState.WAITING]
    ready = sum(each.is_ready for each in waiting)
    listing = Page.of(checked, page, PAGE)
    text = texts.proposals_list(listing, context.region, waiting=len(waiting), ready=ready)
    each = [
        [button(texts.proposal_button(shown.proposal), OpenProposal(proposal=shown.proposal.id))]
        for shown in listing.items
    ]
    accept = [button(texts.accept_all(ready), AcceptAll(year=campaign.year), MAIN)] if ready else []
    pager = page_buttons(listing, lambda number: OpenProposals(page=number))
    helpers = [button(phrases.HELPERS, OpenHelpers())]
    return Screen(text, rows(accept, *each, pager, helpers))


async def proposal_screen(proposal: Proposal, context: Context) -> Screen:
    session, year = context.session, context.campaign.year
    (checked,) = await check(session, [proposal], context.campaign, context.region.code)
    author = await session.get_one(Person, proposal.author_id)
    event = await session.get(Event, proposal.event_id) if proposal.event_id else None
    by = await session.get(Person, proposal.decided_by) if proposal.decided_by else None
    text = texts.card(checked, author, event, by, context.own_zone)
    to_list = [button(texts.TO_LIST, OpenProposals())]
    if not is_undecided(proposal):
        there = event is not None and event.deleted_at is None
        opened = [button(texts.OPEN_EVENT, OpenEvent(event=event.id))] if event and there else []
        return Screen(text, rows(opened, to_list))
    accepting = AcceptProposal(year=year, proposal=proposal.id, seen=proposal.version)
    accept = [button(texts.ACCEPT, accepting, MAIN)] if checked.complete else []
    mend = [button(texts.MEND, MendProposal(proposal=proposal.id))]
    decline = button(texts.DECLINE, StartVerdict(proposal=proposal.id, to="declined"))
    give_back = button(texts.RETURN, StartVerdict(proposal=proposal.id, to="returned"))
    is_waiting = proposal.state == ProposalState.WAITING
    return Screen(
        text, rows(accept, mend, [*([give_back] if is_waiting else []), decline], to_list)
    )


def they_wait(waiting: int, new: int) -> Screen:
    """What the region's coordinators are told, gathered."""
    opened = button(phrases.proposals_button(waiting), OpenProposals(), MAIN)
    return Screen(texts.they_wait(waiting, new), rows([opened])).kept()


def gone() -> Screen:
    return Screen(texts.GONE, rows([button(texts.TO_LIST, OpenProposals())]))
