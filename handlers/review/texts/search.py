"""Searching the events of all regions, and the remarks of the data checks on them."""

from collections import Counter
from html import escape

from domain.events.fields import KINDS
from domain.events.search import Search
from domain.pages import Page
from domain.regions.directory import region_by_code
from domain.reports.data_checks import Remark, RemarkCategory
from domain.reports.reported_event import ReportedEvent
from handlers import phrases
from handlers.formatting import figure, in_quotes, page_of, shortened
from models import Event

BY_REGION, BY_KIND, BY_WORDS, RESET = (
    "По региону",
    "По виду",
    "По словам",
    "Показать все",
)
# The buttons that drop a condition.
WITHOUT = {"region": "Все регионы", "kind": "Все виды", "words": "Любые слова"}
TO_LIST, REMARKS = "К списку", "Проверка данных"
WHICH_KIND = "Какого вида мероприятия показать?"
ASK_FOR_WORDS = (
    "Пришлите слова из названия, города, организации или региона. Найдутся мероприятия, где есть "
    "все эти слова; достаточно части слова."
)
NEED_WORDS = "Пришлите слова для поиска текстом или вернитесь к списку."
NEED_REGION = "Пришлите название региона текстом или выберите его кнопкой."
NOTHING_FOUND = f"Ничего не нашлось. Измените условия кнопками ниже или нажмите «{RESET}»."
NO_EVENTS_YET = "Мероприятий пока нет ни у одного региона."
NO_REMARKS = "Уточнять нечего."


def found(page: Page[Event], search: Search) -> str:
    head = f"{heading(page.total)}{page_of(page.number, page.pages)}{conditions(search)}"
    nothing = NOTHING_FOUND if search != Search() else NO_EVENTS_YET
    lines = [_line(event) for event in page.items] or [nothing]
    return "\n".join([head, "", *lines])


def heading(total: int) -> str:
    return f"<b>Мероприятия регионов</b>: {figure(total)}"


def conditions(search: Search) -> str:
    parts = []
    if search.region_code is not None:
        parts.append(f"Регион: {escape(region_by_code(search.region_code).name)}")
    if search.kind is not None:
        parts.append(f"Вид: {escape(KINDS[search.kind])}")
    if search.words:
        parts.append(f"Слова: {in_quotes(search.words)}")
    return "".join(f"\n{part}" for part in parts)


def _line(event: Event) -> str:
    region = escape(region_by_code(event.region_code).name)
    return f"{region}, № {phrases.event_line(event)}"


def event_button(event: Event | ReportedEvent) -> str:
    """With the letters of the region that the map has, too: the name stands in the list above."""
    return f"{region_by_code(event.region_code).short} {event.number}"


def remarks_list(page: Page[Remark], category: RemarkCategory | None) -> str:
    if not page.total and category is None:
        return f"<b>{REMARKS}</b>\n\n{NO_REMARKS}"
    head = f"{remarks_heading(page.total)}{page_of(page.number, page.pages)}"
    shown = [f"Только: {category}"] if category else []
    lines = [_remark(remark) for remark in page.items] or [NO_REMARKS]
    return "\n".join([head, *shown, "", *lines])


def remarks_heading(total: int) -> str:
    return f"<b>{REMARKS}</b>. Стоит уточнить: {figure(total)}"


def _remark(remark: Remark) -> str:
    event = remark.event
    return (
        f"{escape(region_by_code(event.region_code).name)}, № {event.number}. "
        f"{escape(shortened(event.name, 100))}\n<i>{escape(remark.text)}</i>"
    )


def category_button(category: RemarkCategory | None, count: Counter[RemarkCategory]) -> str:
    return f"Все ({count.total()})" if category is None else f"{category} ({count[category]})"
