"""Opening the next year: its dates, and the question whether to open it."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from html import escape

from domain.campaigns.campaigns import Season
from domain.mailings.mailings import Recipients
from handlers import formatting
from handlers.formatting import day_and_weekday, deadline_and_weekday, figure
from handlers.phrases import still_running

FIELDS = {
    "week_start": "Начало Недели",
    "day": "День качества",
    "week_end": "Конец Недели",
    "deadline": "Срок сдачи",
}
OPEN_SURE = "Да, открыть"
TO_CAMPAIGN = "К приёму отчётов"
NOT_YET = (
    "Следующий приём отчётов можно открыть, когда нынешний закрыт или его срок истёк: /campaign."
)


def open_next(year: int) -> str:
    return f"Открыть приём {year}"


def not_opened(year: int) -> str:
    return f"Неделя качества {year} не открыта. Вернуться: /campaign."


def dates(year: int, season: Season, faults: list[str], zone: tzinfo) -> str:
    wrong = "\n\n<b>Исправьте:</b>\n" + "\n".join(f"• {fault}" for fault in faults)
    return (
        f"<b>Неделя качества {year}</b>. Даты предложены автоматически, каждую можно изменить.\n\n"
        f"Начало Недели: {day_and_weekday(season.week_start)}\n"
        f"День качества: {day_and_weekday(season.day)}\n"
        f"Конец Недели: {day_and_weekday(season.week_end)}\n"
        f"Срок сдачи: {deadline_and_weekday(season.deadline, zone)}"
        f"{wrong if faults else ''}"
    )


def ask_date(field: str, year: int) -> str:
    if field == "deadline":
        return (
            f"<b>Неделя качества {year}</b>\nСрок сдачи отчётов: пришлите дату и время, например "
            "«28 ноября 18:00» или «28.11». Если время не указать, срок закончится в 23:59. Время "
            "московское."
        )
    return (
        f"<b>Неделя качества {year}</b>\n{FIELDS[field]}: пришлите дату, например «9 ноября» или "
        "«09.11»."
    )


def confirm_opening(
    year: int,
    before: int,
    to: Recipients,
    *,
    drafts: int,
    extended: Mapping[str, datetime],
    zone: tzinfo,
) -> str:
    """`extended` has the regions that still have time in the year before."""
    nobody = f" Регионов, где спросить некого: {figure(len(to.nobody))}." if to.nobody else ""
    more = f" {still_running(extended, zone)}" if extended else ""
    left = f" Черновиков: {figure(drafts)}, в отчёты они не войдут." if drafts else ""
    asked = (
        f"Вопрос получат координаторы: {figure(len(to.people))}."
        if to.people
        else "Сейчас спрашивать некого."
    )
    return (
        f"Открыть приём отчётов о Неделе качества {year}? Отчёты за {before} год можно будет "
        f"смотреть и скачивать, но не изменять.{left}{more}\n\n"
        "Координаторы остаются. Бот спросит каждого, координирует ли он регион по-прежнему. "
        f"{asked}{nobody}"
    )


def opened_already(year: int, by: str | None) -> str:
    who = f" Решение: {escape(by)}." if by else ""
    return f"Приём отчётов о Неделе качества {year} уже открыт.{who}"


def opened(year: int, zone: tzinfo, deadline: datetime) -> str:
    return (
        f"Открыт приём отчётов о Неделе качества {year}. Срок сдачи: "
        f"{formatting.deadline(deadline, zone)}."
    )
