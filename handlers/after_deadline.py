"""What a region can do when its deadline is near or over: submit late what is saved, and ask for
more time."""

from datetime import timedelta

from aiogram.types import InlineKeyboardButton

from domain.reports.status import RegionStatus
from handlers import phrases
from handlers.callbacks import AskForTime, ChangeReport
from handlers.context import Context
from handlers.formatting import events_count
from handlers.keyboards import MAIN, button
from models import ReportState

ASKED_AHEAD = timedelta(days=3)
ASK_FOR_TIME = "Попросить продлить срок"
TIME_ASKED_ALREADY = "Просьба продлить срок уже у министерства. Ответ придёт сообщением."


def late_is_taken(events: int) -> str:
    """What can be done after the deadline with a report of so many events, by `late_button`."""
    if not events:
        return (
            "Если мероприятий не было, сообщить об этом можно и сейчас: нажмите "
            f"«{phrases.ZERO_REPORT}»."
        )
    return (
        f"В отчёте {events_count(events)}, но он не сдан. Сдать его можно и сейчас: нажмите "
        f"«{phrases.SUBMIT_LATE}»."
    )


def more_time(events: int) -> str:
    what = "добавить или исправить" if events else "внести"
    return f"Чтобы {what} мероприятия, нужно больше времени"


def ask_for_time(events: int) -> str:
    """Where the button below says how; `events` as in `late_is_taken`."""
    return f"{more_time(events)}: нажмите «{ASK_FOR_TIME}»."


def late_button(status: RegionStatus, year: int) -> InlineKeyboardButton:
    """Submits what there is, or after one more question that there was nothing."""
    if status.events:
        submit = ChangeReport(year=year, to="submitted", seen=status.version)
        return button(phrases.SUBMIT_LATE, submit, MAIN)
    zero = ChangeReport(year=year, to="zero", seen=status.version)
    return button(phrases.ZERO_REPORT, zero)


def ask_button(year: int) -> InlineKeyboardButton:
    return button(ASK_FOR_TIME, AskForTime(year=year))


def may_ask_ahead(context: Context) -> bool:
    """Whether the region may ask for more time though its report is still taken: the deadline is
    near. A returned report stays open past it anyway."""
    is_due = context.report is None or context.report.state == ReportState.OPEN
    return is_due and context.deadline - context.sent_at <= ASKED_AHEAD
