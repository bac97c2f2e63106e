"""/proposals for coordinators: what their helpers propose, accepted one by one or together."""

from datetime import datetime

from aiogram.types import CallbackQuery, Message

from domain.proposals.checking import check
from domain.proposals.deciding import accept, is_undecided, proposal_of, undecided_proposals
from handlers.callbacks import OpenEvent, OpenProposal, OpenProposals, Reopen
from handlers.confirmation import ask
from handlers.context import Context
from handlers.done_for_region import tell_region
from handlers.keyboards import MAIN, button
from handlers.menu import PROPOSALS
from handlers.proposal_news import tell_accepted
from handlers.proposals import texts
from handlers.proposals.buttons import AcceptAll, AcceptProposal
from handlers.proposals.screens import gone, proposal_screen, proposals_screen
from handlers.report_closed import lock_own_report, why_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from handlers.submit_again import with_submission
from models import Event, Proposal, ProposalState


async def open_list(
    event: Message | CallbackQuery, context: Context, callback_data: OpenProposals | None = None
) -> Responses:
    page = callback_data.page if callback_data else 0
    return show(event, await proposals_screen(context, page))


async def open_one(
    query: CallbackQuery, callback_data: OpenProposal, context: Context
) -> Responses:
    session, campaign, code = context.session, context.campaign, context.region.code
    proposal = await proposal_of(session, callback_data.proposal, campaign, code)
    return show(query, await proposal_screen(proposal, context) if proposal else gone())


async def accept_one(
    query: CallbackQuery, callback_data: AcceptProposal, context: Context
) -> Responses:
    await lock_own_report(context)
    session, campaign, code = context.session, context.campaign, context.region.code
    proposal = await proposal_of(session, callback_data.proposal, campaign, code)
    if proposal is None:
        return show(query, gone())
    if not is_undecided(proposal):
        return show(query, await proposal_screen(proposal, context))
    closed = await _why_closed(context)
    if closed is not None:
        return show(query, closed)
    if proposal.version != callback_data.seen:
        return show(query, await proposal_screen(proposal, context), toast=texts.CHANGED)
    (checked,) = await check(session, [proposal], campaign, code)
    if not checked.complete:
        return show(query, await proposal_screen(proposal, context), toast=texts.MEND_FIRST)
    if checked.twin is not None and not callback_data.sure:
        return _ask_about_twin(query, callback_data, proposal, checked.twin, context)
    events = await accept(session, campaign, [proposal], by=context.person, now=context.now)
    told = await tell_region(context, texts.accepted_for_region(events))
    told += await tell_accepted(context, [(proposal, events[0])])
    screen = await _accepted(context, texts.accepted(events[0]))
    return [*show(query, screen), *told]


def _ask_about_twin(
    query: CallbackQuery, pressed: AcceptProposal, proposal: Proposal, twin: Event, context: Context
) -> Responses:
    return ask(
        query,
        context,
        texts.confirm_twin(proposal, twin),
        button(texts.ACCEPT_ANYWAY, pressed.model_copy(update={"sure": True}), MAIN),
        button(texts.OPEN_TWIN, OpenEvent(event=twin.id)),
        button(texts.BACK, OpenProposal(proposal=proposal.id)),
    )


async def accept_all(query: CallbackQuery, callback_data: AcceptAll, context: Context) -> Responses:
    await lock_own_report(context)
    closed = await _why_closed(context)
    if closed is not None:
        return show(query, closed)
    session, campaign, code = context.session, context.campaign, context.region.code
    proposals = await undecided_proposals(session, campaign, code)
    waiting = [each for each in proposals if each.state == ProposalState.WAITING]
    checked = await check(session, waiting, campaign, code)
    ready = [each.proposal for each in checked if each.is_ready]
    if not callback_data.until and ready:
        sure = AcceptAll(year=campaign.year, until=_microseconds(context.now))
        yes = button(texts.yes_accept(len(ready)), sure, MAIN)
        question = texts.confirm_accepting(len(ready), len(proposals) - len(ready))
        return ask(query, context, question, yes, button(texts.BACK, OpenProposals()))
    shown = [each for each in ready if _microseconds(each.changed_at) <= callback_data.until]
    if not shown:
        return show(query, await proposals_screen(context), toast=texts.NONE_IS_READY)
    events = await accept(session, campaign, shown, by=context.person, now=context.now)
    told = await tell_region(context, texts.accepted_for_region(events))
    told += await tell_accepted(context, zip(shown, events, strict=True))
    screen = await _accepted(context, texts.accepted_all(events))
    return [*show(query, screen), *told]


async def _accepted(context: Context, note: str) -> Screen:
    """What is left to decide, with the way to submit a report that was opened again for this."""
    return await with_submission((await proposals_screen(context)).with_note(note), context)


def _microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


async def _why_closed(context: Context) -> Screen | None:
    return await why_closed(context, Reopen(year=context.campaign.year, to="proposals"))


ROUTES = (
    command(PROPOSALS, open_list),
    press(OpenProposals, open_list),
    press(OpenProposal, open_one),
    press(AcceptProposal, accept_one),
    press(AcceptAll, accept_all),
)
