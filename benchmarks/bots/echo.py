"""The least that an aiogram bot can do: it repeats what is written. `run_polling` takes uvloop, as
all bots here do."""

import logging
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from benchmarks.telegram.api import TOKEN


async def repeat(message: Message) -> None:
    await message.answer(message.text or "")


def main() -> None:
    logging.disable(logging.CRITICAL)
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{sys.argv[1]}")
    dispatcher = Dispatcher()
    dispatcher.message()(repeat)
    dispatcher.run_polling(Bot(TOKEN, session=AiohttpSession(api=api)), handle_signals=False)


if __name__ == "__main__":
    main()
