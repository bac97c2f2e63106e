"""The screens of an admin's search: the events of all regions, and the remarks on them."""

from collections import Counter
from collections.abc import Sequence

from domain.events.fields import KINDS
from domain.events.repository import PAGE
from domain.events.search import Search
from domain.pages import Page
from domain.reports.data_checks import Remark, RemarkCategory
from handlers import phrases
from handlers.callbacks import FindEvents, OpenRemarks, ReviewEvent, ReviewReport
from handlers.forms.dialog import Dialog
from handlers.forms.listing import LIST
from handlers.forms.region_step import RegionAnswers, ask_region
from handlers.keyboards import button, columns, page_buttons, rows
from handlers.responses import Screen
from handlers.review import texts
from handlers.review.screens import to_search
from models import Event

DROP = "drop"  # the action of a condition's button


class SearchAnswers(RegionAnswers):
    """The conditions, the page of the list, and the category (a name in RemarkCategory, empty for
    all) and page of the remarks."""

    kind: str | None = None
    words: str | None = None
    page: int = 0
    remarks: tuple[str, int] = ("", 0)


SearchDialog = Dialog[SearchAnswers]


def found_events(page: Page[Event], search: Search, dialog: SearchDialog) -> Screen:
    events = [
        button(texts.search.event_button(event), ReviewEvent(event=event.id))
        for event in page.items
    ]
    pager = page_buttons(page, lambda number: FindEvents(page=number))
    conditions = [
        dialog.button(texts.search.BY_REGION, "ask", "region"),
        dialog.button(texts.search.BY_KIND, "ask", "kind"),
        dialog.button(texts.search.BY_WORDS, "ask", "words"),
    ]
    if search != Search():
        conditions.append(dialog.button(texts.search.RESET, "reset"))
    more = [button(texts.search.REMARKS, OpenRemarks(page=0))]
    if search.region_code is not None:
        more.append(button(phrases.REGION_REPORT, ReviewReport(code=search.region_code)))
    keyboard = rows(*columns(events, 4), pager, *columns(conditions, 2), more)
    return Screen(texts.search.found(page, search), keyboard)


async def which_region(dialog: SearchDialog) -> Screen:
    return with_exits(await ask_region(dialog), dialog)


async def which_kind(dialog: SearchDialog) -> Screen:
    kinds = [
        [dialog.button(label, "pick", str(number))]
        for number, label in enumerate(KINDS.values(), start=1)
    ]
    return with_exits(Screen(texts.search.WHICH_KIND, rows(*kinds)), dialog)


async def which_words(dialog: SearchDialog) -> Screen:
    return with_exits(Screen(texts.search.ASK_FOR_WORDS), dialog)


def with_exits(screen: Screen, dialog: SearchDialog) -> Screen:
    """With two more buttons: to drop the condition that is asked for, and back to the list as it
    was."""
    exits = [
        dialog.button(texts.search.WITHOUT[dialog.step.key], DROP),
        dialog.button(texts.search.TO_LIST, "ask", LIST),
    ]
    buttons = getattr(screen.keyboard, "inline_keyboard", [])
    return Screen(screen.text, rows(*buttons, exits))


def remarks_list(remarks: Sequence[Remark], shown: RemarkCategory | None, number: int) -> Screen:
    """A page of the remarks, of all categories or of one, with buttons to the other categories."""
    page = Page.of([remark for remark in remarks if shown in (None, remark.category)], number, PAGE)
    events = {
        remark.event.id: button(
            texts.search.event_button(remark.event), ReviewEvent(event=remark.event.id)
        )
        for remark in page.items
    }
    pager = page_buttons(page, lambda number: _of_category(shown, number))
    count = Counter(remark.category for remark in remarks)
    categories = [
        [button(texts.search.category_button(category, count), _of_category(category))]
        for category in (*RemarkCategory, None)
        if category != shown and (category is None or count[category])
    ]
    keyboard = rows(*columns([*events.values()], 4), pager, *categories, [to_search()])
    return Screen(texts.search.remarks_list(page, shown), keyboard)


def _of_category(category: RemarkCategory | None, page: int = 0) -> OpenRemarks:
    return OpenRemarks(category=category.name if category else "", page=page)
