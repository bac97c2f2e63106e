"""A coordinator past the deadline asks for more time."""

from datetime import date, datetime, tzinfo
from html import escape

from domain.regions.directory import Region
from domain.reports.status import RegionStatus
from handlers.formatting import deadline_and_weekday, figure, person_name, short_moment
from models import Extension, Person

OTHER_UNTIL, DECLINE = "Другой срок", "Отказать"
TIME_ASKED = (
    "Просьба продлить срок отправлена в министерство. Когда администратор ответит, вы получите "
    "сообщение."
)
TOO_MANY_ASKED = "За сутки регион уже трижды просил продлить срок. Попробуйте завтра."
STILL_TAKEN = "Отчёт региона ещё принимается, продлевать срок не нужно."
REQUEST_GONE = "Этой просьбы больше нет."
REQUEST_IS_OVER = "Приём отчётов закрыт, продлить срок по этой просьбе нельзя."
DAY_IS_OVER = "Этот день уже прошёл."
NO_TIME_REQUESTS = "Просьб о продлении без ответа нет."
BY_REQUEST = "просьба региона"


def until_button(day: date) -> str:
    """«до 7.12»."""
    return f"до {day.day}.{day:%m}"


def request_card(asker: Person, status: RegionStatus, asked_at: datetime, zone: tzinfo) -> str:
    return (
        f"<b>{escape(status.region.name)}</b> просит продлить срок сдачи отчёта.\n"
        f"{person_name(asker)}, {short_moment(asked_at, zone)}.\n"
        f"Отчёт: {', '.join([status.report_status.lower(), *_entered(status)])}.\n\n"
        "До какого дня продлить?"
    )


def _entered(status: RegionStatus) -> list[str]:
    counts = (("мероприятий", status.events), ("черновиков", status.drafts))
    return [f"{what}: {figure(count)}" for what, count in counts if count]


def request_decided(
    asker: Person,
    region: Region,
    *,
    approved: bool | None,
    extension: Extension | None,
    by: str,
    zone: tzinfo,
) -> str:
    who = f"<b>{escape(region.name)}</b>, просьба продлить срок ({person_name(asker)})."
    if approved is None:
        return f"{who} Просьба снята: у региона не осталось координаторов."
    if not approved:
        outcome = "В продлении отказано"
    elif extension is not None:
        outcome = f"Срок продлён до {deadline_and_weekday(extension.until, zone)}"
    else:
        outcome = "Изменён общий срок"
    return f"{who} {outcome}. Решение: {escape(by)}."


def request_declined(region: Region, contact: str) -> str:
    """To the region's coordinators."""
    return (
        f"<b>{escape(region.name)}</b>. Министерство не продлило срок сдачи отчёта. Если остались "
        f"вопросы, напишите {contact}."
    )
