"""Carrying out what handlers answered, after their change is committed."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BotCommandScopeChat, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import Failure, failure_of, is_unreachable
from bot.files.history import make_history_for
from bot.files.invitations import make_invitations_for
from bot.files.picture import make_picture_for
from bot.files.process import FileProcess
from bot.files.region_report import make_region_report_for
from bot.files.send import FileContext, Insist, MadeFile, MakeFor, Messages, send_made
from bot.files.workbook import make_workbook_for
from bot.files.worker import OnProgress
from bot.updates.calls import EditText, SendText
from bot.updates.send_as_written import send_as_written
from domain.people.people import mark_blocked
from handlers.export import texts as export_texts
from handlers.history import texts as history_texts
from handlers.invitations import texts as invitations_texts
from handlers.menu import bot_commands
from handlers.region_report import texts as report_texts
from handlers.responses import (
    Response,
    Say,
    SayAsWritten,
    SendFile,
    SendHistory,
    SendInvitations,
    SendPicture,
    SendRegionReport,
    SendWorkbook,
    SetMenu,
    Toast,
)
from handlers.status import texts as status_texts

log = structlog.get_logger()

# How each kind of file is made, and what is said meanwhile.
FILES: dict[type[SendFile], tuple[MakeFor, Messages]] = {
    SendWorkbook: (
        make_workbook_for,
        Messages(
            making=export_texts.MAKING_WORKBOOK,
            failed=export_texts.WORKBOOK_FAILED,
            progress=export_texts.workbook_progress,
        ),
    ),
    SendRegionReport: (
        make_region_report_for,
        Messages(
            making=report_texts.copy.MAKING,
            failed=report_texts.copy.FAILED,
            progress=report_texts.copy.progress,
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
    SendInvitations: (
        make_invitations_for,
        Messages(
            making=invitations_texts.MAKING,
            failed=invitations_texts.MAKING_FAILED,
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of an answer. `question`: the draft, and the message in which its question stands
    now. `instead`: what is to be said because the person is out of reach."""

    question: tuple[int, int] | None = None
    instead: Response | None = None


class AnswerSender:
    def __init__(
        self,
        bot: Bot,
        database: Database,
        *,
        process: FileProcess,
        long_process: FileProcess,
        zone: tzinfo,
        now: Callable[[], datetime],
    ) -> None:
        self._bot = bot
        self._database = database
        self._process = process
        self._long_process = long_process
        self._zone = zone
        self._now = now

    async def carry_out(self, answer: Response, insist: Insist) -> Sent:
        """Each step by way of `insist`. What Telegram refuses for good is logged and passed
        over; an outage that outlasts `insist` and a bug are raised."""
        try:
            return await self._carry_out(answer, insist)
        except TelegramForbiddenError as error:
            return await self._forbidden(answer, error, insist)
        except AiogramError as error:
            if failure_of(error) is not Failure.REFUSAL:
                raise
            log.error("answer.refused", what=answer.does, why=str(error))
            return Sent()

    async def _carry_out(self, answer: Response, insist: Insist) -> Sent:
        match answer:
            case Say():
                message_id = await insist(partial(self._say, answer))
                if answer.question_of is not None:
                    return Sent(question=(answer.question_of, message_id))
            case SayAsWritten():
                await insist(partial(self._say_as_written, answer))
            case Toast():
                await insist(partial(self._toast, answer))
            case SetMenu():
                await insist(partial(self._set_menu, answer))
            case SendFile():
                make, messages = FILES[type(answer)]
                making = partial(self._make, make, answer)
                await send_made(self._bot, answer.chat_id, making, messages, insist)
        return Sent()

    def _make(
        self, make: MakeFor, answer: SendFile, folder: Path, on_progress: OnProgress
    ) -> Awaitable[MadeFile]:
        context = FileContext(
            self._database, self._process, self._long_process, self._zone, self._now()
        )
        return make(context, answer, folder, on_progress)

    async def _say(self, answer: Say) -> int:
        """Gives the id of the message."""
        if answer.instead_of is not None and await self._edited(answer, answer.instead_of):
            return answer.instead_of
        sent = await self._bot(
            SendText(
                chat_id=answer.chat_id,
                text=answer.text,
                reply_markup=answer.keyboard,
                disable_notification=answer.silent or None,
            )
        )
        return sent.message_id

    async def _edited(self, answer: Say, message_id: int) -> bool:
        """Whether the message that is to be replaced now says what it should."""
        keyboard = answer.keyboard
        try:
            await self._bot(
                EditText(
                    chat_id=answer.chat_id,
                    message_id=message_id,
                    text=answer.text,
                    reply_markup=keyboard if isinstance(keyboard, InlineKeyboardMarkup) else None,
                )
            )
        except TelegramBadRequest as error:
            # Deleted, too old, or not a text: then a new message says it.
            return "message is not modified" in error.message
        return True

    async def _say_as_written(self, answer: SayAsWritten) -> None:
        await send_as_written(self._bot, answer.chat_id, answer.content, answer.keyboard)

    async def _toast(self, answer: Toast) -> None:
        # After a while Telegram forgets a press; there is nobody left to answer.
        with suppress(TelegramBadRequest):
            await self._bot.answer_callback_query(
                answer.query_id, text=answer.text or None, show_alert=answer.alert or None
            )

    async def _set_menu(self, answer: SetMenu) -> None:
        scope = BotCommandScopeChat(chat_id=answer.chat_id)
        await self._bot.set_my_commands(bot_commands(answer.role), scope=scope)

    async def _forbidden(
        self, answer: Response, error: TelegramForbiddenError, insist: Insist
    ) -> Sent:
        log.info("answer.forbidden", what=answer.does, why=error.message)
        chat_id = getattr(answer, "chat_id", None)
        if chat_id is not None and is_unreachable(error):

            async def mark(session: AsyncSession) -> None:
                await mark_blocked(session, chat_id, self._now())

            await insist(partial(self._database.carry_through, mark))
        return Sent(instead=answer.if_unreachable if isinstance(answer, Say) else None)
