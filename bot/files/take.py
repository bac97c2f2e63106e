"""Takes a file that somebody has sent: downloads it, has it worked on, and gives what is to be
answered."""

import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramAPIError

from bot.files.download import download
from bot.files.send import FileContext, Insist, MadeFile, Messages, edit, send, with_progress
from bot.files.worker import OnProgress
from domain.refusal import Refusal
from handlers.formatting import refusal
from handlers.responses import Responses, Say, Screen, TakeFile, say


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be answered below a file that is sent first."""

    responses: Responses
    file: MadeFile


# Works on the downloaded file, and applies in a transaction of its own what comes of it. After a
# crash it is done again, so what has been applied must be recognised. Raises Refusal for a file
# that cannot be taken.
Take = Callable[[Path, OnProgress], Awaitable[Responses | Taken]]
# Takes the file of a response.
TakeFor = Callable[[FileContext, Any, Path, OnProgress], Awaitable[Responses | Taken]]


async def take_sent(
    bot: Bot, answer: TakeFile, take: Take, messages: Messages, scratch: Path, insist: Insist
) -> Responses:
    """What is to be answered, the first of it in place of the announcement if no file has come
    below that. The file stands in a folder within `scratch`. Each step is retried by itself."""
    announcement = await insist(partial(bot.send_message, answer.chat_id, messages.making))
    try:
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            path = Path(folder) / "file"
            await download(bot, answer.file_id, path, insist)
            working = partial(with_progress, bot, announcement, partial(take, path), messages)
            taken = await insist(working)
            if isinstance(taken, Taken):
                await insist(partial(send, bot, answer.chat_id, taken.file))
    except Refusal as refused:
        taken = [say(answer.chat_id, Screen(refusal(refused)))]
    except Exception:
        # Whatever it was, the person hears that nothing comes of it; then it is the caller's.
        with suppress(AiogramError):  # the first error is the one to report
            await insist(partial(edit, announcement, messages.failed))
        raise
    if not isinstance(taken, Taken):
        return _in_place(taken, answer.chat_id, announcement.message_id)
    with suppress(TelegramAPIError):
        await insist(announcement.delete)
    return taken.responses


def _in_place(responses: Responses, chat_id: int, message_id: int) -> Responses:
    for number, each in enumerate(responses):
        if isinstance(each, Say) and each.chat_id == chat_id:
            shown = each.model_copy(update={"instead_of": message_id})
            return [*responses[:number], shown, *responses[number + 1 :]]
    return responses
