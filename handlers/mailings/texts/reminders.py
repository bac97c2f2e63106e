"""Reminders to coordinators, and what the admins are told by the clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from html import escape

from babel.dates import format_datetime

from domain.campaigns.deadlines import has_passed
from domain.mailings.progress import Tally
from domain.people.reachable import OutOfReach
from domain.regions.directory import Region, load_regions
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.after_deadline import ASK_FOR_TIME, TIME_ASKED_ALREADY, ask_for_time, late_is_taken
from handlers.formatting import (
    RUSSIAN,
    clock,
    events_count,
    figure,
    moment,
    regions_count,
    short_deadline,
    time_left,
    until,
)
from handlers.mailings.texts.mailing import missed, nobody, who
from handlers.phrases import ALL_REPORTED, MY_EVENTS, REGION_REPORT, drafts_kept, not_submitted
from models import Campaign, Person

PUT_OFF = "Напомнить завтра"
HEADING = "Минпромторг России напоминает: пора сдать отчёт о Неделе качества"
OVERDUE_HEADING = "Минпромторг России сообщает: срок сдачи отчёта о Неделе качества"
NOTHING_ENTERED = "В отчёт ничего не внесено."
ROUND = "Напоминания за сегодня отправлены"
NOBODY = "<b>Напоминать сегодня было некому.</b>"
NOBODY_HAS_JOINED = (
    "<b>Сегодня день напоминаний, но напоминать некому</b>: к боту ещё не подключился ни один "
    "регион. Составьте приглашения для писем: /invitations."
)
REPORT_RETURNED = "Министерство вернуло отчёт на доработку. Исправьте его и сдайте снова."
NOT_AGAIN = "Отчёт возвращён и не сдан снова. Исправить и сдать его можно и сейчас."
RETURNED_MARKED = f"Возвращённое отмечено в списке «{MY_EVENTS}»."
EVENTS_RETURNED = (
    "Министерство вернуло на доработку часть отчёта: возвращённое отмечено в списке "
    f"«{MY_EVENTS}». Исправьте его и сдайте отчёт снова."
)
NOTHING = (
    "В отчёт пока ничего не внесено.\nЕсли мероприятий не было, сообщите и об этом: нажмите "
    f"«{REGION_REPORT}», затем «Мероприятий не было»."
)
EXTENDED_SHOWN = 30  # regions with more time, in the message after the deadline; 89 would not fit


def reminder(campaign: Campaign, status: RegionStatus, zone: tzinfo, now: datetime) -> str:
    region, deadline = status.region, status.deadline
    # A report that was returned stays open past the deadline.
    left = "" if has_passed(deadline, now) else f"\n{remaining(deadline - now)}"
    return (
        f"<b>{HEADING} {campaign.year}</b>\n{escape(region.name)}\n\n{_so_far(status)}\n\n"
        f"Срок: {until(deadline, zone, region)}.{left}"
    )


def overdue(
    campaign: Campaign, status: RegionStatus, zone: tzinfo, *, time_asked: bool = False
) -> str:
    """To the coordinators of a region that has not submitted, or not again, once its deadline has
    passed. `time_asked`: it waits for an answer to its request for more time."""
    region, events = status.region, status.events
    head = f"<b>{OVERDUE_HEADING} {campaign.year} прошёл</b>\n{escape(region.name)}"
    was = f"Срок был: {until(status.deadline, zone, region)}."
    if status.report_status == ReportStatus.RETURNED:
        marked = "" if status.return_comment else f" {RETURNED_MARKED}"
        drafts = [also_unfinished(status.drafts)] if status.drafts else []
        return "\n\n".join([head, was, f"{NOT_AGAIN}{marked}", *drafts])
    parts = [
        head,
        was,
        late_is_taken(events) if events else f"{NOTHING_ENTERED}\n{late_is_taken(events)}",
        drafts_kept(status.drafts) if status.drafts else "",
        TIME_ASKED_ALREADY if time_asked else ask_for_time(events),
    ]
    return "\n\n".join(part for part in parts if part)


def _so_far(status: RegionStatus) -> str:
    """What there is of the report, and what is to be done with it."""
    if status.report_status == ReportStatus.RETURNED:
        what = REPORT_RETURNED if status.return_comment else EVENTS_RETURNED
    elif status.events:
        what = entered(status.events)
    else:
        return unfinished(status.drafts) if status.drafts else NOTHING
    return f"{what}\n{also_unfinished(status.drafts)}" if status.drafts else what


def entered(events: int) -> str:
    return (
        f"В отчёте {events_count(events)}, но он ещё не сдан. Чтобы сдать его, нажмите "
        f"«{REGION_REPORT}»."
    )


def unfinished(drafts: int) -> str:
    if drafts == 1:
        return (
            "В отчёт пока ничего не внесено, но есть черновик. Закончите и сохраните его, затем "
            "сдайте отчёт."
        )
    return (
        f"В отчёт пока ничего не внесено, но есть черновики: {figure(drafts)}. Закончите и "
        "сохраните их, затем сдайте отчёт."
    )


def also_unfinished(drafts: int) -> str:
    if drafts == 1:
        return "Ещё есть черновик. В отчёт он войдёт, когда вы его сохраните."
    return f"Ещё есть черновики: {figure(drafts)}. В отчёт они войдут, когда вы их сохраните."


def remaining(left: timedelta) -> str:
    return f"Осталось: {time_left(left)}."


def reminders_round(ended: Tally, silent: OutOfReach) -> str:
    if len(silent.without_coordinator) == len(load_regions()):
        return NOBODY_HAS_JOINED
    lines = [reminded(ended.sent, of=ended.total), *missed(ended)] if ended.total else [NOBODY]
    lines += [not_yet_sent(ended.left)] if ended.left else []
    if silent.regions:
        lines += ["", nobody(silent.regions), "Список: /people. Пригласить: /invitations."]
    return "\n".join(lines)


def reminded(sent: int, *, of: int) -> str:
    return f"<b>{ROUND}</b>: {figure(sent)} из {figure(of)}."


def not_yet_sent(people: Sequence[Person]) -> str:
    return f"Пока не отправлены, бот пробует снова: {who(people)}."


def closing(
    *, campaign: Campaign, zone: tzinfo, unreported: Sequence[RegionStatus], now: datetime
) -> str:
    """Those with a later deadline of their own still have time, and whose report was returned can
    submit it again."""
    head = f"Срок сдачи отчётов истёк {moment(campaign.deadline, zone)}."
    table = "Сводная таблица: /export."
    if not unreported:
        return f"{head} {ALL_REPORTED}\n\n{table}"
    running = [status for status in unreported if status.has_more_time(now)]
    over = [status for status in unreported if not status.has_more_time(now)]
    parts = not_submitted(over)
    if running:
        parts.append(_extended(running, zone))
    silent = [status.region for status in unreported if not status.reachable]
    if silent:
        parts.append(f"{nobody(silent)} Пригласить: /invitations.")
    not_reported = f"<b>Не отчитались: {regions_count(len(over))}.</b>"
    return "\n\n".join([f"{head} {not_reported}", *parts, table])


def extensions_over(ended: Sequence[RegionStatus]) -> str:
    """Regions whose own deadline has passed."""
    head = f"<b>Продлённый срок истёк, отчёта нет: {regions_count(len(ended))}.</b>"
    more = "Сдать то, что внесено, регион может и сейчас. Продлить ещё раз: /extend."
    return "\n\n".join([head, *not_submitted(ended), more])


def _extended(running: Sequence[RegionStatus], zone: tzinfo) -> str:
    lines = [
        f"{escape(status.region.name)} – до {short_deadline(status.deadline, zone)}"
        for status in running[:EXTENDED_SHOWN]
    ]
    more = len(running) - len(lines)
    lines += [f"и ещё {figure(more)}, все: /deadline"] if more else []
    return "\n".join([f"<b>Срок продлён: {figure(len(running))}</b>", *lines])


def put_off(till: datetime, region_zone: tzinfo) -> str:
    """«Напомню завтра, 26 ноября, в 10:00», by the region's own clock."""
    day = format_datetime(till, "d MMMM", tzinfo=region_zone, locale=RUSSIAN)
    return (
        f"Напомню завтра, {day}, в {clock(till, region_zone)}, если отчёт к этому времени не будет "
        "сдан."
    )


NOTHING_TO_PUT_OFF = "Отчёт региона уже сдан, напоминать не о чем."


def too_late_to_put_off(
    till: datetime, region_zone: tzinfo, deadline: datetime, zone: tzinfo, region: Region
) -> str:
    return (
        f"Завтра в {clock(till, region_zone)} напоминать будет поздно: отчёт нужно сдать до "
        f"{until(deadline, zone, region)}. Если не успеваете, нажмите «{ASK_FOR_TIME}»."
    )
