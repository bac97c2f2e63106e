"""Messages sent, edited and deleted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from sandbox.bots import Bot
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN, Client

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
YES = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}


async def sent(api: Client, phone: Phone, **params: Any) -> dict[str, Any]:
    """The address of a message just sent: chat_id and message_id."""
    message = (await api("sendMessage", chat_id=phone.id, **{"text": "Было"} | params)).result
    return {"chat_id": phone.id, "message_id": message["message_id"]}


async def test_an_edit_changes_the_text_in_place_and_takes_the_keyboard_away(
    api: Client, phone: Phone
) -> None:
    address = await sent(api, phone, reply_markup=YES)
    await sent(api, phone, text="Новее")
    edited = (await api("editMessageText", **address, text="Стало")).result
    assert edited["text"] == "Стало"
    assert "reply_markup" not in edited
    assert [message.text for message in phone.messages] == ["/start", "Стало", "Новее"]
    assert phone.messages[1].edited
    assert phone.messages[1].labels == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {}),
        ({"reply_markup": YES}, {"reply_markup": YES}),
        (
            {"text": "<b>Было</b>", "parse_mode": "HTML"},
            {"text": "<b>Было </b>", "parse_mode": "HTML"},
        ),
    ],
)
async def test_an_edit_that_changes_nothing_is_refused(
    api: Client, phone: Phone, before: dict[str, Any], after: dict[str, Any]
) -> None:
    address = await sent(api, phone, **before)
    answered = await api("editMessageText", **address, **{"text": "Было"} | after)
    assert answered.refusal == (400, f"Bad Request: {NOT_MODIFIED}")


@pytest.mark.parametrize(
    "after",
    [
        {"text": "<b>Было</b>", "parse_mode": "HTML", "reply_markup": YES},
        {},
        {"text": "Было.", "reply_markup": YES},
    ],
)
async def test_other_looks_or_another_keyboard_are_a_change(
    api: Client, phone: Phone, after: dict[str, Any]
) -> None:
    address = await sent(api, phone, reply_markup=YES)
    assert (await api("editMessageText", **address, **{"text": "Было"} | after)).status == 200


async def test_only_own_messages_with_a_text_can_get_another_one(api: Client, phone: Phone) -> None:
    form = FormData({"chat_id": str(phone.id)})
    form.add_field("document", b"x", filename="x.txt")
    document = (await api.upload("sendDocument", form)).result["message_id"]
    locked = await sent(api, phone, reply_markup={"keyboard": [["Да"]]})
    cases = {
        document: "there is no text in the message to edit",
        phone.messages[0].id: "message can't be edited",
        locked["message_id"]: "message can't be edited",
        999_999: "message to edit not found",
    }
    for message_id, reason in cases.items():
        answered = await api("editMessageText", chat_id=phone.id, message_id=message_id, text="x")
        assert answered.refusal == (400, f"Bad Request: {reason}")


async def test_an_edit_needs_an_address_and_an_inline_keyboard(api: Client, phone: Phone) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, "message identifier is not specified"),
        ({"message_id": 5}, "chat_id is empty"),
        ({"chat_id": phone.id}, "message to edit not found"),
        (
            await sent(api, phone) | {"reply_markup": {"keyboard": [["Да"]]}},
            "inline keyboard expected",
        ),
    ]
    for params, reason in cases:
        answered = await api("editMessageText", text="x", **params)
        assert answered.refusal == (400, f"Bad Request: {reason}")


async def test_deleted_messages_leave_the_screen(api: Client, phone: Phone) -> None:
    address = await sent(api, phone)
    assert (await api("deleteMessage", **address)).result is True
    assert [message.text for message in phone.messages] == ["/start"]
    for method, purpose in (("deleteMessage", "delete"), ("editMessageText", "edit")):
        answered = await api(method, **address, **({"text": "x"} if purpose == "edit" else {}))
        assert answered.refusal == (400, f"Bad Request: message to {purpose} not found")


async def test_a_message_is_deleted_within_48_hours_and_only_where_one_may() -> None:
    now = datetime(2025, 11, 10, tzinfo=UTC)
    async with Telegram(now=lambda: now) as telegram, ClientSession() as session:
        bot = telegram.add_bot(TOKEN, "quality_week_bot", "Бот")
        api = Client(session, telegram, TOKEN)
        anna = telegram.person("Анна")
        phone = anna.chat_with(bot)
        await phone.says("/start")
        address = await sent(api, phone)
        assert phone.last.date == now
        group = telegram.group("Штаб")
        group.add(bot, by=anna)
        foreign = await anna.chat_in(group).says("Привет")
        refused = (400, "Bad Request: message can't be deleted")
        answered = await api("deleteMessage", chat_id=group.id, message_id=foreign.id)
        assert answered.refusal == refused
        now += timedelta(hours=48)
        assert (await api("deleteMessage", **address)).refusal == refused


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"message_id": 5}, "chat identifier is not specified"),
        ({"chat_id": 5}, "message identifier is not specified"),
    ],
)
async def test_a_deletion_needs_an_address(
    api: Client, params: dict[str, Any], reason: str
) -> None:
    assert (await api("deleteMessage", **params)).refusal == (400, f"Bad Request: {reason}")


async def test_a_reply_quotes_the_message_it_answers(api: Client, phone: Phone) -> None:
    question = phone.messages[0]
    reply = {"message_id": question.id}
    answer = (await api("sendMessage", chat_id=phone.id, text="x", reply_parameters=reply)).result
    assert answer["reply_to_message"]["text"] == "/start"
    reply = {"message_id": 999_999}
    refused = await api("sendMessage", chat_id=phone.id, text="x", reply_parameters=reply)
    assert refused.refusal == (400, "Bad Request: message to be replied not found")
    reply["allow_sending_without_reply"] = True
    alone = await api("sendMessage", chat_id=phone.id, text="x", reply_parameters=reply)
    assert "reply_to_message" not in alone.result


async def test_a_link_preview_is_switched_off_by_either_name(api: Client, phone: Phone) -> None:
    for way in (
        {"link_preview_options": {"is_disabled": True}},
        {"disable_web_page_preview": True},
    ):
        message = (await api("sendMessage", chat_id=phone.id, text="ya.ru", **way)).result
        assert message["link_preview_options"] == {"is_disabled": True}


async def test_what_the_bot_is_doing_is_shown_until_it_writes(api: Client, phone: Phone) -> None:
    assert (await api("sendChatAction", chat_id=phone.id, action="typing")).result is True
    assert phone.action == "typing"
    await sent(api, phone)
    assert phone.action is None
    answered = await api("sendChatAction", chat_id=phone.id, action="dancing")
    assert answered.refusal == (400, "Bad Request: wrong parameter action in request")


async def test_a_chat_action_fades_after_five_seconds() -> None:
    now = datetime(2025, 11, 10, tzinfo=UTC)
    async with Telegram(now=lambda: now) as telegram, ClientSession() as session:
        phone = telegram.person("Анна").chat_with(telegram.add_bot(TOKEN, "bot", "Бот"))
        await phone.says("/start")
        await Client(session, telegram, TOKEN)("sendChatAction", chat_id=phone.id, action="typing")
        now += timedelta(seconds=5)
        assert phone.action is None


async def test_a_message_knows_its_sender_and_its_chat(api: Client, phone: Phone, bot: Bot) -> None:
    message = (await api("sendMessage", chat_id=phone.id, text="x")).result
    assert message["from"] == bot.user.json()
    assert message["chat"] == {"id": phone.id, "type": "private", "first_name": "Анна"}
