"""What /people says of the coordinators."""

from datetime import tzinfo
from html import escape

from domain.pages import Page
from handlers.formatting import (
    capital,
    day,
    figure,
    page_of,
    person_name,
    region_of,
    short_moment,
    shortened,
)
from handlers.phrases import person_role
from models import Person

HISTORY = "История"
SEVERAL_CALLED = "Людей с таким именем несколько. Выберите нужного."
BLOCKED = "заблокировал бота"
REMOVE, REMOVE_SURE, BACK_TO_LIST = "Отключить", "Да, отключить", "К списку"
NOT_FOUND = (
    "Такого региона нет в списке. Регион ищут по названию: <code>/people белгород</code>, человека "
    "– по @имени или Telegram ID: <code>/people @ivanov</code>, <code>/people 123456789</code>."
)
NOBODY_JOINED = "Пока никто не подключился. Пригласить: /invite."
OUT_OF_REACH_BUTTON = "Кто не получает сообщения"
YOU_ARE_REMOVED = (
    "Администратор Минпромторга России закрыл вам доступ к боту Недели качества. Если это ошибка, "
    "запросите доступ заново: /start."
)


def people_list(page: Page[Person]) -> str:
    lines = []
    for person in page.items:
        blocked = f" – {BLOCKED}" if person.blocked_at else ""
        lines.append(f"{escape(region_of(person))} – {person_name(person)}{blocked}")
    head = f"{heading(page.total)}{page_of(page.number, page.pages)}"
    if page.pages == 1 and len(page.items) < page.total:
        head += f", {only_first(len(page.items))}"
    return "\n".join([head, "", *(lines or [NOBODY_JOINED])])


def heading(total: int) -> str:
    return f"<b>Координаторы</b>: {figure(total)}"


def only_first(number: int) -> str:
    return f"показаны первые {figure(number)}"


def nobody_called(typed: str) -> str:
    return (
        f"Человека «{escape(shortened(typed, 40))}» бот не знает. Отправьте команду с Telegram ID "
        "(/people 123456789), @именем (/people @ivanov) или регионом (/people белгород)."
    )


def no_coordinators(*, region: str) -> str:
    return f"{escape(region)}. Координаторов нет. Пригласить: /invite."


def person_card(person: Person, zone: tzinfo) -> str:
    role = f"<b>{escape(capital(person_role(person)))}</b>"
    if person.is_coordinator and person.joined_at is not None:
        role += f", координатор с {day(person.joined_at, zone)}"
    lines = [f"{person_name(person)}, Telegram ID {person.id}", role]
    if person.blocked_at is not None:
        lines.append(f"{capital(BLOCKED)} {short_moment(person.blocked_at, zone)}")
    return "\n".join(lines)


def person_gone(by: str | None) -> str:
    """`by` is the name of who removed them; None if they have left or moved by themselves."""
    who = f" Доступ закрыт: {shortened(by, 60)}." if by else ""
    return f"Этот человек уже не координатор региона.{who}"


def confirm_removal(person: Person) -> str:
    return (
        f"<b>{escape(region_of(person))}</b>, {person_name(person)}\n\n"
        "Отключить этого координатора? Доступ закроется сразу, мероприятия региона останутся."
    )


def removed(person: Person) -> str:
    return f"Доступ закрыт. {person_name(person)} больше не координатор."
