"""What is done on a phone of the page, and what is shown on it."""

import asyncio

import pytest
from aiohttp import FormData

from demo.cast import ADMIN, COORDINATORS
from tests.demo.conftest import ANNA, Page
from tests.sandbox.conftest import Client

INLINE = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}


async def test_an_admin_and_two_coordinators_in_different_zones_are_there(page: Page) -> None:
    phones = (await page.everything())["phones"]
    assert [phone["id"] for phone in phones] == [ADMIN.id, *(role.id for role in COORDINATORS)]
    assert len({phone["zone"] for phone in phones}) == 3
    assert not any(phone["messages"] or phone["started"] for phone in phones)


async def test_what_is_written_on_the_page_reaches_the_bot(page: Page, bot: Client) -> None:
    await page.does("say", text="/start")
    (update,) = (await bot("getUpdates")).result
    assert update["message"]["text"] == "/start"
    assert update["message"]["from"]["first_name"] == "Анна"


async def test_what_the_bot_writes_comes_to_an_open_page(page: Page, bot: Client) -> None:
    await page.does("say", text="/start")
    async with page.open() as events:
        await events.next("everything")
        text = "<b>Да?</b> 😀 <code>x</code>"
        await bot("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML", reply_markup=INLINE)
        change = await events.next("change")
    assert change["chat"]["id"] == ANNA
    message = change["message"]
    assert message["text"] == "Да? 😀 x"
    assert [each["type"] for each in message["entities"]] == ["bold", "code"]
    assert message["entities"][1]["offset"] == 7  # the smile is two units of UTF-16
    ((button,),) = message["rows"]
    shown = {name: value for name, value in button.items() if value is not None}
    assert shown == {"label": "Да", "data": "yes"}
    assert not message["mine"]


async def test_an_edit_and_a_deletion_come_to_an_open_page(page: Page, bot: Client) -> None:
    await page.does("say", text="/start")
    sent = (await bot("sendMessage", chat_id=ANNA, text="Раз", reply_markup=INLINE)).result
    number = sent["message_id"]
    async with page.open() as events:
        await events.next("everything")
        await bot("editMessageText", chat_id=ANNA, message_id=number, text="Два")
        edited = (await events.next("change"))["message"]
        await bot("deleteMessage", chat_id=ANNA, message_id=number)
        deleted = await events.next("change")
    assert (edited["id"], edited["text"], edited["edited"]) == (number, "Два", True)
    assert edited["rows"] == []
    assert deleted["deleted"] == number
    assert deleted["message"] is None


async def test_a_press_brings_the_bots_alert(page: Page, bot: Client) -> None:
    await page.does("say", text="/start")
    (started,) = (await bot("getUpdates")).result
    sent = (await bot("sendMessage", chat_id=ANNA, text="?", reply_markup=INLINE)).result
    pressing = asyncio.create_task(page.does("press", message=sent["message_id"], data="yes"))
    after = started["update_id"] + 1
    (pressed,) = (await bot("getUpdates", offset=after, timeout=10)).result
    query = pressed["callback_query"]
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Точно", show_alert=True)
    assert query["data"] == "yes"
    assert await pressing == {"text": "Точно", "alert": True}


async def test_the_keyboard_the_menu_and_the_action_are_shown(page: Page, bot: Client) -> None:
    await page.does("say", text="/start")
    keyboard = {"keyboard": [[{"text": "Справка"}]]}
    await bot("sendMessage", chat_id=ANNA, text="…", reply_markup=keyboard)
    await bot("sendChatAction", chat_id=ANNA, action="typing")
    await bot("setMyCommands", commands=[{"command": "help", "description": "Справка"}])
    phone = await page.phone()
    assert phone["keyboard"] == [["Справка"]]
    assert phone["action"] == "typing"
    assert await page.sees(f"/phones/{ANNA}/menu") == [["help", "Справка"]]
    await page.does("tap", label="Справка")
    assert (await page.phone())["messages"][-1]["text"] == "Справка"


async def test_a_document_goes_to_the_bot_and_another_comes_back(page: Page, bot: Client) -> None:
    form = FormData(quote_fields=False)  # as browsers do it
    form.add_field("file", b"PK", filename="отчёт.xlsx", content_type="application/zip")
    await page.client.post(f"/phones/{ANNA}/files/document", data=form)
    (update,) = (await bot("getUpdates")).result
    assert update["message"]["document"]["file_name"] == "отчёт.xlsx"
    answer = FormData({"chat_id": str(ANNA)}, quote_fields=False)
    answer.add_field("document", b"table", filename="Сводная.xlsx")
    sent = (await bot.upload("sendDocument", answer)).result
    shown = (await page.phone())["messages"][-1]
    assert shown["document"] == {"name": "Сводная.xlsx", "size": 5, "preview": None}
    async with page.client.get(f"/phones/{ANNA}/files/{sent['message_id']}") as response:
        assert await response.read() == b"table"
        assert response.content_disposition is not None
        assert response.content_disposition.filename == "Сводная.xlsx"


async def test_a_photo_is_shown(page: Page) -> None:
    form = FormData(quote_fields=False)
    form.add_field("file", b"\xff\xd8\xff", filename="фото.jpg", content_type="image/jpeg")
    await page.client.post(f"/phones/{ANNA}/files/photo", data=form)
    (shown,) = (await page.phone())["messages"]
    assert shown["photo"] == {"name": "фото.jpg"}
    async with page.client.get(f"/phones/{ANNA}/files/{shown['id']}") as response:
        assert (response.content_type, await response.read()) == ("image/jpeg", b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("act", "shown"), [("contact", "contact"), ("post", "forwarded"), ("sticker", "sticker")]
)
async def test_whatever_else_is_attached_is_sent_and_shown(
    page: Page, bot: Client, act: str, shown: str
) -> None:
    await page.does(act)
    assert len((await bot("getUpdates")).result) == 1
    assert shown in (await page.phone())["messages"][0]


async def test_a_voice_message_is_shown_with_its_length(page: Page) -> None:
    await page.does("voice")
    assert (await page.phone())["messages"][0]["voice"] == 3


async def test_a_blocked_bot_is_unblocked_by_opening_a_link(page: Page, bot: Client) -> None:
    await page.does("say", text="/start")
    await page.does("block")
    assert (await page.phone())["blocked"]
    assert (await bot("sendMessage", chat_id=ANNA, text="?")).refusal[0] == 403
    await page.does("link", url="https://t.me/quality_week_bot?start=abc")
    phone = await page.phone()
    assert not phone["blocked"]
    assert phone["messages"][-1]["text"] == "/start abc"
    await page.does("block")
    await page.does("unblock")
    assert not (await page.phone())["blocked"]


async def test_what_no_phone_can_do_is_refused_with_a_sentence(page: Page) -> None:
    async with page.client.post(f"/phones/{ANNA}/say", json={"text": " "}) as response:
        assert response.status == 409
        assert (await response.json())["error"] == "a phone sends no empty text"
    async with page.client.post(f"/phones/{ANNA}/say", json={"word": "?"}) as response:
        assert response.status == 400
        assert "not understood" in (await response.json())["error"]
    for address in ("/phones/1/say", f"/phones/{ANNA}/fly"):
        async with page.client.post(address, json={"text": "?"}) as response:
            assert response.status == 404


async def test_another_phone_can_be_added_and_named(page: Page, bot: Client) -> None:
    async with page.open() as events:
        await events.next("everything")
        await page.orders("/phones", name=" Вера ")
        added = await events.next("phone")
    assert added["name"] == "Вера"
    await page.orders(f"/phones/{added['id']}/say", text="Привет")
    assert (await bot("getUpdates")).result[0]["message"]["from"]["first_name"] == "Вера"
    async with page.client.post("/phones", json={"name": " "}) as response:
        assert response.status == 400


async def test_people_of_an_earlier_run_and_of_the_sample_are_reached(
    page: Page, bot: Client
) -> None:
    for number in (ANNA, 4_000_000_000):
        assert (await bot("sendMessage", chat_id=number, text="Напоминание")).status == 200
    phone = await page.phone()
    assert phone["started"]
    assert phone["messages"][0]["text"] == "Напоминание"
