"""/events for admins: searching the events of all regions, and the remarks of the data checks on
them."""

import re
from typing import Any

from aiogram.types import CallbackQuery, Message

from domain.events.fields import parse_kind
from domain.events.search import WORDS_LIMIT, Search, find_events
from domain.regions.search import find_regions
from domain.reports.data_check_queries import remarks_on_all
from domain.reports.data_checks import RemarkCategory
from domain.text.cleaning import clean_line
from handlers.callbacks import FindEvents, OpenRemarks
from handlers.context import Context
from handlers.forms.dialog import Dialog, Form, Step, always
from handlers.forms.listing import LIST, ask_nothing, begin_list, to_list
from handlers.forms.region_step import REGIONS, region_meant, show_regions
from handlers.forms.typed import Taken, Typed
from handlers.menu import SEARCH
from handlers.responses import Responses, Screen, show
from handlers.review import texts
from handlers.review.search_screens import (
    DROP,
    SearchAnswers,
    SearchDialog,
    found_events,
    remarks_list,
    which_kind,
    which_region,
    which_words,
    with_exits,
)
from handlers.routes import command, press
from models import FormKind, Role

REGION_CODE = re.compile(r"[0-9]{2}")  # «5» may be a school's number
NO_CONDITION: dict[str, Any] = {"region": None, "kind": None, "words": None, "page": 0}


async def begin(message: Message, context: Context, argument: str) -> Responses:
    dialog = await _search(context)
    if not argument:
        return await to_list(dialog, message)
    # A new search drops the earlier conditions.
    dialog.set(**NO_CONDITION)
    if REGION_CODE.fullmatch(argument) and (regions := find_regions(argument)):
        (region,) = regions
        dialog.set(region=region.code)
        return await to_list(dialog, message)
    dialog.go("words")
    await dialog.activate()
    return await dialog.take(message, Typed(argument))


async def show_events(
    query: CallbackQuery, callback_data: FindEvents, context: Context
) -> Responses:
    dialog = await _search(context)
    if callback_data.page is not None:
        dialog.set(page=callback_data.page)
    return await to_list(dialog, query)


async def show_remarks(
    query: CallbackQuery, callback_data: OpenRemarks, context: Context
) -> Responses:
    dialog = await _search(context)
    if callback_data.page is not None:
        dialog.set(remarks=(callback_data.category, callback_data.page))
    category, page = dialog.answers.remarks
    remarks = await remarks_on_all(context.session, context.campaign)
    return show(query, remarks_list(remarks, RemarkCategory.__members__.get(category), page))


async def _search(context: Context) -> SearchDialog:
    """The admin's search of this year."""
    dialog = await Dialog.unfinished(SEARCH_EVENTS, context)
    return dialog or await begin_list(SEARCH_EVENTS, context)


async def _list(dialog: SearchDialog) -> Screen:
    ask_nothing(dialog)
    context, answers = dialog.context, dialog.answers
    search = Search(answers.region, answers.kind, answers.words or "")
    page = await find_events(context.session, context.campaign, search, answers.page)
    return found_events(page, search, dialog)


async def _take_region(dialog: SearchDialog, typed: Typed) -> Taken:
    typed.words(texts.search.NEED_REGION)
    region = region_meant(dialog, typed)
    if isinstance(region, Screen):
        return with_exits(region, dialog)
    dialog.set(region=region.code, page=0)
    return ""


async def _show_regions(dialog: SearchDialog, district: str) -> Taken:
    return with_exits(await show_regions(dialog, district), dialog)


async def _take_kind(dialog: SearchDialog, typed: Typed) -> Taken:
    dialog.set(kind=parse_kind(typed.words()), page=0)
    return ""


async def _take_words(dialog: SearchDialog, typed: Typed) -> Taken:
    words = clean_line(typed.words(texts.search.NEED_WORDS), limit=WORDS_LIMIT)
    dialog.set(words=words, page=0)
    return ""


async def _drop(dialog: SearchDialog, _: str) -> Taken:
    dialog.set(**{dialog.step.key: None, "page": 0})
    return ""


async def _reset(dialog: SearchDialog, _: str) -> Taken:
    dialog.set(**NO_CONDITION)
    return ""


def _never(_: SearchAnswers) -> bool:
    """The conditions are asked for only by the list's buttons."""
    return False


SEARCH_EVENTS: Form[SearchAnswers] = Form(
    kind=FormKind.SEARCH,
    answers=SearchAnswers,
    steps=(
        Step(
            key="region",
            title=texts.search.BY_REGION,
            screen=which_region,
            take=_take_region,
            is_due=_never,
            press={REGIONS: _show_regions, DROP: _drop},
        ),
        Step(
            key="kind",
            title=texts.search.BY_KIND,
            screen=which_kind,
            take=_take_kind,
            is_due=_never,
            press={DROP: _drop},
        ),
        Step(
            key="words",
            title=texts.search.BY_WORDS,
            screen=which_words,
            take=_take_words,
            is_due=_never,
            press={DROP: _drop},
        ),
        Step(key=LIST, screen=_list, is_due=always, press={"reset": _reset}),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=to_list,
    cancel=to_list,
    of_campaign=True,
)

ROUTES = (
    command(SEARCH, begin),
    press(FindEvents, show_events),
    press(OpenRemarks, show_remarks),
)
