"""More time for one region: giving it, and taking it back."""

from datetime import date, datetime, tzinfo
from html import escape

from babel.dates import format_date

from domain.campaigns.deadlines import has_passed
from domain.regions.directory import Region, region_by_code
from domain.reports.status import RegionStatus
from handlers.formatting import RUSSIAN, deadline_and_weekday, in_quotes, until
from handlers.phrases import time_asked
from models import Extension, ExtensionRequest

UNTIL, REASON, GRANT, GO_ON = "Срок", "Причина", "Продлить", "Продолжить"
# By the question: the button that asks it once more.
OTHER = {"region": "Другой регион", "until": "Другой срок", "reason": "Другая причина"}
EXTEND_AGAIN, CANCEL_EXTENSION, CANCEL_SURE = (
    "Изменить продление",
    "Отменить продление",
    "Да, отменить",
)
GRANTED = "Срок продлён."
EXTENSION_GONE = "Этого продления уже нет."
EXTENSION_CHANGED = "Продление только что изменил другой администратор."
REPORTED_MEANWHILE = "Регион тем временем сдал отчёт. Проверьте, нужно ли ещё продление."
NOT_EXTENDED = "Срок не продлён. Начать заново: /extend."


def waits(region: Region) -> str:
    return f"Вы начали продлевать срок ({escape(region.name)}) и не закончили."


def report_is_there(status: RegionStatus) -> str:
    """Of a region whose report needs no more time; empty for the others."""
    late = timely_after_all(status)
    if status.accepted:
        return f"<b>Отчёт региона уже принят министерством.</b> {late}".rstrip()
    return late or ("<b>Отчёт региона уже сдан.</b>" if status.report_status.reported else "")


def timely_after_all(status: RegionStatus) -> str:
    """What more time does to a report that is submitted late; empty for the others."""
    if not (status.report_status.reported and status.late):
        return ""
    return "<b>Отчёт уже сдан с опозданием; после продления он будет считаться сданным в срок.</b>"


def for_which_region(until: str) -> str:
    """`until` is a date as typed."""
    return f"Новый срок: {in_quotes(until)}. Какому региону продлить?"


def until_day(day: date) -> str:
    """«до 3 декабря (четверг)»."""
    return f"до {format_date(day, 'd MMMM (EEEE)', locale=RUSSIAN)}"


def ask_until(
    region: Region,
    deadline: datetime,
    extension: Extension | None,
    request: ExtensionRequest | None,
    zone: tzinfo,
    reported: str = "",
) -> str:
    """`reported` says that the report is there already."""
    own = f"\n{reported}" if reported else ""
    if extension:
        until_then = deadline_and_weekday(extension.until, zone)
        by = escape(extension.granter.name)
        own += f"\nСрок региона уже продлён до {until_then}. Решение: {by}."
    if request:
        own += f"\nРегион просит продлить: {time_asked(request, zone)}."
    return (
        f"<b>{escape(region.name)}</b>. Общий срок: {deadline_and_weekday(deadline, zone)}.{own}"
        "\n\n"
        "До какого срока продлить? Выберите день или пришлите, например: «5 декабря 18:00», "
        "«05.12», «через неделю». Если время не указать, срок закончится в 23:59. Время московское."
    )


def ask_reason(region: Region, at: datetime, zone: tzinfo) -> str:
    return (
        f"<b>{escape(region.name)}</b>. Продлить срок до <b>{deadline_and_weekday(at, zone)}</b>."
        "\n\nПо какой причине? Причину увидят администраторы и координаторы региона."
    )


def confirm_extension(
    region: Region,
    at: datetime,
    reason: str,
    extension: Extension | None,
    zone: tzinfo,
    reported: str = "",
) -> str:
    """`reported` as in `ask_until`."""
    there = f"\n{reported}" if reported else ""
    instead = f"\nПрежнее продление: {_until_and_by(extension, zone)}" if extension else ""
    return (
        f"<b>{escape(region.name)}</b>. Продлить срок?\n\n"
        f"Новый срок: <b>{deadline_and_weekday(at, zone)}</b>{instead}\n"
        f"Причина: {escape(reason)}{there}"
    )


def not_later(deadline: datetime, zone: tzinfo) -> str:
    return (
        f"Это не позже общего срока: {deadline_and_weekday(deadline, zone)}. Пришлите более "
        "позднюю дату."
    )


def extension_card(extension: Extension, zone: tzinfo) -> str:
    return (
        f"<b>{escape(region_by_code(extension.region_code).name)}</b>\n"
        f"Срок продлён до <b>{deadline_and_weekday(extension.until, zone)}</b>\n"
        f"Решение: {escape(extension.granter.name)}\nПричина: {escape(extension.reason)}"
    )


def extended_meanwhile(extension: Extension | None, zone: tzinfo) -> str:
    if extension is None:
        return "Другой администратор только что отменил прежнее продление."
    return (
        f"Другой администратор ({escape(extension.granter.name)}) только что продлил региону срок "
        f"до {deadline_and_weekday(extension.until, zone)}. Проверьте, нужно ли ваше продление."
    )


def confirm_cancelling(
    extension: Extension, deadline: datetime, zone: tzinfo, now: datetime
) -> str:
    over = (
        " Он уже истёк, поэтому отчёт региона сразу закроется." if has_passed(deadline, now) else ""
    )
    return (
        f"<b>{escape(region_by_code(extension.region_code).name)}</b>. Отменить продление?\n\n"
        f"Сейчас: {_until_and_by(extension, zone)}.\nДля региона снова будет действовать общий "
        f"срок: {deadline_and_weekday(deadline, zone)}.{over}"
    )


def _until_and_by(extension: Extension, zone: tzinfo) -> str:
    return (
        f"до {deadline_and_weekday(extension.until, zone)}, решение: "
        f"{escape(extension.granter.name)}"
    )


def extension_cancelled(region: Region) -> str:
    return f"{escape(region.name)}: продление отменено."


def told_of_extension(
    region: Region,
    at: datetime,
    reason: str,
    zone: tzinfo,
    request: ExtensionRequest | None = None,
) -> str:
    """To the region's coordinators. A date other than in their `request` does not repeat the
    reason that they gave for theirs."""
    if request is not None and request.until not in (None, at):
        why = "" if reason == request.reason else f"\nПричина: {escape(reason)}"
        return (
            f"<b>{escape(region.name)}</b>. Минпромторг России продлил срок сдачи отчёта о Неделе "
            f"качества до <b>{until(at, zone, region)}</b>.{why}\n"
            f"Вы просили: {time_asked(request, zone)}"
        )
    return (
        f"<b>{escape(region.name)}</b>. Минпромторг России продлил срок сдачи отчёта о Неделе "
        "качества.\n"
        f"Новый срок: <b>{until(at, zone, region)}</b>.\nПричина: {escape(reason)}"
    )


def told_of_cancelling(region: Region, deadline: datetime, zone: tzinfo) -> str:
    """To the region's coordinators."""
    return (
        f"<b>{escape(region.name)}</b>. Минпромторг России отменил продление срока сдачи отчёта о "
        f"Неделе качества. Действует общий срок: {until(deadline, zone, region)}."
    )
