"""Methods by which a bot gets its updates: polls or a webhook, never both."""

import asyncio
import re
from typing import Annotated, Any

from yarl import URL

from sandbox.bots import Bot, Poll
from sandbox.methods.method import JSON, Decoded, Method
from sandbox.refusals import RefusedError, bad_request
from sandbox.updates import Update
from sandbox.webhooks import Webhook
from sandbox.world import World

LONGEST_POLL = 50
CONFLICT_PAUSE = 3.0

_OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


class GetUpdates(Method):
    offset: int = 0
    limit: int = 100
    timeout: int = 0
    allowed_updates: Annotated[list[str] | None, Decoded] = None

    async def perform(self, world: World, bot: Bot) -> list[JSON]:
        if bot.webhook:
            raise await _conflict(bot, _WEBHOOK_ACTIVE)
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


class SetWebhook(Method):
    """Any http or https address will do, as for a local Bot API server."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    allowed_updates: Annotated[list[str] | None, Decoded] = None
    drop_pending_updates: bool = False

    async def perform(self, world: World, bot: Bot) -> Any:
        if not self.url:
            return await DeleteWebhook(drop_pending_updates=self.drop_pending_updates).perform(
                world, bot
            )
        if not _is_address(self.url):
            raise bad_request("invalid webhook URL specified")
        if len(self.secret_token) > 256:
            raise bad_request("secret token is too long")
        if not _SECRET.fullmatch(self.secret_token):
            raise bad_request("secret token contains unallowed characters")
        if self.allowed_updates is not None:
            bot.updates.allowed = self.allowed_updates
        _end_poll(world, bot, "terminated by setWebhook request")
        await _replace_webhook(bot, drop_pending=self.drop_pending_updates)
        bot.webhook = Webhook(
            self.url,
            self.secret_token,
            min(max(self.max_connections, 1), 100),
            bot.updates,
            pause=world.webhook_pause,
            now=world.now,
            object_to=world.object_to,
        )
        bot.webhook.start()
        return True


class DeleteWebhook(Method):
    drop_pending_updates: bool = False

    async def perform(self, world: World, bot: Bot) -> Any:
        await _replace_webhook(bot, drop_pending=self.drop_pending_updates)
        return True


async def _replace_webhook(bot: Bot, *, drop_pending: bool) -> None:
    if bot.webhook:
        await bot.webhook.stop()
        bot.webhook = None
    if drop_pending:
        bot.updates.keep_last(0)


def _is_address(url: str) -> bool:
    try:
        parsed = URL(url)
    except ValueError:
        return False
    return parsed.scheme in ("http", "https") and bool(parsed.host)


class GetWebhookInfo(Method):
    async def perform(self, world: World, bot: Bot) -> JSON:
        info: JSON = {
            "url": "",
            "has_custom_certificate": False,
            "pending_update_count": len(bot.updates.pending),
        }
        if bot.updates.allowed:
            info["allowed_updates"] = bot.updates.allowed
        return info | (bot.webhook.info() if bot.webhook else {})
