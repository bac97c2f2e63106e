"""Answers on their way: each in its chat's lane, tried again while Telegram is out of reach."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Literal, Protocol, TypeVar

import structlog
from structlog.contextvars import bind_contextvars

from bot.errors import Failure, failure_of, in_a_line
from bot.files.send import Insist
from bot.metrics import Metrics
from bot.outages import log_failure
from bot.updates.answer_sender import Sent
from bot.updates.api_middleware import urgency
from bot.updates.lanes import Lanes
from bot.updates.merging import Awaited, Screens, together_with
from bot.updates.queries import Owed
from bot.updates.turns import Urgency
from handlers.responses import AboutFile, Response, Say

log = structlog.get_logger()

REPLY_TTL = timedelta(days=1)  # an answer that could not be given for so long is no news any more
RETRY_DELAY = 5.0  # seconds before the second try; that much more before each further one
LONGEST_DELAY = 60.0
LET_PAST_AFTER = 3  # failures, while others get through

Result = TypeVar("Result")

# Each chat has three queues: its updates and their answers, in order; what comes to it unasked; and
# its files, which may be slow.
Lane = tuple[int, Literal["messages", "news", "files"]]


class CarryOut(Protocol):
    def __call__(self, answer: Response, insist: Insist, /) -> Awaitable[Sent]: ...


class Answering:
    """`carry_out` gives one answer, `keep` stores what is still owed after some are out.
    `urgency_of` tells whether a chat is a stranger's."""

    def __init__(
        self,
        lanes: Lanes[Lane],
        *,
        carry_out: CarryOut,
        keep: Callable[[Owed], Awaitable[None]],
        metrics: Metrics,
        urgency_of: Callable[[int], Urgency],
        now: Callable[[], datetime],
    ) -> None:
        self._lanes = lanes
        self._carry_out = carry_out
        self._keep = keep
        self._metrics = metrics
        self._urgency_of = urgency_of
        self._now = now
        self._last_given = 0.0  # by the event loop's clock
        self._screens = Screens(lanes, urgency_of)
        self._sent_off: dict[Lane, list[Awaited]] = {}

    async def answer(self, owed: Owed) -> None:
        """To be called in the lane of the update's chat: what is said there is said before the
        next update of that chat is applied, or a person would read an older question last. What
        other chats hear waits in their own lanes."""
        here = [answer for answer in owed.answers if _is_here(owed, answer)]
        files = [answer for answer in owed.answers if isinstance(answer, AboutFile)]
        for answer in owed.answers:
            if answer not in here and answer not in files:
                self._send_off(owed, answer)
        for answer in here:
            if isinstance(answer, Say):
                await self._replace(owed.chat_id)
                if self._screens.hold_back(owed, answer):
                    continue
            await self._give(owed, answer)
        for answer in files:
            self._send_off(owed, answer)

    async def _replace(self, chat_id: int) -> None:
        """The screen that was held back, if any, will not be shown any more."""
        if (replaced := self._screens.take(chat_id)) is not None:
            self._metrics.answers.labels("say", "replaced").inc()
            await self._settle(*replaced, Sent())

    async def catch_up(self, chat_id: int) -> None:
        """Called at the end of whatever is done in the lane of the chat's messages: nothing that
        would replace it may follow what was held back."""
        if not self._lanes.behind((chat_id, "messages")):
            if (shown := self._screens.take(chat_id)) is not None:
                await self._give(*shown)
            self._screens.forget(chat_id)

    def _send_off(self, owed: Owed, answer: Response) -> None:
        chat_id = _chat_of(owed, answer)
        if isinstance(answer, AboutFile):
            lane: Lane = (chat_id, "files")
        else:
            lane = (chat_id, "messages" if chat_id == owed.chat_id else "news")
        self._sent_off.setdefault(lane, []).append((owed, answer))
        self._lanes.add(lane, partial(self._give_next, lane))

    async def _give_next(self, lane: Lane) -> None:
        """Together with those behind it that are like it, if there are any."""
        awaited = self._sent_off.get(lane)
        if awaited:
            first, *others = awaited
            together, once = together_with(first, others)
            self._sent_off[lane] = [each for each in others if each not in together]
            await self._give(first[0], once, together=[first, *together])
        if not self._sent_off.get(lane):
            self._sent_off.pop(lane, None)
        chat_id, what = lane
        if what == "messages":
            await self.catch_up(chat_id)

    async def _give(
        self, owed: Owed, answer: Response, together: Sequence[Awaited] | None = None
    ) -> None:
        """`together`: all that it is given in place of; by default only itself."""
        # Whatever comes next in this lane names its own.
        chat_id = _chat_of(owed, answer)
        bind_contextvars(update_id=owed.update_id, chat_id=chat_id)
        urgency.set(self._urgency_of(chat_id) if chat_id == owed.chat_id else Urgency.NEWS)
        delivered = await self._delivered(owed, answer)
        self._metrics.answers.labels(answer.does, delivered.outcome).inc()
        for its_owed, its_answer in together or [(owed, answer)]:
            await self._settle(its_owed, its_answer, delivered)
            delivered = Sent()

    async def _settle(self, owed: Owed, answer: Response, delivered: Sent) -> None:
        """It is owed no more."""
        owed.answers.remove(answer)
        owed.answers += delivered.further
        for further in delivered.further:
            self._send_off(owed, further)
        if delivered.question is not None:
            draft_id, message_id = delivered.question
            owed.questions[draft_id] = message_id
        more_here = any(_is_here(owed, other) for other in owed.answers)
        if not (more_here and _is_here(owed, answer)):
            await self._keep(owed)

    async def _delivered(self, owed: Owed, answer: Response) -> Sent:
        async def insist(step: Callable[[], Awaitable[Result]], /) -> Result:
            return await self._insist(owed, answer, step)

        why = "too late"
        if not self._was_too_late(owed):
            try:
                return await self._carry_out(answer, insist)
            except Exception as error:
                why = in_a_line(error)
                if failure_of(error) is Failure.BUG:
                    log.exception("answer.failed", what=answer.does)
                    return Sent(outcome="failed")
        log.error("answer.given_up", what=answer.does, why=why)
        return Sent(outcome="given up")

    async def _insist(
        self, owed: Owed, answer: Response, step: Callable[[], Awaitable[Result]]
    ) -> Result:
        """Repeat the step for as long as Telegram or the database is out of reach and the answer
        is still news."""
        loop = asyncio.get_running_loop()
        began, failures = loop.time(), 0
        while True:
            try:
                result = await step()
            except Exception as error:
                outage = failure_of(error) in (Failure.OUTAGE, Failure.CONFLICT)
                if not outage or monotonic() - owed.taken_up > REPLY_TTL.total_seconds():
                    raise
                failures += 1
                delay = min(RETRY_DELAY * failures, LONGEST_DELAY)
                self._metrics.retries.labels("answer").inc()
                log_failure(log, "answer.retry", error, what=answer.does, again_in=delay)
                # If others get through, it is this answer that does not: nobody waits for it.
                if failures >= LET_PAST_AFTER and self._last_given > began:
                    self._lanes.let_past()
                await asyncio.sleep(delay)
            else:
                self._last_given = loop.time()
                return result

    def _was_too_late(self, owed: Owed) -> bool:
        """When this process came to it. Of what it has applied itself, the clock, which may jump,
        is not asked."""
        return owed.left_over and self._now() - owed.applied_at > REPLY_TTL


def _chat_of(owed: Owed, answer: Response) -> int:
    """A toast names no chat: it answers a press in the update's own."""
    chat_id: int = getattr(answer, "chat_id", owed.chat_id)
    return chat_id


def _is_here(owed: Owed, answer: Response) -> bool:
    return _chat_of(owed, answer) == owed.chat_id and not isinstance(answer, AboutFile)
