"""Carrying out what handlers answered, after their change is committed."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
)
from aiogram.types import BotCommandScopeChat, InlineKeyboardMarkup
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database
from bot.files import MakeFor, Surroundings, Words, send_made
from bot.histories import make_history_for
from bot.invitation_tables import make_invitations_for
from bot.outgoing import REFUSALS
from bot.pictures import make_picture_for
from bot.workbooks import make_workbook_for
from bot.written import send_as_written
from handlers import texts
from handlers.answers import (
    Answer,
    Say,
    SayAsWritten,
    SendFile,
    SendHistory,
    SendInvitationTable,
    SendPicture,
    SendWorkbook,
    SetMenu,
    Toast,
)
from handlers.commands import bot_commands
from reports.people import mark_blocked

log = structlog.get_logger()

# How each kind of file is made, and what is said meanwhile.
FILES: dict[type[SendFile], tuple[MakeFor[Any], Words]] = {
    SendWorkbook: (
        make_workbook_for,
        Words(
            making=texts.export.MAKING_WORKBOOK,
            failed=texts.export.WORKBOOK_FAILED,
            progress=texts.export.workbook_progress,
        ),
    ),
    SendHistory: (
        make_history_for,
        Words(
            making=texts.history.MAKING_FILE,
            failed=texts.history.FILE_FAILED,
            progress=texts.export.workbook_progress,
        ),
    ),
    SendPicture: (
        make_picture_for,
        Words(making=texts.pictures.MAKING, failed=texts.pictures.FAILED),
    ),
    SendInvitationTable: (
        make_invitations_for,
        Words(
            making=texts.mass_invitations.MAKING_TABLE,
            failed=texts.mass_invitations.TABLE_FAILED,
        ),
    ),
}

# Not every 403 is a person's: a group's are of no consequence.
_UNREACHABLE = ("blocked by the user", "user is deactivated", "can't initiate conversation")


class Delivery:
    def __init__(
        self, bot: Bot, database: Database, *, zone: tzinfo, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._database = database
        self._zone = zone
        self._now = now

    async def carry_out(self, answer: Answer) -> None:
        """What Telegram refuses for good, and what fails by our own mistake, is logged and
        passed over; while Telegram or the database cannot be reached this raises, and the
        answer is to be carried out again."""
        try:
            await self._carry_out(answer)
        except TelegramForbiddenError as error:
            await self._unreachable(answer, error)
        except REFUSALS as error:
            log.error("telegram refused", what=answer.does, why=error.message)
        except (AiogramError, SQLAlchemyError):
            raise
        except Exception:
            # Or the chat would wait for this answer for ever.
            log.exception("an answer could not be given", what=answer.does)

    async def _carry_out(self, answer: Answer) -> None:
        match answer:
            case Say():
                await self._say(answer)
            case SayAsWritten():
                await send_as_written(self._bot, answer.chat_id, answer.content, answer.keyboard)
            case Toast():
                await self._toast(answer)
            case SetMenu():
                scope = BotCommandScopeChat(chat_id=answer.chat_id)
                await self._bot.set_my_commands(bot_commands(answer.role), scope=scope)
            case SendFile():
                make, words = FILES[type(answer)]
                surroundings = Surroundings(self._database, self._zone, self._now())
                await send_made(
                    self._bot, answer.chat_id, partial(make, surroundings, answer), words
                )

    async def _say(self, answer: Say) -> None:
        if answer.instead_of is not None and await self._edited(answer):
            return
        await self._bot.send_message(answer.chat_id, answer.text, reply_markup=answer.keyboard)

    async def _edited(self, answer: Say) -> bool:
        """Whether the message that is to be replaced now says what it should."""
        keyboard = answer.keyboard
        try:
            await self._bot.edit_message_text(
                answer.text,
                chat_id=answer.chat_id,
                message_id=answer.instead_of,
                reply_markup=keyboard if isinstance(keyboard, InlineKeyboardMarkup) else None,
            )
        except TelegramBadRequest as error:
            # Deleted, too old, or not a text: then a new message says it.
            return "message is not modified" in error.message
        return True

    async def _toast(self, answer: Toast) -> None:
        # After a while Telegram forgets a press; there is nobody left to answer.
        with suppress(TelegramBadRequest):
            await self._bot.answer_callback_query(
                answer.query_id, text=answer.text or None, show_alert=answer.alert or None
            )

    async def _unreachable(self, answer: Answer, error: TelegramForbiddenError) -> None:
        log.info("not delivered", what=answer.does, why=error.message)
        chat_id = getattr(answer, "chat_id", None)
        if chat_id is not None and any(words in error.message for words in _UNREACHABLE):
            async with self._database.transaction() as session:
                await mark_blocked(session, chat_id, self._now())
        if isinstance(answer, Say) and answer.if_unreachable is not None:
            await self.carry_out(answer.if_unreachable)
