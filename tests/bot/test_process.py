"""The process as the operator and the machine see it: killed, frozen, stopped, started again."""

import asyncio
import random
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.database import Database
from bot.web.webhook import SECRET_HEADER
from demo.clock import Clock
from domain.mailings.claims import ABANDONED
from handlers.mailings import texts
from models import (
    AuditAction,
    AuditEntry,
    Event,
    InboxUpdate,
    Person,
    RegionReport,
    ReportState,
    Role,
)
from sandbox.bots import Bot
from sandbox.faults import LostBeforeEffect, Slow
from sandbox.journal import Call
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.bot.updates.desk import update
from tests.broadcasts import TEXT
from tests.free_port import free_port
from tests.process import PATIENCE, Command, RunningBot
from tests.world import ADMIN_IDS, IN_THE_WEEK, TOKEN, plain

pytestmark = pytest.mark.processes

STORY = (
    ("[Да, верно]", "Белгородская область"),
    ("/new", "Шаг 1 из 8"),
    ("[Урок, занятие]", "Шаг 2 из 8"),
    ("Урок качества", "Шаг 3 из 8"),
    ("Белгород, БГТУ", "Шаг 5 из 8"),
    ("3", "Шаг 6 из 8"),
    ("1200", "Шаг 7 из 8"),
    ("rskrf.ru/news", "Добавлено"),
    ("[Готово (1)]", "Шаг 8 из 8"),
    ("[Пропустить]", "Проверьте мероприятие"),
    ("[Сохранить]", "Мероприятие № 1 сохранено"),
    ("/report", "Заполняется"),
    ("[Сдать отчёт]", "Отчёт сдан"),
)

# At which step of the story the process dies, during which call, and whether before its effect.
DEATHS = {
    0: ("answerCallbackQuery", True),
    2: ("answerCallbackQuery", False),
    3: ("sendMessage", True),
    4: ("getUpdates", True),
    6: ("sendMessage", False),
    8: ("editMessageText", True),
    10: ("editMessageText", False),
    12: ("getUpdates", True),
}


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    async with Telegram(now=Clock(tmp_path)) as telegram:  # the bot's own
        telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        yield telegram


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    (bot,) = telegram.world.bots.values()
    return bot


@pytest.fixture
async def process(
    telegram: Telegram, database_url: str, tmp_path: Path
) -> AsyncIterator[RunningBot]:
    async with RunningBot(telegram.url, database_url, tmp_path) as process:
        yield process


@pytest.fixture
def phone(telegram: Telegram, bot: Bot) -> Phone:
    return telegram.person("Анна").chat_with(bot)


ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


class Moment:
    """Waits for the next call of a method, in a certain chat or in any, and holds it until it is
    told to go on."""

    def __init__(self, telegram: Telegram) -> None:
        self._method: str | None = None
        self._chat_id: int | None = None
        self._come = asyncio.Event()
        self._on = asyncio.Event()
        telegram.journal.on_call(self._hold)

    def expect(self, method: str, chat_id: int | None = None) -> None:
        self._method, self._chat_id = method, chat_id
        self._come.clear()
        self._on.clear()

    async def comes(self, within: float = PATIENCE) -> None:
        async with asyncio.timeout(within):  # the process may have to start first
            await self._come.wait()

    def passes(self) -> None:
        self._on.set()

    async def _hold(self, call: Call) -> None:
        if call.method == self._method and self._chat_id in (None, call.chat_id):
            self._method = None
            self._come.set()
            await self._on.wait()


async def act(phone: Phone, what: str) -> None:
    if what.startswith("["):
        phone.press(what.strip("[]"))
    else:
        await phone.says(what)


async def invited(telegram: Telegram, bot: Bot, phone: Phone) -> None:
    """The admin invites, and the link is opened on the phone."""
    admin = telegram.person("Ольга", id=ADMIN_IDS[0]).chat_with(bot)
    await admin.says("/start")
    await admin.sees("Вы – администратор")
    await admin.says("/invite белгородская")
    made = await admin.sees("https://t.me/")
    await phone.opens_link(made.text[made.text.index("https://t.me/") :].split()[0])
    await phone.sees("Верно?")


async def check_the_story(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction() as session:
        event = (await session.execute(select(Event))).scalar_one()
        report = (await session.execute(select(RegionReport))).scalar_one()
        actions = list((await session.execute(select(AuditEntry.action))).scalars())
        failed = select(func.count()).where(InboxUpdate.set_aside_at.is_not(None))
        assert (await session.execute(failed)).scalar_one() == 0
    await database.close()
    assert (event.number, event.name, event.city) == (1, "Урок качества", "Белгород")
    assert (event.organisation, event.times_held, event.participants) == ("БГТУ", 3, 1200)
    assert (event.publication_links, event.video_links) == (["https://rskrf.ru/news"], [])
    assert report.state == ReportState.SUBMITTED
    for once in (
        AuditAction.PERSON_JOINED,
        AuditAction.EVENT_ADDED,
        AuditAction.REPORT_SUBMITTED,
    ):
        assert actions.count(once) == 1


async def test_a_killed_process_goes_on_where_the_person_was(
    telegram: Telegram, bot: Bot, process: RunningBot, phone: Phone, database_url: str
) -> None:
    moment = Moment(telegram)
    await invited(telegram, bot, phone)
    for number, (what, seen_next) in enumerate(STORY):
        method, before_effect = DEATHS.get(number, (None, False))
        if method == "getUpdates":
            # The update is on the wire to the process, which never gets to read it.
            process.freeze()
            await act(phone, what)
            await process.kill()
            await process.restart()
        elif method is not None:
            moment.expect(method)
            await act(phone, what)
            await moment.comes()
            await process.kill()
            if before_effect:
                telegram.faults.order(LostBeforeEffect(), method)
            moment.passes()
            await process.restart()
        else:
            await act(phone, what)
        await phone.sees(seen_next)
    await telegram.settled(bot)
    await check_the_story(database_url)


@ON_POSTGRESQL
async def test_a_process_killed_at_random_loses_nothing(
    telegram: Telegram, bot: Bot, process: RunningBot, phone: Phone, database_url: str
) -> None:
    chance = random.Random(2026)  # noqa: S311 - no secret: the same kills in every run
    await invited(telegram, bot, phone)
    for number, (what, seen_next) in enumerate(STORY):
        await act(phone, what)
        if number % 4 == 0:
            await asyncio.sleep(chance.uniform(0, 0.06))
            await process.kill()
            await process.restart()
        await phone.sees(seen_next)
    await telegram.settled(bot)
    await check_the_story(database_url)


# ── Stopping ─────────────────────────────────────────────────────────────────────────────


@ON_SQLITE
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_ends_well_and_finishes_the_answer_in_hand(
    telegram: Telegram, process: RunningBot, phone: Phone, number: signal.Signals
) -> None:
    moment = Moment(telegram)
    moment.expect("sendMessage")
    await phone.says("/start")
    await moment.comes()
    ending = asyncio.create_task(process.ends(number))
    await process.says("bot.stopping")
    moment.passes()
    assert await ending == 0
    await phone.sees("Здравствуйте")


@ON_SQLITE
async def test_a_telegram_that_does_not_answer_keeps_no_process_from_ending(
    telegram: Telegram, process: RunningBot, phone: Phone
) -> None:
    telegram.faults.order(Slow(600), "sendMessage")
    moment = Moment(telegram)
    moment.expect("sendMessage")
    moment.passes()
    await phone.says("/start")
    await moment.comes()
    assert await process.ends(signal.SIGTERM) == 0
    await process.restart()
    await phone.sees("Здравствуйте")


@ON_SQLITE
async def test_a_process_that_waits_for_telegram_to_come_up_ends_well(
    telegram: Telegram, process: RunningBot
) -> None:
    await process.kill()
    telegram.faults.order(Slow(600), "getMe")
    moment = Moment(telegram)
    moment.expect("getMe")
    moment.passes()
    process.start()
    await moment.comes()
    assert await process.ends(signal.SIGTERM) == 0


# ── Its port ─────────────────────────────────────────────────────────────────────────────


async def test_by_webhook_telegram_is_answered_and_nobody_else_and_the_process_ends_well(
    telegram: Telegram, bot: Bot, process: RunningBot, phone: Phone
) -> None:
    stranger = telegram.person("Иван").chat_with(bot)
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    assert await process.ends(signal.SIGTERM) == 0
    polls = len(telegram.journal.calls("getUpdates"))
    await process.restart(HTTP_PORT=str(port), WEBHOOK_URL=url, WEBHOOK_SECRET="made-up")
    forged = update(1, stranger.id, text="/start")
    async with (
        aiohttp.ClientSession() as client,
        client.post(url, json=forged, headers={SECRET_HEADER: "guessed"}) as answer,
    ):
        assert answer.status == 403
    moment = Moment(telegram)
    moment.expect("sendMessage", phone.id)
    await phone.says("/start")
    await moment.comes()
    ending = asyncio.create_task(process.ends(signal.SIGTERM))
    await process.says("bot.stopping")
    moment.passes()
    assert await ending == 0
    await phone.sees("Здравствуйте")
    assert len(telegram.journal.calls("getUpdates")) == polls
    assert telegram.journal.calls("sendMessage", chat_id=stranger.id) == []


@ON_SQLITE
async def test_a_port_that_another_program_has_stops_the_start_with_a_sentence(
    telegram: Telegram, database_url: str, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as another:
        port = another.getsockname()[1]
        bot = Command(telegram.url, database_url, tmp_path)
        done = await bot.run(HTTP_PORT=str(port))
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"The system refuses: HTTP_PORT {port} is taken by another program; choose another.\n"
    )


# ── A mailing on its way ─────────────────────────────────────────────────────────────────


async def joined(
    telegram: Telegram, bot: Bot, database_url: str, number: int = 4
) -> dict[Phone, Person]:
    """In four regions, in the order in which a mailing comes to them."""
    phones = [telegram.person(f"Анна {n}").chat_with(bot) for n in range(number)]
    for phone in phones:
        await phone.says("/start")
    for phone in phones:
        await phone.sees("Здравствуйте")
    database = Database(database_url)
    async with database.transaction() as session:
        people = [await session.get_one(Person, phone.id) for phone in phones]
        for place, person in enumerate(people):
            person.role = Role.COORDINATOR
            person.region_code = ("31", "32", "55", "77")[place * 4 // number]
    await database.close()
    return dict(zip(phones, people, strict=True))


async def broadcasts(telegram: Telegram, bot: Bot, number: int = 4) -> Phone:
    """An admin, who has just pressed «Отправить»; the message is for all regions."""
    admin = telegram.person("Ольга", id=ADMIN_IDS[0]).chat_with(bot)
    await admin.says("/broadcast")
    everyone = texts.mailing.with_number(texts.mailing.EVERYONE, 89)
    await admin.sees(plain(texts.broadcast.WHOM))
    await admin.presses(everyone)
    await admin.says(TEXT)
    await admin.sees(texts.mailing.will_get(number, regions=4))
    admin.press(texts.mailing.SEND)
    return admin


def received(coordinators: dict[Phone, Person]) -> list[int]:
    """How often each of them got the message."""
    return [sum(each.text == TEXT for each in phone.messages) for phone in coordinators]


async def test_a_killed_mailing_names_whom_it_may_have_missed_and_repeats_nothing_unasked(
    telegram: Telegram,
    bot: Bot,
    process: RunningBot,
    database_url: str,
    tmp_path: Path,
) -> None:
    losing, arriving = Moment(telegram), Moment(telegram)
    coordinators = await joined(telegram, bot, database_url)
    lost, arrived, *_ = coordinators
    losing.expect("sendMessage", lost.id)
    arriving.expect("sendMessage", arrived.id)
    admin = await broadcasts(telegram, bot)
    await losing.comes()
    await arriving.comes()
    await admin.sees(texts.mailing.done(2, of=4))
    await process.kill()
    telegram.faults.order(LostBeforeEffect(), "sendMessage", chat_id=lost.id)
    losing.passes()
    arriving.passes()
    await process.restart()
    Clock(tmp_path).set(IN_THE_WEEK + 2 * ABANDONED)  # then nobody is at it any more
    await admin.sees(plain(texts.mailing.unknown([coordinators[lost], coordinators[arrived]])))
    assert received(coordinators) == [0, 1, 1, 1]
    admin.press(texts.mailing.SEND_AGAIN)
    await admin.sees(texts.mailing.got(4, of=4))
    assert received(coordinators) == [1, 2, 1, 1]


@ON_SQLITE
async def test_a_mailing_that_is_stopped_in_order_leaves_nobody_unknown(
    telegram: Telegram, bot: Bot, process: RunningBot, database_url: str
) -> None:
    number = 60
    moment = Moment(telegram)
    coordinators = await joined(telegram, bot, database_url, number)
    moment.expect("sendMessage", list(coordinators)[1].id)
    admin = await broadcasts(telegram, bot, number)
    await moment.comes()
    ending = asyncio.create_task(process.ends(signal.SIGTERM))
    await process.says("stopping")
    moment.passes()
    assert await ending == 0
    assert set(received(coordinators)) == {0, 1}, "some are sent theirs after the next start"
    await process.restart()
    await admin.sees(texts.mailing.got(number, of=number))
    assert received(coordinators) == [1] * number
    assert texts.mailing.SEND_AGAIN not in admin.last.labels
