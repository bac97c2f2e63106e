"""Coordinators' requests for more time, as admins read them."""

from datetime import datetime, tzinfo
from html import escape

from domain.export.report_words import report_words
from domain.regions.directory import Region
from domain.reports.status import RegionStatus
from handlers.deadlines.texts.extensions import timely_after_all
from handlers.formatting import (
    day_and_time,
    deadline_and_weekday,
    figure,
    person_name,
    short_deadline,
    short_moment,
    shortened,
)
from models import ExtensionRequest, Person

OTHER_UNTIL, DECLINE = "Другая дата", "Отказать"
REQUEST_GONE = "Этой просьбы больше нет."
REQUEST_IS_OVER = "Приём отчётов закрыт, продлить срок по этой просьбе нельзя."
DAY_IS_OVER = "Этот срок уже прошёл."
CHOOSE_DATE = f"Кнопка устарела. Выберите срок: «{OTHER_UNTIL}»."
NO_TIME_REQUESTS = "Просьб о продлении без ответа нет."
BY_REQUEST = "просьба региона"
WAITING = "<b>Просят продлить срок</b>"
_REASON = 200  # characters, once it is decided


def grant_button(at: datetime, zone: tzinfo) -> str:
    """«Продлить до 5 декабря, 23:59»."""
    return f"Продлить до {day_and_time(at, zone)}"


def request_card(
    asker: Person,
    status: RegionStatus,
    request: ExtensionRequest,
    *,
    is_over: bool,
    zone: tzinfo,
) -> str:
    """`is_over`: the date has passed."""
    until = f" до <b>{deadline_and_weekday(request.until, zone)}</b>" if request.until else ""
    over = f" {DAY_IS_OVER}" if is_over else ""
    reason = f"Причина: {escape(request.reason)}\n" if request.reason else ""
    late = timely_after_all(status)
    warning = f"\n\n{late}" if late else ""
    return (
        f"<b>{escape(status.region.name)}</b> просит продлить срок сдачи отчёта{until}.{over}\n"
        f"{reason}{person_name(asker)}, {short_moment(request.requested_at, zone)}.\n"
        f"Отчёт: {', '.join([report_words(status).lower(), *_entered(status)])}.\n"
        f"Нынешний срок: {short_deadline(status.deadline, zone)}.{warning}"
    )


def _entered(status: RegionStatus) -> list[str]:
    counts = (("мероприятий", status.events), ("черновиков", status.drafts))
    return [f"{what}: {figure(count)}" for what, count in counts if count]


def request_decided(
    asker: Person,
    region: Region,
    request: ExtensionRequest,
    *,
    until: datetime | None,
    by: str,
    zone: tzinfo,
) -> str:
    """`until` is what was granted; None if the deadline of all was moved instead."""
    who = f"<b>{escape(region.name)}</b>, просьба продлить срок ({person_name(asker)})."
    reason = f" Причина: {escape(shortened(request.reason, _REASON))}." if request.reason else ""
    if request.approved is None:
        return f"{who} Просьба снята: у региона не осталось координаторов."
    if not request.approved:
        outcome = "В продлении отказано"
    elif until is not None:
        outcome = f"Срок продлён до {deadline_and_weekday(until, zone)}"
    else:
        outcome = "Изменён общий срок"
    return f"{who}{reason} {outcome}. Решение: {escape(by)}."
