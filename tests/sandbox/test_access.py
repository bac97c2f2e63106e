"""Which chats a bot may write to, and what it is told when it may not."""

import pytest

from sandbox.bots import Bot
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Client


async def refusal(api: Client, chat_id: int | str) -> tuple[int, str]:
    return (await api("sendMessage", chat_id=chat_id, text="x")).refusal


@pytest.mark.parametrize(
    ("chat_id", "reason"),
    [
        ("", "chat_id is empty"),
        (42, "chat not found"),
        ("@nobody", "chat not found"),
        ("x", "chat not found"),
    ],
)
async def test_a_chat_that_nobody_knows_is_not_found(
    api: Client, chat_id: int | str, reason: str
) -> None:
    assert await refusal(api, chat_id) == (400, f"Bad Request: {reason}")


async def test_a_missing_chat_is_an_empty_one(api: Client) -> None:
    answered = await api("sendMessage", text="x")
    assert answered.refusal == (400, "Bad Request: chat_id is empty")


async def test_nobody_is_written_to_before_they_have_written(
    telegram: Telegram, api: Client, bot: Bot
) -> None:
    boris = telegram.person("Борис")
    expected = (403, "Forbidden: bot can't initiate conversation with a user")
    assert await refusal(api, boris.id) == expected
    boris.chat_with(bot)
    assert await refusal(api, boris.id) == expected


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_a_blocked_bot_is_told_so(api: Client, phone: Phone, bot: Bot, method: str) -> None:
    own = (await api("sendMessage", chat_id=phone.id, text="было")).result["message_id"]
    await phone.blocks()
    params = {"chat_id": phone.id, "text": "x"}
    if method == "editMessageText":
        params["message_id"] = own
    blocked = (403, "Forbidden: bot was blocked by the user")
    assert (await api(method, **params)).refusal == blocked
    with pytest.raises(AssertionError, match="unblocked"):
        await phone.says("эй")
    await phone.unblocks()
    assert (await api(method, **params)).status == 200
    changes = [u.payload for u in bot.updates.pending if u.kind == "my_chat_member"]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


async def test_a_deleted_account_gets_nothing(telegram: Telegram, api: Client, bot: Bot) -> None:
    person = telegram.person("Борис")
    await person.chat_with(bot).says("/start")
    person.deactivates()
    assert await refusal(api, person.id) == (403, "Forbidden: user is deactivated")


async def test_a_group_is_open_to_its_bots_only(telegram: Telegram, api: Client, bot: Bot) -> None:
    anna, group = telegram.person("Анна"), telegram.group("Штаб")
    assert await refusal(api, group.id) == (400, "Bad Request: chat not found")
    group.add(bot, by=anna)
    assert (await api("sendMessage", chat_id=group.id, text="x")).result["chat"]["type"] == "group"
    group.remove(bot, by=anna)
    assert await refusal(api, group.id) == (403, "Forbidden: bot was kicked from the group chat")


async def test_a_channel_takes_nothing_from_strangers(telegram: Telegram, api: Client) -> None:
    telegram.channel("Новости", "quality_news")
    stranger = (403, "Forbidden: bot is not a member of the channel chat")
    assert await refusal(api, "@quality_news") == stranger
