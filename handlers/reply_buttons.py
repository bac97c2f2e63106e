"""The buttons by which a coordinator writes to the ministry, wherever they stand."""

from aiogram.types import InlineKeyboardButton

from handlers import phrases
from handlers.callbacks import ReplyToDecision, ReplyToMinistry
from handlers.keyboards import button
from models import AuditEntry


def reply_to_mailing(mailing_id: int) -> InlineKeyboardButton:
    return button(phrases.REPLY, ReplyToMinistry(mailing=mailing_id))


def reply_to_decision(decision: AuditEntry) -> InlineKeyboardButton:
    """Below what a region's coordinators are told of a decision."""
    return button(phrases.REPLY, ReplyToDecision(decision=decision.id))


def write_to_ministry() -> InlineKeyboardButton:
    """About anything."""
    return button(phrases.WRITE, ReplyToMinistry())
