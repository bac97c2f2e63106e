"""Carrying out what handlers answered, after their change is committed."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BotCommandScopeChat, InlineKeyboardMarkup

from bot.database import Database
from bot.errors import Failure, failure_of, is_unreachable
from bot.files.history import make_history_for
from bot.files.invitations import make_invitations_for
from bot.files.picture import make_picture_for
from bot.files.send import FileContext, MakeFor, Messages, send_made
from bot.files.workbook import make_workbook_for
from bot.updates.send_as_written import send_as_written
from domain.people.people import mark_blocked
from handlers.export import texts as export_texts
from handlers.history import texts as history_texts
from handlers.invitations import texts as invitations_texts
from handlers.menu import bot_commands
from handlers.responses import (
    Response,
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
from handlers.status import texts as status_texts

log = structlog.get_logger()

# How each kind of file is made, and what is said meanwhile.
FILES: dict[type[SendFile], tuple[MakeFor[Any], Messages]] = {
    SendWorkbook: (
        make_workbook_for,
        Messages(
            making=export_texts.MAKING_WORKBOOK,
            failed=export_texts.WORKBOOK_FAILED,
            progress=export_texts.workbook_progress,
        ),
    ),
    SendHistory: (
        make_history_for,
        Messages(
            making=history_texts.MAKING_FILE,
            failed=history_texts.FILE_FAILED,
            progress=export_texts.workbook_progress,
        ),
    ),
    SendPicture: (
        make_picture_for,
        Messages(making=status_texts.pictures.MAKING, failed=status_texts.pictures.FAILED),
    ),
    SendInvitationTable: (
        make_invitations_for,
        Messages(
            making=invitations_texts.MAKING_TABLE,
            failed=invitations_texts.TABLE_FAILED,
        ),
    ),
}


class Delivery:
    def __init__(
        self, bot: Bot, database: Database, *, zone: tzinfo, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._database = database
        self._zone = zone
        self._now = now

    async def carry_out(self, answer: Response) -> None:
        """What Telegram refuses for good, and what fails by our own mistake, is logged and
        passed over; while Telegram or the database cannot be reached this raises, and the
        answer is to be carried out again."""
        try:
            await self._carry_out(answer)
        except TelegramForbiddenError as error:
            await self._unreachable(answer, error)
        except Exception as error:
            match failure_of(error):
                case Failure.REFUSAL:
                    log.error("telegram refused", what=answer.does, why=str(error))
                case Failure.BUG:  # or the chat would wait for this answer for ever
                    log.exception("an answer could not be given", what=answer.does)
                case _:
                    raise

    async def _carry_out(self, answer: Response) -> None:
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
                surroundings = FileContext(self._database, self._zone, self._now())
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

    async def _unreachable(self, answer: Response, error: TelegramForbiddenError) -> None:
        log.info("not delivered", what=answer.does, why=error.message)
        chat_id = getattr(answer, "chat_id", None)
        if chat_id is not None and is_unreachable(error):
            async with self._database.transaction() as session:
                await mark_blocked(session, chat_id, self._now())
        if isinstance(answer, Say) and answer.if_unreachable is not None:
            await self.carry_out(answer.if_unreachable)
