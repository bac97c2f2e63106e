"""Methods about the bot itself: its name, its descriptions, its commands and menu button."""

import re
from typing import Annotated, Any, Literal

from sandbox.access import chat_to_read
from sandbox.bots import Bot, CommandsKey
from sandbox.methods.method import JSON, Decoded, Method, Strict
from sandbox.refusals import MisuseError, bad_request
from sandbox.world import World

COMMANDS_LIMIT = 100
_COMMAND = re.compile(r"[a-z0-9_]+")
_PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}


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


class Scoped(Method):
    scope: Annotated[BotCommandScope, Decoded] = BotCommandScope(type="default")
    language_code: str = ""

    def key(self, world: World, bot: Bot) -> CommandsKey:
        scope = self.scope
        if not scope.type.startswith("chat"):
            return (scope.type, None, None), self.language_code
        if scope.chat_id in (None, ""):
            raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
        chat = chat_to_read(world, bot, scope.chat_id or "")
        return (scope.type, chat.id, scope.user_id), self.language_code


class SetMyCommands(Scoped):
    commands: Annotated[list[BotCommand], Decoded] = []

    async def perform(self, world: World, bot: Bot) -> Any:
        if len(self.commands) > COMMANDS_LIMIT:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in self.commands:
            _check_command(command)
        bot.commands[self.key(world, bot)] = [command.model_dump() for command in self.commands]
        return True


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


class GetMyCommands(Scoped):
    async def perform(self, world: World, bot: Bot) -> list[JSON]:
        return bot.commands.get(self.key(world, bot), [])


class DeleteMyCommands(Scoped):
    async def perform(self, world: World, bot: Bot) -> Any:
        bot.commands.pop(self.key(world, bot), None)
        return True


class _Profile(Method):
    """`kind` is the field's name in the API."""

    language_code: str = ""

    def keep(self, bot: Bot, kind: str, text: str) -> bool:
        if len(text) > _PROFILE_LIMITS[kind]:
            raise MisuseError(f"a {kind} over {_PROFILE_LIMITS[kind]} characters")
        bot.profile[kind, self.language_code] = text
        return True

    def kept(self, bot: Bot, kind: str) -> JSON:
        everyones = bot.profile.get((kind, ""), "")
        return {kind: bot.profile.get((kind, self.language_code)) or everyones}


class SetMyName(_Profile):
    name: str = ""

    async def perform(self, world: World, bot: Bot) -> Any:
        return self.keep(bot, "name", self.name)


class SetMyDescription(_Profile):
    description: str = ""

    async def perform(self, world: World, bot: Bot) -> Any:
        return self.keep(bot, "description", self.description)


class SetMyShortDescription(_Profile):
    short_description: str = ""

    async def perform(self, world: World, bot: Bot) -> Any:
        return self.keep(bot, "short_description", self.short_description)


class GetMyName(_Profile):
    async def perform(self, world: World, bot: Bot) -> JSON:
        name = self.kept(bot, "name")["name"]
        return {"name": name or bot.user.first_name}


class GetMyDescription(_Profile):
    async def perform(self, world: World, bot: Bot) -> JSON:
        return self.kept(bot, "description")


class GetMyShortDescription(_Profile):
    async def perform(self, world: World, bot: Bot) -> JSON:
        return self.kept(bot, "short_description")


class MenuButton(Strict):
    type: Literal["commands", "default"]


class SetChatMenuButton(Method):
    chat_id: int | None = None
    menu_button: Annotated[MenuButton, Decoded] = MenuButton(type="default")

    async def perform(self, world: World, bot: Bot) -> Any:
        if self.chat_id is not None:
            chat_to_read(world, bot, self.chat_id)
        bot.menu_buttons[self.chat_id] = self.menu_button.model_dump()
        return True


class GetChatMenuButton(Method):
    chat_id: int | None = None

    async def perform(self, world: World, bot: Bot) -> JSON:
        everyones = bot.menu_buttons.get(None, {"type": "commands"})
        return bot.menu_buttons.get(self.chat_id, everyones)
