"""Faults and rate limits: what a bot gets, and what has happened by then."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession

from sandbox.faults import LostAfterEffect, LostBeforeEffect, RetryAfter, ServerError, Slow
from sandbox.journal import Call
from sandbox.limits import Limits
from sandbox.phone import Phone
from sandbox.refusals import RefusedError
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN, Client, objections


async def send(api: Client, phone: Phone, text: str = "x") -> Any:
    return await api("sendMessage", chat_id=phone.id, text=text)


async def test_too_many_requests_say_when_to_come_again(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    telegram.faults.order(RetryAfter(7), "sendMessage")
    answered = await send(api, phone)
    assert answered.refusal == (429, "Too Many Requests: retry after 7")
    assert answered.body["parameters"] == {"retry_after": 7}
    assert answered.headers["Retry-After"] == "7"
    assert len(phone.messages) == 1
    assert (await send(api, phone)).status == 200


async def test_a_server_error_is_telegrams_or_its_proxys(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    telegram.faults.order(ServerError())
    assert (await send(api, phone)).refusal == (500, "Internal Server Error: restart")
    telegram.faults.order(ServerError(502, html="<html>Bad Gateway</html>"))
    async with api.session.post(f"{api.base}/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")
        assert await response.text() == "<html>Bad Gateway</html>"


@pytest.mark.parametrize(
    ("fault", "seen"), [(LostBeforeEffect(), ["/start"]), (LostAfterEffect(), ["/start", "x"])]
)
async def test_a_connection_is_lost_before_or_after_the_effect(
    telegram: Telegram, api: Client, phone: Phone, fault: Any, seen: list[str]
) -> None:
    telegram.faults.order(fault, "sendMessage")
    with pytest.raises(ClientConnectionError):
        await send(api, phone)
    assert [message.text for message in phone.messages] == seen
    (call,) = telegram.journal.calls("sendMessage")
    assert (call.status, call.in_flight) == (None, False)
    assert type(fault).__name__ in str(call)


async def test_a_slow_answer_keeps_the_call_in_flight(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    telegram.faults.order(Slow(0.05), "sendMessage")
    started = asyncio.Event()
    telegram.journal.on_call(lambda _: started.set())
    sending = asyncio.create_task(send(api, phone))
    await started.wait()
    assert telegram.journal.calls("sendMessage")[0].in_flight
    assert (await sending).status == 200
    assert not telegram.journal.calls("sendMessage")[0].in_flight


async def test_faults_can_be_aimed_and_counted(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    telegram.faults.order(ServerError(), chat_id=phone.id, times=2, after=1)
    assert telegram.faults.pending == 2
    statuses = [(await api("getMe")).status, (await api("getUpdates")).status]
    statuses += [(await send(api, phone)).status for _ in range(4)]
    assert statuses == [200, 200, 200, 500, 500, 200]
    assert telegram.faults.pending == 0


async def test_polls_are_hit_only_by_name_and_orders_can_be_cancelled(
    telegram: Telegram, api: Client
) -> None:
    telegram.faults.order(ServerError(), times=3)
    assert (await api("getUpdates")).status == 200
    telegram.faults.cancel()
    telegram.faults.order(ServerError(), "GetUpdates")
    assert (await api("getMe")).status == 200
    assert (await api("getUpdates")).status == 500


async def test_hooks_run_while_a_call_is_in_flight_and_before_its_effect(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    seen: list[tuple[str, bool, int]] = []

    async def hook(call: Call) -> None:
        seen.append((call.method, call.in_flight, len(phone.messages)))

    telegram.journal.on_call(hook)
    await api("getUpdates")
    await send(api, phone)
    assert seen == [("sendMessage", True, 1)]


async def test_what_a_hook_objects_to_fails_the_test(telegram: Telegram, api: Client) -> None:
    def hook(call: Call) -> None:
        raise AssertionError(f"{call.method} inside a transaction")

    telegram.journal.on_call(hook)
    assert (await api("getMe")).status == 500
    assert "getMe inside a transaction" in objections(telegram)


async def test_the_journal_tells_calls_in_order_and_no_token(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    await send(api, phone, "[1]")
    await send(api, phone, "")
    await api("getMe")
    assert [call.number for call in telegram.journal] == [1, 2, 3]
    sent, refused = telegram.journal.calls("SENDMESSAGE", chat_id=phone.id)
    assert sent.params == {"chat_id": phone.id, "text": "[1]"}
    assert sent.result["text"] == "[1]"
    assert refused.error == "Bad Request: message text is empty"
    assert "-> 400 Bad Request: message text is empty" in telegram.journal.tail()
    assert telegram.journal.tail(1).endswith("@quality_week_bot getMe -> 200")
    assert TOKEN.partition(":")[2] not in telegram.journal.tail()


async def test_a_hasty_bot_is_held_back_if_the_limits_are_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = Limits.check

    def check_at_once(limits: Limits, bot: str, method: str, chat_id: int | None, _: float) -> None:
        check(limits, bot, method, chat_id, 0.0)

    monkeypatch.setattr(Limits, "check", check_at_once)  # however long the calls take
    async with Telegram(rate_limited=True) as telegram, ClientSession() as session:
        phone = telegram.person("Анна").chat_with(telegram.add_bot(TOKEN, "bot", "Бот"))
        await phone.says("/start")
        api = Client(session, telegram, TOKEN)
        statuses = [(await send(api, phone)).status for _ in range(6)]
        assert statuses == [200] * 5 + [429]
        assert (await api("getMe")).status == 200


def test_the_limits_are_over_all_and_per_chat() -> None:
    limits = Limits()
    for chat_id in range(30):
        limits.check("bot", "sendmessage", chat_id + 1, now=0.0)
    with pytest.raises(RefusedError, match="retry after 1"):
        limits.check("bot", "sendmessage", 99, now=0.5)
    limits.check("another", "sendmessage", 99, now=0.5)
    limits.check("bot", "sendmessage", 99, now=2.0)


def test_who_ignores_the_limit_waits_longer() -> None:
    limits = Limits()

    def refused(now: float) -> bool:
        try:
            limits.check("bot", "sendmessage", 1, now)
        except RefusedError:
            return True
        return False

    assert [refused(0.0) for _ in range(6)] == [False] * 5 + [True]
    assert refused(2.9)
    assert not refused(6.0)
