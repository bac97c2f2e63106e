"""A coordinator asks for more time."""

from datetime import datetime, tzinfo
from html import escape

from domain.regions.directory import Region
from handlers.formatting import deadline_and_weekday, in_quotes, until
from handlers.phrases import WRITE

# Quick answers. What the others read as the reason.
REASONS = (
    "Собираем данные от муниципалитетов",
    "Мероприятия ещё идут",
    "Согласуем отчёт с руководством",
    "Болезнь ответственного",
)
ASK_UNTIL = (
    "До какого срока продлить? Выберите день или пришлите, например: «5 декабря 18:00», «05.12», "
    "«в пятницу». Если время не указать, срок закончится в 23:59. Время московское."
)
SEND, GO_ON = "Отправить просьбу", "Продолжить"
NOT_SENT = "Просьба продлить срок не отправлена."
TOO_MANY_ASKED = "За сутки регион уже трижды просил продлить срок. Попробуйте завтра."
STILL_TAKEN = "Отчёт региона ещё принимается, продлевать срок не нужно."


def ask_reason(region: Region) -> str:
    return (
        f"<b>{escape(region.name)}</b>. Просьба продлить срок.\n\n"
        "Почему нужно больше времени? Выберите причину или напишите своими словами. Её увидят "
        "администраторы министерства."
    )


def not_later(deadline: datetime, zone: tzinfo) -> str:
    return (
        f"Это не позже нынешнего срока: {deadline_and_weekday(deadline, zone)}. Пришлите более "
        "позднюю дату."
    )


def too_late(latest: datetime, zone: tzinfo) -> str:
    return (
        f"Так далеко срок продлить нельзя. Самое позднее – {deadline_and_weekday(latest, zone)}. "
        "Пришлите более раннюю дату."
    )


def confirm(region: Region, reason: str, at: datetime, zone: tzinfo) -> str:
    return f"Отправить просьбу в министерство?\n\n{_request(region, reason, at, zone)}"


def sent(region: Region, reason: str, at: datetime, zone: tzinfo) -> str:
    return (
        "Просьба отправлена в министерство. Когда администратор ответит, вы получите сообщение. "
        f"Если нужно что-то добавить, нажмите «{WRITE}»."
        f"\n\n{_request(region, reason, at, zone)}"
    )


def _request(region: Region, reason: str, at: datetime, zone: tzinfo) -> str:
    return (
        f"<b>{escape(region.name)}</b>\nПродлить срок до <b>{until(at, zone, region)}</b>\n"
        f"Причина: {escape(reason)}"
    )


def waits(reason: str) -> str:
    return (
        f"Просьба продлить срок не отправлена. Причина: {in_quotes(reason)}. Чтобы отправить, "
        f"нажмите «{GO_ON}»."
    )
