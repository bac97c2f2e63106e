"""The commands, links and names that Telegram finds in a text."""

import pytest

from sandbox.phone import Phone
from tests.sandbox.conftest import Client


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("см. /help@quality_week_bot!", [("bot_command", "/help@quality_week_bot")]),
        ("и/или", []),
        ("vk.com/wall-1_2, дальше", [("url", "vk.com/wall-1_2")]),
        ("«https://ya.ru/»", [("url", "https://ya.ru/")]),
        ("😀 госуслуги.рф", [("url", "госуслуги.рф")]),
        ("открыто.онлайн", [("url", "открыто.онлайн")]),
        ("a@b.ru и @durov", [("email", "a@b.ru"), ("mention", "@durov")]),
        ("#неделя и #1", [("hashtag", "#неделя")]),
    ],
)
async def test_telegram_finds_by_itself_what_can_be_clicked(
    phone: Phone, text: str, found: list[tuple[str, str]]
) -> None:
    message = await phone.says(text)
    units = text.encode("utf-16-le")
    shown = [
        (e["type"], units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in message.entities
    ]
    assert shown == found


async def test_a_given_link_comes_with_its_address(phone: Phone) -> None:
    link = {"type": "text_link", "offset": 0, "length": 5, "url": "https://ya.ru/"}
    message = await phone.says("ya.ru и /start", [link])
    assert message.entities == [link, {"type": "bot_command", "offset": 8, "length": 6}]


async def test_nothing_is_found_in_code(api: Client, phone: Phone) -> None:
    await api("sendMessage", chat_id=phone.id, text="<code>/x</code> /y", parse_mode="HTML")
    assert [entity["type"] for entity in phone.last.entities] == ["code", "bot_command"]
