"""Tells the admins what needs a human: each kind once an hour at most, whoever finds it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import Failure, failure_of, in_a_line
from bot.metrics import Metrics
from bot.outages import Part
from domain.people.people import admins
from handlers.alerts import texts
from models import Alert, AlertKind

QUIET = timedelta(hours=1)
AGAIN = 60.0  # seconds before the next try, while nobody can be told
LONG = 300.0  # seconds without the database, of which people have noticed something

log = structlog.get_logger()

_CLAIM = {
    name: dialect.insert(Alert)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


class Alerts:
    """While the database or Telegram is out, an alert waits for it."""

    def __init__(
        self, bot: Bot, database: Database, metrics: Metrics, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._database = database
        self._metrics = metrics
        self._now = now
        self._telling: dict[AlertKind, asyncio.Task[None]] = {}

    def raise_(self, kind: AlertKind, text: str) -> None:
        """Begins to tell it, in HTML, and returns at once; never fails. One of a kind is told at a
        time: the first."""
        self._metrics.alerts.labels(kind).inc()
        if kind not in self._telling:
            self._telling[kind] = task = asyncio.create_task(self._tell(kind, text))
            task.add_done_callback(lambda _: self._telling.pop(kind))

    def outage_is_over(self, part: Part, seconds: float) -> None:
        """Nobody can be told of it before: who the admins are stands in the database."""
        if part != "telegram" and seconds >= LONG:
            self.raise_(AlertKind.DATABASE, texts.database_is_back(round(seconds / 60)))

    async def idle(self) -> None:
        """Until all are told."""
        while self._telling:
            await asyncio.wait(self._telling.values())

    async def close(self, grace: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self.idle()
        tasks = list(self._telling.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell(self, kind: AlertKind, text: str) -> None:
        while True:
            try:
                if await self._told(kind, text):
                    return
            except Exception as error:
                if failure_of(error) is Failure.BUG:
                    log.exception("alert.failed", kind=kind)
                    return
                log.debug("alert.retry", kind=kind, why=in_a_line(error))
            await asyncio.sleep(AGAIN)

    async def _told(self, kind: AlertKind, text: str) -> bool:
        """False if Telegram cannot be reached."""
        now = self._now()
        async with self._database.transaction() as session:
            if not await _claimed(session, kind, now):
                return True
            to = [admin.id for admin in await admins(session)]
        done = [await self._has_done_with(admin_id, text) for admin_id in to]
        if any(done) or not to:
            log.warning("alert.told", kind=kind, admins=done.count(True))
            return True
        async with self._database.transaction() as session:
            await session.execute(delete(Alert).where(Alert.kind == kind))
        return False

    async def _has_done_with(self, admin_id: int, text: str) -> bool:
        """Whoever has blocked the bot is done with, too."""
        try:
            await self._bot.send_message(admin_id, text)
        except AiogramError as error:
            log.info("alert.not_sent", why=in_a_line(error))
            return failure_of(error) is Failure.REFUSAL
        return True


async def _claimed(session: AsyncSession, kind: AlertKind, now: datetime) -> bool:
    """Whether it is for this process to tell. A clock that ran ahead silences nothing."""
    claim = _CLAIM[session.get_bind().dialect.name].values(kind=kind, told_at=now)
    claim = claim.on_conflict_do_update(
        index_elements=[Alert.kind],
        set_={"told_at": now},
        where=or_(Alert.told_at <= now - QUIET, Alert.told_at > now),
    )
    return (await session.execute(claim.returning(Alert.kind))).first() is not None
