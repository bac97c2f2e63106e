"""/events for admins: the events of all regions, narrowed down by region, kind and words, and what
looks odd in their data."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.drafts import activate, draft_of, start_draft
from domain.events.fields import KINDS
from domain.events.search import WORDS_LIMIT, Search, find_events
from domain.refusal import Refusal
from domain.regions.directory import Region
from domain.reports.data_check_queries import remarks_on_all
from domain.reports.data_checks import RemarkCategory
from domain.text.cleaning import clean_line
from handlers import formatting
from handlers.callbacks import BrowseEvents, OpenRemarks
from handlers.context import Context
from handlers.filters import ForAdmins
from handlers.forms.asked import Asked
from handlers.menu import SEARCH, Said
from handlers.region_picker import search
from handlers.responses import Responses, Screen, show
from handlers.review import texts
from handlers.review.search_screens import (
    Narrow,
    SearchKind,
    SearchRegion,
    Widen,
    found_events,
    remarks_list,
    which_kind,
    which_region,
    which_words,
    with_ways,
)
from models import Draft, FormKind

# What the draft waits for. While it is a list that is shown, text is not its answer.
LIST, REGION, WORDS = "list", "region", "words"
EVERYTHING = ("region", "kind", "words")


def router() -> Router:
    router = Router(name="search")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(begin, Said(SEARCH))
    router.callback_query.register(browse, BrowseEvents.filter())
    router.callback_query.register(narrow, Narrow.filter())
    router.callback_query.register(widen, Widen.filter())
    router.callback_query.register(choose_region, SearchRegion.filter())
    router.callback_query.register(choose_kind, SearchKind.filter())
    router.callback_query.register(show_remarks, OpenRemarks.filter())
    return router


def answers_router() -> Router:
    router = Router(name="search's answers")
    router.message.filter(ForAdmins())
    router.message.register(answer, Asked(FormKind.SEARCH))
    return router


async def begin(message: Message, context: Context, argument: str) -> Responses:
    draft = await _draft(context)
    if not argument:
        return show(message, await _list(context, draft))
    return await _look_for(message, draft, argument, context, anew=True)


async def browse(query: CallbackQuery, callback_data: BrowseEvents, context: Context) -> Responses:
    draft = await _draft(context)
    if callback_data.page is not None:
        draft.answers = {**draft.answers, "page": callback_data.page}
    return show(query, await _list(context, draft))


async def narrow(query: CallbackQuery, callback_data: Narrow, context: Context) -> Responses:
    draft = await _draft(context)
    match callback_data.by:
        case "kind":
            return show(query, which_kind())
        case "region":
            await _ask(context, draft, REGION)
            return show(query, which_region())
        case "words":
            await _ask(context, draft, WORDS)
            return show(query, which_words())


async def widen(query: CallbackQuery, callback_data: Widen, context: Context) -> Responses:
    draft = await _draft(context)
    dropped = EVERYTHING if callback_data.by == "all" else (callback_data.by,)
    _set(draft, **dict.fromkeys(dropped))
    return show(query, await _list(context, draft))


async def choose_region(
    query: CallbackQuery, callback_data: SearchRegion, context: Context
) -> Responses:
    draft = await _draft(context)
    if callback_data.code:
        return await _named(query, draft, callback_data.code, context)
    await _ask(context, draft, REGION)
    return show(query, which_region(callback_data.district))


async def choose_kind(
    query: CallbackQuery, callback_data: SearchKind, context: Context
) -> Responses:
    draft = await _draft(context)
    _set(draft, kind=callback_data.kind if callback_data.kind in KINDS else None)
    return show(query, await _list(context, draft))


async def show_remarks(
    query: CallbackQuery, callback_data: OpenRemarks, context: Context
) -> Responses:
    draft = await _draft(context)
    if callback_data.page is not None:
        draft.answers = {**draft.answers, "remarks": [callback_data.sort, callback_data.page]}
    sort, page = draft.answers.get("remarks", ("", 0))
    everything = await remarks_on_all(context.session, context.campaign)
    return show(query, remarks_list(everything, RemarkCategory.__members__.get(sort), page))


async def answer(message: Message, draft: Draft, context: Context) -> Responses:
    typed = message.text or message.caption
    if typed is None:
        need = texts.search.NEED_WORDS if draft.step == WORDS else texts.search.NEED_REGION
        screen = which_words() if draft.step == WORDS else which_region()
        return show(message, Screen(f"{need}\n\n{screen.text}", screen.keyboard))
    if draft.step == WORDS:
        return await _look_for(message, draft, typed, context)
    return await _named(message, draft, typed, context)


async def _look_for(
    message: Message, draft: Draft, typed: str, context: Context, *, anew: bool = False
) -> Responses:
    """Narrow down to the words; `anew`: whatever else was asked for before does not count."""
    try:
        words = clean_line(typed, limit=WORDS_LIMIT)
    except Refusal as refused:
        await _ask(context, draft, WORDS)
        return show(message, which_words(note=formatting.refusal(refused)))
    _set(draft, **{**(dict.fromkeys(EVERYTHING) if anew else {}), "words": words})
    return show(message, await _list(context, draft))


async def _named(
    event: Message | CallbackQuery, draft: Draft, typed: str, context: Context
) -> Responses:
    region = search(SearchRegion, typed)
    if not isinstance(region, Region):
        return show(event, with_ways(region, "region"))
    _set(draft, region=region.code)
    return show(event, await _list(context, draft))


async def _draft(context: Context) -> Draft:
    """What the admin looks for this year; it waits in the database, so that words of any length
    and all buttons of older messages find the same search."""
    draft = await draft_of(context.session, context.person, FormKind.SEARCH)
    if draft is not None and draft.campaign_id == context.campaign.id:
        return draft
    return await start_draft(
        context.session,
        context.person,
        FormKind.SEARCH,
        now=context.now,
        step=LIST,
        campaign_id=context.campaign.id,
        active=False,
    )


async def _ask(context: Context, draft: Draft, step: str) -> None:
    draft.step = step
    await activate(context.session, context.person, draft)


def _set(draft: Draft, **what: Any) -> None:
    draft.answers = {**draft.answers, **what, "page": 0}


async def _list(context: Context, draft: Draft) -> Screen:
    draft.step, draft.active, draft.changed_at = LIST, False, context.now
    given = draft.answers
    wanted = Search(given.get("region"), given.get("kind"), given.get("words") or "")
    page = await find_events(context.session, context.campaign, wanted, given.get("page", 0))
    return found_events(page, wanted)
