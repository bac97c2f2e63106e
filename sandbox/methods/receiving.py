"""Methods by which a bot gets its updates, by polls or by a webhook, and files."""

import asyncio
import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from sandbox.bots import Bot, Poll
from sandbox.methods.method import JSON, Decoded, Method
from sandbox.refusals import RefusedError, bad_request
from sandbox.updates import Update
from sandbox.webhook import Webhook
from sandbox.world import World

LONGEST_POLL = 50
CONFLICT_PAUSE = 3.0

_WEBHOOK = (
    "can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)
_OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


class GetUpdates(Method):
    offset: int = 0
    limit: int = 100
    timeout: int = 0
    allowed_updates: Annotated[list[str] | None, Decoded] = None

    async def perform(self, world: World, bot: Bot) -> list[JSON]:
        if bot.webhook:
            raise await _conflict(bot, _WEBHOOK)
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
    """Without a certificate of the bot's own. On this machine http will do, as it does for a Bot
    API server of one's own; the ports are not looked at."""

    url: str = ""
    max_connections: int = 40
    allowed_updates: Annotated[list[str] | None, Decoded] = None
    drop_pending_updates: bool = False
    secret_token: str = ""

    async def perform(self, world: World, bot: Bot) -> Any:
        self._check()
        if self.allowed_updates is not None:
            bot.updates.allowed = self.allowed_updates
        if bot.webhook and (bot.webhook.url, bot.webhook.secret) == (self.url, self.secret_token):
            return True
        await _forget_webhook(bot, drop=self.drop_pending_updates)
        if self.url:
            _end_poll(world, bot, "terminated by setWebhook request")
            bot.webhook = Webhook(
                bot.updates,
                world.changes,
                url=self.url,
                secret=self.secret_token,
                connections=self.max_connections,
            )
        return True

    def _check(self) -> None:
        if len(self.secret_token) > 256:
            raise bad_request("secret token is too long")
        if not re.fullmatch("[A-Za-z0-9_-]*", self.secret_token):
            raise bad_request("secret token contains unallowed characters")
        address = urlsplit(self.url)
        here = address.scheme == "http" and address.hostname in ("127.0.0.1", "localhost")
        if self.url and not here and address.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if self.url and not address.hostname:
            raise bad_request("invalid webhook URL specified")


class DeleteWebhook(Method):
    drop_pending_updates: bool = False

    async def perform(self, world: World, bot: Bot) -> Any:
        await _forget_webhook(bot, drop=self.drop_pending_updates)
        return True


async def _forget_webhook(bot: Bot, *, drop: bool) -> None:
    webhook, bot.webhook = bot.webhook, None
    if webhook:
        await webhook.close()
    if drop:
        bot.updates.keep_last(0)


class GetFile(Method):
    """Of a file that was sent to the bot or by it: where it can be downloaded."""

    file_id: str = ""

    async def perform(self, world: World, bot: Bot) -> JSON:
        address = world.files.address_of(self.file_id, world.now())
        stored = world.files.get(self.file_id)
        assert stored is not None
        return stored.json() | {"file_path": address}
