"""A coordinator past the deadline asks for more time."""

from datetime import datetime, tzinfo
from html import escape

from domain.regions.directory import Region
from domain.reports.status import RegionStatus
from handlers.formatting import deadline_and_weekday, figure, person_name, short_moment
from models import Extension, Person

MORE_DAYS = {1: "+1 день", 3: "+3 дня", 7: "+7 дней"}
OTHER_UNTIL, DECLINE = "Другой срок", "Отказать"
TIME_ASKED = (
    "Просьба продлить срок отправлена в министерство. Когда администратор ответит, вы получите "
    "сообщение."
)
TOO_MANY_ASKED = "Сегодня регион уже просил трижды. Попробуйте завтра."
STILL_TAKEN = "Отчёт региона принимается, продлевать срок не нужно."
REQUEST_GONE = "Этой просьбы больше нет."
REQUEST_IS_OVER = "Кампания закрыта, продлить срок по этой просьбе нельзя."
NO_TIME_REQUESTS = "Просьб о продлении без ответа нет."
BY_REQUEST = "по просьбе региона"


def request_card(asker: Person, status: RegionStatus, asked_at: datetime, zone: tzinfo) -> str:
    return (
        f"Просьба продлить срок: <b>{escape(status.region.name)}</b>.\n"
        f"Просит {person_name(asker)}, {short_moment(asked_at, zone)}.\n"
        f"Отчёт: {status.report_status}, мероприятий: {figure(status.events)}, незаконченных: "
        f"{figure(status.drafts)}.\n\nПродлить (до конца дня, считая от сегодняшнего):"
    )


def request_decided(
    asker: Person,
    region: Region,
    *,
    approved: bool | None,
    extension: Extension | None,
    by: str,
    zone: tzinfo,
) -> str:
    who = f"{person_name(asker)}, {escape(region.name)}"
    if approved is None:
        return f"{who}: просьба снята, у региона не осталось координаторов."
    if not approved:
        outcome = "отказано"
    elif extension is not None:
        outcome = f"срок продлён до {deadline_and_weekday(extension.until, zone)}"
    else:
        outcome = "срок был изменён"
    return f"{who}: {outcome}. Решение: {escape(by)}."


def request_declined(region: Region, contact: str) -> str:
    """To the region's coordinators."""
    return (
        f"{escape(region.name)}. Министерство не продлило срок сдачи отчёта. Если остались "
        f"вопросы, напишите {contact}."
    )
