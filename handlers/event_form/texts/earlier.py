"""What the list of an earlier year's events says."""

from collections.abc import Sequence
from html import escape

from domain.pages import Page
from handlers.event_form.texts.repeating import NEW_NUMBERS
from handlers.formatting import figure, in_quotes, page_of, shortened
from models import Event

LAST_YEAR = "Как в прошлом году"
FIND = "Найти"
SHOW_ALL = "Показать все"
TO_LIST = "К списку"
WHICH_WORDS = "Какое мероприятие найти? Пришлите часть названия, города или организации."
NEED_WORDS = "Пришлите текстом часть названия, города или организации."
NOTHING = "За прошлые годы у региона нет мероприятий."


def as_in(year: int, *, now: int) -> str:
    """The button that leads to the events of that year."""
    return LAST_YEAR if year == now - 1 else f"Как в {year} году"


def events_list(
    listing: Page[Event],
    here: Sequence[int | None],
    *,
    region: str,
    year: int,
    words: str,
) -> str:
    """`here` has the numbers that the events have in this year's report, None for those that it
    does not have."""
    head = f"<b>Мероприятия {year} года</b> · {escape(region)}"
    head += page_of(listing.number, listing.pages)
    sought = f"\nНайдено по словам {in_quotes(words)}: {figure(listing.total)}" if words else ""
    lines = [_line(event, number) for event, number in zip(listing.items, here, strict=True)]
    choose = f"Выберите мероприятие: бот заполнит по нему новое. {NEW_NUMBERS}"
    return "\n".join([f"{head}{sought}", "", *lines, *(["", choose] if lines else [])])


def _line(event: Event, here: int | None) -> str:
    """The whole place tells lessons of one name apart."""
    name, organisation = shortened(event.name, 100), shortened(event.organisation, 60)
    where = f"{escape(event.city)}, {escape(organisation)}"
    numbers = f"проведений: {figure(event.times_held)}, участников: {figure(event.participants)}"
    mark = "" if here is None else f" – <b>уже внесено, № {here}</b>"
    return f"{event.number}. {escape(name)} – {where}; {numbers}{mark}"


def event_button(event: Event, *, is_here: bool, is_alone: bool) -> str:
    """The place tells those apart that have one name; `is_alone` with its name on the page."""
    mark = "✓ " if is_here else ""
    if is_alone:
        return f"{mark}{event.number}. {shortened(event.name, 35)}"
    return f"{mark}{event.number}. {shortened(event.organisation, 20)}, {shortened(event.name, 15)}"
