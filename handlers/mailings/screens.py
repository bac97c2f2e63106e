"""A mailing as it looks: to a coordinator, and to the admin who watches it."""

from datetime import datetime, tzinfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import has_passed
from domain.mailings.progress import Count, Tally
from domain.regions.directory import Region, region_by_code
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.after_deadline import ask_button, late_button
from handlers.callbacks import ConfirmCoordinator, NewEvent, OpenEvents, OpenReport, RowId
from handlers.confirmation import expect
from handlers.keyboards import DANGER, MAIN, button, kept, rows
from handlers.mailings import texts
from handlers.reply_buttons import reply_to_mailing, write_to_ministry
from handlers.responses import SayAsWritten, Screen
from models import (
    BroadcastContent,
    Campaign,
    Mailing,
    NoticeContent,
    Person,
    ReminderContent,
    YearlyConfirmationContent,
)


class StopMailing(CallbackData, prefix="stop_mailing"):
    mailing: RowId


class RepeatMailing(CallbackData, prefix="repeat_mailing"):
    mailing: RowId


class NameMissed(CallbackData, prefix="mailing_missed"):
    """Name all regions where there was nobody to write to."""

    mailing: RowId


async def mailing_message(
    session: AsyncSession,
    campaign: Campaign,
    mailing: Mailing,
    person: Person,
    *,
    zone: tzinfo,
    now: datetime,
) -> Screen | SayAsWritten:
    """What this coordinator gets, true at this moment."""
    reply = [reply_to_mailing(mailing.id)]
    match mailing.content:
        case BroadcastContent(message=message):
            return SayAsWritten(chat_id=person.id, content=message, keyboard=kept(rows(reply)))
        case ReminderContent():
            assert person.region_code is not None
            status = await region_status(session, campaign, person.region_code)
            return reminder(campaign, status, zone=zone, now=now, mailing=mailing)
        case YearlyConfirmationContent(text=text, deadline=deadline):
            text = _with_deadline(text, deadline, person, zone)
            if deadline is not None:  # older texts have the question in them
                text = f"{text}\n\n{texts.mailing.still_coordinator(_region(person))}"
            answers = _yearly_confirmation(campaign)
            expect(person, *answers)
            above = [[answer] for answer in answers]
        case NoticeContent(text=text, deadline=deadline):
            text, above = _with_deadline(text, deadline, person, zone), []
    return Screen(text, rows(*above, reply)).kept()


def _with_deadline(text: str, deadline: datetime | None, person: Person, zone: tzinfo) -> str:
    """The text, and below it the deadline in the person's own time, too."""
    if deadline is None:
        return text
    return f"{text}\n\n{texts.mailing.deadline(deadline, zone, _region(person))}"


def _region(coordinator: Person) -> Region:
    assert coordinator.region_code is not None
    return region_by_code(coordinator.region_code)


def reminder(
    campaign: Campaign,
    status: RegionStatus,
    *,
    zone: tzinfo,
    now: datetime,
    mailing: Mailing | None = None,
) -> Screen:
    """For the coordinators of a region, also after the deadline; `mailing` if an admin sends it."""
    reply = [write_to_ministry() if mailing is None else reply_to_mailing(mailing.id)]
    report, year = button(phrases.REGION_REPORT, OpenReport()), campaign.year
    if status.can_be_late(campaign, now):
        text = texts.reminders.overdue(campaign, status, zone)
        return Screen(
            text, rows([late_button(status, year)], [ask_button(year)], [report], reply)
        ).kept()
    if has_passed(status.deadline, now):  # returned, and therefore open
        text = texts.reminders.overdue(campaign, status, zone)
        events = button(phrases.MY_EVENTS, OpenEvents())
        return Screen(text, rows([report], [events], reply)).kept()
    text = texts.reminders.reminder(campaign, status, zone, now)
    new = button(phrases.NEW_EVENT, NewEvent(year=year))
    return Screen(text, rows([new], [report], reply)).kept()


def reply_keyboard() -> InlineKeyboardMarkup:
    """For a preview, when there is no mailing yet."""
    return kept(rows([reply_to_mailing(0)]))


def mailing_progress(mailing: Mailing, so_far: Count) -> Screen:
    stop = button(texts.mailing.STOP, StopMailing(mailing=mailing.id), DANGER)
    return Screen(texts.mailing.progress(mailing, so_far), rows([stop]))


def mailing_report(
    mailing: Mailing, ended: Tally, stopped_by: Person | None, *, named: bool = False
) -> Screen:
    """`named`: with all regions where there was nobody to write to, however many."""
    many = len(mailing.content.nobody) > texts.mailing.NAMED
    name = button(texts.mailing.WHOM_IT_MISSED, NameMissed(mailing=mailing.id))
    repeat = button(texts.mailing.SEND_AGAIN, RepeatMailing(mailing=mailing.id), MAIN)
    offered = (ended.unknown or ended.failed) and stopped_by is None
    return Screen(
        texts.mailing.report(mailing, ended, stopped_by, named=named),
        rows([repeat] if offered else [], [name] if many and not named else []),
    )


def _yearly_confirmation(campaign: Campaign) -> list[InlineKeyboardButton]:
    answers = {
        texts.mailing.STAYS_COORDINATOR: ConfirmCoordinator(year=campaign.year, answer="yes"),
        texts.mailing.LEAVES_REGION: ConfirmCoordinator(year=campaign.year, answer="no"),
    }
    return [button(label, answer) for label, answer in answers.items()]
