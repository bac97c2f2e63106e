"""What the bot shows over HTTP, on a port of its own: whether it is well, and what it counts. With
a webhook, what Telegram brings comes in here, too."""

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from yarl import URL

from bot.metrics import Metrics
from bot.settings import Settings
from bot.updates.inbox import Inbox
from bot.web.readings import ReadingPage, Readings
from bot.web.webhook import LARGEST, Webhook

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """`inbox` is there once the bot receives updates, until it is told to stop. With `webhook`,
    Telegram brings them here."""

    def __init__(self, readings: Readings, metrics: Metrics, webhook: Webhook | None) -> None:
        self._readings = readings
        self._metrics = metrics
        self.webhook = webhook
        self.inbox: Inbox | None = None

    def application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST, middlewares=[self._counting])
        if self.webhook is not None:
            app.router.add_post(URL(self.webhook.url).path, self._take)
        app.router.add_get("/healthz", self._live)
        app.router.add_get("/healthz/ready", self._ready)
        app.router.add_get("/metrics", self._counted)
        return app

    async def close(self) -> None:
        await self._readings.close()

    @web.middleware
    async def _counting(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as refusal:
            self._metrics.refused.labels(refusal.status).inc()
            raise

    async def _take(self, request: web.Request) -> web.Response:
        assert self.webhook is not None
        return await self.webhook.take(request, self.inbox)

    async def _live(self, _request: web.Request) -> web.Response:
        """The event loop answers; whatever else may be wrong, a restart would not mend it."""
        return web.json_response({"live": True})

    async def _ready(self, _request: web.Request) -> web.Response:
        """Whether updates can be given to this process. When the last one came is told, but a quiet
        night is no fault."""
        reading = await self._readings.take()
        last = self._metrics.registry.get_sample_value("bot_last_update_timestamp_seconds")
        state = {
            "receiving": self.inbox is not None,
            "database": reading is not None,
            "migrations": reading is not None and reading.suits,
        }
        ready = all(state.values())
        at = datetime.fromtimestamp(last, UTC).isoformat(timespec="seconds") if last else None
        answer = {"ready": ready, **state, "last_update": at}
        return web.json_response(answer, status=200 if ready else 503)

    async def _counted(self, _request: web.Request) -> web.Response:
        seen = CollectorRegistry()
        reading, newest = await asyncio.gather(self._readings.take(), self._readings.newest_copy())
        seen.register(ReadingPage(reading, newest))
        page = generate_latest(self._metrics.registry) + generate_latest(seen)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})


@asynccontextmanager
async def serving(settings: Settings, pages: Pages) -> AsyncIterator[None]:
    """On the port of the settings, if there is one. OSError with a sentence if that is taken."""
    if settings.http_port is None:
        yield
        return
    runner = web.AppRunner(pages.application(), access_log=None, shutdown_timeout=1)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(runner.cleanup)
        stack.push_async_callback(pages.close)
        await runner.setup()
        await _listen(runner, settings.http_host, settings.http_port)
        yield


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise OSError(
                f"HTTP_PORT {port} is taken by another program; choose another"
            ) from error
        raise OSError(f"HTTP_HOST {host}, HTTP_PORT {port}: {error.strerror}") from error
