"""Joining: invitations and requests for access."""

from html import escape

from handlers.formatting import capital, figure, person_name, region_of
from handlers.home import ADMIN_ROLE, FIRST_STEPS, KEYBOARD_BELOW
from models import Person

WRONG_INVITATION = (
    "Это приглашение не действует: им уже воспользовались, его срок вышел или ссылка неполная. "
    "Попросите у администратора министерства новое или запросите доступ: /start."
)
TOO_MANY_WRONG = "Слишком много недействительных приглашений. Попробуйте ещё раз через час."
REVOKED_INVITATION = (
    "Это приглашение отозвано. Попросите у администратора министерства новое или запросите "
    "доступ: /start."
)
INVITATION_FOR_OTHERS = (
    "Вы администратор, приглашение вам не нужно: оно осталось действительным. Перешлите ссылку "
    "тому, кого приглашаете."
)
INVITATION_LEFT = (
    "Вы не подключились, приглашение осталось действительным. Если ошиблись, откройте ссылку ещё "
    "раз."
)
JOINED = f"Вы подключены. {KEYBOARD_BELOW}"
YES_RIGHT = "Да, верно"
NO = "Нет"
SEND_REQUEST = "Отправить заявку"
OTHER_REGION = "Другой регион"
TOO_MANY_REQUESTS = "Сегодня вы уже отправили три заявки. Попробуйте завтра."
REQUEST_APPROVED = f"Администратор министерства одобрил вашу заявку. {KEYBOARD_BELOW}"
APPROVE, DECLINE = "Одобрить", "Отклонить"
LATER_REQUESTS = "Следующие заявки"
NO_REQUESTS = "Заявок без ответа нет."
SEND_ADMIN_REQUEST = "Да, отправить"
APPOINT = "Да, назначить"
ADMIN_REQUEST_SENT = (
    "Запрос отправлен администраторам министерства. Когда один из них подтвердит назначение, вы "
    "получите сообщение."
)
YOU_ARE_APPOINTED = (
    f"Вас назначили администратором.\n\n{FIRST_STEPS}\n\nВсё остальное: /help. {KEYBOARD_BELOW}"
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
    if region:
        lines = [
            f"<b>{escape(region)}</b>. Вы станете координатором региона: будете вносить "
            "мероприятия Недели качества и сдавать отчёт Минпромторгу России."
        ]
    else:
        lines = [
            "Минпромторг России приглашает вас стать администратором бота, в котором регионы сдают "
            "отчёты о Неделе качества."
        ]
    if present:
        leaves = "" if region else " Став администратором, вы перестанете быть координатором."
        lines.append(f"Сейчас ваш регион – {escape(present)}.{leaves}")
    if unfinished_event:
        lines.append(f"{after} ваш черновик мероприятия удалится: в отчёт он не вошёл.")
    if is_last:
        lines.append(f"{after} прежний регион останется без координатора: других в нём нет.")
    lines.append(
        "Верно?" if region else "Назначение подтвердит другой администратор. Отправить ему запрос?"
    )
    return "\n".join(lines)


def already_coordinator(*, region: str) -> str:
    return (
        f"{escape(region)}. Вы уже координатор этого региона, приглашение осталось действительным."
    )


def confirm_request(*, region: str) -> str:
    return f"<b>{escape(region)}</b>. Запросить доступ координатора?"


def request_sent(*, region: str) -> str:
    return (
        f"{escape(region)}. Заявка отправлена. Когда администратор министерства её рассмотрит, вы "
        "получите сообщение."
    )


def request_for_admin(*, asker: Person, region: str) -> str:
    return (
        f"<b>Заявка: {escape(region)}.</b>\n{person_name(asker)}, Telegram ID {asker.id}, просит "
        "доступ координатора."
    )


def request_decided(*, asker: Person, role: str, approved: bool, by: str) -> str:
    """`role`: the region whose coordinator they ask to be, or ADMIN_ROLE."""
    if role == ADMIN_ROLE:
        outcome = (
            "назначение администратором подтверждено"
            if approved
            else "в назначении администратором отказано"
        )
        return f"{person_name(asker)}: {outcome}. Решение: {escape(by)}."
    outcome = "одобрена" if approved else "отклонена"
    return (
        f"{escape(capital(role))}. Заявка {outcome}: {person_name(asker)}. Решение: {escape(by)}."
    )


def request_declined(*, role: str) -> str:
    return (
        f"Администратор министерства отклонил вашу заявку ({escape(role)}). Если это ошибка, "
        "попросите у него ссылку-приглашение или отправьте заявку ещё раз: /start."
    )


def appointment_question(*, asker: Person, inviter: Person | None) -> str:
    by = f"\nКто пригласил: {escape(inviter.name)}." if inviter else ""
    leaves = (
        f"\nСейчас – координатор ({escape(region_of(asker))}), после назначения им не будет."
        if asker.is_coordinator
        else ""
    )
    return (
        f"<b>Назначить администратором?</b>\n{person_name(asker)}, Telegram ID {asker.id}."
        f"{by}{leaves}\nЕсли вы не знаете этого человека, ответьте «{NO}»."
    )


def more_requests(*, left: int) -> str:
    return f"Это ещё не все заявки: осталось {figure(left)}."
