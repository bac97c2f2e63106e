"""Reminders and what the admins hear of them."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from handlers.texts.people import out_of_reach
from handlers.texts.values import events_count, figure, moment, time_left, until
from models import Campaign
from reports.people import OutOfReach
from reports.region_reports import ReportGlance, Standing
from reports.regions import Region


def reminder(
    *,
    campaign: Campaign,
    deadline: datetime,
    zone: tzinfo,
    region: Region,
    seen: ReportGlance,
    now: datetime,
) -> str:
    if seen.standing == Standing.RETURNED:
        what = "Отчёт возвращён на исправление и пока не сдан снова."
    elif seen.events:
        what = f"Внесено: {events_count(seen.events)}, но отчёт ещё не сдан."
    elif seen.drafts:
        what = "Мероприятие начали вносить, но не закончили, и отчёт не сдан."
    else:
        what = "В отчёте пока ничего нет."
    left_over = (
        f" Есть и незаконченные мероприятия: {figure(seen.drafts)}."
        if seen.events and seen.drafts
        else ""
    )
    # A report that was returned stays open past the deadline.
    left = f"Осталось: {time_left(deadline - now)}. " if now < deadline else ""
    return (
        f"<b>Напоминание: отчёт о Неделе качества {campaign.year}</b>, {escape(region.name)}.\n"
        f"{what}{left_over}\n"
        f"{left}Срок: {until(deadline, zone, region)}.\n\n"
        "Если мероприятий не было, сообщите и об этом: «Отчёт региона»."
    )


def reminders_round(*, sent: int, failed: int, who: OutOfReach) -> str:
    missed = f", не дошло: {figure(failed)}" if failed else ""
    return (
        f"<b>Напоминания за сегодня отправлены</b>: {figure(sent)}{missed}.\n\n{out_of_reach(who)}"
    )


def closing(*, campaign: Campaign, zone: tzinfo, silent: Sequence[str]) -> str:
    head = f"Срок сдачи отчётов истёк {moment(campaign.deadline, zone)}. "
    if not silent:
        return head + "Отчитались все субъекты."
    return (
        f"{head}<b>Не отчитались: {figure(len(silent))}</b>\n{escape(', '.join(silent))}\n\n"
        "Таблица: /export."
    )
