"""Answers on their way: each in its chat's lane, tried again while Telegram is out of reach."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, Protocol, TypeVar

import structlog
from structlog.contextvars import bind_contextvars

from bot.errors import Failure, failure_of
from bot.files.send import Insist
from bot.updates.answer_sender import Sent
from bot.updates.lanes import Lanes
from bot.updates.queries import Owed
from handlers.responses import Response, SendFile

log = structlog.get_logger()

REPLY_TTL = timedelta(days=1)  # an answer that could not be given for so long is no news any more
RETRY_DELAY = 5.0  # seconds before the second try; that much more before each further one
LONGEST_DELAY = 60.0
LET_PAST_AFTER = 3  # failures, while others get through

Result = TypeVar("Result")

# Each chat has two queues: its updates and messages, in order; and its files, which may be slow.
Lane = tuple[int, Literal["messages", "files"]]


class CarryOut(Protocol):
    def __call__(self, answer: Response, insist: Insist, /) -> Awaitable[Sent]: ...


class Answering:
    """`carry_out` gives one answer, `keep` stores what is still owed after some are out."""

    def __init__(
        self,
        lanes: Lanes[Lane],
        *,
        carry_out: CarryOut,
        keep: Callable[[Owed], Awaitable[None]],
        now: Callable[[], datetime],
    ) -> None:
        self._lanes = lanes
        self._carry_out = carry_out
        self._keep = keep
        self._now = now
        self._last_given = 0.0  # by the event loop's clock

    async def answer(self, owed: Owed) -> None:
        """To be called in the lane of the update's chat: what is said there is said before the
        next update of that chat is applied, or a person would read an older question last. What
        other chats hear waits in their own lanes."""
        here = [answer for answer in owed.answers if _is_here(owed, answer)]
        files = [answer for answer in owed.answers if isinstance(answer, SendFile)]
        for answer in owed.answers:
            if answer not in here and answer not in files:
                self._send_off(owed, answer)
        for answer in here:
            await self._give(owed, answer)
        for answer in files:
            self._send_off(owed, answer)

    def _send_off(self, owed: Owed, answer: Response) -> None:
        lane: Lane = (
            _chat_of(owed, answer),
            "files" if isinstance(answer, SendFile) else "messages",
        )
        self._lanes.add(lane, partial(self._give, owed, answer))

    async def _give(self, owed: Owed, answer: Response) -> None:
        # Whatever comes next in this lane names its own.
        bind_contextvars(update_id=owed.update_id, chat_id=_chat_of(owed, answer))
        delivered = await self._delivered(owed, answer)
        owed.answers.remove(answer)
        if delivered.instead is not None:
            owed.answers.append(delivered.instead)
            self._send_off(owed, delivered.instead)
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
        if not self._is_too_late(owed):
            try:
                return await self._carry_out(answer, insist)
            except Exception as error:
                why = str(error)
                if failure_of(error) is Failure.BUG:
                    log.exception("answer.failed", what=answer.does)
                    return Sent()
        log.error("answer.given_up", what=answer.does, why=why)
        return Sent()

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
                if not outage or self._is_too_late(owed):
                    raise
                failures += 1
                delay = min(RETRY_DELAY * failures, LONGEST_DELAY)
                log.warning("answer.retry", what=answer.does, why=str(error), again_in=delay)
                # If others get through, it is this answer that does not: nobody waits for it.
                if failures >= LET_PAST_AFTER and self._last_given > began:
                    self._lanes.let_past()
                await asyncio.sleep(delay)
            else:
                self._last_given = loop.time()
                return result

    def _is_too_late(self, owed: Owed) -> bool:
        return self._now() - owed.applied_at > REPLY_TTL


def _chat_of(owed: Owed, answer: Response) -> int:
    """A toast names no chat: it answers a press in the update's own."""
    chat_id: int = getattr(answer, "chat_id", owed.chat_id)
    return chat_id


def _is_here(owed: Owed, answer: Response) -> bool:
    return _chat_of(owed, answer) == owed.chat_id and not isinstance(answer, SendFile)
