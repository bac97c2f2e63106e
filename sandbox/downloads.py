"""The addresses from which bots download files, next to the Bot API."""

import asyncio

from aiohttp import web

from sandbox.faults import Faults, LostAfterEffect, LostBeforeEffect, RetryAfter, ServerError, Slow
from sandbox.journal import Call, Journal
from sandbox.refusals import RefusedError, too_many_requests
from sandbox.replies import lost, lost_halfway, refusal
from sandbox.world import World

# What a download is called in the journal and in orders for faults.
DOWNLOAD = "download"


class Downloads:
    def __init__(self, world: World, journal: Journal, faults: Faults) -> None:
        self._world = world
        self._journal = journal
        self._faults = faults

    async def answer(self, request: web.Request) -> web.StreamResponse:
        try:
            bot = self._world.bot_by(request.match_info["token"])
        except RefusedError as error:
            return refusal(error)
        address = request.match_info["address"]
        at, params = self._world.now(), {"file_path": address}
        call = self._journal.note(at, bot.username, DOWNLOAD, params)
        try:
            await self._journal.run_hooks(call)
            return await self._send(request, call, address)
        except RefusedError as error:
            call.status, call.error = error.status, error.description
            return refusal(error)
        finally:
            call.in_flight = False

    async def _send(self, request: web.Request, call: Call, address: str) -> web.StreamResponse:
        fault = self._faults.next_for(DOWNLOAD, None)
        call.fault = str(fault) if fault else None
        match fault:
            case Slow(seconds):
                await asyncio.sleep(seconds)
            case RetryAfter(seconds):
                raise too_many_requests(seconds)
            case ServerError(status, description, html):
                call.status = status
                return web.Response(status=status, text=html or description)
            case LostBeforeEffect():
                return lost(request)
        upload = self._world.files.at(address, self._world.now())
        if upload is None:
            raise RefusedError(404, "Not Found")
        if isinstance(fault, LostAfterEffect):
            return await lost_halfway(request, upload.content)
        call.status = 200
        return web.Response(body=upload.content, content_type="application/octet-stream")
