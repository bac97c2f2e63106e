"""Updates that no conversation takes: groups, edits, blocking, unexpected messages, old buttons."""

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from handlers.context import Context
from handlers.forms.engine import Engine
from handlers.home import show_home
from handlers.phrases import NEW_EVENT
from handlers.responses import Responses, Screen, alert, say, show
from handlers.routes import Route
from models import Role

EDIT_IS_NO_ANSWER = (
    "Исправление отправленного сообщения бот здесь не учитывает. Если это был ответ на вопрос, "
    "вернитесь к вопросу кнопкой «Назад» или нажмите «Изменить». Если нет, отправьте новое "
    "сообщение."
)
NOT_WAITING_FOR_TEXT = (
    "Сейчас бот не ждёт ответа, поэтому сообщение не записано. Выберите действие на клавиатуре "
    "внизу или в меню команд."
)
HELPER_NOT_ASKED = (
    f"Сообщение не записано. Помощник вносит мероприятия по вопросам бота: нажмите «{NEW_EVENT}»."
)
FILES_ARE_COORDINATORS = (
    "Файл не принят: файлы загружает координатор региона. Вы можете внести мероприятия по вопросам "
    f"бота: нажмите «{NEW_EVENT}». Файл со списком отправьте координатору."
)
STALE_BUTTON = "Эта кнопка больше не действует. Начните с /start."
UNKNOWN_COMMAND = "Такой команды нет. Все команды: /help."


def private_chats_only(*, username: str) -> str:
    return f"Бот работает только в личных сообщениях: https://t.me/{username}"


UNABLE = (
    "Не удалось обработать сообщение. Ошибка записана, разработчик её увидит. Попробуйте ещё раз "
    "или начните сначала: /start. Введённое раньше не потеряно."
)


class InPrivate(Filter):
    """The chat of one person with the bot, as whoever has read the update's origin says: a part
    that shows where it happened may have been unreadable, and is not there to be looked at."""

    async def __call__(self, event: TelegramObject, in_private: bool) -> bool:
        return in_private


async def in_group(message: Message, bot_username: str) -> Responses:
    # Whatever else is said in a group is not meant for the bot, nor are other bots' commands.
    command = (message.text or "").partition(" ")[0]
    _, named, whose = command.partition("@")
    if not command.startswith("/") or (named and whose.casefold() != bot_username.casefold()):
        return []
    return [say(message.chat.id, Screen(private_chats_only(username=bot_username)))]


async def pressed_in_group(query: CallbackQuery, bot_username: str) -> Responses:
    return alert(query, private_chats_only(username=bot_username))


async def moved_in_group(update: ChatMemberUpdated, bot_username: str) -> Responses:
    if update.new_chat_member.status not in ("member", "administrator", "restricted"):
        return []
    return [say(update.chat.id, Screen(private_chats_only(username=bot_username)))]


async def not_asked(
    message: Message, context: Context, interrupted: bool, forms: Engine
) -> Responses:
    refused = await forms.only_buttons(message, context)
    if refused:
        return refused
    if context.person.role == Role.STRANGER:
        return await show_home(message, context)
    text = _why_not_taken(message, context)
    waits = [] if interrupted else await forms.waiting(context)
    return [*show(message, Screen(text)), *waits]


def _why_not_taken(message: Message, context: Context) -> str:
    if (message.text or "").startswith("/"):
        return UNKNOWN_COMMAND
    if not context.person.is_helper:
        return NOT_WAITING_FOR_TEXT
    return FILES_ARE_COORDINATORS if message.document is not None else HELPER_NOT_ASKED


async def edited(message: Message) -> Responses:
    if message.text is None and message.caption is None:
        return []  # a live location that moves comes as edits, too
    return show(message, Screen(EDIT_IS_NO_ANSWER))


async def stale_button(query: CallbackQuery) -> Responses:
    return alert(query, STALE_BUTTON)


async def blocked_or_not(update: ChatMemberUpdated, context: Context | None) -> Responses:
    if context is not None and update.new_chat_member.status == "kicked":
        context.person.blocked_at = context.now
    return []


GROUPS_ROUTES = (
    Route("message", in_group, (~InPrivate(),)),
    Route("callback_query", pressed_in_group, (~InPrivate(),)),
    Route("my_chat_member", moved_in_group, (~InPrivate(),)),
)


ROUTES = (
    Route("message", not_asked),
    Route("edited_message", edited),
    Route("callback_query", stale_button),
    Route("my_chat_member", blocked_or_not),
)
