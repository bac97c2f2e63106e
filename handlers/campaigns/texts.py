"""The years' campaigns, and the yearly question to the coordinators."""

from datetime import date, datetime, tzinfo
from html import escape

from domain.campaigns.campaigns import Season
from domain.campaigns.deadlines import has_passed
from domain.mailings.mailings import Recipients
from domain.regions.directory import Region
from domain.reports.state import ReportStatus
from domain.reports.years import Numbers
from handlers.formatting import (
    MAILBOX,
    day_and_weekday,
    events_count,
    figure,
    moment,
    moment_and_weekday,
    regions_count,
    with_note,
)
from handlers.phrases import COUNTED, REPLY
from models import Campaign

STATUS, EXPORT = "Состояние", "Выгрузить"
CLOSE, CLOSE_SURE, NOT_CLOSE, REOPEN = (
    "Закрыть приём",
    "Да, закрыть",
    "Не закрывать",
    "Открыть снова",
)
NO_SUCH_YEAR = "Такой кампании нет."
NOT_CURRENT = "Это уже не текущая кампания."
CLOSED_ALREADY = "Приём уже закрыт."
OPEN_ALREADY = "Приём не закрыт."


def open_next(year: int) -> str:
    return f"Открыть {year} год"


def campaign(
    shown: Campaign,
    have: Numbers,
    *,
    current: bool,
    closed_by: str | None,
    zone: tzinfo,
    now: datetime,
    note: str = "",
) -> str:
    regions = have.regions
    confirmed = (
        f"\nПодтвердили, что остаются координаторами: {figure(have.confirmed)} из "
        f"{figure(have.asked)}"
        if current and have.asked  # of an earlier year nobody knows any more
        else ""
    )
    counts = "\n".join(f"{COUNTED[each]}: {figure(regions[each])}" for each in COUNTED)
    drafts = f"\nНезаконченных мероприятий: {figure(have.drafts)}" if have.drafts else ""
    text = (
        f"<b>{escape(shown.title)}</b>{'' if current else ' (прошлая кампания)'}\n"
        f"Неделя: {_week(shown.week_start, shown.week_end)}\n"
        f"День качества: {day_and_weekday(shown.day)}\n"
        f"Срок сдачи: {moment_and_weekday(shown.deadline, zone)}\n"
        f"{_state(shown, current, closed_by, zone, now)}\n\n"
        f"{counts}\nВсего: {regions_count(regions.total())}\n\n"
        f"{events_count(have.events).capitalize()}, проведений: {figure(have.times_held)}, "
        f"участников: {figure(have.participants)}{drafts}{confirmed}"
    )
    return with_note(note, text)


def _week(first: date, last: date) -> str:
    return f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"


def _state(
    shown: Campaign, current: bool, closed_by: str | None, zone: tzinfo, now: datetime
) -> str:
    if shown.closed_at is not None:
        by = f", {escape(closed_by)}" if closed_by else ""
        return f"<b>Приём закрыт</b> {moment(shown.closed_at, zone)}{by}."
    if not current:
        return "<b>Кампания завершена.</b>"
    return "<b>Срок истёк.</b>" if has_passed(shown.deadline, now) else "<b>Отчёты принимаются.</b>"


def confirm_closing(
    shown: Campaign, have: Numbers, to: Recipients, *, extended: int, waiting: int
) -> str:
    regions = have.regions
    unreported = regions.total() - regions[ReportStatus.SUBMITTED] - regions[ReportStatus.ZERO]
    lines = [
        f"Закрыть приём отчётов за {shown.year} год? Добавить или изменить ничего будет нельзя, "
        "напоминания прекратятся. Пока следующий год не открыт, приём можно открыть снова.",
        "",
        f"Не отчитались: {regions_count(unreported)}.",
        _told(to),
    ]
    if have.drafts:
        lines.append(
            f"Незаконченных мероприятий: {figure(have.drafts)}. В отчёты они не войдут; авторам "
            "они видны, пока не начат следующий год."
        )
    if extended:
        lines.append(f"Продлённый срок ещё не истёк: {regions_count(extended)}.")
    if waiting:
        lines.append(f"Просьб о продлении без ответа: {figure(waiting)}.")
    return "\n".join(lines)


def _told(to: Recipients) -> str:
    nobody = f" Регионов, где сообщить некому: {figure(len(to.nobody))}." if to.nobody else ""
    return f"Координаторов, которые узнают о закрытии: {figure(len(to.people))}.{nobody}"


def closed(shown: Campaign, to: Recipients) -> str:
    return f"Приём отчётов за {shown.year} год закрыт. {_told(to)}"


def closing_notice(shown: Campaign, *, reported: bool) -> str:
    """To the coordinators of the regions that have reported, or of those that have not."""
    became = (
        "Отчёт вашего региона сдан, больше ничего делать не нужно."
        if reported
        else "Отчёт вашего региона не сдан, добавить или изменить ничего нельзя. Если это нужно, "
        f"обратитесь в министерство: кнопка «{REPLY}» или {MAILBOX}."
    )
    return f"Министерство закрыло приём отчётов о Неделе качества {shown.year}.\n\n{became}"


def reopened(shown: Campaign, zone: tzinfo, now: datetime) -> str:
    over = (
        f", но общий срок истёк {moment(shown.deadline, zone)}. Новый срок: /deadline, одному "
        "региону: /extend"
        if has_passed(shown.deadline, now)
        else ""
    )
    return (
        f"Приём отчётов за {shown.year} год снова открыт{over}. Координаторам бот сообщает только "
        "о закрытии; написать им: /broadcast."
    )


def done_by(what: str, by: str) -> str:
    """What another admin did."""
    return f"{escape(by)}: {what[0].lower()}{what[1:]}"


# ── Opening the next year ────────────────────────────────────────────────────────────────

FIELDS = {
    "week_start": "Начало Недели",
    "day": "День качества",
    "week_end": "Конец Недели",
    "deadline": "Срок сдачи",
}
OPEN_SURE, CANCEL, BACK = "Да, открыть", "Отмена", "Назад"
NOT_OPENED = "Новый год не открыт. Вернуться: /campaign."
TO_CAMPAIGN = "К кампании"
NOT_YET = "Следующий год можно открыть, когда приём отчётов закрыт или срок истёк: /campaign."
PRESS_A_BUTTON = "Чтобы изменить дату, нажмите её кнопку."


def new_year(year: int, dates: Season, faults: list[str], zone: tzinfo, *, note: str = "") -> str:
    wrong = "\n\n<b>Исправьте:</b>\n" + "\n".join(f"• {each}" for each in faults)
    text = (
        f"<b>Неделя качества {year}</b>. Даты предложены по правилу письма, каждую можно "
        "изменить.\n\n"
        f"Начало Недели: {day_and_weekday(dates.week_start)}\n"
        f"День качества: {day_and_weekday(dates.day)}\n"
        f"Конец Недели: {day_and_weekday(dates.week_end)}\n"
        f"Срок сдачи: {moment_and_weekday(dates.deadline, zone)}"
        f"{wrong if faults else ''}"
    )
    return with_note(note, text)


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
    return f"Открыт {year} год. Отчёты принимаются до {moment(deadline, zone)}."


# ── Do you still coordinate the region? ──────────────────────────────────────────────────

LEAVE_SURE = "Да, отключить меня"
STAY = "Я остаюсь"
OTHER_YEAR = "Этот вопрос был о прошлом годе."
LEFT = "Вы больше не координатор."
YOU_LEFT = (
    "Спасибо, что сообщили. Доступ координатора закрыт. Пусть тот, кто отчитывается теперь, "
    "откроет этого бота и запросит доступ, или передайте администратору министерства, кого "
    f"пригласить: {MAILBOX}."
)


def still(shown: Campaign, zone: tzinfo) -> str:
    return (
        f"Неделя качества {shown.year} пройдёт {_week(shown.week_start, shown.week_end)}, День "
        f"качества – {shown.day:%d.%m.%Y}. Отчёты принимаются до "
        f"{moment_and_weekday(shown.deadline, zone)}.\n\n"
        "<b>Вы по-прежнему координатор вашего региона?</b>"
    )


def stays(region: Region, year: int) -> str:
    return f"Спасибо! Вы координатор: <b>{escape(region.name)}</b>, {year} год."


def confirm_leaving(region: Region) -> str:
    return (
        f"Вы больше не координатор: <b>{escape(region.name)}</b>? Доступ закроется сразу. "
        "Мероприятия региона останутся."
    )
