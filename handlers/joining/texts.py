"""Joining: invitations and requests for access."""

from html import escape

from handlers.formatting import MAILBOX, figure, person_name, region_of
from models import Person

WRONG_INVITATION = (
    "Это приглашение не действует. Попросите у администратора министерства новое или запросите "
    "доступ: /start."
)
TOO_MANY_WRONG = "Слишком много неверных приглашений. Попробуйте ещё раз через час."
REVOKED_INVITATION = (
    "Это приглашение отозвано. Попросите у администратора министерства новое или запросите "
    "доступ: /start."
)
INVITATION_FOR_OTHERS = (
    "Вы администратор: приглашение вам не нужно, и оно не израсходовано. Перешлите ссылку тому, "
    "кого приглашаете."
)
INVITATION_LEFT = "Приглашение не использовано. Если ошиблись, откройте ссылку ещё раз."
JOINED = "Вы подключены."
YES_RIGHT = "Да, верно"
NO = "Нет"
SEND_REQUEST = "Отправить заявку"
OTHER_REGION = "Другой регион"
TOO_MANY_REQUESTS = "Сегодня вы уже отправили три заявки. Попробуйте завтра."
APPROVE, DECLINE = "Одобрить", "Отклонить"
LATER_REQUESTS = "Следующие заявки"
NO_REQUESTS = "Заявок без ответа нет."
SEND_ADMIN_REQUEST = "Да, отправить"
APPOINT = "Да, назначить"
ADMIN_REQUEST_SENT = (
    "Запрос отправлен администраторам министерства. Когда один из них подтвердит ваше "
    "назначение, вы получите сообщение."
)
YOU_ARE_APPOINTED = (
    "Вас назначили администратором. Команды – на клавиатуре внизу и в меню, описание: /help."
)


def confirm_joining(
    *,
    region: str | None,
    present: str | None,
    is_last: bool = False,
    unfinished_event: bool = False,
) -> str:
    """As a coordinator of the region, or without one as an admin. `present` is whose coordinator
    the person is now, perhaps the last one."""
    after = "После перехода" if region else "После назначения"
    lines = [] if region else ["Вас приглашают стать администратором от министерства."]
    if present:
        leaves = "" if region else " Став администратором, вы перестанете им быть."
        lines.append(f"Сейчас вы координатор: {escape(present)}.{leaves}")
    if unfinished_event:
        lines.append(f"{after} незаконченное мероприятие удалится: оно ещё не сохранено.")
    if is_last:
        lines.append(f"{after} регион останется без координатора: других в нём нет.")
    if region:
        lines.append(f"Вы подключаетесь как координатор: <b>{escape(region)}</b>. Верно?")
    else:
        lines.append("Назначение подтвердит другой администратор. Отправить ему запрос?")
    return "\n".join(lines)


def already_coordinator(*, region: str) -> str:
    return f"Вы уже координатор: {escape(region)}. Приглашение не израсходовано."


def confirm_request(*, region: str) -> str:
    return f"Запросить доступ координатора: <b>{escape(region)}</b>?"


def request_sent(*, region: str) -> str:
    return (
        f"Заявка отправлена: {escape(region)}. Когда администратор министерства её рассмотрит, "
        "вы получите сообщение."
    )


def request_for_admin(*, asker: Person, region: str) -> str:
    return (
        f"Заявка на доступ.\n{person_name(asker)}, номер {asker.id}, просит сделать "
        f"координатором: <b>{escape(region)}</b>."
    )


def request_decided(*, asker: Person, role: str, approved: bool, by: str) -> str:
    outcome = "одобрено" if approved else "отклонено"
    return f"{person_name(asker)}, {escape(role)}: {outcome}. Решение: {escape(by)}."


def request_declined(*, role: str) -> str:
    return (
        f"Администратор отклонил вашу заявку ({escape(role)}). Если это ошибка, напишите на "
        f"{MAILBOX}."
    )


def appointment_question(*, asker: Person, inviter: Person | None) -> str:
    by = f"\nПриглашение: {escape(inviter.name)}." if inviter else ""
    leaves = (
        f"\nСейчас координатор: {escape(region_of(asker))}, после назначения – уже нет."
        if asker.is_coordinator
        else ""
    )
    return (
        f"Запрос прав администратора.\n{person_name(asker)}, номер {asker.id}.{by}{leaves}\n"
        "<b>Назначить администратором?</b> Если вы не знаете этого человека, ответьте «Нет»."
    )


def more_requests(*, left: int) -> str:
    return f"Это ещё не все заявки: осталось {figure(left)}."
