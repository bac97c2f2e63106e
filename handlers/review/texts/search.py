"""Searching the events of all regions, and the remarks of the data checks on them."""

from collections import Counter
from html import escape

from domain.events.fields import KINDS
from domain.events.search import Search
from domain.pages import Page
from domain.regions.directory import region_by_code
from domain.reports.data_checks import Remark, RemarkCategory
from domain.reports.reported_event import ReportedEvent
from domain.reports.review import correction_of
from handlers import phrases
from handlers.formatting import figure, page_of, shortened
from models import Event

BY_REGION, BY_KIND, BY_WORDS, RESET = "Регион", "Вид", "Слова", "Сбросить"
# The buttons that drop a condition.
WITHOUT = {"region": "Все регионы", "kind": "Все виды", "words": "Без слов"}
TO_LIST, REMARKS = "К списку", "Замечания к данным"
WHICH_KIND = "Какого вида мероприятия показать?"
ASK_FOR_WORDS = (
    "Пришлите слова из названия, города, организации или региона. Найдутся мероприятия, где есть "
    "все эти слова; достаточно части слова."
)
NEED_WORDS = "Здесь нужны слова текстом. Пришлите их или вернитесь к списку."
NEED_REGION = "Пришлите название региона текстом или выберите его кнопкой."
NOTHING_FOUND = "Ничего не нашлось. Измените условия кнопками ниже или начните заново: «Сбросить»."
NO_EVENTS_YET = "Мероприятий пока нет ни у одного региона."
NO_REMARKS = "Замечаний нет."


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
        parts.append(f"Слова: «{escape(search.words)}»")
    return "".join(f"\n{part}" for part in parts)


def _line(event: Event) -> str:
    region = escape(region_by_code(event.region_code).name)
    return f"{region}, № {phrases.event_line(event)}"


def event_button(event: Event) -> str:
    mark = correction_of(event)
    return f"{_short(event)}{f' ({mark})' if mark else ''}"


def _short(event: Event | ReportedEvent) -> str:
    """With the letters of the region that the map has, too."""
    short = region_by_code(event.region_code).short
    return f"{short} {event.number}. {shortened(event.name, 30)}"


def remarks_list(page: Page[Remark], category: RemarkCategory | None) -> str:
    head = f"{remarks_heading(page.total)}{page_of(page.number, page.pages)}"
    shown = [f"Только: {category}"] if category else []
    lines = [_remark(remark) for remark in page.items] or [NO_REMARKS]
    return "\n".join([head, *shown, "", *lines])


def remarks_heading(total: int) -> str:
    return f"<b>{REMARKS}</b>: {figure(total)}"


def _remark(remark: Remark) -> str:
    event = remark.event
    return (
        f"{escape(region_by_code(event.region_code).name)}, № {event.number}. "
        f"{escape(shortened(event.name, 100))}\n<i>{escape(remark.text)}</i>"
    )


def remark_button(remark: Remark) -> str:
    return _short(remark.event)


def category_button(category: RemarkCategory | None, count: Counter[RemarkCategory]) -> str:
    return f"Все ({count.total()})" if category is None else f"{category} ({count[category]})"
