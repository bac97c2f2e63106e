"""A mailing as it looks: to a coordinator, and to the admin who watches it."""

from datetime import datetime, timedelta, tzinfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import has_passed
from domain.campaigns.extensions import open_request_of
from domain.mailings.progress import Count, Tally
from domain.regions.directory import Region, region_by_code
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.accepted import report_accepted
from handlers.after_deadline import ask_button, late_button
from handlers.callbacks import (
    ConfirmCoordinator,
    NewEvent,
    OfCampaign,
    OpenEvents,
    OpenReport,
    RowId,
)
from handlers.confirmation import expect
from handlers.keyboards import DANGER, MAIN, button, kept, rows
from handlers.mailings import texts
from handlers.reply_buttons import reply_to_mailing, write_to_ministry
from handlers.responses import SayAsWritten, Screen
from models import (
    AcceptanceContent,
    AuditEntry,
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


class PutOff(OfCampaign, prefix="put_off"):
    """Remind me tomorrow."""


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
            asked = await open_request_of(session, campaign, person.region_code) is not None
            return reminder(campaign, status, zone=zone, now=now, mailing=mailing, time_asked=asked)
        case AcceptanceContent(decisions=decisions):
            region = _region(person)
            entry = await session.get_one(AuditEntry, decisions[region.code])
            return report_accepted(region, campaign, entry)
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
    time_asked: bool = False,
) -> Screen:
    """For the coordinators of a region, also after the deadline; `mailing` if an admin sends it.
    `time_asked`: the region waits for an answer to its request for more time."""
    reply = [write_to_ministry() if mailing is None else reply_to_mailing(mailing.id)]
    report, year = button(phrases.REGION_REPORT, OpenReport()), campaign.year
    tomorrow = [button(texts.reminders.PUT_OFF, PutOff(year=year))]
    if status.can_be_late(campaign, now):
        text = texts.reminders.overdue(campaign, status, zone, time_asked=time_asked)
        ask = [] if time_asked else [ask_button(year)]
        late = [late_button(status, year)]
        return Screen(text, rows(late, ask, [report], tomorrow, reply)).kept()
    if has_passed(status.deadline, now):  # returned, and therefore open
        text = texts.reminders.overdue(campaign, status, zone)
        events = button(phrases.MY_EVENTS, OpenEvents())
        return Screen(text, rows([report], [events], tomorrow, reply)).kept()
    text = texts.reminders.reminder(campaign, status, zone, now)
    new = button(phrases.NEW_EVENT, NewEvent(year=year))
    is_last_day = status.deadline - now <= timedelta(days=1)
    return Screen(text, rows([new], [report], [] if is_last_day else tomorrow, reply)).kept()


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
