"""The updates that Telegram brings, instead of being asked for them."""

import json
from collections import Counter
from hashlib import blake2b
from hmac import compare_digest
from typing import Any

import structlog
from aiohttp import web

from bot.outages import log_failure
from bot.settings import Settings
from bot.updates.beginning import beginning_of
from bot.updates.inbox import Inbox
from bot.updates.polling import UNREADABLE_TRIES

LARGEST = 2**20  # bytes of one update; those of people who write as much as they may have a tenth
REMEMBERED = 100  # unreadable bodies; Telegram brings no more at a time
LATER = {"Retry-After": "5"}  # seconds until Telegram brings it again
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name

log = structlog.get_logger()


class Webhook:
    def __init__(self, settings: Settings) -> None:
        assert settings.webhook_url is not None
        assert settings.webhook_secret is not None
        self.url = settings.webhook_url.get_secret_value()
        self.secret = settings.webhook_secret.get_secret_value()
        self._unreadable: Counter[bytes] = Counter()  # how often each has come

    async def take(self, request: web.Request, inbox: Inbox | None) -> web.Response:
        """Says 200 only once the update is stored. Without an inbox, and while the database is out,
        Telegram is asked to bring it later."""
        # Whatever it is, a stranger learns no more than that the secret is wrong.
        said = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not compare_digest(said, self.secret.encode()):
            raise web.HTTPForbidden
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            body = await request.read()
            update = _json_object(body)
        except (web.HTTPRequestEntityTooLarge, web.RequestPayloadError) as error:
            # Too large, or packed in a way that is none.
            refusal = error if isinstance(error, web.HTTPException) else web.HTTPBadRequest()
            why = f"{request.content_length} bytes: {refusal.reason}"
            return self._refuse(why.encode(), why, refusal, inbox)
        except web.HTTPBadRequest as refusal:
            return self._refuse(body, beginning_of(body.decode(errors="replace")), refusal, inbox)
        if inbox is None:
            raise web.HTTPServiceUnavailable(headers=LATER)
        try:
            await inbox.receive([update])
        except Exception as error:
            log_failure(log, "webhook.not_stored", error)
            raise web.HTTPServiceUnavailable(headers=LATER) from error
        return web.Response()

    def _refuse(
        self, body: bytes, why: str, refusal: web.HTTPException, inbox: Inbox | None
    ) -> web.Response:
        """What nobody can read may have been spoilt on its way. If it comes again and again it was
        not, and would hold up its chat for a day."""
        digest = blake2b(body, digest_size=16).digest()
        if len(self._unreadable) >= REMEMBERED:
            self._unreadable.clear()
        self._unreadable[digest] += 1
        if inbox is None or self._unreadable[digest] <= UNREADABLE_TRIES:
            raise refusal
        del self._unreadable[digest]
        inbox.pass_over("undecodable", why=why)
        return web.Response()


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):  # nested too deep
        update = None
    if not isinstance(update, dict):
        raise web.HTTPBadRequest
    return update
