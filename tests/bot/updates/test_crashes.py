"""Nothing received is lost and nothing is applied twice, at whatever instant the bot dies."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Pool, select
from sqlalchemy import event as listening

from bot.app import App
from models import Draft, Event, InboxUpdate, RegionReport, ReportState
from sandbox.faults import LostBeforeEffect
from sandbox.journal import Call
from sandbox.phone import Phone
from tests.world import PATIENCE, World

pytestmark = pytest.mark.long

# On an update's way there are three transactions, and before the last of them the bot speaks. By
# what each is known: the bot commits other things meanwhile, as that it is alive.
STATEMENTS = (
    "INSERT INTO inbox (",
    "UPDATE inbox SET applied_at",
    "DELETE FROM inbox WHERE inbox.id IN",
)
BEFORE_COMMIT = ("before it is stored", "before it is applied", "before its end is noted")
AFTER_COMMIT = ("once it is stored", "once it is applied", "once its end is noted")
BEFORE_EFFECT, AFTER_EFFECT = "before the bot has spoken", "once the bot has spoken"
INSTANTS = (*BEFORE_COMMIT, BEFORE_EFFECT, *AFTER_COMMIT, AFTER_EFFECT)

# What Anna types or (in brackets) presses, and what she sees next.
STORY = (
    ("/new", "Шаг 1 из 8"),
    ("[Урок, занятие]", "Шаг 2 из 8"),
    ("Урок <b>качества</b>", "Шаг 3 из 8"),
    ("Белгород, БГТУ", "Шаг 5 из 8"),
    ("[3]", "Шаг 6 из 8"),
    ("1 200 чел.", "Шаг 7 из 8"),
    ("rskrf.ru/news", "Добавлено"),
    ("[Готово (1)]", "Шаг 8 из 8"),
    ("[Пропустить]", "Проверьте мероприятие"),
    ("[Сохранить]", "Мероприятие № 1 сохранено"),
    ("/report", "Заполняется"),
    ("[Сдать отчёт]", "Отчёт сдан"),
)


@pytest.fixture(autouse=True)
def no_menus(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are renewed beside polling, in a transaction that is none of the three."""

    async def nothing(_: App) -> None:
        pass

    monkeypatch.setattr(App, "_renew_menus", nothing)


class Blow:
    """Kills the bot once, at an instant of the next update's way through it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._instant: str | None = None
        self._struck = asyncio.Event()
        self._dead = asyncio.Event()
        world.telegram.journal.on_call(self._speaking)

    @contextmanager
    def watching_transactions(self) -> Iterator[None]:
        listening.listen(Engine, "before_cursor_execute", self._executing)
        listening.listen(Engine, "commit", self._before_commit)
        listening.listen(Pool, "checkin", self._returned)
        try:
            yield
        finally:
            listening.remove(Engine, "before_cursor_execute", self._executing)
            listening.remove(Engine, "commit", self._before_commit)
            listening.remove(Pool, "checkin", self._returned)

    def prepare(self, instant: str) -> None:
        self._instant = instant
        self._struck.clear()
        self._dead.clear()

    async def falls(self) -> None:
        """Until the bot has died and been started again."""
        async with asyncio.timeout(PATIENCE):
            await self._struck.wait()
        await self._world.crash()
        self._dead.set()
        await self._world.start_bot()

    def _executing(
        self, connection: Connection, _cursor: object, statement: str, *_: object
    ) -> None:
        for number, its_own in enumerate(STATEMENTS):
            if its_own in statement:
                connection.info["transaction"] = number

    def _before_commit(self, connection: Connection) -> None:
        number = connection.info.pop("transaction", None)
        if number is None:
            return
        if self._instant == BEFORE_COMMIT[number]:
            self._strike()
            raise asyncio.CancelledError  # no further, as if there were no process any more
        connection.info["committed"] = number

    def _returned(self, _: object, record: Any) -> None:
        """A connection goes back to its pool: right after the commit, if there was one."""
        record.info.pop("transaction", None)
        number = record.info.pop("committed", None)
        if number is not None and self._instant == AFTER_COMMIT[number]:
            self._strike()
            task = asyncio.current_task()
            assert task is not None
            task.cancel()  # it ends where it would wait next

    def _strike(self) -> None:
        self._instant = None
        self._struck.set()

    async def _speaking(self, call: Call) -> None:
        spoken = call.method in ("sendMessage", "editMessageText")
        if spoken and self._instant in (BEFORE_EFFECT, AFTER_EFFECT):
            if self._instant == BEFORE_EFFECT:
                self._world.telegram.faults.order(LostBeforeEffect(), call.method)
            self._strike()
            await self._dead.wait()


async def act(phone: Phone, what: str) -> None:
    if what.startswith("["):
        phone.press(what.strip("[]"))
    else:
        await phone.says(what)


# Each step of the story meets each instant, on one of the databases.
@pytest.mark.parametrize(
    ("database_url", "shift"),
    [(("sqlite", "postgresql")[shift % 2], shift) for shift in range(len(INSTANTS))],
    indirect=["database_url"],
)
async def test_a_bot_that_dies_at_every_step_loses_nothing_and_does_nothing_twice(
    world: World, shift: int
) -> None:
    anna = await world.coordinator("Белгородская область")
    blow = Blow(world)
    with blow.watching_transactions():
        for number, (what, seen_next) in enumerate(STORY):
            blow.prepare(INSTANTS[(number + shift) % len(INSTANTS)])
            await act(anna.phone, what)
            await blow.falls()
            await anna.phone.sees(seen_next)
            await everything_is_finished(world)
    await the_story_is_in_the_database_once(world)


async def everything_is_finished(world: World) -> None:
    """Until no update waits to be stored, applied or answered."""

    async def finished() -> bool:
        return not await world.rows(select(InboxUpdate).where(InboxUpdate.answered_at.is_(None)))

    await world.settled()
    await world.until(finished)
    # The row can be seen a little before the bot hears of its own commit.
    await world.app.inbox.idle()


async def the_story_is_in_the_database_once(world: World) -> None:
    (event,) = await world.rows(select(Event))
    assert (event.number, event.kind, event.name) == (1, "education", "Урок <b>качества</b>")
    assert (event.city, event.organisation) == ("Белгород", "БГТУ")
    assert (event.times_held, event.participants) == (3, 1200)
    assert (event.publication_links, event.video_links) == (["https://rskrf.ru/news"], [])
    (report,) = await world.rows(select(RegionReport))
    assert report.state == ReportState.SUBMITTED
    assert len(await world.audit("event.added")) == len(await world.audit("report.submitted")) == 1
    assert await world.rows(select(Draft)) == []
    assert await world.set_aside() == 0
