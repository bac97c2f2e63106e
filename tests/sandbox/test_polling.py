"""Updates: kept until they are confirmed, and given to one poll at a time."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.bots import Bot
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN, Answered, Client, eventually

HOUR = 3600.0


async def polled(api: Client, **params: Any) -> list[dict[str, Any]]:
    updates: list[dict[str, Any]] = (await api("getUpdates", **params)).result
    return updates


async def texts(api: Client, **params: Any) -> list[str]:
    return [update["message"]["text"] for update in await polled(api, **params)]


async def waiting(telegram: Telegram, api: Client, count: int = 1) -> "asyncio.Task[Answered]":
    """A poll that the server has received; `count` says how many it has got by then."""
    task = asyncio.create_task(api("getUpdates", timeout=50))
    await eventually(lambda: len(telegram.journal.calls("getUpdates")) == count)
    return task


async def test_updates_come_again_until_an_offset_confirms_them(api: Client, phone: Phone) -> None:
    for text in "абв":
        await phone.says(text)
    updates = await polled(api)
    numbers = [update["update_id"] for update in updates]
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    assert await texts(api) == ["/start", "а", "б", "в"]
    assert await texts(api, offset=numbers[2]) == ["б", "в"]
    assert await texts(api, limit=1) == ["б"]
    assert await texts(api, offset=numbers[3] + 1) == []


async def test_a_negative_offset_drops_the_older_updates(api: Client, phone: Phone) -> None:
    for text in "абв":
        await phone.says(text)
    assert await texts(api, offset=-1) == ["в"]
    assert await texts(api) == ["в"]


async def test_a_waiting_poll_ends_at_once_with_a_new_update(
    telegram: Telegram, api: Client, bot: Bot
) -> None:
    poll = await waiting(telegram, api)
    await telegram.person("Анна").chat_with(bot).says("Привет")
    (update,) = (await poll).result
    assert update["message"]["text"] == "Привет"


async def test_of_two_waiting_polls_the_older_gets_the_conflict(
    telegram: Telegram, api: Client, bot: Bot
) -> None:
    older = await waiting(telegram, api)
    newer = await waiting(telegram, api, 2)
    assert (await older).refusal == (
        409,
        "Conflict: terminated by other getUpdates request;"
        " make sure that only one bot instance is running",
    )
    await telegram.person("Анна").chat_with(bot).says("Привет")
    assert len((await newer).result) == 1


async def test_the_next_conflict_is_told_after_a_pause(
    telegram: Telegram, api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses, pause = [], asyncio.sleep

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await pause(0)

    # The next one comes too soon after the first, however long it takes.
    monkeypatch.setattr("sandbox.methods.receiving.CONFLICT_PAUSE", HOUR)
    first = await waiting(telegram, api)
    second = await waiting(telegram, api, 2)
    assert (await first).refusal[0] == 409
    monkeypatch.setattr("sandbox.methods.receiving.asyncio.sleep", sleep)
    third = await waiting(telegram, api, 3)
    assert (await second).refusal[0] == 409
    assert HOUR in pauses
    assert not third.done()
    third.cancel()


async def test_the_wanted_kinds_of_updates_are_remembered(api: Client, phone: Phone) -> None:
    await polled(api, offset=-1, allowed_updates=["edited_message"])
    first = phone.messages[0]
    await phone.says("мимо")
    await phone.edits(first, "/help")
    updates = await polled(api)
    assert [set(update) for update in updates[1:]] == [{"update_id", "edited_message"}]
    await polled(api, allowed_updates=[])
    await phone.says("снова")
    assert len(await polled(api)) == 3


async def test_a_confirmed_update_can_come_again(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot
) -> None:
    await phone.says("раз")
    start, one = await polled(api)
    offset = one["update_id"] + 1
    assert await polled(api, offset=offset) == []
    telegram.redeliver(bot)
    assert await polled(api, offset=offset) == [one]
    assert await polled(api, offset=offset) == []
    telegram.redeliver(bot, start["update_id"])
    assert await polled(api, offset=offset) == [start]


async def test_an_update_is_kept_for_a_day() -> None:
    now = datetime(2025, 11, 10, tzinfo=UTC)
    async with Telegram(now=lambda: now) as telegram, ClientSession() as session:
        phone = telegram.person("Анна").chat_with(telegram.add_bot(TOKEN, "bot", "Бот"))
        api = Client(session, telegram, TOKEN)
        await phone.says("вчера")
        now += timedelta(hours=23)
        assert await texts(api) == ["вчера"]
        now += timedelta(hours=1)
        assert await polled(api) == []


async def test_settled_waits_for_the_confirmation(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot
) -> None:
    (update,) = await polled(api)
    with pytest.raises(AssertionError, match="not confirmed"):
        await telegram.settled(bot, within=0.01)
    settled = asyncio.create_task(telegram.settled(bot))
    await polled(api, offset=update["update_id"] + 1)
    await settled
    assert phone.messages[0].text == "/start"


async def test_leaving_the_sandbox_ends_a_waiting_poll() -> None:
    async with ClientSession() as session:
        async with Telegram() as telegram:
            telegram.add_bot(TOKEN, "bot", "Бот")
            poll = await waiting(telegram, Client(session, telegram, TOKEN))
        assert (await poll).result == []
