"""What a bot says of itself, and the commands that people see."""

from typing import Any

import pytest

from sandbox.bots import Bot
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Client, objections

START = [{"command": "start", "description": "Начать"}]


async def test_a_bot_introduces_itself(api: Client, bot: Bot) -> None:
    me = (await api("getMe")).result
    assert (me["id"], me["is_bot"], me["username"]) == (bot.user.id, True, "quality_week_bot")
    assert me["can_read_all_group_messages"] is False


async def test_a_person_sees_the_commands_of_the_nearest_scope(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot
) -> None:
    scopes: list[dict[str, Any] | None] = [
        None,
        {"type": "all_private_chats"},
        {"type": "chat", "chat_id": phone.id},
    ]
    for number, scope in enumerate(scopes):
        commands = [{"command": f"c{number}", "description": "Команда"}]
        await api("setMyCommands", commands=commands, **({"scope": scope} if scope else {}))
        assert phone.commands == [(f"c{number}", "Команда")]
    boris = telegram.person("Борис").chat_with(bot)
    assert boris.commands == [("c1", "Команда")]
    await api("setMyCommands", commands=START, scope=scopes[1], language_code="ru")
    assert boris.commands == [("start", "Начать")]
    assert phone.commands == [("c2", "Команда")]


async def test_a_bot_without_commands_has_an_empty_menu(phone: Phone) -> None:
    assert phone.commands == []


@pytest.mark.parametrize(
    ("command", "description", "reason"),
    [
        ("", "x", "command must be non-empty"),
        ("Start", "x", "BOT_COMMAND_INVALID"),
        ("старт", "x", "BOT_COMMAND_INVALID"),
        ("x" * 33, "x", "command length must not exceed 32"),
        ("x", " ", "command description must be non-empty"),
        ("x", "я" * 257, "command description length must not exceed 256"),
    ],
)
async def test_a_bad_command_is_refused(
    api: Client, command: str, description: str, reason: str
) -> None:
    commands = [{"command": command, "description": description}]
    answered = await api("setMyCommands", commands=commands)
    assert answered.refusal == (400, f"Bad Request: {reason}")


async def test_there_are_a_hundred_commands_at_most(api: Client) -> None:
    assert (await api("setMyCommands", commands=START * 100)).status == 200
    answered = await api("setMyCommands", commands=START * 101)
    assert answered.refusal == (400, "Bad Request: BOT_COMMANDS_TOO_MUCH")


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ({"type": "chat", "chat_id": 42}, "chat not found"),
        ({"type": "chat"}, "can't parse BotCommandScope: Empty chat_id specified"),
    ],
)
async def test_a_scope_needs_a_chat_that_the_bot_knows(
    api: Client, scope: dict[str, Any], reason: str
) -> None:
    answered = await api("setMyCommands", commands=START, scope=scope)
    assert answered.refusal == (400, f"Bad Request: {reason}")


async def test_an_unknown_scope_fails_the_test(telegram: Telegram, api: Client) -> None:
    await api("setMyCommands", commands=START, scope={"type": "everyone"})
    assert "scope.type" in objections(telegram)
