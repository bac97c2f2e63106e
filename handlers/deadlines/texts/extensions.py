"""More time for one region: giving it, and taking it back."""

from datetime import datetime, tzinfo
from html import escape

from domain.campaigns.deadlines import has_passed
from domain.regions.directory import Region, region_by_code
from handlers.formatting import deadline_and_weekday, until
from models import Extension

UNTIL, REASON, GRANT = "Срок", "Причина", "Продлить"
# By the question: the button that asks it once more.
OTHER = {"region": "Другой регион", "until": "Другой срок", "reason": "Другая причина"}
EXTEND_AGAIN, CANCEL_EXTENSION, CANCEL_SURE = (
    "Изменить продление",
    "Отменить продление",
    "Да, отменить",
)
GRANTED = "Срок продлён."
EXTENSION_GONE = "Продления уже нет."
EXTENSION_CHANGED = "Продление тем временем изменили."
NOT_EXTENDED = "Срок не продлён. Начать заново: /extend."


def ask_until(region: Region, deadline: datetime, extension: Extension | None, zone: tzinfo) -> str:
    own = ""
    if extension:
        until_then = deadline_and_weekday(extension.until, zone)
        own = f"\nУже продлено до {until_then}: {escape(extension.granter.name)}."
    return (
        f"<b>{escape(region.name)}</b>. Общий срок: {deadline_and_weekday(deadline, zone)}.{own}"
        "\n\n"
        "До какого времени продлить? Пришлите, как удобно: «5 декабря 18:00», «05.12», «через "
        "неделю». Без времени – до конца дня. Время московское."
    )


def ask_reason(region: Region, at: datetime, zone: tzinfo) -> str:
    return (
        f"<b>{escape(region.name)}</b>, продлить до: <b>{deadline_and_weekday(at, zone)}</b>.\n\n"
        "По какой причине? Её увидят администраторы и координаторы региона."
    )


def confirm_extension(
    region: Region, at: datetime, reason: str, extension: Extension | None, zone: tzinfo
) -> str:
    instead = f"\nВместо продления {_until_and_by(extension, zone)}." if extension else ""
    return (
        f"Продлить срок: <b>{escape(region.name)}</b>\n"
        f"До: <b>{deadline_and_weekday(at, zone)}</b>{instead}\n"
        f"Причина: {escape(reason)}"
    )


def not_later(deadline: datetime, zone: tzinfo) -> str:
    return (
        f"Это не позже общего срока: {deadline_and_weekday(deadline, zone)}. Пришлите дату позже "
        "него."
    )


def extension_card(extension: Extension, zone: tzinfo) -> str:
    return (
        f"<b>{escape(region_by_code(extension.region_code).name)}</b>\n"
        f"Срок продлён до: <b>{deadline_and_weekday(extension.until, zone)}</b>\n"
        f"Решение: {escape(extension.granter.name)}\nПричина: {escape(extension.reason)}"
    )


def extended_meanwhile(extension: Extension | None, zone: tzinfo) -> str:
    if extension is None:
        return "Прежнее продление тем временем отменили."
    return (
        f"Срок региона тем временем продлён до {deadline_and_weekday(extension.until, zone)}, "
        f"решение: {escape(extension.granter.name)}."
    )


def confirm_cancelling(
    extension: Extension, deadline: datetime, zone: tzinfo, now: datetime
) -> str:
    over = " Он истёк, отчёт региона закроется сразу." if has_passed(deadline, now) else ""
    return (
        f"Отменить продление: <b>{escape(region_by_code(extension.region_code).name)}</b>, "
        f"{_until_and_by(extension, zone)}? Для региона будет действовать общий срок: "
        f"{deadline_and_weekday(deadline, zone)}.{over}"
    )


def _until_and_by(extension: Extension, zone: tzinfo) -> str:
    return f"до {deadline_and_weekday(extension.until, zone)} ({escape(extension.granter.name)})"


def extension_cancelled(region: Region) -> str:
    return f"Продление отменено: {escape(region.name)}."


def told_of_extension(region: Region, at: datetime, reason: str, zone: tzinfo) -> str:
    """To the region's coordinators."""
    return (
        f"Министерство продлило срок сдачи отчёта: <b>{escape(region.name)}</b>.\n"
        f"Новый срок: <b>{until(at, zone, region)}</b>.\nПричина: {escape(reason)}"
    )


def told_of_cancelling(region: Region, deadline: datetime, zone: tzinfo) -> str:
    """To the region's coordinators."""
    return (
        f"Министерство отменило продление срока: <b>{escape(region.name)}</b>. Действует общий "
        f"срок: {until(deadline, zone, region)}."
    )
