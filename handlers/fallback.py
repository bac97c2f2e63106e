"""Updates that no conversation takes: groups, edits, blocking, unexpected messages, old buttons."""

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.context import Context
from handlers.forms.engine import Engine
from handlers.home import show_home
from handlers.responses import Responses, Screen, alert, say, show
from handlers.routes import Route

EDIT_IS_NO_ANSWER = (
    "Исправление отправленного сообщения бот здесь не учитывает. Если это был ответ на вопрос, "
    "вернитесь к вопросу кнопкой «Назад» или нажмите «Изменить». Если нет, отправьте новое "
    "сообщение."
)
NOT_WAITING_FOR_TEXT = (
    "Сейчас бот не ждёт ответа, поэтому сообщение не записано. Выберите действие на клавиатуре "
    "внизу или в меню команд."
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
    """The chat of one person with the bot."""

    async def __call__(self, event: Message | CallbackQuery | ChatMemberUpdated) -> bool:
        where = event.message if isinstance(event, CallbackQuery) else event
        return where is None or where.chat.type == "private"


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
    if not context.person.is_admin and not context.person.is_coordinator:
        return await show_home(message, context)
    unknown = (message.text or "").startswith("/")
    text = UNKNOWN_COMMAND if unknown else NOT_WAITING_FOR_TEXT
    waits = [] if interrupted else await forms.waiting(context)
    return [*show(message, Screen(text)), *waits]


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
