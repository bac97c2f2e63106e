"""A mailing as it looks: to a coordinator, and to the admin who watches it."""

from datetime import datetime, tzinfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import texts
from handlers.answers import SayAsWritten, Screen, button, rows
from handlers.cards import reminder, still_keyboard
from handlers.doors import (
    ReplyToMinistry,
    RowId,
)
from models import Campaign, Mailing, MailingKind, Person
from reports.deadlines import deadline_of
from reports.mailings_sent import Tally
from reports.region_reports import glance
from reports.regions import region_by_code


class StopMailing(CallbackData, prefix="stop"):
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
    reply = [_reply(mailing.id)]
    match mailing.kind:
        case MailingKind.BROADCAST:
            keyboard = rows(reply)
            return SayAsWritten(chat_id=person.id, content=mailing.content, keyboard=keyboard)
        case MailingKind.REMINDER:
            assert person.region_code is not None
            screen = await reminder_to(session, campaign, person.region_code, zone=zone, now=now)
            text, above = screen.text, _rows_of(screen)
        case MailingKind.STILL:
            text, above = mailing.content["text"], still_keyboard(campaign).inline_keyboard
        case _:
            text, above = mailing.content["text"], []
    return Screen(text, rows(*above, reply))


def _rows_of(screen: Screen) -> list[list[InlineKeyboardButton]]:
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    return screen.keyboard.inline_keyboard


async def reminder_to(
    session: AsyncSession, campaign: Campaign, region_code: str, *, zone: tzinfo, now: datetime
) -> Screen:
    seen = await glance(session, campaign, region_code)
    deadline = await deadline_of(session, campaign, region_code)
    return reminder(campaign, deadline, zone, region_by_code(region_code), seen, now)


def reply_keyboard() -> InlineKeyboardMarkup:
    """As in a preview: there is no mailing yet."""
    return rows([_reply(0)])


def mailing_progress(mailing: Mailing, so_far: Tally) -> Screen:
    stop = button(texts.mailing.STOP, StopMailing(mailing=mailing.id).pack())
    return Screen(texts.mailing.progress(mailing, so_far), rows([stop]))


def mailing_report(mailing: Mailing, ended: Tally, stopped_by: Person | None) -> Screen:
    return Screen(texts.mailing.report(mailing, ended, stopped_by))


def _reply(mailing_id: int) -> InlineKeyboardButton:
    return button(texts.mailing.REPLY, ReplyToMinistry(mailing=mailing_id).pack())
