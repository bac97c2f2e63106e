"""What an admin looks through: the events of all regions, and the remarks on them."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from domain.events.fields import KINDS
from domain.events.repository import PAGE
from domain.events.search import Search
from domain.pages import Page
from domain.reports.data_checks import Remark, RemarkCategory
from handlers import formatting, phrases
from handlers.callbacks import BrowseEvents, OpenRegionReport, OpenRemarks, ReviewEvent
from handlers.keyboards import button, columns, rows, turning
from handlers.region_picker import RegionChoice, picker
from handlers.responses import Screen
from handlers.review import texts
from handlers.review.screens import to_search
from models import Event


class Narrow(CallbackData, prefix="narrow"):
    by: Literal["region", "kind", "words"]


class Widen(CallbackData, prefix="widen"):
    by: Literal["region", "kind", "words", "all"]


class SearchRegion(RegionChoice, prefix="findregion"):
    pass


class SearchKind(CallbackData, prefix="findkind"):
    kind: str


def found_events(page: Page[Event], wanted: Search) -> Screen:
    events = [
        [button(texts.search.event_button(event), ReviewEvent(event=event.id).pack())]
        for event in page.items
    ]
    pager = turning(page, lambda number: BrowseEvents(page=number))
    narrowing = [
        button(texts.search.BY_REGION, Narrow(by="region").pack()),
        button(texts.search.BY_KIND, Narrow(by="kind").pack()),
        button(texts.search.BY_WORDS, Narrow(by="words").pack()),
    ]
    if wanted != Search():
        narrowing.append(button(texts.search.RESET, Widen(by="all").pack()))
    more = [button(texts.search.REMARKS, OpenRemarks(page=0).pack())]
    if wanted.region_code is not None:
        report = OpenRegionReport(code=wanted.region_code)
        more.append(button(phrases.REGION_REPORT, report.pack()))
    return Screen(
        texts.search.found(page, wanted), rows(*events, pager, *columns(narrowing, 2), more)
    )


def which_kind() -> Screen:
    kinds = [button(label, SearchKind(kind=key).pack()) for key, label in KINDS.items()]
    return with_ways(Screen(texts.search.WHICH_KIND, rows(*columns(kinds, 1))), "kind")


def which_words(note: str = "") -> Screen:
    text = formatting.with_note(note, texts.search.ASK_FOR_WORDS)
    return with_ways(Screen(text), "words")


def with_ways(screen: Screen, by: Literal["region", "kind", "words"]) -> Screen:
    """The screen with the ways out: without this condition, and back to the list as it was."""
    without = {
        "region": texts.search.ALL_REGIONS,
        "kind": texts.search.ALL_KINDS,
        "words": texts.search.ANY_WORDS,
    }[by]
    ways = [
        button(without, Widen(by=by).pack()),
        button(texts.search.TO_LIST, BrowseEvents().pack()),
    ]
    have = getattr(screen.keyboard, "inline_keyboard", [])
    return Screen(screen.text, rows(*have, ways))


def which_region(district: str = "") -> Screen:
    return with_ways(picker(SearchRegion, district), "region")


def remarks_list(everything: Sequence[Remark], sort: RemarkCategory | None, number: int) -> Screen:
    """A page of the remarks, of all sorts or of one."""
    page = Page.of([each for each in everything if sort in (None, each.category)], number, PAGE)
    text = texts.search.remarks_list(page, sort)
    events = [
        [button(texts.search.remark_button(each), ReviewEvent(event=each.event.id).pack())]
        for each in page.items
    ]
    name = sort.name if sort else ""
    pager = turning(page, lambda number: OpenRemarks(sort=name, page=number))
    return Screen(text, rows(*events, pager, *columns(_sorts(everything, sort), 1), [to_search()]))


def _sorts(
    everything: Sequence[Remark], shown: RemarkCategory | None
) -> list[InlineKeyboardButton]:
    """To the other sorts that there are, and to all."""
    count = Counter(each.category for each in everything)
    sorts = [
        button(texts.search.sort_button(each, count), OpenRemarks(sort=each.name, page=0).pack())
        for each in RemarkCategory
        if count[each] and each != shown
    ]
    if shown is not None:
        sorts.append(button(texts.search.sort_button(None, count), OpenRemarks(page=0).pack()))
    return sorts
