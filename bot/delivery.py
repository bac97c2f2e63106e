"""Carrying out what handlers answered, after their change is committed."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
)
from aiogram.types import BotCommandScopeChat, InlineKeyboardMarkup
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database
from bot.files import MadeFile, Words, send_made
from bot.histories import make_history
from bot.workbooks import make_workbook
from handlers import texts
from handlers.answers import Answer, Say, SendHistory, SendWorkbook, SetMenu, Toast
from handlers.commands import bot_commands
from reports.campaigns import current_campaign
from reports.history_subjects import subject_of
from reports.people import mark_blocked
from reports.regions import region_by_code

log = structlog.get_logger()

WORKBOOK = Words(
    making=texts.export.MAKING_WORKBOOK,
    failed=texts.export.WORKBOOK_FAILED,
    progress=texts.export.workbook_progress,
)

HISTORY = Words(
    making=texts.history.MAKING_FILE,
    failed=texts.history.FILE_FAILED,
    progress=texts.export.workbook_progress,
)

# Asking again would bring the same.
REFUSALS = (
    TelegramBadRequest,
    TelegramNotFound,
    TelegramMigrateToChat,
    TelegramEntityTooLarge,
)
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
            log.exception("an answer could not be given", what=answer.does)

    async def _carry_out(self, answer: Answer) -> None:
        match answer:
            case Say():
                await self._say(answer)
            case Toast():
                await self._toast(answer)
            case SetMenu():
                scope = BotCommandScopeChat(chat_id=answer.chat_id)
                await self._bot.set_my_commands(bot_commands(answer.role), scope=scope)
            case SendWorkbook():
                await send_made(
                    self._bot, answer.chat_id, partial(self._make_workbook, answer), WORKBOOK
                )
            case SendHistory():
                await send_made(
                    self._bot, answer.chat_id, partial(self._make_history, answer), HISTORY
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

    async def _make_workbook(
        self, answer: SendWorkbook, folder: Path, on_progress: Callable[[int], None]
    ) -> MadeFile:
        now = self._now()
        made = await make_workbook(
            self._database,
            folder / f"quality-week-{now.astimezone(self._zone):%Y-%m-%d-%H%M}.xlsx",
            region_code=answer.region_code,
            zone=self._zone,
            now=now,
            on_progress=on_progress,
        )
        async with self._database.transaction() as session:
            campaign = await current_campaign(session)
        code = answer.region_code
        caption = texts.export.workbook_caption(
            campaign=campaign,
            region=region_by_code(code).name if code else None,
            figures=made.figures,
            made_at=now,
            zone=self._zone,
        )
        return MadeFile(made.path, caption)

    async def _make_history(
        self, answer: SendHistory, folder: Path, on_progress: Callable[[int], None]
    ) -> MadeFile:
        now = self._now()
        async with self._database.transaction() as session:
            subject = await subject_of(session, answer.subject, answer.id)
        if subject is None:
            raise LookupError("the person's data were erased since the history was asked for")
        path = folder / f"history-{now.astimezone(self._zone):%Y-%m-%d-%H%M}.xlsx"
        await make_history(
            self._database, path, subject=subject, zone=self._zone, now=now, on_progress=on_progress
        )
        return MadeFile(path, texts.history.file_caption(subject, now, self._zone))
