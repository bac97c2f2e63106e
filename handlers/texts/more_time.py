"""A coordinator past the deadline asks for more time."""

from datetime import datetime, tzinfo
from html import escape

from handlers.texts.values import (
    figure,
    moment_and_weekday,
    person_name,
    short_moment,
)
from models import Person
from reports.extensions import Given
from reports.region_reports import ReportGlance
from reports.regions import Region

ASK_FOR_TIME = "Попросить продлить срок"
MORE_DAYS = {1: "+1 день", 3: "+3 дня", 7: "+7 дней"}
OTHER_UNTIL, DECLINE = "Другой срок", "Отказать"
TIME_ASKED = (
    "Просьба продлить срок отправлена в министерство. Когда администратор ответит, вы получите "
    "сообщение."
)
TIME_ASKED_ALREADY = "Просьба продлить срок уже у министерства. Ответ придёт сообщением."
TOO_MANY_ASKED = "Сегодня регион уже просил трижды. Попробуйте завтра."
STILL_TAKEN = "Отчёт региона принимается, продлевать срок не нужно."
REQUEST_GONE = "Этой просьбы больше нет."
REQUEST_IS_OVER = "Кампания закрыта, продлить срок по этой просьбе нельзя."
NO_TIME_REQUESTS = "Просьб о продлении без ответа нет."
BY_REQUEST = "по просьбе региона"


def request_card(
    asker: Person, region: Region, seen: ReportGlance, asked_at: datetime, zone: tzinfo
) -> str:
    return (
        f"Просьба продлить срок: <b>{escape(region.name)}</b>.\n"
        f"Просит {person_name(asker)}, {short_moment(asked_at, zone)}.\n"
        f"Отчёт: {seen.standing}, мероприятий: {figure(seen.events)}, незаконченных: "
        f"{figure(seen.drafts)}.\n\nПродлить (до конца дня, считая от сегодняшнего):"
    )


def request_decided(
    asker: Person,
    region: Region,
    *,
    approved: bool | None,
    given: Given | None,
    by: str,
    zone: tzinfo,
) -> str:
    who = f"{person_name(asker)}, {escape(region.name)}"
    if approved is None:
        return f"{who}: просьба снята, у региона не осталось координаторов."
    if not approved:
        outcome = "отказано"
    elif given is not None:
        outcome = f"срок продлён до {moment_and_weekday(given.until, zone)}"
    else:
        outcome = "срок был изменён"
    return f"{who}: {outcome}. Решение: {escape(by)}."


NOBODY_TO_TELL = "Координаторов у региона нет, сообщить некому."


def request_declined(region: Region, contact: str) -> str:
    """To the region's coordinators."""
    return f"Министерство не продлило срок сдачи отчёта: {escape(region.name)}. Вопросы: {contact}."
