"""Tokens, addresses and parameters: what is answered before a method does anything."""

from typing import Any

import pytest
from aiohttp import ClientSession, FormData

import sandbox.api
from sandbox.bots import Bot
from sandbox.methods import MODELLED
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN, Client, objections


@pytest.mark.parametrize(
    ("token", "description"),
    [
        ("1000001:" + "B" * 35, "Unauthorized"),
        ("2:" + "A" * 35, "Unauthorized"),
        ("no-colon", "Unauthorized: invalid token specified"),
        ("0123:" + "A" * 35, "Unauthorized: invalid token specified"),
        ("1:" + "A" * 80, "Unauthorized: invalid token specified"),
    ],
)
async def test_a_wrong_token_is_unauthorized(
    telegram: Telegram, api: Client, token: str, description: str
) -> None:
    stranger = Client(api.session, telegram, token)
    assert (await stranger("getMe")).refusal == (401, description)


async def test_a_revoked_token_is_dead(api: Client, bot: Bot) -> None:
    bot.revoked = True
    assert (await api("getMe")).refusal == (401, "Unauthorized")


async def test_a_token_of_another_form_is_not_taken(telegram: Telegram) -> None:
    with pytest.raises(ValueError, match="35 characters"):
        telegram.add_bot("1000001:short", "quality_week_bot", "Бот")


async def test_unknown_addresses_and_methods_are_not_found(telegram: Telegram, api: Client) -> None:
    assert (await api("frobnicate")).refusal == (404, "Not Found: method not found")
    async with api.session.get(f"{telegram.url}/elsewhere") as response:
        assert response.status == 404
        assert (await response.json())["description"] == "Not Found"


async def test_the_case_of_a_method_does_not_matter(api: Client) -> None:
    assert (await api("GETME")).result == (await api("getMe")).result


@pytest.mark.parametrize("way", ["query", "form", "multipart", "json"])
async def test_parameters_come_in_any_of_four_ways(api: Client, phone: Phone, way: str) -> None:
    params = {"chat_id": str(phone.id), "text": "Добрый день", "protect_content": "true"}
    form = FormData(params) if way == "form" else FormData(default_to_multipart=True)
    if way == "multipart":
        for name, value in params.items():
            form.add_field(name, value)
    given: dict[str, dict[str, Any]] = {
        "query": {"params": params},
        "form": {"data": form},
        "multipart": {"data": form},
        "json": {"json": params},
    }
    async with api.session.post(f"{api.base}/sendMessage", **given[way]) as response:
        assert (await response.json())["result"]["has_protected_content"] is True
    assert phone.last.text == "Добрый день"


async def test_a_get_request_does_as_well(api: Client) -> None:
    async with api.session.get(f"{api.base}/getMe") as response:
        assert (await response.json())["result"]["username"] == "quality_week_bot"


async def test_an_unmodelled_method_is_refused_and_fails_the_test(
    telegram: Telegram, api: Client
) -> None:
    status, description = (await api("sendDice", chat_id=1)).refusal
    assert (status, description) == (501, "sandbox: the method sendDice is not modelled")
    assert telegram.journal.calls("sendDice")[0].status == 501
    assert "sendDice" in objections(telegram)


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"chat_idd": 1}, "chat_idd"),
        ({"text": 5}, "text"),
        ({"message_thread_id": 7}, "message_thread_id"),
        ({"disable_notification": "perhaps"}, "disable_notification"),
        ({"entities": "{"}, "entities"),
        ({"reply_parameters": {"message_id": 1, "quote": "…"}}, "quote"),
    ],
)
async def test_a_wrong_parameter_is_named_and_fails_the_test(
    telegram: Telegram, api: Client, params: dict[str, Any], named: str
) -> None:
    status, description = (await api("sendMessage", **params)).refusal
    assert status == 400
    assert description.startswith("sandbox: sendMessage: ")
    assert named in description
    assert named in objections(telegram)


async def test_a_refusal_by_the_book_fails_no_test(telegram: Telegram, api: Client) -> None:
    assert (await api("sendMessage", chat_id=1, text="x")).status == 400
    telegram.check()


async def test_leaving_the_sandbox_checks_it() -> None:
    with pytest.raises(AssertionError, match="the sandbox objects:\nnot so"):
        async with Telegram() as telegram:
            telegram.world.object_to("not so")


async def test_a_failure_of_the_sandbox_itself_is_loud(
    telegram: Telegram, api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MODELLED, "getme", object)
    assert (await api("getMe")).status == 500
    assert "Traceback" in objections(telegram)


async def test_a_body_that_is_too_large_gets_a_page_of_the_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox.api, "BODY_LIMIT", 1000)
    async with Telegram() as telegram:
        telegram.add_bot(TOKEN, "quality_week_bot", "Бот")
        form = FormData()
        form.add_field("document", b"x" * 2000, filename="big.bin")
        address = f"{telegram.url}/bot{TOKEN}/sendDocument"
        async with ClientSession() as session, session.post(address, data=form) as response:
            assert response.status == 413
            assert response.content_type == "text/html"


async def test_half_a_surrogate_pair_is_no_text(api: Client, phone: Phone) -> None:
    answered = await api("sendMessage", chat_id=phone.id, text="\ud83d")
    assert answered.refusal == (400, "Bad Request: strings must be encoded in UTF-8")


async def test_a_body_that_is_no_object_is_refused(telegram: Telegram, api: Client) -> None:
    async with api.session.post(f"{api.base}/getMe", json=[1]) as response:
        assert response.status == 400
    assert "not a JSON object" in objections(telegram)
