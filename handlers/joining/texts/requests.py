"""Requests for access, and the appointment of admins, as admins decide on them."""

from collections.abc import Sequence
from html import escape

from handlers.formatting import (
    capital,
    figure,
    in_telegram,
    listed,
    person_link,
    person_name,
    region_of,
    shortened,
)
from handlers.home import ADMIN_ROLE, FIRST_STEPS, KEYBOARD_BELOW
from handlers.joining.texts.access import AUTHORITY
from handlers.joining.texts.invitation import NO
from models import AccessRequest, Person

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
SEVERAL_REQUESTS = "Поступили ещё заявки на доступ."
SHOW_REQUESTS = "Показать заявки"
LATER_REQUESTS = "Следующие заявки"
NO_REQUESTS = "Заявок без ответа нет."
APPOINT = "Да, назначить"
YOU_ARE_APPOINTED = (
    f"Вас назначили администратором.\n\n{FIRST_STEPS}\n\nВсё остальное: /help. {KEYBOARD_BELOW}"
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
        shortened(each.name, 60) + (", бот заблокирован" if each.blocked_at else "")
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
