"""«Как в прошлом году»: the region's events of the year before, each of which can be entered for
this year."""

from collections import Counter
from collections.abc import Sequence

from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from pydantic import BaseModel

from domain.events.earlier import last_with_events
from domain.events.repeating import a_year_later
from domain.events.repository import answers_of
from domain.events.search import WORDS_LIMIT, Search, find_events
from domain.events.twins import find_twins
from domain.pages import Page
from domain.text.cleaning import clean_line
from handlers import phrases
from handlers.callbacks import NewEvent, OpenEarlier, OpenEvents, RepeatEvent
from handlers.context import Context
from handlers.event_form import texts
from handlers.forms.dialog import Dialog, Form, Step, always
from handlers.forms.listing import LIST, ask_nothing, begin_list, to_list
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import MAIN, button, page_buttons, rows
from handlers.on_behalf import act_for
from handlers.responses import Responses, Screen
from handlers.routes import press
from models import Event as SavedEvent
from models import FormKind, Role


class EarlierAnswers(BaseModel):
    """What the list is searched for, and its page."""

    words: str | None = None
    page: int = 0


EarlierDialog = Dialog[EarlierAnswers]


async def open_list(
    query: CallbackQuery, callback_data: OpenEarlier, context: Context
) -> Responses:
    return await show_earlier(query, context, callback_data.page)


async def show_earlier(event: Event, context: Context, page: int | None = None) -> Responses:
    """None: the page that was shown last."""
    dialog = await _opened(context)
    if page is not None:
        dialog.set(page=page)
    return await to_list(dialog, event)


async def _opened(context: Context) -> EarlierDialog:
    """A receipt leads back to the same page."""
    dialog = await Dialog.unfinished(EARLIER, context)
    if dialog is not None and dialog.draft.region_code == context.region.code:
        return dialog
    return await begin_list(EARLIER, context)


async def _list(dialog: EarlierDialog) -> Screen:
    ask_nothing(dialog)
    context = dialog.context
    session, campaign, code = context.session, context.campaign, context.region.code
    earlier = await last_with_events(session, campaign, code)
    if earlier is None:
        new = button(phrases.NEW_EVENT, NewEvent(year=campaign.year), MAIN)
        return Screen(texts.earlier.NOTHING, rows([new]))
    words, page = dialog.answers.words or "", dialog.answers.page
    found = await find_events(session, earlier, Search(region_code=code, words=words), page)
    # As they would be entered this year.
    again = [
        a_year_later(answers_of(event), was=earlier.year, now=campaign.year).answers
        for event in found.items
    ]
    twins = await find_twins(session, again, campaign, code)
    here = [None if twin is None else twin.number for twin in twins]
    region = context.region.name
    text = texts.earlier.events_list(found, here, region=region, year=earlier.year, words=words)
    return Screen(text, _keyboard(dialog, found, here))


def _keyboard(
    dialog: EarlierDialog, found: Page[SavedEvent], here: Sequence[int | None]
) -> InlineKeyboardMarkup:
    """`here` has the numbers that the events have in this year's report already."""
    year, words = dialog.context.campaign.year, dialog.answers.words
    names = Counter(event.name for event in found.items)
    events = []
    for event, number in zip(found.items, here, strict=True):
        label = texts.earlier.event_button(
            event, is_here=number is not None, is_alone=names[event.name] == 1
        )
        events.append([button(label, RepeatEvent(year=year, event=event.id))])
    pager = page_buttons(found, lambda number: OpenEarlier(page=number))
    find = [dialog.button(texts.earlier.FIND, "ask", "words")] if found.pages > 1 or words else []
    whole = [dialog.button(texts.earlier.SHOW_ALL, "all")] if words else []
    return rows(*events, pager, [*find, *whole], [button(phrases.MY_EVENTS, OpenEvents())])


async def _ask_for_words(dialog: EarlierDialog) -> Screen:
    back = dialog.button(texts.earlier.TO_LIST, "ask", LIST)
    return Screen(texts.earlier.WHICH_WORDS, rows([back]))


async def _take_words(dialog: EarlierDialog, typed: Typed) -> Taken:
    words = clean_line(typed.words(texts.earlier.NEED_WORDS), limit=WORDS_LIMIT)
    dialog.set(words=words, page=0)
    return ""


async def _show_all(dialog: EarlierDialog, _: str) -> Taken:
    dialog.set(words=None, page=0)
    return ""


async def _guard(dialog: EarlierDialog) -> None:
    """The list can be looked at at any time; what it leads to asks whether the report is closed."""
    await act_for(dialog.context, dialog.draft.region_code or "")


EARLIER: Form[EarlierAnswers] = Form(
    kind=FormKind.EARLIER,
    answers=EarlierAnswers,
    steps=(
        Step(
            key="words",
            title=texts.earlier.FIND,
            screen=_ask_for_words,
            take=_take_words,
            is_due=lambda _: False,  # asked for only by the list's button
        ),
        Step(key=LIST, screen=_list, is_due=always, press={"all": _show_all}),
    ),
    roles=frozenset({Role.COORDINATOR, Role.ADMIN}),
    finish=to_list,
    cancel=to_list,
    guard=_guard,
    of_campaign=True,
)


ROUTES = (press(OpenEarlier, open_list),)
