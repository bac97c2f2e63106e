"""«Мои предложения»: what a helper has proposed and what has become of it."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from domain.proposals.proposals import CORRECTABLE, own_proposal, page_of_own, standing_of, withdraw
from handlers import phrases
from handlers.callbacks import MendProposal, NewEvent, OpenOwnProposal, OpenOwnProposals, RowId
from handlers.closed_to_helper import closed_to_helper
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import DANGER, MAIN, button, page_buttons, rows
from handlers.menu import OWN_PROPOSALS
from handlers.proposals import texts
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import Event, Proposal, ProposalState


class WithdrawProposal(CallbackData, prefix="withdraw_proposal"):
    """`seen` is the version on the helper's screen."""

    proposal: RowId
    seen: RowId
    sure: bool = False


async def open_list(
    event: Message | CallbackQuery, context: Context, callback_data: OpenOwnProposals | None = None
) -> Responses:
    return show(event, await _list(context, callback_data.page if callback_data else 0))


async def open_one(
    query: CallbackQuery, callback_data: OpenOwnProposal, context: Context
) -> Responses:
    proposal = await _own(context, callback_data.proposal)
    if proposal is None:
        return show(query, await _list(context), toast=texts.OWN_GONE)
    return show(query, await _card(proposal, context))


async def withdraw_one(
    query: CallbackQuery, callback_data: WithdrawProposal, context: Context
) -> Responses:
    proposal = await _own(context, callback_data.proposal)
    if proposal is None:
        return show(query, await _list(context), toast=texts.OWN_GONE)
    if proposal.state not in CORRECTABLE or proposal.version != callback_data.seen:
        return show(query, await _card(proposal, context), toast=texts.CHANGED)
    if not callback_data.sure:
        sure = button(texts.WITHDRAW_SURE, callback_data.model_copy(update={"sure": True}), DANGER)
        keep = button(texts.KEEP, OpenOwnProposal(proposal=proposal.id))
        return ask(query, context, texts.confirm_withdrawing(proposal), sure, keep)
    withdraw(context.session, proposal, by=context.person, now=context.now)
    await context.session.flush()
    return show(query, (await _list(context)).with_note(texts.WITHDRAWN))


async def _own(context: Context, proposal_id: int) -> Proposal | None:
    found = await own_proposal(context.session, proposal_id, context.person, context.campaign)
    return None if found is None or found.state == ProposalState.WITHDRAWN else found


async def _list(context: Context, page: int = 0) -> Screen:
    session, person, campaign = context.session, context.person, context.campaign
    listing = await page_of_own(session, person, campaign, page)
    each = [
        [button(texts.proposal_button(proposal), OpenOwnProposal(proposal=proposal.id))]
        for proposal, _ in listing.items
    ]
    pager = page_buttons(listing, lambda number: OpenOwnProposals(page=number))
    closed = await closed_to_helper(context)
    new = [] if closed else [button(phrases.NEW_EVENT, NewEvent(year=campaign.year), MAIN)]
    text = texts.own_list(listing, await standing_of(session, person, campaign))
    return Screen(text, rows(*each, pager, new)).with_note(closed.text if closed else "")


async def _card(proposal: Proposal, context: Context) -> Screen:
    event = await context.session.get(Event, proposal.event_id) if proposal.event_id else None
    text = texts.own_card(proposal, event, context.own_zone)
    own = [button(phrases.MY_PROPOSALS, OpenOwnProposals())]
    if proposal.state not in CORRECTABLE:
        return Screen(text, rows(own))
    correct = button(texts.CORRECT, MendProposal(proposal=proposal.id), MAIN)
    withdrawing = WithdrawProposal(proposal=proposal.id, seen=proposal.version)
    return Screen(text, rows([correct, button(texts.WITHDRAW, withdrawing)], own))


ROUTES = (
    command(OWN_PROPOSALS, open_list),
    press(OpenOwnProposals, open_list),
    press(OpenOwnProposal, open_one),
    press(WithdrawProposal, withdraw_one),
)
