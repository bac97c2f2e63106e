"""What /people says of the coordinators."""

from collections.abc import Sequence
from datetime import tzinfo
from html import escape

from domain.pages import Page
from domain.people.reachable import OutOfReach
from handlers.formatting import (
    capital,
    day,
    figure,
    in_quotes,
    listed,
    page_of,
    person_name,
    region_of,
    short_moment,
    shortened,
)
from handlers.phrases import nobody_to_write_to, person_role
from models import Person

HISTORY = "История"
BLOCKED = "Бот заблокирован"
REMOVE, REMOVE_SURE, BACK_TO_LIST = "Отключить", "Да, отключить", "К списку"
NOT_FOUND = (
    "Ни человека, ни региона с таким названием нет. Регион ищут по названию: <code>/people "
    "белгород</code>, человека – по имени, @имени или Telegram ID: <code>/people иванова</code>, "
    "<code>/people @ivanov</code>, <code>/people 123456789</code>."
)
NOBODY_JOINED = "Пока никто не подключился. Пригласить: /invite."
EVERYONE_IS_REACHED = "Во всех регионах есть кому написать."
OUT_OF_REACH_BUTTON = "Кто не получает сообщения"
YOU_ARE_REMOVED = (
    "Администратор Минпромторга России закрыл вам доступ к боту Недели качества. Если это ошибка, "
    "запросите доступ заново: /start."
)


def people_list(page: Page[Person], helpers: int = 0) -> str:
    """Their names stand on the buttons; of helpers only the number is told."""
    head = f"{heading(page.total)}{page_of(page.number, page.pages)}"
    if page.pages == 1 and len(page.items) < page.total:
        head += f", {only_first(len(page.items))}"
    head += helpers_line(helpers)
    if not page.items:
        return f"{head}\n\n{NOBODY_JOINED}"
    names = [shortened(person.name, 40) for person in page.items if person.blocked_at]
    return f"{head}\n\n{have_blocked(names)}" if names else head


def helpers_line(helpers: int) -> str:
    """Below the coordinators: people of schools and municipalities."""
    return f"\nПомощников у регионов: {figure(helpers)}" if helpers else ""


def have_blocked(names: Sequence[str]) -> str:
    return f"Заблокировали бота: {listed(names, 20)}."


def unreachable(who: OutOfReach) -> str:
    parts = [
        f"<b>{why}: {figure(len(regions))}</b>\n{listed([each.name for each in regions], 89)}"
        for why, regions in (
            ("Регионы без координатора", who.without_coordinator),
            ("Регионы, где бота заблокировали все координаторы", who.all_blocked),
        )
        if regions
    ]
    head = f"{nobody_to_write_to(len(who.regions))}." if who.regions else EVERYONE_IS_REACHED
    parts.insert(0, head)
    if who.blocked:
        parts.append(have_blocked([shortened(person.name, 40) for person in who.blocked]))
    return "\n\n".join(parts)


def heading(total: int) -> str:
    return f"<b>Координаторы</b>: {figure(total)}"


def only_first(number: int) -> str:
    return f"показаны первые {figure(number)}"


def nobody_called(typed: str) -> str:
    return (
        f"Человека {in_quotes(typed, 40)} бот не знает. Отправьте команду с Telegram ID "
        "(/people 123456789), @именем (/people @ivanov) или регионом (/people белгород)."
    )


def several_called(*, found: int, shown: int, regions: bool) -> str:
    """`regions`: one or several have that name, too."""
    more = f" Показаны первые {figure(shown)}, уточните имя." if found > shown else ""
    if regions:
        return f"Так называется регион и так зовут человека. Выберите, кого показать.{more}"
    return f"Людей с таким именем несколько. Выберите нужного.{more}"


def no_coordinators(*, region: str, helpers: int = 0) -> str:
    return f"{escape(region)}. Координаторов нет. Пригласить: /invite.{helpers_line(helpers)}"


def person_card(person: Person, zone: tzinfo) -> str:
    role = f"<b>{escape(capital(person_role(person)))}</b>"
    if person.is_coordinator and person.joined_at is not None:
        role += f", координатор с {day(person.joined_at, zone)}"
    lines = [f"{person_name(person)}, Telegram ID {person.id}"]
    lines += [escape(person.post)] if person.post else []
    lines += [escape(person.organisation)] if person.organisation else []
    lines.append(role)
    lines += [f"В Telegram: {escape(person.telegram_name)}"] if person.telegram_name else []
    if person.blocked_at is not None:
        lines.append(f"{BLOCKED} {short_moment(person.blocked_at, zone)}")
    return "\n".join(lines)


def person_gone(by: str | None) -> str:
    """`by` is the name of who removed them; None if they have left or moved by themselves."""
    who = f" Доступ закрыт: {shortened(by, 60)}." if by else ""
    return f"Этого человека у региона уже нет.{who}"


def confirm_removal(person: Person) -> str:
    whom = "этого помощника" if person.is_helper else "этого координатора"
    return (
        f"<b>{escape(region_of(person))}</b>, {person_name(person)}\n\n"
        f"Отключить {whom}? Доступ закроется сразу, мероприятия региона останутся."
    )


def removed(person: Person) -> str:
    was = "помощник" if person.is_helper else "координатор"
    return f"Доступ закрыт. {person_name(person)} больше не {was}."
