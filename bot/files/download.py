"""Brings a file that somebody has sent from Telegram onto this machine."""

from pathlib import Path

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.methods import GetFile
from aiohttp import ClientError, ClientResponseError

from bot.errors import PROXY_ERRORS
from bot.files.send import Insist
from bot.unreachable import why_unreachable
from domain.refusal import Refusal
from domain.tables.limits import MOST_BYTES, TOO_LARGE
from handlers import sent_files

TRIES = 5  # of a download that breaks off while Telegram itself can be reached
TIMEOUT = 180  # seconds for 20 MB on a slow line
CHUNK = 64 * 1024  # bytes


async def download(bot: Bot, file_id: str, path: Path, insist: Insist) -> None:
    """The file into `path`. Raises Refusal if Telegram does not give it."""
    failures = 0

    async def step() -> None:
        nonlocal failures
        address = await _address(bot, file_id)
        try:
            await _fetch(bot, GetFile(file_id=file_id), address, path)
        except AiogramError as error:
            failures += 1
            if failures == TRIES:
                raise Refusal(sent_files.NOT_DOWNLOADED) from error
            raise

    await insist(step)


async def _address(bot: Bot, file_id: str) -> str:
    """For an hour at least, so that each try asks for it anew."""
    try:
        found = await bot.get_file(file_id)
    except TelegramBadRequest as error:
        too_big = "file is too big" in error.message
        raise Refusal(TOO_LARGE if too_big else sent_files.NOT_GIVEN) from error
    if found.file_path is None:
        raise Refusal(sent_files.NOT_GIVEN)
    return found.file_path


async def _fetch(bot: Bot, method: GetFile, address: str, path: Path) -> None:
    """Raises aiogram's errors, which are known as outages, for whatever breaks it off. An error of
    aiohttp's own names the address, and with it the bot's token."""
    url = bot.session.api.file_url(bot.token, address)
    size = 0
    try:
        with path.open("wb") as file:
            async for chunk in bot.session.stream_content(url, timeout=TIMEOUT, chunk_size=CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise Refusal(TOO_LARGE)
                file.write(chunk)
    except ClientResponseError as error:
        raise TelegramServerError(method=method, message=f"HTTP {error.status}") from None
    except (ClientError, TimeoutError, *PROXY_ERRORS) as error:
        assert isinstance(bot.session, AiohttpSession)
        message = why_unreachable(error, bot.session)
        raise TelegramNetworkError(method=method, message=message) from None
