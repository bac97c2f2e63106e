"""The demo's server over HTTP, as its page uses it. The bot is played by the test, save in the
last part, where it is the real one."""

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, FormData
from aiohttp.test_utils import TestClient, TestServer

from sandbox import LostBeforeEffect, RetryAfter
from sandbox.demo.cast import ADMIN, COORDINATORS
from sandbox.demo.process import CommandFailedError
from sandbox.demo.server import Server, listen
from sandbox.demo.stage import BotEndedError, Stage
from tests.sandbox.conftest import Client, eventually

ANNA = COORDINATORS[0].id
PATIENCE = 60.0  # seconds: two processes have to load their libraries, on a busy machine too
INLINE = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage("sqlite+aiosqlite:///unused", tmp_path) as stage:
        yield stage


@pytest.fixture
async def page(stage: Stage) -> AsyncIterator["Page"]:
    async with TestClient(TestServer(Server(stage).application())) as client:
        yield Page(client)


@pytest.fixture
async def bot(stage: Stage) -> AsyncIterator[Client]:
    async with ClientSession() as session:
        yield Client(session, stage.telegram, stage.bot.token)


class Page:
    def __init__(self, client: "TestClient[Any, Any]") -> None:
        self.client = client

    async def does(self, act: str, **order: Any) -> Any:
        """On Anna's phone; what the server answers."""
        return await self.orders(f"/phones/{ANNA}/{act}", **order)

    async def orders(self, address: str, **order: Any) -> Any:
        async with self.client.post(address, json=order) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def sees(self, address: str) -> Any:
        async with self.client.get(address) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Events"]:
        async with self.client.get("/stream") as response:
            yield Events(response)

    async def everything(self) -> Any:
        """What a page is told when it is opened now."""
        async with self.open() as events:
            return await events.next("everything")

    async def phone(self, number: int = ANNA) -> Any:
        return next(each for each in (await self.everything())["phones"] if each["id"] == number)


class Events:
    """Server-sent events, one by one."""

    def __init__(self, response: ClientResponse) -> None:
        self._response = response

    async def next(self, kind: str) -> Any:
        """The data of the next event of that kind."""
        async with asyncio.timeout(10):
            while True:
                event = (await self._response.content.readline()).decode().strip()
                data = (await self._response.content.readline()).decode().strip()
                await self._response.content.readline()
                if event == f"event: {kind}":
                    return json.loads(data.removeprefix("data: "))


# ── Phones ───────────────────────────────────────────────────────────────────────────────


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
    assert message["rows"] == [[{"label": "Да", "data": "yes", "url": None}]]
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
    assert shown["document"] == {"name": "Сводная.xlsx", "size": 5}
    async with page.client.get(f"/phones/{ANNA}/files/{sent['message_id']}") as response:
        assert await response.read() == b"table"
        assert response.content_disposition is not None
        assert response.content_disposition.filename == "Сводная.xlsx"


async def test_a_photo_is_shown(page: Page) -> None:
    form = FormData()
    form.add_field("file", b"\xff\xd8\xff", filename="фото.jpg", content_type="image/jpeg")
    await page.client.post(f"/phones/{ANNA}/files/photo", data=form)
    (shown,) = (await page.phone())["messages"]
    assert shown["photo"]
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


# ── The bar ──────────────────────────────────────────────────────────────────────────────


async def test_the_clock_runs_ahead_for_the_bot_and_for_telegram(
    page: Page, stage: Stage, tmp_path: Path
) -> None:
    await page.orders("/clock", hours=48)
    assert float((tmp_path / "clock").read_text()) == 48 * 3600
    assert stage.telegram.world.now() - datetime.now(UTC) > timedelta(hours=47)
    assert (await page.everything())["stage"]["offset"] == 48 * 3600
    await page.orders("/clock", to="now")
    assert float((tmp_path / "clock").read_text()) == 0


async def test_troubles_stay_until_they_are_switched_off(page: Page, stage: Stage) -> None:
    await page.orders("/troubles", trouble="too_many_requests", on=True)
    await page.orders("/troubles", trouble="connection_lost", on=True)
    await page.orders("/troubles", trouble="too_many_requests", on=False)
    assert (await page.everything())["stage"]["troubles"] == ["connection_lost"]
    faults = stage.telegram.faults
    assert isinstance(faults.next_for("getupdates", None), LostBeforeEffect)
    await page.orders("/troubles", trouble="too_many_requests", on=True)
    await page.orders("/troubles", trouble="connection_lost", on=False)
    assert isinstance(faults.next_for("sendmessage", ANNA), RetryAfter)
    assert faults.next_for("getupdates", None) is None
    async with page.client.post("/troubles", json={"trouble": "rain", "on": True}) as response:
        assert response.status == 409


async def test_the_journal_shows_the_calls_the_newest_first(page: Page, bot: Client) -> None:
    await page.does("say", text="/start")
    await bot("getUpdates")
    await bot("sendMessage", chat_id=ANNA, text="Раз")
    await bot("sendMessage", chat_id=ANNA, text="")
    refused, sent = await page.sees("/journal")
    assert (sent["method"], sent["to"], sent["outcome"]) == ("sendMessage", "Анна", "200")
    assert sent["params"] == {"text": "Раз"}
    assert refused["failed"]
    assert "message text is empty" in refused["error"]


# ── Nobody else may use it ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}], ids=str
)
async def test_another_page_in_the_browser_cannot_reach_it(
    page: Page, headers: dict[str, str]
) -> None:
    form = FormData({"text": "/start"})
    address = f"/phones/{ANNA}/contact"
    async with page.client.post(address, data=form, headers=headers) as response:
        assert response.status == 403
    assert (await page.phone())["messages"] == []


async def test_the_page_may_load_nothing_from_elsewhere(page: Page) -> None:
    async with page.client.get("/") as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        text = await response.text()
    addresses = [part.split('"')[0] for part in text.split('="')[1:] if part.startswith("/page/")]
    assert len(addresses) == 4
    for address in addresses:
        async with page.client.get(address) as response:
            assert response.status == 200, address
            assert "://" not in (await response.text()).replace("http://www.w3.org/", "")


def test_a_taken_port_is_left_for_the_next_free_one_of_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen(port) as listening:
            host, found = listening.getsockname()
    assert host == "127.0.0.1"
    assert port < found < port + 100


# ── With the real bot ────────────────────────────────────────────────────────────────────


async def test_a_killed_bot_goes_on_and_the_clock_knows_its_deadline(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with Stage(sqlite_url, tmp_path) as stage:
        await stage.start()
        phone = stage.cast.admin.phone
        await phone.says("/start")
        await phone.sees("Вы администратор")
        await stage.restart()
        await phone.says("/help")
        await phone.sees("/people", within=PATIENCE)
        deadline = await stage.deadline()
        await stage.set_clock("before")
        left = deadline - stage.clock()
        await stage.set_clock("after")
        assert deadline < stage.clock() < deadline + timedelta(hours=2)
        assert timedelta(hours=12) > left - timedelta(days=1) > timedelta(0)


async def test_a_bot_that_cannot_start_ends_the_demo(tmp_path: Path) -> None:
    async with Stage("mysql://nothing", tmp_path) as stage:
        with pytest.raises(BotEndedError):
            await stage.start()
        with pytest.raises(CommandFailedError, match="DATABASE_URL must begin with"):
            await stage.deadline()


@asynccontextmanager
async def demo(*arguments: str, **settings: str) -> AsyncIterator[Process]:
    """`python -m sandbox`, in a group of its own so that what it leaves behind is found."""
    surroundings = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", *arguments),
        env=surroundings | settings,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def alive(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


async def test_ctrl_c_stops_everything_and_leaves_no_process() -> None:
    async with asyncio.timeout(PATIENCE), demo() as process, ClientSession() as browser:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
        async with browser.get(f"{address}/stream") as stream:
            everything = await Events(stream).next("everything")
            assert everything["stage"]["bot"]["state"] == "running"
            process.send_signal(signal.SIGINT)
            _, complaints = await process.communicate()
        assert process.returncode == 0, complaints.decode()
        # Those who only helped it to start end as soon as they see that it has.
        await eventually(lambda: not alive(process.pid))


async def test_a_real_token_is_refused_with_a_sentence() -> None:
    token = "123456:" + "A" * 35
    async with asyncio.timeout(PATIENCE), demo(BOT_TOKEN=token) as process:
        said, complaint = await process.communicate()
    assert process.returncode == 2
    assert said == b""
    assert b"BOT_TOKEN is set" in complaint
    assert token.encode() not in complaint
