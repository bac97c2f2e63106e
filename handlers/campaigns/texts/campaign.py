"""The campaigns of the years: looking at one, closing it and opening it again."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from html import escape

from domain.campaigns.deadlines import has_passed
from domain.mailings.mailings import Recipients, Whom
from domain.reports.state import ReportStatus
from domain.reports.years import CampaignFigures
from handlers.formatting import (
    day_and_weekday,
    deadline_and_weekday,
    figure,
    moment,
    part_line,
    regions_count,
    week_of,
)
from handlers.notifications import will_hear
from handlers.phrases import ALL_REPORTED, COUNTED, REPLY, counted_as, still_running
from models import Campaign

STATUS, EXPORT = "Кто отчитался", "Сводная таблица"
CLOSE, REOPEN = "Закрыть приём", "Открыть приём снова"
CLOSE_SURE, NOT_CLOSE = "Да, закрыть", "Не закрывать"
NO_SUCH_YEAR = "За этот год отчёты в боте не собирались."
NOT_CURRENT = "Уже открыт приём отчётов за следующий год."
CLOSED_ALREADY = "Приём отчётов уже закрыт."
OPEN_ALREADY = "Приём отчётов уже открыт."


def campaign(
    shown: Campaign,
    figures: CampaignFigures,
    *,
    current: bool,
    closed_by: str | None,
    zone: tzinfo,
    now: datetime,
) -> str:
    regions = figures.regions
    # Of an earlier year nobody knows any more.
    stay = (
        f"\n{confirmed(figures.confirmed, of=figures.asked)}" if current and figures.asked else ""
    )
    closed = shown.closed_at is not None
    counts = "\n".join(
        f"{counted_as(status, closed=closed)}: {figure(regions[status])}" for status in COUNTED
    )
    sums = "\n".join(part_line(part, of_part) for part, of_part in figures.sums.items())
    drafts = f"\nЧерновиков: {figure(figures.drafts)}" if figures.drafts else ""
    return (
        f"<b>{escape(shown.title)}</b>{'' if current else ' (прошлая)'}\n"
        f"Неделя: {week_of(shown)}\n"
        f"День качества: {day_and_weekday(shown.day)}\n"
        f"Срок сдачи: {deadline_and_weekday(shown.deadline, zone)}\n"
        f"{_state(shown, current, closed_by, zone, now)}\n\n"
        f"{counts}\nВсего регионов: {figure(regions.total())}\n\n"
        f"{sums}{drafts}{stay}"
    )


def confirmed(coordinators: int, *, of: int) -> str:
    return (
        f"Координаторы, которые подтвердили, что остаются: {figure(coordinators)} из {figure(of)}"
    )


def _state(
    shown: Campaign, current: bool, closed_by: str | None, zone: tzinfo, now: datetime
) -> str:
    if shown.closed_at is not None:
        by = f", решение: {escape(closed_by)}" if closed_by else ""
        return f"<b>Приём отчётов закрыт</b> {moment(shown.closed_at, zone)}{by}."
    if not current:
        return "<b>Приём отчётов завершён.</b>"
    return "<b>Срок истёк.</b>" if has_passed(shown.deadline, now) else "<b>Отчёты принимаются.</b>"


def confirm_closing(
    shown: Campaign,
    figures: CampaignFigures,
    to: Recipients,
    *,
    extended: Mapping[str, datetime],
    waiting: int,
    zone: tzinfo,
) -> str:
    """`extended` has the regions that still have time; `waiting` counts their requests for more."""
    regions = figures.regions
    unreported = regions.total() - regions[ReportStatus.SUBMITTED] - regions[ReportStatus.ZERO]
    lines = [
        f"Закрыть приём отчётов о Неделе качества {shown.year}? Координаторы ничего не смогут "
        "добавить или изменить, напоминания прекратятся. Приём можно будет открыть снова, пока не "
        "открыт следующий.",
        "",
        f"Не отчитались: {regions_count(unreported)}." if unreported else ALL_REPORTED,
        will_hear(to),
    ]
    if figures.drafts:
        lines.append(
            f"Черновиков: {figure(figures.drafts)}. В отчёты они не войдут; авторы будут видеть "
            "их, пока не открыт следующий приём."
        )
    if extended:
        lines.append(still_running(extended, zone))
    if waiting:
        lines.append(f"Просьб о продлении без ответа: {figure(waiting)}.")
    return "\n".join(lines)


def closed(shown: Campaign, to: Recipients) -> str:
    return f"Приём отчётов о Неделе качества {shown.year} закрыт. {will_hear(to)}"


# What became of the report, by the audience of the notice that a campaign is closed.
_BECAME: Mapping[Whom, str] = {
    "reported": "сдан, больше ничего делать не нужно.",
    "returned": "возвращён на доработку и не сдан снова.",
    "unsubmitted": "не сдан.",
}


def closing_notice(shown: Campaign, whom: Whom) -> str:
    """To the coordinators of the regions that have reported, and of the two kinds of others."""
    head = f"Минпромторг России закрыл приём отчётов о Неделе качества {shown.year}."
    became = f"Отчёт вашего региона {_BECAME[whom]}"
    if whom != "reported":
        became += (
            " Добавить или изменить в нём уже ничего нельзя. Если это необходимо, напишите "
            f"администраторам министерства: нажмите «{REPLY}»."
        )
    return f"{head}\n\n{became}"


def reopened(shown: Campaign, zone: tzinfo, now: datetime) -> str:
    over = (
        f", но общий срок истёк {moment(shown.deadline, zone)}. Назначить новый срок: /deadline, "
        "продлить одному региону: /extend"
        if has_passed(shown.deadline, now)
        else ""
    )
    return (
        f"Приём отчётов о Неделе качества {shown.year} снова открыт{over}. Координаторам об этом "
        "не сообщается, написать им: /broadcast."
    )


def done_by(what: str, by: str) -> str:
    """What another admin did."""
    return f"{what} Решение: {escape(by)}."
