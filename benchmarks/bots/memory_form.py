"""The same form with python-telegram-bot, kept in memory only: whatever is not saved is lost when
it ends. Run in the peers' own environment, which has nothing of this project's."""

import asyncio
import logging
import sys
import warnings
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop
from telegram import Update
from telegram.ext import (
    Application,
    BaseUpdateProcessor,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

TOKEN = "4242:" + "A" * 35
PROMPTS = {
    "name": "Введите место проведения",
    "place": "Количество проведений",
    "times_held": "Количество участников",
    "participants": "Ссылки на публикации",
    "links": "Ссылка на видео",
    "video": "Сохранить? Да/Нет",
}

AT_ONCE = 256  # updates that are answered at the same time

Handler = Callable[[Update, Any], Awaitable[int]]


# The library is installed for the peers only, so mypy does not know it.
class InOrder(BaseUpdateProcessor):  # type: ignore[misc]
    """Chats side by side, but the updates of one in their order: a conversation's state is set
    only after its answer has gone out."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE)
        self._chats: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        assert isinstance(update, Update)
        async with self._chats[update.effective_chat.id]:
            await coroutine

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass


def form(events: list[dict[str, Any]]) -> Any:
    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        context.user_data.clear()
        await update.message.reply_text("Введите название мероприятия")
        return 0

    async def finish(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        events.append(dict(context.user_data))
        context.user_data.clear()
        await update.message.reply_text("Сохранено")
        end: int = ConversationHandler.END
        return end

    def step(number: int, key: str) -> Handler:
        async def take(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
            text = update.message.text.strip()
            is_number = key in ("times_held", "participants")
            context.user_data[key] = int(text) if is_number else text
            await update.message.reply_text(PROMPTS[key])
            return number + 1

        return take

    typed = filters.TEXT & ~filters.COMMAND
    states: dict[int, list[Any]] = {
        number: [MessageHandler(typed, step(number, key))] for number, key in enumerate(PROMPTS)
    }
    states[len(PROMPTS)] = [MessageHandler(filters.Regex("^Да$"), finish)]
    entry = [CommandHandler("report", start)]
    return ConversationHandler(entry_points=entry, states=states, fallbacks=entry)


def main() -> None:
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    address = f"http://127.0.0.1:{sys.argv[1]}/bot"
    application = Application.builder().token(TOKEN).base_url(address).concurrent_updates(InOrder())
    bot = application.build()
    bot.add_handler(form([]))
    bot.run_polling(timeout=5, stop_signals=None)


if __name__ == "__main__":
    main()
