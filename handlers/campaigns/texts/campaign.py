"""The campaigns of the years: looking at one, closing it and opening it again."""

from datetime import datetime, tzinfo
from html import escape

from domain.campaigns.deadlines import has_passed
from domain.mailings.mailings import Recipients
from domain.reports.state import ReportStatus
from domain.reports.years import CampaignFigures
from handlers.formatting import (
    MAILBOX,
    day_and_weekday,
    deadline_and_weekday,
    events_count,
    figure,
    moment,
    regions_count,
    week_of,
)
from handlers.notifications import will_hear
from handlers.phrases import COUNTED, REPLY
from models import Campaign

STATUS, EXPORT = "Состояние", "Выгрузить"
CLOSE, REOPEN = "Закрыть приём", "Открыть снова"
CLOSE_SURE, NOT_CLOSE = "Да, закрыть", "Не закрывать"
NO_SUCH_YEAR = "Такой кампании нет."
NOT_CURRENT = "Это уже не текущая кампания."
CLOSED_ALREADY = "Приём уже закрыт."
OPEN_ALREADY = "Приём не закрыт."


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
    counts = "\n".join(f"{COUNTED[status]}: {figure(regions[status])}" for status in COUNTED)
    drafts = f"\nНезаконченных мероприятий: {figure(figures.drafts)}" if figures.drafts else ""
    return (
        f"<b>{escape(shown.title)}</b>{'' if current else ' (прошлая кампания)'}\n"
        f"Неделя: {week_of(shown)}\n"
        f"День качества: {day_and_weekday(shown.day)}\n"
        f"Срок сдачи: {deadline_and_weekday(shown.deadline, zone)}\n"
        f"{_state(shown, current, closed_by, zone, now)}\n\n"
        f"{counts}\nВсего: {regions_count(regions.total())}\n\n"
        f"{events_count(figures.events).capitalize()}, проведений: {figure(figures.times_held)}, "
        f"участников: {figure(figures.participants)}{drafts}{stay}"
    )


def confirmed(coordinators: int, *, of: int) -> str:
    return f"Подтвердили, что остаются координаторами: {figure(coordinators)} из {figure(of)}"


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
    shown: Campaign, figures: CampaignFigures, to: Recipients, *, extended: int, waiting: int
) -> str:
    regions = figures.regions
    unreported = regions.total() - regions[ReportStatus.SUBMITTED] - regions[ReportStatus.ZERO]
    lines = [
        f"Закрыть приём отчётов за {shown.year} год? Добавить или изменить ничего будет нельзя, "
        "напоминания прекратятся. Пока следующий год не открыт, приём можно открыть снова.",
        "",
        f"Не отчитались: {regions_count(unreported)}.",
        will_hear("о закрытии", to),
    ]
    if figures.drafts:
        lines.append(
            f"Незаконченных мероприятий: {figure(figures.drafts)}. В отчёты они не войдут; авторам "
            "они видны, пока не начат следующий год."
        )
    if extended:
        lines.append(f"Продлённый срок ещё не истёк: {regions_count(extended)}.")
    if waiting:
        lines.append(f"Просьб о продлении без ответа: {figure(waiting)}.")
    return "\n".join(lines)


def closed(shown: Campaign, to: Recipients) -> str:
    return f"Приём отчётов за {shown.year} год закрыт. {will_hear('о закрытии', to)}"


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
