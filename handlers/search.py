"""/events for admins: the events of all regions, narrowed down by region, kind and words, and what
looks odd in their data."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, show
from handlers.asked import Asked
from handlers.commands import (
    SEARCH,
    Said,
)
from handlers.doors import BrowseEvents, OpenRemarks
from handlers.region_picker import search
from handlers.search_cards import (
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
from handlers.turn import Turn
from models import Draft, FormKind
from reports.drafts import draft_of, resume, start_draft
from reports.event_search import WORDS_LIMIT, Search, find_events
from reports.fields import KINDS
from reports.lines import clean_line
from reports.refusal import Refusal
from reports.regions import Region
from reports.remarking import remarks_on_all
from reports.remarks import RemarkSort

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


async def begin(message: Message, turn: Turn, argument: str) -> Answers:
    draft = await _draft(turn)
    if not argument:
        return show(message, await _list(turn, draft))
    return await _look_for(message, draft, argument, turn, anew=True)


async def browse(query: CallbackQuery, callback_data: BrowseEvents, turn: Turn) -> Answers:
    draft = await _draft(turn)
    if callback_data.page is not None:
        draft.answers = {**draft.answers, "page": callback_data.page}
    return show(query, await _list(turn, draft))


async def narrow(query: CallbackQuery, callback_data: Narrow, turn: Turn) -> Answers:
    draft = await _draft(turn)
    match callback_data.by:
        case "kind":
            return show(query, which_kind())
        case "region":
            await _ask(turn, draft, REGION)
            return show(query, which_region())
        case "words":
            await _ask(turn, draft, WORDS)
            return show(query, which_words())


async def widen(query: CallbackQuery, callback_data: Widen, turn: Turn) -> Answers:
    draft = await _draft(turn)
    dropped = EVERYTHING if callback_data.by == "all" else (callback_data.by,)
    _set(draft, **dict.fromkeys(dropped))
    return show(query, await _list(turn, draft))


async def choose_region(query: CallbackQuery, callback_data: SearchRegion, turn: Turn) -> Answers:
    draft = await _draft(turn)
    if callback_data.code:
        return await _named(query, draft, callback_data.code, turn)
    await _ask(turn, draft, REGION)
    return show(query, which_region(callback_data.district))


async def choose_kind(query: CallbackQuery, callback_data: SearchKind, turn: Turn) -> Answers:
    draft = await _draft(turn)
    _set(draft, kind=callback_data.kind if callback_data.kind in KINDS else None)
    return show(query, await _list(turn, draft))


async def show_remarks(query: CallbackQuery, callback_data: OpenRemarks, turn: Turn) -> Answers:
    draft = await _draft(turn)
    if callback_data.page is not None:
        draft.answers = {**draft.answers, "remarks": [callback_data.sort, callback_data.page]}
    sort, page = draft.answers.get("remarks", ("", 0))
    everything = await remarks_on_all(turn.session, turn.campaign)
    return show(query, remarks_list(everything, RemarkSort.__members__.get(sort), page))


async def answer(message: Message, draft: Draft, turn: Turn) -> Answers:
    typed = message.text or message.caption
    if typed is None:
        need = texts.search.NEED_WORDS if draft.step == WORDS else texts.search.NEED_REGION
        screen = which_words() if draft.step == WORDS else which_region()
        return show(message, Screen(f"{need}\n\n{screen.text}", screen.keyboard))
    if draft.step == WORDS:
        return await _look_for(message, draft, typed, turn)
    return await _named(message, draft, typed, turn)


async def _look_for(
    message: Message, draft: Draft, typed: str, turn: Turn, *, anew: bool = False
) -> Answers:
    """Narrow down to the words; `anew`: whatever else was asked for before does not count."""
    try:
        words = clean_line(typed, limit=WORDS_LIMIT)
    except Refusal as refused:
        await _ask(turn, draft, WORDS)
        return show(message, which_words(note=texts.form.refusal(refused)))
    _set(draft, **{**(dict.fromkeys(EVERYTHING) if anew else {}), "words": words})
    return show(message, await _list(turn, draft))


async def _named(event: Message | CallbackQuery, draft: Draft, typed: str, turn: Turn) -> Answers:
    region = search(SearchRegion, typed)
    if not isinstance(region, Region):
        return show(event, with_ways(region, "region"))
    _set(draft, region=region.code)
    return show(event, await _list(turn, draft))


async def _draft(turn: Turn) -> Draft:
    """What the admin looks for this year; it waits in the database, so that words of any length
    and all buttons of older messages find the same search."""
    draft = await draft_of(turn.session, turn.person, FormKind.SEARCH)
    if draft is not None and draft.campaign_id == turn.campaign.id:
        return draft
    return await start_draft(
        turn.session,
        turn.person,
        FormKind.SEARCH,
        now=turn.now,
        step=LIST,
        campaign_id=turn.campaign.id,
        active=False,
    )


async def _ask(turn: Turn, draft: Draft, step: str) -> None:
    draft.step = step
    await resume(turn.session, turn.person, draft)


def _set(draft: Draft, **what: Any) -> None:
    draft.answers = {**draft.answers, **what, "page": 0}


async def _list(turn: Turn, draft: Draft) -> Screen:
    draft.step, draft.active, draft.changed_at = LIST, False, turn.now
    given = draft.answers
    wanted = Search(given.get("region"), given.get("kind"), given.get("words") or "")
    page = await find_events(turn.session, turn.campaign, wanted, given.get("page", 0))
    return found_events(page, wanted)
