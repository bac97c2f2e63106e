"""Opening the next year: its dates, and the question whether to open it."""

from datetime import datetime, tzinfo
from html import escape

from domain.campaigns.campaigns import Season
from domain.mailings.mailings import Recipients
from handlers import formatting
from handlers.formatting import day_and_weekday, deadline_and_weekday, figure, regions_count

FIELDS = {
    "week_start": "Начало Недели",
    "day": "День качества",
    "week_end": "Конец Недели",
    "deadline": "Срок сдачи",
}
OPEN_SURE = "Да, открыть"
NOT_OPENED = "Новый год не открыт. Вернуться: /campaign."
TO_CAMPAIGN = "К кампании"
NOT_YET = "Следующий год можно открыть, когда приём отчётов закрыт или срок истёк: /campaign."


def open_next(year: int) -> str:
    return f"Открыть {year} год"


def dates(year: int, season: Season, faults: list[str], zone: tzinfo) -> str:
    wrong = "\n\n<b>Исправьте:</b>\n" + "\n".join(f"• {fault}" for fault in faults)
    return (
        f"<b>Неделя качества {year}</b>. Даты предложены по правилу письма, каждую можно "
        "изменить.\n\n"
        f"Начало Недели: {day_and_weekday(season.week_start)}\n"
        f"День качества: {day_and_weekday(season.day)}\n"
        f"Конец Недели: {day_and_weekday(season.week_end)}\n"
        f"Срок сдачи: {deadline_and_weekday(season.deadline, zone)}"
        f"{wrong if faults else ''}"
    )


def ask_date(field: str, year: int) -> str:
    if field == "deadline":
        return (
            f"<b>Срок сдачи отчётов за {year} год</b>\nПришлите дату и время: «28 ноября 18:00», "
            "«28.11». Без времени – до конца дня, 23:59. Время московское."
        )
    return f"<b>{FIELDS[field]}, {year} год</b>\nПришлите дату: «9 ноября» или «09.11»."


def confirm_opening(year: int, before: int, to: Recipients, *, drafts: int, extended: int) -> str:
    """`extended`: how many regions still have time in the year before."""
    nobody = f" Регионов, где спросить некого: {figure(len(to.nobody))}." if to.nobody else ""
    more = f" Продлённый срок ещё не истёк: {regions_count(extended)}." if extended else ""
    left = (
        f" Незаконченных мероприятий: {figure(drafts)}, в отчёты они не войдут." if drafts else ""
    )
    return (
        f"Открыть {year} год? Отчёты за {before} год останутся для просмотра и выгрузки, изменить "
        f"их будет нельзя.{left}{more}\n\n"
        "Координаторы остаются. Каждого бот спросит, координирует ли он регион по-прежнему: "
        f"вопросов {figure(len(to.people))}.{nobody}"
    )


def opened_already(year: int, by: str | None) -> str:
    who = f" Решение: {escape(by)}." if by else ""
    return f"{year} год уже открыт.{who}"


def opened(year: int, zone: tzinfo, deadline: datetime) -> str:
    return f"Открыт {year} год. Отчёты принимаются до {formatting.deadline(deadline, zone)}."
