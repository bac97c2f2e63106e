"""Which chats and messages a bot may reach, and the server's words when it may not."""

from sandbox.bots import Bot
from sandbox.chats import Chat, Message
from sandbox.refusals import bad_request, forbidden
from sandbox.world import World


def chat_to_read(world: World, bot: Bot, chat_id: int | str) -> Chat:
    chat = _known_chat(world, bot, chat_id)
    if chat is None or (chat.user and not chat.started):
        raise bad_request("chat not found")
    return chat


def chat_to_write(world: World, bot: Bot, chat_id: int | str) -> Chat:
    chat = _known_chat(world, bot, chat_id)
    user = chat.user if chat else world.users.get(_number(chat_id))
    if user and user.deactivated:
        raise forbidden("user is deactivated")
    if user and not user.is_bot and not (chat and chat.started):
        raise forbidden("bot can't initiate conversation with a user")
    if chat is None:
        raise bad_request("chat not found")
    if chat.kind == "channel":
        raise forbidden("bot is not a member of the channel chat")
    if chat.statuses.get(bot.user.id) == "kicked":
        private = chat.kind == "private"
        raise forbidden(
            "bot was blocked by the user" if private else "bot was kicked from the group chat"
        )
    return chat


def message_in(chat: Chat, message_id: int, purpose: str) -> Message:
    """`purpose` as the server says it: "message to edit"."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request(f"{purpose} not found")
    return message


def _known_chat(world: World, bot: Bot, chat_id: int | str) -> Chat | None:
    if chat_id == "":
        raise bad_request("chat_id is empty")
    if isinstance(chat_id, str) and chat_id.startswith("@"):
        named = [chat for chat in world.shared_chats.values() if chat.username == chat_id[1:]]
        return named[0] if named else None
    number = _number(chat_id)
    shared = world.shared_chats.get(number)
    if shared and (shared.kind == "channel" or bot.user.id in shared.statuses):
        return shared
    return bot.private.get(number)


def _number(chat_id: int | str) -> int:
    try:
        return int(chat_id)
    except ValueError:
        return 0
