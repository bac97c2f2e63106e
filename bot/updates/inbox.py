"""Updates, from their receipt until their answers are out.

Stored (a batch, one commit), then confirmed to Telegram, then applied in order per chat and in
parallel across chats. The mark `applied_at` and the answers are committed with the change
itself, so a crash at any instant loses nothing and applies nothing twice.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.database import Database
from bot.errors import Failure, failure_of
from bot.updates import queries
from bot.updates.answering import CarryOut, Lane
from bot.updates.applying import Apply, Applying
from bot.updates.closing import Closings
from bot.updates.lanes import Lanes
from bot.updates.origin import content_digest, origin_of
from bot.updates.queries import Letter, Waiting
from handlers.responses import Responses

log = structlog.get_logger()

SWEEP_EVERY = 60.0  # seconds between looks for rows left over


class Inbox:
    """`apply` changes the database and gives the answers, `carry_out` gives one answer, and
    `apologise` makes the answers to an update that could not be applied. `passed_over` counts,
    by reason, the updates that are not even stored."""

    def __init__(
        self,
        database: Database,
        *,
        apply: Apply,
        carry_out: CarryOut,
        apologise: Callable[[str], Responses],
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._now = now
        self._lanes: Lanes[Lane] = Lanes()
        self._held: set[int] = set()  # rows waiting or in hand
        self._closing = False
        self._closings = Closings(database, done=self._held.discard, now=now)
        self._applying = Applying(
            database,
            self._lanes,
            self._closings,
            apply=apply,
            carry_out=carry_out,
            apologise=apologise,
            done=self._held.discard,
            now=now,
        )
        self.passed_over: Counter[str] = Counter()

    async def receive(self, updates: Sequence[Any]) -> None:
        """Store the updates that are new, in order, and see to them. Once this returns they may
        be confirmed to Telegram, whatever they were."""
        letters = []
        for update in updates:
            try:
                letter = _letter(update)
            except Exception:
                # It may be of any shape, and must not stop those beside it.
                self._pass_over("unreadable")
                continue
            if letter is None:
                self._pass_over("from nobody")
            else:
                letters.append(letter)
        for row in await self._stored(letters):
            self._take_up(row)

    async def _stored(self, letters: list[Letter]) -> Sequence[Waiting]:
        """If they cannot be stored together, each is stored alone."""
        if not letters:
            return []
        try:
            # What has been answered is noted on the way: whoever writes again needs it first.
            async with self._closings.transaction() as connection:
                return await queries.store(connection, letters, self._now())
        except Exception as error:
            if failure_of(error) is not Failure.BUG:
                raise
            log.warning("updates.stored_one_by_one", why=str(error))
        return [row for letter in letters for row in await self._stored_alone(letter)]

    async def _stored_alone(self, letter: Letter) -> Sequence[Waiting]:
        try:
            async with self._database.plain_transaction() as connection:
                return await queries.store(connection, [letter], self._now())
        except Exception as error:
            if failure_of(error) is not Failure.BUG:
                raise
            self._pass_over("cannot be stored", why=str(error))
            return []

    def _pass_over(self, reason: str, **details: str) -> None:
        self.passed_over[reason] += 1
        so_far = self.passed_over[reason]
        log.info("update.passed_over", reason=reason, so_far=so_far, **details)

    async def run(self) -> None:
        """Now and then take up what another process left, and drop what is too old."""
        while True:
            await asyncio.sleep(SWEEP_EVERY)
            try:
                await self.take_up_left_over()
            except Exception as error:
                # The next look may succeed; updates are received and applied meanwhile.
                bug = failure_of(error) is Failure.BUG
                log.error("inbox.sweep_failed", why=str(error), exc_info=bug)

    async def take_up_left_over(self) -> None:
        """What another process left unfinished; drops what is too old."""
        now = self._now()
        async with self._database.reading_session() as session:
            rows = await queries.unfinished(session)
            has_old = await queries.has_old(session, now)
        while has_old:
            async with self._database.transaction() as session:
                has_old = await queries.forget_old(session, now)
        for row in rows:
            self._take_up(row)

    def _take_up(self, row: Waiting) -> None:
        if row.id not in self._held:
            self._held.add(row.id)
            self._lanes.add((row.chat_id, "messages"), partial(self._see_to, row))

    async def _see_to(self, row: Waiting) -> None:
        if not self._closing:
            await self._applying.see_to(row)

    async def idle(self) -> None:
        """Wait until nothing is in hand."""
        await self._lanes.idle()
        await self._closings.idle()

    async def close(self, grace: float) -> None:
        """Let what is in hand finish for `grace` seconds; the rest is done after the next
        start."""
        self._closing = True
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self.idle()
        await self._lanes.cancel()
        await self._closings.cancel()


def _letter(update: Any) -> Letter | None:
    """None for what is from nobody. An exception for what is no update at all."""
    update_id = int(update["update_id"])
    origin = origin_of(update)
    if origin is None:
        return None
    is_message = origin.kind in ("message", "edited_message")
    return Letter(
        update_id=update_id,
        chat_id=origin.chat_id,
        payload=json.dumps(update),
        message_id=origin.content.get("message_id") if is_message else None,
        content_digest=content_digest(origin.content) if is_message else None,
        is_edit=origin.kind == "edited_message",
    )
