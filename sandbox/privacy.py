"""Privacy mode: what a bot that is no administrator gets to hear in a group."""

import re
from typing import Any

from sandbox.bots import Bot
from sandbox.chats import Chat

_SERVICE = {"new_chat_members", "left_chat_member", "pinned_message"}
_COMMAND = re.compile(r"/\w+(?:@(\w+))?")


def hears(bot: Bot, chat: Chat, message: dict[str, Any]) -> bool:
    """Commands meant for the bot, replies to it, and service messages."""
    if chat.statuses.get(bot.user.id) != "member":
        return False
    if chat.kind == "private" or _SERVICE & message.keys():
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.user.id:
        return True
    command = _COMMAND.match(message.get("text", ""))
    if not command:
        return False
    if command[1]:
        return command[1].lower() == bot.username.lower()
    # A command without a name is for the bot that has spoken last, or for the only one.
    present = [status for status in chat.statuses.values() if status == "member"]
    return chat.last_bot == bot.user.id or len(present) == 1
