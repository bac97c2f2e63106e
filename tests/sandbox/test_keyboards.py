"""Keyboards: which are refused, and what a person sees of the others."""

from typing import Any

import pytest

from sandbox.bots import Bot
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Client, objections


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Да"} | button]]}


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (
            inline(),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline(callback_data=""),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"callback_data": "x"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"inline_keyboard": [["Да"]]},
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (
            inline(callback_data=5),
            'can\'t parse inline keyboard button: Field "callback_data" must be of type String',
        ),
        (inline(text=" ", callback_data="x"), "inline keyboard button text must be non-empty"),
        (inline(callback_data="я" * 33), "BUTTON_DATA_INVALID"),
        (
            inline(url="http://localhost/x"),
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        (
            inline(url="ftp://ya.ru"),
            "inline keyboard button URL 'ftp://ya.ru' is invalid: Unsupported URL protocol",
        ),
        (
            {"inline_keyboard": [{"text": "Да", "callback_data": "x"}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": ["x"]}, 'field "keyboard" must be an Array of Arrays'),
        ({"keyboard": [[""]]}, "keyboard button text must be non-empty"),
        (
            {"keyboard": [[5]]},
            "can't parse keyboard button: KeyboardButton must be a String or an Object",
        ),
        ([], "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
        (
            {"inline_keyboard": [[{"text": "Да", "callback_data": "x"}]] * 101},
            "reply markup is too long",
        ),
    ],
)
async def test_a_bad_keyboard_is_refused_in_the_servers_words(
    api: Client, phone: Phone, markup: Any, description: str
) -> None:
    answered = await api("sendMessage", chat_id=phone.id, text="?", reply_markup=markup)
    assert answered.refusal == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("markup", "named"),
    [
        (inline(url="https://ya.ru", callback_data="x"), "callback_data and url"),
        (inline(web_app={"url": "https://ya.ru"}), "web_app"),
        (inline(callback_data="x", style="red"), "the style 'red'"),
        ({"keyboard": [[{"text": "?", "style": "blue"}]]}, "the style 'blue'"),
        (inline(copy_text={"text": "x" * 257}), "copy_text"),
        (inline(copy_text="x"), "copy_text"),
        ({"keyboard": [[{"text": "?", "request_poll": {}}]]}, "request_poll"),
        ({"inline_keybord": []}, "inline_keybord"),
        ({"remove_keyboard": True, "keep": True}, "keep"),
    ],
)
async def test_what_a_keyboard_cannot_have_fails_the_test(
    telegram: Telegram, api: Client, phone: Phone, markup: Any, named: str
) -> None:
    await api("sendMessage", chat_id=phone.id, text="?", reply_markup=markup)
    assert named in objections(telegram)


async def test_the_longest_callback_data_and_the_largest_keyboard_are_taken(
    api: Client, phone: Phone
) -> None:
    rows = [[{"text": "Да", "callback_data": "x" * 64}] * 4] * 25
    sent = await api(
        "sendMessage", chat_id=phone.id, text="?", reply_markup={"inline_keyboard": rows}
    )
    assert sent.result["reply_markup"] == {"inline_keyboard": rows}
    assert phone.last.labels == ["Да"] * 100


async def test_a_button_has_a_style_and_may_copy_a_text(api: Client, phone: Phone) -> None:
    rows = [
        [{"text": "Отправить", "callback_data": "x", "style": "primary"}],
        [{"text": "Скопировать", "copy_text": {"text": "https://t.me/some_bot?start=a"}}],
    ]
    sent = await api(
        "sendMessage", chat_id=phone.id, text="?", reply_markup={"inline_keyboard": rows}
    )
    assert sent.result["reply_markup"] == {"inline_keyboard": rows}
    (send,), (copy,) = phone.last.rows
    assert (send.style, copy.copies) == ("primary", "https://t.me/some_bot?start=a")
    with pytest.raises(AssertionError, match="copies https"):
        phone.press("Скопировать")


async def test_an_empty_keyboard_is_none(api: Client, phone: Phone) -> None:
    empty: list[list[list[str]]] = [[], [[]]]
    for rows in empty:
        sent = await api(
            "sendMessage", chat_id=phone.id, text="?", reply_markup={"inline_keyboard": rows}
        )
        assert "reply_markup" not in sent.result


async def test_a_reply_keyboard_is_shown_but_not_echoed(api: Client, phone: Phone) -> None:
    markup = {"keyboard": [["Да", {"text": "Нет"}]], "resize_keyboard": True}
    sent = await api("sendMessage", chat_id=phone.id, text="?", reply_markup=markup)
    assert "reply_markup" not in sent.result
    assert [[button.label for button in row] for row in phone.keyboard] == [["Да", "Нет"]]
    await phone.taps("Нет")
    assert phone.messages[-1].text == "Нет"
    await api("sendMessage", chat_id=phone.id, text="!", reply_markup={"remove_keyboard": True})
    assert phone.keyboard == []
    with pytest.raises(AssertionError, match="no button «Да» on the keyboard"):
        await phone.taps("Да")


async def test_a_keyboard_for_once_hides_after_a_tap(api: Client, phone: Phone) -> None:
    markup = {
        "keyboard": [[{"text": "Телефон", "request_contact": True}]],
        "one_time_keyboard": True,
    }
    await api("sendMessage", chat_id=phone.id, text="?", reply_markup=markup)
    contact = (await phone.taps("Телефон")).json["contact"]
    assert contact["user_id"] == phone.id
    assert phone.keyboard == []


async def test_no_contact_is_asked_for_in_a_group(
    telegram: Telegram, api: Client, bot: Bot
) -> None:
    group = telegram.group("Штаб")
    group.add(bot, by=telegram.person("Анна"))
    markup = {"keyboard": [[{"text": "Телефон", "request_contact": True}]]}
    answered = await api("sendMessage", chat_id=group.id, text="?", reply_markup=markup)
    assert answered.refusal == (
        400,
        "Bad Request: phone number can be requested in private chats only",
    )


async def test_force_reply_leaves_the_keyboard_alone(api: Client, phone: Phone) -> None:
    await api("sendMessage", chat_id=phone.id, text="?", reply_markup={"keyboard": [["Да"]]})
    await api("sendMessage", chat_id=phone.id, text="?", reply_markup={"force_reply": True})
    assert phone.keyboard[0][0].label == "Да"
