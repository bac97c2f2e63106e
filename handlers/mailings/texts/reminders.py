"""Reminders to coordinators, and what the admins are told by the clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from html import escape

from domain.campaigns.deadlines import has_passed
from domain.mailings.progress import Tally
from domain.people.people import OutOfReach
from domain.regions.directory import Region
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.formatting import events_count, figure, moment, short_deadline, time_left, until
from handlers.mailings.texts.mailing import missed, who
from handlers.notifications import unreachable_people
from models import Campaign, Person

HEADING = "Напоминание: отчёт о Неделе качества"
ROUND = "Напоминания за сегодня отправлены"
RETURNED = "Министерство вернуло отчёт: исправьте его и сдайте снова."
UNFINISHED = "Мероприятие начали вносить, но не закончили, и отчёт не сдан."
NOTHING = "В отчёте пока ничего нет."
EXTENDED_SHOWN = 30  # regions with more time, in the message after the deadline; 89 would not fit


def reminder(campaign: Campaign, status: RegionStatus, zone: tzinfo, now: datetime) -> str:
    region, deadline = status.region, status.deadline
    if status.report_status == ReportStatus.RETURNED:
        what = RETURNED
    elif status.events:
        what = entered(status.events)
    else:
        what = UNFINISHED if status.drafts else NOTHING
    left_over = f" {also_unfinished(status.drafts)}" if status.events and status.drafts else ""
    # A report that was returned stays open past the deadline.
    left = "" if has_passed(deadline, now) else f"{remaining(deadline - now)} "
    return (
        f"<b>{HEADING} {campaign.year}</b>, {escape(region.name)}.\n"
        f"{what}{left_over}\n"
        f"{left}Срок: {until(deadline, zone, region)}.\n\n"
        "Если мероприятий не было, сообщите и об этом: «Отчёт региона»."
    )


def entered(events: int) -> str:
    return f"Внесено: {events_count(events)}, но отчёт ещё не сдан."


def also_unfinished(drafts: int) -> str:
    return f"Есть и незаконченные мероприятия: {figure(drafts)}."


def remaining(left: timedelta) -> str:
    return f"Осталось: {time_left(left)}."


def reminders_round(ended: Tally, silent: OutOfReach) -> str:
    lines = [reminded(ended.sent, of=ended.total), *missed(ended)]
    lines += [not_yet_sent(ended.left)] if ended.left else []
    return "\n".join([*lines, "", unreachable_people(silent)])


def reminded(sent: int, *, of: int) -> str:
    return f"<b>{ROUND}</b>: {figure(sent)} из {figure(of)}."


def not_yet_sent(people: Sequence[Person]) -> str:
    return f"Пока не отправлены, бот пробует снова: {who(people)}."


def closing(
    *,
    campaign: Campaign,
    zone: tzinfo,
    silent: Sequence[Region],
    extended: Mapping[str, datetime],
) -> str:
    """`extended`: the later deadlines of single regions, by code. They still have time."""
    head = f"Срок сдачи отчётов истёк {moment(campaign.deadline, zone)}. "
    if not silent:
        return head + "Отчитались все субъекты."
    over = [region.name for region in silent if region.code not in extended]
    running = [region for region in silent if region.code in extended]
    parts = [f"{head}<b>Не отчитались: {figure(len(over))}</b>\n{escape(', '.join(over))}"]
    if running:
        lines = [
            f"{escape(region.name)} – до {short_deadline(extended[region.code], zone)}"
            for region in running[:EXTENDED_SHOWN]
        ]
        more = len(running) - len(lines)
        lines += [f"и ещё {figure(more)}, все: /deadline"] if more else []
        parts.append("\n".join([f"<b>Срок продлён: {figure(len(running))}</b>", *lines]))
    return "\n\n".join([*parts, "Таблица: /export."])
