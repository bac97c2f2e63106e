"""Making a file for somebody in a chat, with progress shown, and sending it."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Protocol, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import FSInputFile, InlineKeyboardMarkup, Message
from aiogram.utils.chat_action import ChatActionSender

from bot.database import Database
from bot.errors import Failure, failure_of

log = structlog.get_logger()

PROGRESS_EVERY = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class MadeFile:
    """`path`'s name is what the person sees; `photo` sends it as a picture to be looked at.
    `sent` is called once it is out, to put that on record."""

    path: Path
    caption: str  # HTML
    keyboard: InlineKeyboardMarkup | None = None
    photo: bool = False
    sent: Callable[[], Awaitable[None]] | None = None


OnProgress = Callable[[int], None]  # may be called from any thread

# Makes the file within the folder.
Make = Callable[[Path, OnProgress], Awaitable[MadeFile]]


@dataclass(frozen=True, slots=True)
class FileContext:
    """What a file is made from. `zone` is the ministry's."""

    database: Database
    zone: tzinfo
    now: datetime

    def path(self, folder: Path, name: str, ending: str) -> Path:
        """A file whose name says when it was made."""
        return folder / f"{name}_{self.now.astimezone(self.zone):%Y-%m-%d_%H-%M}.{ending}"


Asked = TypeVar("Asked", contravariant=True)


class MakeFor(Protocol[Asked]):
    """Makes the file that an answer asks for, within the folder."""

    def __call__(
        self, around: FileContext, answer: Asked, folder: Path, on_progress: OnProgress, /
    ) -> Awaitable[MadeFile]: ...


@dataclass(frozen=True, slots=True)
class Messages:
    """What is said while a file is made, and when that fails."""

    making: str
    failed: str
    progress: Callable[[int], str] | None = None


async def send_made(bot: Bot, chat_id: int, make: Make, words: Messages) -> None:
    """Announce the file, make it, send it, and take the announcement back."""
    waiting = await bot.send_message(chat_id, words.making)
    with tempfile.TemporaryDirectory() as folder:
        sending = ChatActionSender.upload_document(chat_id, bot)
        async with sending:
            try:
                made = await _make(bot, waiting, make, Path(folder), words)
            except Exception as error:
                if failure_of(error) is not Failure.BUG:
                    raise
                # The same at the next try: the person has to hear of it.
                log.exception("a file could not be made")
                await _tell(bot, waiting, words.failed)
                return
            try:
                await _send(bot, chat_id, made)
            except TelegramAPIError as error:
                if failure_of(error) is Failure.REFUSAL:
                    await _tell(bot, waiting, words.failed)
                raise
    with suppress(TelegramBadRequest):
        await bot.delete_message(chat_id, waiting.message_id)


async def _make(bot: Bot, waiting: Message, make: Make, folder: Path, words: Messages) -> MadeFile:
    done = 0

    def count(so_far: int) -> None:
        nonlocal done
        done = so_far

    making = asyncio.ensure_future(make(folder, count))
    told = 0
    while not (await asyncio.wait([making], timeout=PROGRESS_EVERY))[0]:
        if done != told and words.progress is not None:
            told = done
            await _tell(bot, waiting, words.progress(told))
    return making.result()


async def _tell(bot: Bot, waiting: Message, text: str) -> None:
    """In the message that announced the file, if that is still there."""
    with suppress(TelegramBadRequest):
        await bot.edit_message_text(text, chat_id=waiting.chat.id, message_id=waiting.message_id)


async def _send(bot: Bot, chat_id: int, made: MadeFile) -> None:
    file = FSInputFile(made.path, filename=made.path.name)
    if made.photo:
        await bot.send_photo(chat_id, file, caption=made.caption, reply_markup=made.keyboard)
    else:
        await bot.send_document(chat_id, file, caption=made.caption, reply_markup=made.keyboard)
    if made.sent is not None:
        await made.sent()
