"""Updates, from their receipt until their answers are out.

Stored (a batch, one commit), then confirmed to Telegram, then applied in order per chat and in
parallel across chats. The mark `applied_at` and the answers are committed with the change
itself, so a crash at any instant loses nothing and applies nothing twice.
"""

import asyncio
import json
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.database import Database
from bot.errors import Failure, failure_of, in_a_line
from bot.metrics import Metrics
from bot.outages import log_failure
from bot.replicas.alone import Alone, Replicas
from bot.replicas.handing_over import hand_over
from bot.updates import queries, storing
from bot.updates.answering import CarryOut, Lane
from bot.updates.applying import Alert, Apply, Applying
from bot.updates.beginning import beginning_of
from bot.updates.closing import Closings
from bot.updates.lanes import Lanes
from bot.updates.origin import content_digest, is_too_deep, number_of, origin_of, sent_at, text_of
from bot.updates.queries import Waiting
from bot.updates.storing import Letter, Stored
from bot.updates.turns import Urgency
from handlers.forms.split_texts import may_be_first_part
from handlers.responses import Responses

log = structlog.get_logger()

SWEEP_EVERY = 60.0  # seconds between looks for rows left over


class Inbox:
    """`apply` changes the database and gives the answers, `carry_out` gives one answer, and
    `apologise` makes the answers to an update that could not be applied. `urgency_of` tells of a
    chat how urgent answers there are."""

    def __init__(
        self,
        database: Database,
        *,
        apply: Apply,
        carry_out: CarryOut,
        apologise: Callable[[str], Responses],
        metrics: Metrics,
        urgency_of: Callable[[int], Urgency],
        alert: Alert,
        now: Callable[[], datetime],
        replicas: Replicas | None = None,
    ) -> None:
        self._database = database
        self._metrics = metrics
        self._now = now
        self._replicas: Replicas = replicas or Alone()
        self._lanes: Lanes[Lane] = Lanes()
        self._held: set[int] = set()  # rows waiting or in hand
        self._closing = False
        self._newest = datetime.fromtimestamp(0, UTC)  # of the dates that Telegram has given
        metrics.updates_in_hand.set_function(lambda: len(self._held))
        self._closings = Closings(database, done=self._held.discard, metrics=metrics, now=now)
        self._applying = Applying(
            database,
            self._lanes,
            self._closings,
            self._replicas.number,
            apply=apply,
            carry_out=carry_out,
            apologise=apologise,
            urgency_of=urgency_of,
            done=self._held.discard,
            metrics=metrics,
            alert=alert,
            now=now,
        )

    async def receive(self, updates: Sequence[Any]) -> None:
        """Store the updates that are new, in order, and see to them. Once this returns they may
        be confirmed to Telegram, whatever they were."""
        self._metrics.last_update.set(self._now().timestamp())
        letters = []
        for update in updates:
            try:
                letter = _letter(update)
            except Exception:
                # It may be of any shape, and must not stop those beside it.
                self.pass_over("unreadable", why=_beginning(update))
                continue
            if letter is None:
                self.pass_over("from nobody")
            else:
                letters.append(letter)
        self._newest = max([self._newest, *(each.sent_at for each in letters if each.sent_at)])
        for stored in await self._stored(letters):
            self._metrics.updates_received.inc(stored.new)
            if not self._held.issuperset(stored.earlier):
                # Another replica has stored these for this one, and its word is still on the way.
                await self._take_up_own()
            for row in stored.own:
                self._take_up(row)

    async def _stored(self, letters: list[Letter]) -> Sequence[Stored]:
        """If they cannot be stored together, each is stored alone."""
        if not letters:
            return []
        try:
            # What has been answered is noted on the way: whoever writes again needs it first.
            async with self._closings.transaction() as connection:
                return [await self._store(connection, letters)]
        except Exception as error:
            if failure_of(error) is not Failure.BUG:
                raise
            log.warning("updates.stored_one_by_one", why=in_a_line(error))
        return [await self._stored_alone(letter) for letter in letters]

    async def _stored_alone(self, letter: Letter) -> Stored:
        try:
            async with self._database.plain_transaction() as connection:
                return await self._store(connection, [letter])
        except Exception as error:
            if failure_of(error) is not Failure.BUG:
                raise
            self.pass_over("cannot be stored", why=in_a_line(error))
            return Stored()

    async def _store(self, connection: AsyncConnection, letters: Sequence[Letter]) -> Stored:
        return await storing.store(connection, letters, self._now(), self._replicas.number)

    def pass_over(self, reason: str, **details: str) -> None:
        """Of an update that is not even stored."""
        self._metrics.updates_passed_over.labels(reason).inc()
        log.info("update.passed_over", reason=reason, **details)

    async def run(self) -> None:
        """Now and then, and when called, take up what another process left, and drop what is too
        old."""
        while True:
            await self._replicas.called(SWEEP_EVERY)
            try:
                await self.take_up_left_over()
            except Exception as error:
                # The next look may succeed; updates are received and applied meanwhile.
                log_failure(log, "inbox.sweep_failed", error)

    async def take_up_left_over(self) -> None:
        """What another process left unfinished; drops what is too old."""
        if gone := self._replicas.gone:
            number = self._replicas.number
            assert number is not None
            taken = await self._give(gone, number)
            if taken:
                log.warning("inbox.taken_over", of=sorted(gone), updates=taken)
        has_old = await self._take_up_own()
        while has_old:
            async with self._database.transaction() as session:
                has_old = await queries.forget_old(session, self._now(), self._surely)

    @property
    def _surely(self) -> datetime:
        """A moment that has come by this machine's clock and by Telegram's: were it forgotten by
        one that has jumped, what Telegram sends again would be taken for new."""
        return min(self._now(), self._newest)

    async def _take_up_own(self) -> bool:
        """All that is this process's to do; gives whether there is anything too old."""
        async with self._database.reading_session() as session:
            rows = await queries.unfinished(session, self._replicas.number)
            has_old = await queries.has_old(session, self._now(), self._surely)
        for row in rows:
            self._take_up(row)
        return has_old

    async def _give(self, owners: Collection[int], to: int) -> int:
        """The unfinished updates of those, to that replica; gives how many."""

        async def give(session: AsyncSession) -> int:
            return await session.run_sync(hand_over, owners, to)

        return await self._database.carry_through(give)

    def _take_up(self, row: Waiting) -> None:
        if row.id not in self._held:
            self._held.add(row.id)
            taken_up = asyncio.get_running_loop().time()
            self._lanes.add((row.chat_id, "messages"), partial(self._see_to, row, taken_up))

    async def _see_to(self, row: Waiting, taken_up: float) -> None:
        if not self._closing:
            await self._applying.see_to(row, taken_up)

    async def idle(self) -> None:
        """Wait until nothing is in hand."""
        await self._lanes.idle()
        await self._closings.idle()

    async def close(self, grace: float) -> None:
        """Let what is in hand finish for `grace` seconds; the rest is another replica's, or is done
        after the next start."""
        self._closing = True
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self.idle()
        await self._lanes.cancel()
        await self._closings.cancel()
        await self._leave_to_another()

    async def _leave_to_another(self) -> None:
        """Whoever is alive has at once what this process would leave behind."""
        others, number = self._replicas.others, self._replicas.number
        if not others or number is None:
            return
        try:
            left = await self._give([number], min(others))
        except Exception as error:
            # They find out by themselves, a little later, that this process is gone.
            log_failure(log, "inbox.not_handed_over", error)
        else:
            log.info("inbox.handed_over", updates=left)


def _letter(update: Any) -> Letter | None:
    """None for what is from nobody. An exception for what is no update at all."""
    update_id = number_of(update)
    if update_id is None or is_too_deep(update):
        raise ValueError("no update")
    origin = origin_of(update)
    if origin is None:
        return None
    is_message = origin.kind in ("message", "edited_message")
    return Letter(
        update_id=update_id,
        chat_id=origin.chat_id,
        # Half a pair of surrogates is no text: no answer could quote it. It becomes «?».
        payload=json.dumps(update, ensure_ascii=False).encode(errors="replace").decode(),
        sent_at=sent_at(origin),
        is_cut=may_be_first_part(text_of(update)),
        message_id=_message_id(origin.content) if is_message else None,
        content_digest=content_digest(origin.content) if is_message else None,
        is_edit=origin.kind == "edited_message",
    )


def _message_id(message: dict[str, Any]) -> int | None:
    """None for what is none: it cannot be stored as one, and is no edit of any."""
    number = message.get("message_id")
    return number if type(number) is int else None


def _beginning(update: Any) -> str:
    try:
        return beginning_of(json.dumps(update))
    except (ValueError, RecursionError):  # digits by the thousand, or too deep
        return f"a {type(update).__name__} that cannot be written down"
