"""What /people says of the coordinators."""

from datetime import tzinfo
from html import escape

from domain.pages import Page
from handlers.formatting import figure, page_of, person_name, region_of, short_moment, shortened
from handlers.phrases import person_role
from models import Person

HISTORY = "История"
SEVERAL_CALLED = "Под этим именем бот знает нескольких. Выберите нужного."
BLOCKED = "заблокировал бота"
REMOVE, REMOVE_SURE, BACK_TO_LIST = "Отключить", "Да, отключить", "К списку"
NOT_FOUND = (
    "Такого региона нет в списке. Отправьте <code>/people белгород</code>; человека можно найти по "
    "имени пользователя или номеру: <code>/people @ivanov</code>, <code>/people 123456789</code>."
)
NOBODY_JOINED = "Пока никто не подключился. Пригласить: /invite."
OUT_OF_REACH_BUTTON = "До кого не доходит"
YOU_ARE_REMOVED = (
    "Администратор закрыл вам доступ. Если это ошибка, запросите доступ заново: /start."
)


def people_list(page: Page[Person]) -> str:
    lines = []
    for person in page.items:
        blocked = f" – {BLOCKED}" if person.blocked_at else ""
        lines.append(f"{escape(region_of(person))}: {person_name(person)}{blocked}")
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
        f"Человека «{escape(shortened(typed, 40))}» бот не знает. Пришлите номер в Telegram "
        "(/people 123456789), имя пользователя (/people @ivanov) или регион."
    )


def no_coordinators(*, region: str) -> str:
    return f"{escape(region)}: координаторов нет. Пригласите: /invite."


def person_card(person: Person, zone: tzinfo) -> str:
    blocked = (
        f"\nЗаблокировал бота: {short_moment(person.blocked_at, zone)}" if person.blocked_at else ""
    )
    joined = ""
    if person.is_coordinator:
        joined = f"\nПодключён: {short_moment(person.joined_at, zone) if person.joined_at else '–'}"
    return (
        f"{person_name(person)}, номер {person.id}\n<b>{escape(person_role(person))}</b>"
        f"{joined}{blocked}"
    )


def person_gone(by: str | None) -> str:
    """`by` is the name of who removed them; None if they have left or moved by themselves."""
    who = f" Доступ закрыт: {shortened(by, 60)}." if by else ""
    return f"Этот человек уже не координатор региона.{who}"


def confirm_removal(person: Person) -> str:
    return (
        f"Отключить: {person_name(person)}? Доступ закроется сразу. Мероприятия региона останутся."
    )


def removed(person: Person) -> str:
    return f"{person_name(person)}: доступ закрыт."
