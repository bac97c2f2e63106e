"""Methods by which a bot gets its updates: polls. Webhooks are not modelled."""

import asyncio
from typing import Annotated, Any

from sandbox.bots import Bot, Poll
from sandbox.methods.method import JSON, Decoded, Method
from sandbox.refusals import RefusedError
from sandbox.updates import Update
from sandbox.world import World

LONGEST_POLL = 50
CONFLICT_PAUSE = 3.0

_OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


class GetUpdates(Method):
    offset: int = 0
    limit: int = 100
    timeout: int = 0
    allowed_updates: Annotated[list[str] | None, Decoded] = None

    async def perform(self, world: World, bot: Bot) -> list[JSON]:
        if self.allowed_updates is not None:
            bot.updates.allowed = self.allowed_updates
        if self.offset < 0:
            bot.updates.keep_last(-self.offset)
        else:
            bot.updates.confirm_before(self.offset)
        updates = self._taken(bot) or await self._awaited(world, bot)
        return [update.json() for update in updates]

    def _taken(self, bot: Bot) -> list[Update]:
        return bot.updates.take(max(self.offset, 0), min(max(self.limit, 1), 100))

    async def _awaited(self, world: World, bot: Bot) -> list[Update]:
        if self.timeout <= 0:
            return []
        _end_poll(world, bot, _OTHER_POLL)
        poll = bot.poll = Poll()

        def found() -> list[Update] | None:
            over = world.closed or poll.ended_by
            return [] if over else self._taken(bot) or None

        updates = await world.changes.until(found, min(self.timeout, LONGEST_POLL))
        if poll.ended_by:
            raise await _conflict(bot, poll.ended_by)
        bot.poll = None
        return updates or []


def _end_poll(world: World, bot: Bot, reason: str) -> None:
    """The waiting poll is the one that gets the conflict, not whoever comes after it."""
    if bot.poll:
        bot.poll.ended_by = reason
        bot.poll = None
        world.changes.wake()


async def _conflict(bot: Bot, reason: str) -> RefusedError:
    now = asyncio.get_running_loop().time()
    if now < bot.next_conflict:
        await asyncio.sleep(CONFLICT_PAUSE)
    else:
        bot.next_conflict = now + CONFLICT_PAUSE
    return RefusedError(409, f"Conflict: {reason}")


class DeleteWebhook(Method):
    """There is never one: bots make sure of it before they poll."""

    drop_pending_updates: bool = False

    async def perform(self, world: World, bot: Bot) -> Any:
        if self.drop_pending_updates:
            bot.updates.keep_last(0)
        return True
