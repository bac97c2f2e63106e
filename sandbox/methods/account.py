"""Methods about the bot itself: who it is, and its commands."""

import re
from typing import Annotated, Any, Literal

from sandbox.access import chat_to_read
from sandbox.bots import Bot, CommandsKey
from sandbox.methods.method import JSON, Decoded, Method, Strict
from sandbox.refusals import bad_request
from sandbox.world import World

COMMANDS_LIMIT = 100
_COMMAND = re.compile(r"[a-z0-9_]+")


class GetMe(Method):
    async def perform(self, world: World, bot: Bot) -> JSON:
        abilities = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "supports_guest_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
        }
        return bot.user.json() | abilities


class BotCommand(Strict):
    command: str
    description: str


class BotCommandScope(Strict):
    type: Literal[
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
    chat_id: int | str | None = None
    user_id: int | None = None


class SetMyCommands(Method):
    commands: Annotated[list[BotCommand], Decoded] = []
    scope: Annotated[BotCommandScope, Decoded] = BotCommandScope(type="default")
    language_code: str = ""

    async def perform(self, world: World, bot: Bot) -> Any:
        if len(self.commands) > COMMANDS_LIMIT:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in self.commands:
            _check_command(command)
        bot.commands[self._key(world, bot)] = [command.model_dump() for command in self.commands]
        return True

    def _key(self, world: World, bot: Bot) -> CommandsKey:
        scope = self.scope
        if not scope.type.startswith("chat"):
            return (scope.type, None, None), self.language_code
        if scope.chat_id in (None, ""):
            raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
        chat = chat_to_read(world, bot, scope.chat_id or "")
        return (scope.type, chat.id, scope.user_id), self.language_code


def _check_command(command: BotCommand) -> None:
    name, description = command.command.strip().removeprefix("/"), command.description.strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    command.command, command.description = name, description
