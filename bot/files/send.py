"""Makes a file for a chat, shows its progress, and sends it."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import AiogramError, TelegramAPIError, TelegramBadRequest
from aiogram.types import FSInputFile, InlineKeyboardMarkup, Message

from bot.database import Database
from bot.files.process import FileProcess
from bot.files.worker import OnProgress
from handlers.keyboards import kept

Result = TypeVar("Result")

PROGRESS_EVERY = 2.0  # seconds
PROGRESS_TIMEOUT = 5.0  # seconds for showing it once
UPLOAD_TIMEOUT = 180  # seconds for a file to reach Telegram


@dataclass(frozen=True, slots=True)
class MadeFile:
    """The person sees the name of `path`; `photo` sends it as a picture to be looked at. `sent` is
    called once it has been sent, to put that on record."""

    path: Path
    caption: str  # HTML
    keyboard: InlineKeyboardMarkup | None = None
    photo: bool = False
    sent: Callable[[], Awaitable[None]] | None = None


# Makes the file within the folder.
Make = Callable[[Path, OnProgress], Awaitable[MadeFile]]


@dataclass(frozen=True, slots=True)
class FileContext:
    """`scratch` is where folders for files are made, `zone` the ministry's. What may take long is
    made in `long_process`, so that nothing else waits for it; the rest in `process`. What somebody
    has sent is opened in `reading_process`, whose memory and time are bounded."""

    database: Database
    process: FileProcess
    long_process: FileProcess
    reading_process: FileProcess
    scratch: Path
    zone: tzinfo
    now: datetime

    def path(self, folder: Path, name: str, ending: str) -> Path:
        """A file whose name says when it was made."""
        return folder / f"{name}_{self.now.astimezone(self.zone):%Y-%m-%d_%H-%M}.{ending}"


# Makes the file that a response asks for, within the folder.
MakeFor = Callable[[FileContext, Any, Path, OnProgress], Awaitable[MadeFile]]


@dataclass(frozen=True, slots=True)
class Messages:
    """The announcement of a file, its progress (by the number of rows), and the apology."""

    making: str
    failed: str
    progress: Callable[[int], str] | None = None
    action: ChatAction = ChatAction.UPLOAD_DOCUMENT


class Insist(Protocol):
    """Retries a step during outages of Telegram and the database; gives its result or raises its
    error."""

    def __call__(self, step: Callable[[], Awaitable[Result]], /) -> Awaitable[Result]: ...


async def send_made(
    bot: Bot, chat_id: int, make: Make, messages: Messages, scratch: Path, insist: Insist
) -> None:
    """Announce the file, make it in a folder within `scratch`, send it, put that on record, and
    delete the announcement. Each step is retried by itself: a file is made and sent only once."""
    announcement = await insist(partial(bot.send_message, chat_id, messages.making))
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        making = partial(with_progress, bot, announcement, partial(make, Path(folder)), messages)
        try:
            made = await insist(making)
            await insist(partial(send, bot, chat_id, made))
        except Exception:
            # Whatever it was, the person hears that no file comes; then it is the caller's.
            with suppress(AiogramError):  # the first error is the one to report
                await insist(partial(edit, announcement, messages.failed))
            raise
    try:
        if made.sent is not None:
            await insist(made.sent)
    finally:
        with suppress(TelegramAPIError):
            await insist(announcement.delete)


async def with_progress(
    bot: Bot,
    announcement: Message,
    work: Callable[[OnProgress], Awaitable[Result]],
    messages: Messages,
) -> Result:
    """What the work gives; meanwhile its progress stands in place of the announcement."""
    rows = shown = 0

    def on_progress(done: int) -> None:
        nonlocal rows
        rows = done

    working = asyncio.ensure_future(work(on_progress))
    try:
        while not working.done():
            # Progress that cannot be shown does not stop the work.
            with suppress(AiogramError, TimeoutError):
                async with asyncio.timeout(PROGRESS_TIMEOUT):
                    await bot.send_chat_action(announcement.chat.id, messages.action)
                    if rows != shown and messages.progress is not None:
                        shown = rows
                        await edit(announcement, messages.progress(shown))
            await asyncio.wait([working], timeout=PROGRESS_EVERY)
        return working.result()
    finally:
        if not working.done():
            working.cancel()
            await asyncio.wait([working])  # until nothing writes into its folder any more


async def edit(announcement: Message, text: str) -> None:
    with suppress(TelegramBadRequest):  # the person has deleted it
        await announcement.edit_text(text)


async def send(bot: Bot, chat_id: int, made: MadeFile) -> None:
    send_it = bot.send_photo if made.photo else bot.send_document
    await send_it(
        chat_id,
        FSInputFile(made.path, filename=made.path.name),
        caption=made.caption,
        reply_markup=made.keyboard and kept(made.keyboard),
        request_timeout=UPLOAD_TIMEOUT,
    )
