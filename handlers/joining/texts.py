"""Joining: invitations and requests for access."""

from collections.abc import Sequence
from html import escape

from domain.people.access_requests import Applicant
from handlers.formatting import (
    capital,
    figure,
    in_telegram,
    listed,
    person_link,
    person_name,
    quoted,
    region_of,
    shortened,
)
from handlers.home import ADMIN_ROLE, FIRST_STEPS, KEYBOARD_BELOW
from models import AccessRequest, Person

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
NAME, POST, AUTHORITY = "Фамилия и имя", "Должность", "Орган власти"
# At the end: the question that is asked once more, by its step.
CORRECT = {"region": "Регион", "full_name": NAME, "post": POST, "authority": AUTHORITY}
ASK_NAME = (
    "<b>Ваши фамилия и имя?</b> Например: Иванова Анна Петровна. По ним министерство решит, "
    "открыть ли вам доступ."
)
ASK_POST = "<b>Ваша должность?</b> Например: ведущий специалист отдела промышленности."
ASK_AUTHORITY = (
    "<b>В каком органе власти вы работаете?</b> Нажмите кнопку или пришлите название, например: "
    "Министерство экономики области."
)
PRESS_TO_CORRECT = (
    "Это не записано. Чтобы исправить ответ, нажмите кнопку с его названием и пришлите новый."
)
TOO_MANY_REQUESTS = (
    "Сегодня вы уже отправили три заявки. Нажмите «Отправить заявку» завтра: ответы сохранятся."
)
REQUEST_APPROVED = f"Администратор министерства одобрил вашу заявку. {KEYBOARD_BELOW}"
TEAM_SHOWN = 6
APPROVE, DECLINE = "Одобрить", "Отклонить"
# Quick answers to why a request is declined, by what their buttons carry.
REASONS = {
    "region": "Не тот регион",
    "unknown": "Не знаем этого человека",
    "letter": "Нужно письмо от органа власти",
}
REASON, NO_REASON, KEEP_OPEN = "Причина", "Без объяснения", "Не отклонять"
DECLINE_GONE = "Этот вопрос уже закрыт. Заявки без ответа: /people."
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


def confirm_request(applicant: Applicant, *, region: str) -> str:
    answers = (region, applicant.full_name, applicant.post, applicant.authority)
    lines = [
        f"<b>{title}:</b> {escape(answer)}"
        for title, answer in zip(CORRECT.values(), answers, strict=True)
    ]
    return "\n".join(
        [
            "<b>Заявка на доступ координатора</b>",
            *lines,
            "",
            "Министерство увидит и бот сохранит: эти сведения, ваши имя и @имя в Telegram, "
            "Telegram ID. Телефон не нужен.",
            "",
            "Всё верно? Чтобы исправить ответ, нажмите кнопку с его названием.",
        ]
    )


def request_sent(*, region: str) -> str:
    return (
        f"{escape(region)}. Заявка отправлена. Когда администратор министерства её рассмотрит, вы "
        "получите сообщение."
    )


def request_for_admin(
    request: AccessRequest, asker: Person, *, region: str, colleagues: Sequence[Person]
) -> str:
    """`colleagues` are the coordinators that the region has."""
    return "\n".join(
        [
            f"<b>Заявка на доступ координатора: {escape(region)}</b>",
            *_introduced(request, asker),
            "",
            _team(colleagues),
        ]
    )


def _introduced(request: AccessRequest, asker: Person) -> list[str]:
    telegram = f"{in_telegram(asker)}, Telegram ID {asker.id}"
    if request.full_name is None:  # in older requests
        return [telegram]
    return [
        f"{escape(request.full_name)}, {escape(request.post or '')}",
        f"{AUTHORITY}: {escape(request.authority or '')}",
        f"В Telegram: {telegram}",
    ]


def _team(colleagues: Sequence[Person]) -> str:
    if not colleagues:
        return "Координаторов у региона пока нет."
    names = [
        shortened(each.name, 60) + (", заблокировал бота" if each.blocked_at else "")
        for each in colleagues
    ]
    return f"Координаторы региона ({figure(len(names))}): {listed(names, TEAM_SHOWN, '; ')}."


def ask_reason(card: str) -> str:
    """Below the request's card."""
    return (
        f"{card}\n\n<b>Почему отклонить?</b> Причину увидит этот человек. Нажмите кнопку или "
        "напишите своими словами."
    )


def request_decided(request: AccessRequest, asker: Person, *, role: str, by: str) -> str:
    """`role`: the region whose coordinator they ask to be, or ADMIN_ROLE."""
    approved = bool(request.approved)
    if role == ADMIN_ROLE:
        outcome = (
            "назначение администратором подтверждено"
            if approved
            else "в назначении администратором отказано"
        )
        return f"{person_name(asker)}: {outcome}. Решение: {escape(by)}."
    outcome = "одобрена" if approved else "отклонена"
    who = person_link(asker, request.full_name or asker.name)
    reason = f"\nПричина: {escape(request.reason)}" if request.reason else ""
    return f"{escape(capital(role))}. Заявка {outcome}: {who}. Решение: {escape(by)}.{reason}"


def request_declined(*, role: str, reason: str | None = None) -> str:
    """`role` as in `request_decided`."""
    why = f":\n{quoted(reason)}\n" if reason else ". "
    return (
        f"Администратор министерства отклонил вашу заявку ({escape(role)}){why}Если это ошибка, "
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
