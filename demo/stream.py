"""Server-sent events: what every open page is told."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web


class Stream:
    def __init__(self) -> None:
        self._pages: set[asyncio.Queue[str]] = set()

    def tell(self, event: str, data: object) -> None:
        for page in self._pages:
            page.put_nowait(_written(event, data))

    async def serve(
        self, request: web.Request, everything: Callable[[], object]
    ) -> web.StreamResponse:
        """Until the page is closed. `everything` is what a page has to know at first, and
        again whenever it comes back after a break."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        queue: asyncio.Queue[str] = asyncio.Queue()
        queue.put_nowait(_written("everything", everything()))
        self._pages.add(queue)
        try:
            with suppress(ConnectionResetError):
                while True:
                    await response.write((await queue.get()).encode())
        finally:
            self._pages.remove(queue)
        return response


def _written(event: str, data: object) -> str:
    return f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
