"""Carrying out what handlers answered, after their change is committed."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Literal

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BotCommandScopeChat, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import Failure, failure_of, in_a_line, is_unreachable
from bot.files.kinds import FILES, TAKEN
from bot.files.process import FileProcess
from bot.files.send import FileContext, Insist, Result, send_made
from bot.files.take import take_sent
from bot.files.worker import OnProgress
from bot.updates.calls import EditText, SendText
from bot.updates.send_as_written import send_as_written
from domain.people.people import mark_blocked
from handlers.menu import bot_commands
from handlers.responses import (
    AboutFile,
    Response,
    Say,
    SayAsWritten,
    SendFile,
    SetMenu,
    TakeFile,
    Toast,
)

log = structlog.get_logger()

# Makes or takes a file at that path.
Work = Callable[[Path, OnProgress], Awaitable[Result]]
# The same for a response.
WorkFor = Callable[[FileContext, Any, Path, OnProgress], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of an answer. `question`: the draft, and the message in which its question stands
    now. `further`: what is to be answered after it, or instead of it because the person is out of
    reach. `outcome` is for those who count."""

    question: tuple[int, int] | None = None
    further: Sequence[Response] = ()
    outcome: Literal["sent", "forbidden", "refused", "given up", "failed"] = "sent"


class AnswerSender:
    def __init__(
        self,
        bot: Bot,
        database: Database,
        *,
        process: FileProcess,
        long_process: FileProcess,
        reading_process: FileProcess,
        scratch: Path,
        zone: tzinfo,
        now: Callable[[], datetime],
    ) -> None:
        self._bot = bot
        self._database = database
        self._process = process
        self._long_process = long_process
        self._reading_process = reading_process
        self._scratch = scratch
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
            log.error("answer.refused", what=answer.does, why=in_a_line(error))
            return Sent(outcome="refused")

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
                making = self._in_context(make, answer)
                await send_made(self._bot, answer.chat_id, making, messages, self._scratch, insist)
            case TakeFile():
                take, messages = TAKEN[type(answer)]
                taking = self._in_context(take, answer)
                return Sent(
                    further=await take_sent(
                        self._bot, answer, taking, messages, self._scratch, insist
                    )
                )
        return Sent()

    def _in_context(self, work: WorkFor[Result], answer: AboutFile) -> Work[Result]:
        """The work on the answer's file; each try of it has the time of its own."""
        return lambda path, on_progress: work(self._file_context(), answer, path, on_progress)

    def _file_context(self) -> FileContext:
        return FileContext(
            self._database,
            self._process,
            self._long_process,
            self._reading_process,
            self._scratch,
            self._zone,
            self._now(),
        )

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
        instead = answer.if_unreachable if isinstance(answer, Say) else None
        return Sent(further=[instead] if instead is not None else [], outcome="forbidden")
