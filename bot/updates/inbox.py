"""Updates, from their receipt until their answers are out.

Stored (a batch, one commit), then confirmed to Telegram, then applied in order per chat and in
parallel across chats. The mark `applied_at` and the answers are committed with the change
itself, so a crash at any instant loses nothing and applies nothing twice.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import case, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import Failure, failure_of
from handlers.responses import RESPONSES, Response, Responses
from models import InboxUpdate

log = structlog.get_logger()

TRIES = 3  # of an update whose handling fails, before it is set aside
RETRY_DELAY = 0.2  # seconds before the second try; twice that before the third
OUTAGE_RETRY = 5.0  # seconds before the next try while Telegram or the database is out of reach
SWEEP_EVERY = 60.0  # seconds between looks for rows left over
REPLY_TTL = timedelta(days=1)  # an answer that could not be sent for so long is no news any more
KEPT = timedelta(days=2)  # answered rows; Telegram repeats an update for a day at most
SET_ASIDE_KEPT = timedelta(days=90)

Result = TypeVar("Result")

# Applies an update's JSON within the session, now, and gives what is to be answered. The second
# time is that of its receipt.
Apply = Callable[[AsyncSession, str, datetime, datetime], Awaitable[Responses]]


class Inbox:
    """`apply` changes the database and gives the answers, `carry_out` sends one answer, and
    `apologise` gives the answers to an update that could not be applied."""

    def __init__(
        self,
        database: Database,
        *,
        apply: Apply,
        carry_out: Callable[[Response], Awaitable[None]],
        apologise: Callable[[str], Responses],
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._apply = apply
        self._carry_out = carry_out
        self._apologise = apologise
        self._now = now
        self._waiting: defaultdict[int, deque[int]] = defaultdict(deque)
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._held: set[int] = set()  # rows waiting or in hand

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store the updates that are new, in order, and see to them. Once this returns they
        may be confirmed to Telegram."""
        try:
            rows = await self._store(updates)
        except IntegrityError:  # another process has just stored the same
            rows = await self._store(updates)
        for row in rows:
            self._take_up(row.id, row.chat_id)

    async def _store(self, updates: Sequence[dict[str, Any]]) -> list[InboxUpdate]:
        by_id = {update["update_id"]: update for update in updates}
        async with self._database.transaction() as session:
            known = await session.execute(
                select(InboxUpdate.update_id).where(InboxUpdate.update_id.in_(by_id))
            )
            for update_id in known.scalars():
                del by_id[update_id]
            rows = [
                InboxUpdate(
                    update_id=update_id,
                    chat_id=_chat_of(each),
                    payload=json.dumps(each),
                    received_at=self._now(),
                )
                for update_id, each in by_id.items()
            ]
            session.add_all(rows)
            await session.flush()
        return rows

    async def run(self) -> None:
        """Now and then take up what another process left, and drop what is too old."""
        while True:
            await asyncio.sleep(SWEEP_EVERY)
            try:
                await self.take_up_left_over()
            except Exception:
                # The next look may succeed; updates are received and applied meanwhile.
                log.exception("the inbox could not be looked through")

    async def take_up_left_over(self) -> None:
        """What another process left unfinished; drops what is too old."""
        unfinished = (
            select(InboxUpdate.id, InboxUpdate.chat_id)
            .where(InboxUpdate.answered_at.is_(None))
            .order_by(InboxUpdate.id)
        )
        now = self._now()
        async with self._database.transaction() as session:
            await session.execute(
                update(InboxUpdate)
                .where(InboxUpdate.answered_at.is_(None), InboxUpdate.applied_at < now - REPLY_TTL)
                .values(answers=None, payload=None, answered_at=now)
            )
            rows = (await session.execute(unfinished)).all()
            await session.execute(
                delete(InboxUpdate).where(
                    (InboxUpdate.answered_at < now - KEPT) & InboxUpdate.set_aside_at.is_(None)
                    | (InboxUpdate.set_aside_at < now - SET_ASIDE_KEPT)
                )
            )
        for row_id, chat_id in rows:
            self._take_up(row_id, chat_id)

    async def idle(self) -> None:
        """Wait until nothing is in hand."""
        while self._lanes:
            await asyncio.wait(self._lanes.values())

    async def close(self, grace: float) -> None:
        """Let what is in hand finish for `grace` seconds; the rest is done after the next
        start."""
        for waiting in self._waiting.values():
            waiting.clear()
        lanes = list(self._lanes.values())
        if lanes:
            _, late = await asyncio.wait(lanes, timeout=grace)
            for lane in late:
                lane.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    # ── One chat after another update ────────────────────────────────────────────────────

    def _take_up(self, row_id: int, chat_id: int) -> None:
        if row_id in self._held:
            return
        self._held.add(row_id)
        self._waiting[chat_id].append(row_id)
        if chat_id not in self._lanes:
            self._lanes[chat_id] = asyncio.create_task(self._work_off(chat_id))

    async def _work_off(self, chat_id: int) -> None:
        """All that waits of one chat, in order."""
        waiting = self._waiting[chat_id]
        try:
            while waiting:
                row_id = waiting.popleft()
                try:
                    await self._finish(row_id)
                finally:
                    self._held.discard(row_id)
        finally:
            del self._lanes[chat_id], self._waiting[chat_id]

    async def _finish(self, row_id: int) -> None:
        """See to it, however long Telegram or the database is out of reach. Those behind it
        wait, too, or a person would read an older question last."""
        answers = await self._insist(row_id, partial(self._applied, row_id))
        for answer in answers:
            await self._insist(row_id, partial(self._carry_out, answer))
        await self._insist(row_id, partial(self._close, row_id))

    async def _insist(self, row_id: int, work: Callable[[], Awaitable[Result]]) -> Result:
        while True:
            try:
                return await work()
            except Exception:
                # Whatever it was, nothing received may be lost: it is tried again.
                log.exception("an update has to wait", inbox_id=row_id, again_in=OUTAGE_RETRY)
                await asyncio.sleep(OUTAGE_RETRY)

    async def _close(self, row_id: int) -> None:
        async with self._database.transaction() as session:
            # What was written is not kept longer than it is needed; what failed is.
            failed = case((InboxUpdate.set_aside_at.is_not(None), InboxUpdate.payload))
            await session.execute(
                update(InboxUpdate)
                .where(InboxUpdate.id == row_id)
                .values(payload=failed, answers=None, answered_at=self._now())
            )

    async def _applied(self, row_id: int) -> Responses:
        """Apply the update if that has not been done, and give the answers still owed."""
        while True:
            try:
                return await self._apply_once(row_id)
            except Exception as error:
                if failure_of(error) is not Failure.BUG:
                    raise  # no fault of the update's
                tries = await self._count_failure(row_id)
                log.exception("an update failed", inbox_id=row_id, tries=tries)
                if tries >= TRIES:
                    return await self._set_aside(row_id)
                await asyncio.sleep(RETRY_DELAY * tries)

    async def _apply_once(self, row_id: int) -> Responses:
        now = self._now()
        async with self._database.transaction() as session:
            claimed = await session.execute(
                update(InboxUpdate)
                .where(InboxUpdate.id == row_id, InboxUpdate.applied_at.is_(None))
                .values(applied_at=now)
                .returning(InboxUpdate.payload)
            )
            payload = claimed.scalar_one_or_none()
            row = await session.get_one(InboxUpdate, row_id)
            if payload is None:  # applied before a crash, or by another process
                return RESPONSES.validate_json(row.answers) if row.answers else []
            answers = await self._apply(session, payload, now, row.received_at)
            row.answers = RESPONSES.dump_json(answers, exclude_none=True).decode()
        return answers

    async def _count_failure(self, row_id: int) -> int:
        async with self._database.transaction() as session:
            counted = await session.execute(
                update(InboxUpdate)
                .where(InboxUpdate.id == row_id)
                .values(tries=InboxUpdate.tries + 1)
                .returning(InboxUpdate.tries)
            )
            return counted.scalar_one()

    async def _set_aside(self, row_id: int) -> Responses:
        """Give up on the update, keep it for a developer, and apologise to its sender."""
        log.error("an update is set aside", inbox_id=row_id)
        async with self._database.transaction() as session:
            row = await session.get_one(InboxUpdate, row_id)
            row.applied_at = row.set_aside_at = self._now()
            answers = self._apologise(row.payload or "")
            row.answers = RESPONSES.dump_json(answers, exclude_none=True).decode()
        return answers


def _chat_of(update: dict[str, Any]) -> int:
    """The chat whose updates are applied in order with this one; 0 for those of none."""
    for content in update.values():
        if isinstance(content, dict):
            chat = content.get("chat") or content.get("message", {}).get("chat")
            chat = chat or content.get("from") or {}
            return int(chat.get("id", 0))
    return 0
