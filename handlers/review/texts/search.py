"""The events of all regions, looked through and searched."""

from collections import Counter
from html import escape

from domain.events.fields import KINDS
from domain.events.search import Search
from domain.pages import Page
from domain.regions.directory import region_by_code
from domain.reports.data_checks import Remark, RemarkCategory
from domain.reports.review import correction_of
from handlers.formatting import counted, figure, page_of, shortened
from models import Event

BY_REGION, BY_KIND, BY_WORDS, RESET = "Регион", "Вид", "Слова", "Сбросить"
ALL_REGIONS, ALL_KINDS, ANY_WORDS = "Все регионы", "Все виды", "Без слов"
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
    head = (
        f"<b>Мероприятия регионов</b>: {figure(page.total)}{page_of(page.number, page.pages)}"
        f"{_narrowed(search)}"
    )
    nothing = NOTHING_FOUND if search != Search() else NO_EVENTS_YET
    lines = [_line(event) for event in page.items] or [nothing]
    return "\n".join([head, "", *lines])


def _narrowed(search: Search) -> str:
    parts = []
    if search.region_code is not None:
        parts.append(f"Регион: {escape(region_by_code(search.region_code).name)}")
    if search.kind is not None:
        parts.append(f"Вид: {escape(KINDS[search.kind])}")
    if search.words:
        parts.append(f"Слова: «{escape(search.words)}»")
    return "".join(f"\n{part}" for part in parts)


def _line(event: Event) -> str:
    mark = correction_of(event)
    people = counted(event.participants, "участник", "участника", "участников")
    return (
        f"{escape(region_by_code(event.region_code).name)}, № {event.number}. "
        f"{escape(shortened(event.name, 120))} – {people}{f' – <b>{mark}</b>' if mark else ''}"
    )


def event_button(event: Event) -> str:
    """With the letters of the region, by which the ministry's map knows it."""
    mark = correction_of(event)
    short = region_by_code(event.region_code).short
    name = shortened(event.name, 30)
    return f"{short} {event.number}. {name}{f' ({mark})' if mark else ''}"


def remarks_list(page: Page[Remark], sort: RemarkCategory | None) -> str:
    head = f"<b>{REMARKS}</b>: {figure(page.total)}{page_of(page.number, page.pages)}"
    which = f"\nТолько: {sort}" if sort else ""
    lines = [
        f"{escape(region_by_code(each.event.region_code).name)}, № {each.event.number}. "
        f"{escape(shortened(each.event.name, 100))}\n<i>{escape(each.text)}</i>"
        for each in page.items
    ]
    return "\n".join([head + which, "", *(lines or [NO_REMARKS])])


def remark_button(remark: Remark) -> str:
    event = remark.event
    short = region_by_code(event.region_code).short
    return f"{short} {event.number}. {shortened(event.name, 30)}"


def sort_button(sort: RemarkCategory | None, count: Counter[RemarkCategory]) -> str:
    return f"Все ({count.total()})" if sort is None else f"{sort} ({count[sort]})"
