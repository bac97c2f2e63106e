"""Coming in: invitations and requests for access."""

from datetime import datetime, tzinfo
from html import escape

from handlers.texts.values import MAILBOX, moment, person_name
from models import Person

STRANGER = (
    "Здравствуйте! Это бот для отчётов регионов о Неделе качества.\n\n"
    "Он работает с координаторами, которых назначили органы власти субъектов Российской "
    "Федерации. Если вам прислали ссылку-приглашение, откройте её. Если нет – запросите доступ, "
    "администратор министерства его подтвердит."
)
ASK_FOR_ACCESS = "Запросить доступ"
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
INVITATION_LIST_IS_OLD = (
    "Этот список больше не действует: приглашение по нему создано или начато новое. Отправьте "
    "/invite."
)
YES_RIGHT = "Да, верно"
NO = "Нет"


def confirm_joining(*, region: str, present: str | None) -> str:
    now = f"Сейчас вы координатор: {escape(present)}.\n" if present else ""
    return f"{now}Вы подключаетесь как координатор: <b>{escape(region)}</b>. Верно?"


def already_coordinator(*, region: str) -> str:
    return f"Вы уже координатор: {escape(region)}. Приглашение не израсходовано."


SEND_REQUEST = "Отправить заявку"
OTHER_REGION = "Другой регион"
TOO_MANY_REQUESTS = "Сегодня вы уже отправили три заявки. Попробуйте завтра."
APPROVE, DECLINE = "Одобрить", "Отклонить"


def confirm_request(*, region: str) -> str:
    return f"Запросить доступ координатора: <b>{escape(region)}</b>?"


def request_sent(*, region: str) -> str:
    return (
        f"Заявка отправлена: {escape(region)}. Когда администратор министерства её рассмотрит, "
        "вы получите сообщение."
    )


ADMIN_ROLE = "администратор"


def request_waits(*, role: str) -> str:
    """`role`: the region whose coordinator they ask to be, or ADMIN_ROLE."""
    return (
        f"Ваша заявка ({escape(role)}) уже у администратора. Когда он ответит, вы получите "
        "сообщение."
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


def invitation_made(*, region: str, expires: datetime, zone: tzinfo) -> str:
    return (
        f"Приглашение готово: <b>{escape(region)}</b>. Действует один раз, до "
        f"{moment(expires, zone)}. Перешлите координатору следующее сообщение."
    )


def invitation_to_forward(*, region: str, year: int, link: str) -> str:
    return (
        f"Вас приглашают отчитаться о Неделе качества {year}: {escape(region)}.\n"
        f"Откройте ссылку в Telegram и нажмите «Начать»: {link}"
    )
