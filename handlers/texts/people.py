"""The coordinators, as admins see them."""

from collections.abc import Sequence
from datetime import tzinfo
from html import escape

from handlers.texts.values import (
    figure,
    listed,
    page_of,
    person_name,
    region_of,
    short_moment,
    shortened,
)
from models import Person
from reports.people import OutOfReach

REMOVE, REMOVE_SURE, BACK_TO_LIST = "Отключить", "Да, отключить", "К списку"
NOBODY_JOINED = "Пока никто не подключился. Пригласить: /invite."
OUT_OF_REACH_BUTTON = "До кого не доходит"
NO_REQUESTS = "Заявок без ответа нет."
YOU_ARE_REMOVED = (
    "Администратор закрыл вам доступ. Если это ошибка, запросите доступ заново: /start."
)
PERSON_GONE = "Этого координатора уже нет: его отключили."


def people_list(people: Sequence[Person], *, total: int, page: int, pages: int) -> str:
    lines = []
    for person in people:
        blocked = " – заблокировал бота" if person.blocked_at else ""
        lines.append(f"{escape(region_of(person))}: {person_name(person)}{blocked}")
    head = f"<b>Координаторы</b>: {figure(total)}"
    return "\n".join([head + page_of(page, pages), "", *(lines or [NOBODY_JOINED])])


def person_button(person: Person) -> str:
    return shortened(f"{person.name} – {region_of(person)}", 60)


def requests_button(number: int) -> str:
    return f"Заявки ({number})"


def no_coordinators(*, region: str) -> str:
    return f"{escape(region)}: координаторов нет. Пригласите: /invite."


def person_card(person: Person, zone: tzinfo) -> str:
    joined = short_moment(person.joined_at, zone) if person.joined_at else "–"
    blocked = (
        f"\nЗаблокировал бота: {short_moment(person.blocked_at, zone)}" if person.blocked_at else ""
    )
    return (
        f"{person_name(person)}\n<b>{escape(region_of(person))}</b>\nПодключён: {joined}{blocked}"
    )


def confirm_removal(person: Person) -> str:
    return (
        f"Отключить {person_name(person)}? Доступ закроется сразу. Мероприятия региона останутся."
    )


def removed(person: Person) -> str:
    return f"{person_name(person)}: доступ закрыт."


def out_of_reach(who: OutOfReach) -> str:
    parts = [
        f"<b>Нет координатора</b>: {figure(len(who.without_coordinator))}"
        + (f"\n{listed(who.without_coordinator, 89)}" if who.without_coordinator else ""),
        f"<b>Все координаторы заблокировали бота</b>: {figure(len(who.all_blocked))}"
        + (f"\n{listed(who.all_blocked, 89)}" if who.all_blocked else ""),
    ]
    if who.blocked:
        names = [shortened(person.name, 40) for person in who.blocked]
        parts.append(f"<b>Заблокировали бота</b>: {listed(names, 20)}")
    return "\n\n".join(parts)
