"""/helpers: who helps the region; removing one of them."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from domain.people.region_helpers import helper_of, page_of_helpers, remove, team_of
from domain.proposals.deciding import refuse, waiting_by
from handlers import phrases
from handlers.callbacks import OpenHelpers, OpenProposals, PersonId
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import DANGER, MAIN, button, page_buttons, rows
from handlers.menu import HELPERS
from handlers.region_helpers import texts
from handlers.region_helpers.links import InviteHelper, OpenHelperLinks
from handlers.report_closed import lock_own_report
from handlers.responses import Responses, Screen, SetMenu, say, show
from handlers.routes import command, press
from models import ProposalState, Role


class OpenHelper(CallbackData, prefix="helper"):
    person: PersonId


class RemoveHelper(CallbackData, prefix="remove_helper"):
    """`decline`: with the proposals of theirs that wait."""

    person: PersonId
    sure: bool = False
    decline: bool = False


async def open_helpers(
    event: Message | CallbackQuery, context: Context, callback_data: OpenHelpers | None = None
) -> Responses:
    return show(event, await _list(context, page=callback_data.page if callback_data else 0))


async def open_helper(
    query: CallbackQuery, callback_data: OpenHelper, context: Context
) -> Responses:
    helper = await helper_of(context.session, callback_data.person, context.region.code)
    if helper is None:
        return show(query, await _list(context), toast=texts.HELPER_GONE)
    waiting = len(await waiting_by(context.session, helper, context.campaign, context.region.code))
    removing = button(texts.REMOVE, RemoveHelper(person=helper.id))
    back = button(texts.TO_HELPERS, OpenHelpers())
    text = texts.helper_card(helper, waiting, context.own_zone)
    return show(query, Screen(text, rows([removing], [back])))


async def remove_helper(
    query: CallbackQuery, callback_data: RemoveHelper, context: Context
) -> Responses:
    session, campaign = context.session, context.campaign
    # The person before the region, in the order in which their own update takes the two.
    helper = await helper_of(session, callback_data.person, context.region.code)
    if helper is None:
        return show(query, await _list(context), toast=texts.HELPER_GONE)
    await lock_own_report(context)
    waiting = await waiting_by(session, helper, campaign, context.region.code)
    if not callback_data.sure:
        sure = callback_data.model_copy(update={"sure": True})
        also = sure.model_copy(update={"decline": True})
        return ask(
            query,
            context,
            texts.confirm_removal(helper, len(waiting)),
            button(texts.REMOVE_SURE, sure, DANGER),
            *([button(texts.REMOVE_ALL, also)] if waiting else []),
            button(texts.STAY, OpenHelper(person=helper.id)),
        )
    declined = waiting if callback_data.decline else []
    for proposal in declined:
        state = ProposalState.DECLINED
        refuse(session, proposal, state, "", by=context.person, now=context.now)
    organisation = helper.organisation or ""
    await remove(session, helper, now=context.now, by=context.person)
    note = texts.removed(helper, organisation, len(declined))
    return [
        *show(query, await _list(context, note)),
        say(helper.id, Screen(texts.YOU_ARE_REMOVED, ReplyKeyboardRemove())),
        SetMenu(chat_id=helper.id, role=Role.STRANGER),
    ]


async def _list(context: Context, note: str = "", page: int = 0) -> Screen:
    team = await team_of(context.session, context.region.code, context.now)
    listing = await page_of_helpers(context.session, context.region.code, page)
    people = [
        [button(texts.helper_button(each), OpenHelper(person=each.id))] for each in listing.items
    ]
    pager = page_buttons(listing, lambda number: OpenHelpers(page=number))
    invite = [button(texts.INVITE, InviteHelper(), MAIN)]
    links = [button(texts.links_button(team), OpenHelperLinks())] if team.links else []
    proposals = [button(phrases.PROPOSALS, OpenProposals())]
    text = texts.helpers_list(listing, team, context.region)
    return Screen(text, rows(*people, pager, invite, links, proposals)).with_note(note)


ROUTES = (
    command(HELPERS, open_helpers),
    press(OpenHelpers, open_helpers),
    press(OpenHelper, open_helper),
    press(RemoveHelper, remove_helper),
)
