"""The pace of sending, and what is repeated. Time is moved by hand: no test waits for any."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import (
    AnswerCallbackQuery,
    GetMe,
    Response,
    SendChatAction,
    SendMessage,
    TelegramMethod,
)
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import make_bot
from bot.errors import may_have_been_done
from bot.metrics import Metrics
from bot.outages import Outages
from bot.updates.api_middleware import Outgoing, single_request
from bot.updates.turns import Pace
from sandbox.telegram import Telegram
from tests.world import NO_HURRY, TOKEN, settings_for

pytestmark = pytest.mark.python_loop

STEP = 0.05  # seconds


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    with capture_logs() as logs:
        yield logs


async def nothing() -> None:
    """To be done before a request goes out."""


class Line:
    """Calls through an Outgoing to a Telegram that fails as told, on a clock moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, pace: Pace) -> None:
        loop = asyncio.get_running_loop()
        self._now = loop.time()
        monkeypatch.setattr(loop, "time", lambda: self._now)
        self._outgoing = Outgoing(pace, unpaced=(GetMe,))
        self._bot = Bot(TOKEN)
        self.failures: list[Exception] = []
        self.tried: list[TelegramMethod[Any]] = []
        self.through: list[TelegramMethod[Any]] = []
        self.tasks: list[asyncio.Task[object]] = []
        self.silence: asyncio.Event | None = None  # until which Telegram does not answer

    def send(self, *methods: TelegramMethod[Any]) -> None:
        for method in methods:
            call = self._outgoing(self._telegram, self._bot, method)
            self.tasks.append(asyncio.ensure_future(call))

    def send_singly(
        self,
        *methods: TelegramMethod[Any],
        going: Callable[[], Awaitable[None]] = nothing,
    ) -> None:
        async def send(method: TelegramMethod[Any]) -> object:
            with single_request(going):
                return await self._outgoing(self._telegram, self._bot, method)

        self.tasks += [asyncio.create_task(send(method)) for method in methods]

    def texts(self, chat_id: int) -> list[str]:
        """What has gone through to that chat."""
        sent = [method for method in self.through if isinstance(method, SendMessage)]
        return [method.text for method in sent if method.chat_id == chat_id]

    async def passes(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP)):
            self._now += STEP
            await self.quiet()

    async def watched(self, step: float, *, until: int) -> list[float]:
        """At what times so many calls go through, seen in steps of so many seconds."""
        times: list[float] = []
        while len(times) < until:
            self._now += step
            await self.quiet()
            times += [self._now] * (len(self.through) - len(times))
        return times

    def stands_still(self, seconds: float) -> None:
        """The process does nothing meanwhile."""
        self._now += seconds

    async def quiet(self) -> None:
        """Whatever can be done at this instant is done."""
        for _ in range(40):
            await asyncio.sleep(0)

    async def _telegram(self, bot: Bot, method: TelegramMethod[Any]) -> Response[Any]:
        self.tried.append(method)
        if self.silence is not None:
            await self.silence.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.through.append(method)
        return Response(ok=True)


def sent(line: Line) -> list[SendMessage]:
    return [method for method in line.through if isinstance(method, SendMessage)]


def to(chat_id: int, count: int = 1) -> list[SendMessage]:
    return [SendMessage(chat_id=chat_id, text=str(number)) for number in range(count)]


async def test_a_burst_to_one_chat_passes_and_what_follows_is_held_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, Pace(overall=1_000, chat=1, burst=5))
    line.send(*to(1, 8), *to(2, 2))
    await line.passes(0.5)
    assert len(line.texts(1)) == 5
    assert len(line.texts(2)) == 2
    await line.passes(1)
    assert len(line.through) == 6 + 2
    await line.passes(2)
    assert len(line.through) == 8 + 2
    # In the order in which they were said.
    assert line.texts(1) == list("01234567")


async def test_the_overall_rate_is_kept_from_the_first_second_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, Pace(overall=25, chat=1, burst=5))
    line.send(*(method for chat_id in range(1, 61) for method in to(chat_id)))
    passed = []
    for _ in range(3):
        before = len(line.through)
        await line.passes(1)
        passed.append(len(line.through) - before)
    assert all(count <= 26 for count in passed)
    assert sum(passed) == 60


async def test_an_answer_goes_out_before_the_messages_of_a_mailing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, Pace(overall=1, chat=1, burst=1))
    line.send_singly(*(method for chat_id in range(1, 21) for method in to(chat_id)))
    await line.passes(2.5)
    line.send(*to(100), *to(101))
    await line.passes(3)
    # The fifth turn is that of whatever has waited longest.
    assert [method.chat_id for method in sent(line)] == [1, 2, 3, 100, 4, 101]
    await line.passes(20)
    assert [method.chat_id for method in sent(line)][6:] == list(range(5, 21))


async def test_no_second_has_more_than_thirty_and_a_busy_moment_costs_no_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, Pace(chat=1, burst=1))
    line.send(*(method for chat_id in range(1, 301) for method in to(chat_id)))
    times = await line.watched(0.001, until=300)
    spans = [later - earlier for earlier, later in zip(times, times[30:], strict=False)]
    assert min(spans) >= 1
    assert times[-1] - times[0] <= 299 / (0.95 * 30)


async def test_after_a_pause_of_the_process_the_turns_are_as_far_apart_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, Pace(overall=20, chat=1, burst=1))
    line.send(*(method for chat_id in range(1, 61) for method in to(chat_id)))
    await line.passes(1)
    line.stands_still(5)
    before = len(line.through)
    await line.passes(1)
    assert len(line.through) - before <= 21


async def test_presses_are_answered_and_updates_asked_for_however_much_is_being_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, Pace(overall=1, chat=1, burst=1))
    line.send(*to(1, 20))
    await line.quiet()
    waiting = len(line.through)
    line.send(AnswerCallbackQuery(callback_query_id="1"), GetMe())
    await line.quiet()
    assert len(line.through) == waiting + 2


async def test_showing_that_the_bot_works_takes_nothing_from_the_chats_messages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, Pace(overall=1_000, chat=1, burst=1))
    line.send(*(SendChatAction(chat_id=1, action="typing") for _ in range(5)))
    await line.passes(0.5)
    line.send(*to(1))
    await line.passes(0.1)
    assert isinstance(line.through[-1], SendMessage)


async def test_what_telegram_asks_to_wait_is_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(monkeypatch, NO_HURRY)
    (message,) = to(1)
    line.failures = [TelegramRetryAfter(message, "Too Many Requests", retry_after=30)] * 7
    line.send(message)
    await line.passes(29)
    assert len(line.tried) == 1
    await line.passes(30 * 7)
    assert len(line.tried) == 8
    assert line.through == [message]


async def test_pauses_grow_and_after_the_last_the_call_has_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, NO_HURRY)
    (message,) = to(1)
    line.failures = [TelegramServerError(message, "Internal Server Error")] * 6
    line.send(message)
    tries = []
    for _ in range(9):
        await line.passes(2)
        tries.append(len(line.tried))
    assert tries == [3, 4, 4, 5, 5, 5, 5, 6, 6]
    with pytest.raises(TelegramServerError):
        await line.tasks[0]


async def test_a_chat_that_is_told_to_wait_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, NO_HURRY)
    first, second = to(1, 2)
    line.failures = [TelegramRetryAfter(first, "Too Many Requests", retry_after=60)]
    line.send(first)
    await line.quiet()
    line.send(second, *to(2))
    await line.passes(59)
    # Nothing more is asked of Telegram for that chat until then.
    assert (len(line.tried), line.texts(1), line.texts(2)) == (2, [], ["0"])
    await line.passes(2)
    assert line.texts(1) == ["0", "1"]


async def test_a_claimed_message_does_not_wait_with_its_chat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, NO_HURRY)
    first, second = to(1, 2)
    line.failures = [TelegramRetryAfter(first, "Too Many Requests", retry_after=60)]
    line.send_singly(first)
    await line.passes(20.5)
    line.send_singly(second, *to(2))
    await line.quiet()
    waits = [task.exception() for task in line.tasks if task.exception() is not None]
    assert [wait.retry_after for wait in waits if isinstance(wait, TelegramRetryAfter)] == [60, 40]
    assert not any(wait is not None and may_have_been_done(wait) for wait in waits)
    assert (len(line.tried), line.texts(2)) == (2, ["0"])


async def test_of_single_requests_one_is_on_its_way_while_telegram_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, NO_HURRY)
    line.silence = asyncio.Event()
    line.send_singly(*to(1, 2), *to(2, 2))
    await line.quiet()
    assert len(line.tried) == 1
    line.silence.set()
    await line.quiet()
    assert len(line.through) == 4


async def test_a_telegram_that_is_slow_holds_up_single_requests_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch, NO_HURRY)
    line.silence = asyncio.Event()
    line.send_singly(*to(1, 20))
    await line.passes(1)
    assert 9 <= len(line.tried) <= 11
    assert line.through == []


async def test_what_must_not_go_when_its_turn_has_come_does_not_and_the_next_one_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse() -> None:
        raise LookupError

    line = Line(monkeypatch, NO_HURRY)
    line.send_singly(*to(1), going=refuse)
    line.send_singly(*to(2))
    await line.quiet()
    assert [method.chat_id for method in sent(line)] == [2]
    with pytest.raises(LookupError):
        await line.tasks[0]


@pytest.mark.parametrize("error", ["retry after", "server error", "lost"])
async def test_a_single_request_is_made_once_whatever_comes_of_it(
    monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    line = Line(monkeypatch, NO_HURRY)
    (message,) = to(1)
    failure = {
        "retry after": TelegramRetryAfter(message, "Too Many Requests", retry_after=1),
        "server error": TelegramServerError(message, "Bad Gateway"),
        "lost": TelegramNetworkError(message, "ServerDisconnectedError: Server disconnected"),
    }[error]
    line.failures = [failure]
    line.send_singly(message)
    await line.passes(60)
    assert len(line.tried) == 1
    with pytest.raises(type(failure)):
        await line.tasks[0]


async def test_a_refused_connection_is_tried_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, logs: list[EventDict]
) -> None:
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", (0.02,) * 500)
    # Nobody listens there yet, and while it is held nobody else is given the port.
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        bot = make_bot(
            settings_for(f"http://127.0.0.1:{port}", sqlite_url), NO_HURRY, Metrics(), Outages()
        )
        telegram = Telegram(port=port)
        account = telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        phone = telegram.person("Анна").chat_with(account)
        await phone.says("/start")
        sending = asyncio.create_task(bot.send_message(phone.id, "Напоминание"))
        async with asyncio.timeout(15):
            while not logs:  # noqa: ASYNC110 - a log rings no bell
                await asyncio.sleep(0.01)
        async with telegram:
            await sending
            await bot.session.close()
    assert [message.text for message in phone.messages if message.from_bot] == ["Напоминание"]
