"""What /admins says of the ministry's admins."""

from datetime import datetime, tzinfo
from html import escape

from domain.pages import Page
from domain.people.open_invitations import Actor
from handlers.formatting import day, deadline, figure, page_of, person_name, short_moment, shortened
from models import Person

INVITE, REMOVE, REMOVE_SURE = "Пригласить администратора", "Снять права", "Да, снять права"
BACK_TO_LIST = "К списку"
NOTHING_OPEN = "Неиспользованных ссылок нет."
YOU_ARE_DISMISSED = (
    "Вы больше не администратор бота Недели качества, доступ закрыт. Если это ошибка, обратитесь "
    "к другим администраторам министерства."
)
OPERATORS_OWN = (
    "Этот администратор указан в настройках бота (ADMIN_IDS). Снять с него права может только тот, "
    "кто обслуживает бота на сервере."
)
YOURSELF = (
    "Снять права с самого себя нельзя, чтобы бот не остался без администраторов. Попросите "
    "другого администратора."
)
LIST_IS_OLD = (
    "Ссылку уже создали, пока этот список был открыт. Если нужна ещё одна, нажмите ещё раз."
)


def admins_list(page: Page[tuple[Person, Person | None]], zone: tzinfo, *, open_links: int) -> str:
    """Each admin comes with whoever appointed them."""
    lines = [f"• {person_name(person)} – {origin(person, by, zone)}" for person, by in page.items]
    parts = [f"{heading(page.total)}{page_of(page.number, page.pages)}", "\n".join(lines)]
    return "\n\n".join([*parts, unused_links(open_links)] if open_links else parts)


def heading(total: int) -> str:
    return f"<b>Администраторы</b>: {figure(total)}"


def unused_links(number: int) -> str:
    return f"Неиспользованных ссылок для администраторов: {figure(number)}."


def admin_button(person: Person) -> str:
    return shortened(person.name, 60)


def admin_card(person: Person, by: Person | None, zone: tzinfo, *, note: str = "") -> str:
    text = f"{person_name(person)}\nАдминистратор {origin(person, by, zone)}"
    return f"{text}\n\n{note}" if note else text


def origin(person: Person, by: Person | None, zone: tzinfo) -> str:
    if by is None:
        return "по настройкам бота"
    since = f"с {day(person.joined_at, zone)} " if person.joined_at else ""
    return f"{since}(назначение: {escape(shortened(by.name, 60))})"


def admin_gone(by: str | None) -> str:
    """`by` is the name of who dismissed them."""
    who = f" Права сняты: {shortened(by, 60)}." if by else ""
    return f"Этот человек уже не администратор.{who}"


def confirm_dismissal(person: Person) -> str:
    return (
        f"{person_name(person)}\n\nСнять с этого человека права администратора? Доступ закроется "
        "сразу."
    )


def dismissed(person: Person) -> str:
    return f"{person_name(person)} больше не администратор."


def invitation_made(*, expires: datetime, zone: tzinfo) -> str:
    return (
        "Приглашение администратора готово, оно для одного человека и действует до "
        f"{deadline(expires, zone)}. Перешлите следующее сообщение или скопируйте ссылку. Когда её "
        "откроют, администраторы получат вопрос с именем этого человека: без подтверждения прав он "
        "не получит."
    )


def invitation_to_forward(*, link: str, expires: datetime, zone: tzinfo) -> str:
    """For somebody who knows nothing of the bot yet."""
    return (
        "Минпромторг России приглашает вас стать администратором бота, в котором регионы сдают "
        "отчёты о Неделе качества.\n\n"
        "Откройте ссылку в Telegram и нажмите «Начать». Ссылкой может воспользоваться один "
        f"человек, она действует до {deadline(expires, zone)}:\n{link}"
    )


def revoke_button(number: int) -> str:
    return f"Отозвать ссылки ({figure(number)})"


def nothing_to_revoke(last: Actor | None, zone: tzinfo) -> str:
    if last is None:
        return NOTHING_OPEN
    return f"{NOTHING_OPEN} Отозвано {short_moment(last.at, zone)}, {last.by}."
