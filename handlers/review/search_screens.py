"""What an admin looks through: the events of all regions, and the remarks on them."""

from collections import Counter
from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from domain.events.fields import KINDS
from domain.events.repository import PAGE
from domain.events.search import Search
from domain.pages import Page
from domain.reports.data_checks import Remark, RemarkCategory
from handlers import formatting, phrases
from handlers.callbacks import BrowseEvents, OpenRegionReport, OpenRemarks, ReviewEvent
from handlers.forms.dialog import Dialog
from handlers.forms.region_step import RegionAnswers, ask_region
from handlers.keyboards import button, columns, rows, turning
from handlers.responses import Screen
from handlers.review import texts
from handlers.review.screens import to_search
from models import Event


class SearchAnswers(RegionAnswers):
    """What narrows the list, the page that is shown of it, and the category (a name in
    RemarkCategory, empty for all) and page of the remarks."""

    kind: str | None = None
    words: str | None = None
    page: int = 0
    remarks: tuple[str, int] = ("", 0)


SearchDialog = Dialog[SearchAnswers]


def found_events(page: Page[Event], wanted: Search, dialog: SearchDialog) -> Screen:
    events = [
        [button(texts.search.event_button(event), ReviewEvent(event=event.id))]
        for event in page.items
    ]
    pager = turning(page, lambda number: BrowseEvents(page=number))
    narrowing = [
        dialog.button(texts.search.BY_REGION, "ask", "region"),
        dialog.button(texts.search.BY_KIND, "ask", "kind"),
        dialog.button(texts.search.BY_WORDS, "ask", "words"),
    ]
    if wanted != Search():
        narrowing.append(dialog.button(texts.search.RESET, "reset"))
    more = [button(texts.search.REMARKS, OpenRemarks(page=0))]
    if wanted.region_code is not None:
        report = OpenRegionReport(code=wanted.region_code)
        more.append(button(phrases.REGION_REPORT, report))
    return Screen(
        texts.search.found(page, wanted), rows(*events, pager, *columns(narrowing, 2), more)
    )


async def which_kind(dialog: SearchDialog, note: str) -> Screen:
    kinds = [
        dialog.button(label, "pick", str(number))
        for number, label in enumerate(KINDS.values(), start=1)
    ]
    text = formatting.with_note(note, texts.search.WHICH_KIND)
    return with_ways(Screen(text, rows(*columns(kinds, 1))), dialog, texts.search.ALL_KINDS)


async def which_words(dialog: SearchDialog, note: str) -> Screen:
    text = formatting.with_note(note, texts.search.ASK_FOR_WORDS)
    return with_ways(Screen(text), dialog, texts.search.ANY_WORDS)


async def which_region(dialog: SearchDialog, note: str) -> Screen:
    return with_ways(await ask_region(dialog, note), dialog, texts.search.ALL_REGIONS)


def with_ways(screen: Screen, dialog: SearchDialog, without: str) -> Screen:
    """The screen with the ways out: `without` this condition, and back to the list as it was."""
    ways = [
        dialog.button(without, "any"),
        dialog.button(texts.search.TO_LIST, "ask", "list"),
    ]
    have = getattr(screen.keyboard, "inline_keyboard", [])
    return Screen(screen.text, rows(*have, ways))


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
