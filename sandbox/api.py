"""The Bot API over HTTP: addresses, the envelope of answers, and faults on the way."""

import asyncio
import json
import re
import traceback

from aiohttp import web

from sandbox.bots import Bot
from sandbox.downloads import Downloads
from sandbox.faults import (
    Faults,
    LostAfterEffect,
    LostBeforeEffect,
    RetryAfter,
    ServerError,
    Slow,
    Spoilt,
)
from sandbox.journal import Call, Journal
from sandbox.limits import Limits
from sandbox.methods import MODELLED
from sandbox.refusals import MisuseError, RefusedError, too_many_requests
from sandbox.replies import lost, refusal
from sandbox.requests import BODY_LIMIT, Arguments, read_arguments
from sandbox.world import World

TOO_LARGE = "<html><head><title>413 Request Entity Too Large</title></head></html>"

# What looks like a method but is not modelled has to be told apart from a wrong address.
_METHOD = re.compile(
    r"(add|answer|approve|ban|close|convert|copy|create|decline|delete|edit|export|forward|get"
    r"|gift|hide|log|pin|post|promote|read|refund|remove|reopen|replace|restrict|revoke|save"
    r"|send|set|stop|transfer|unban|unhide|unpin|upgrade|upload|verify)[a-z]+",
    re.IGNORECASE,
)


class Api:
    def __init__(
        self, world: World, journal: Journal, faults: Faults, limits: Limits | None
    ) -> None:
        self._world = world
        self._journal = journal
        self._faults = faults
        self._limits = limits

    def application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_LIMIT)
        downloads = Downloads(self._world, self._journal, self._faults)
        app.router.add_get("/file/bot{token:[^/]*}/{address:.*}", downloads.answer)
        app.router.add_route("*", "/bot{token:[^/]*}/{method:.*}", self._answer_method)
        app.router.add_route("*", "/{anything:.*}", self._answer_nothing)
        return app

    async def _answer_nothing(self, _request: web.Request) -> web.Response:
        return refusal(RefusedError(404, "Not Found"))

    async def _answer_method(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"].strip("/")
        try:
            bot = self._world.bot_by(request.match_info["token"])
            arguments = await read_arguments(request)
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413, text=TOO_LARGE, content_type="text/html")
        except RefusedError as error:
            return self._noted(error, f"{name}: {error.description}")
        call = self._journal.note(self._world.now(), bot.username, name, arguments.noted())
        try:
            await self._journal.run_hooks(call)
            return await self._serve(request, bot, call, arguments)
        except RefusedError as error:
            call.in_flight, call.status, call.error = False, error.status, error.description
            return self._noted(error, str(call))
        except Exception:
            # A defect of the sandbox or of a hook must not pass for a moody server.
            self._world.object_to(f"{call}\n{traceback.format_exc()}")
            call.status = 500
            return refusal(RefusedError(500, "Internal Server Error: the sandbox has failed"))
        finally:
            call.in_flight = False

    async def _serve(
        self, request: web.Request, bot: Bot, call: Call, arguments: Arguments
    ) -> web.StreamResponse:
        fault = self._faults.next_for(call.method.lower(), call.chat_id)
        call.fault = str(fault) if fault else None
        match fault:
            case Slow(seconds):
                await asyncio.sleep(seconds)
            case RetryAfter(seconds):
                raise too_many_requests(seconds)
            case ServerError(status, _, str(html)):
                call.status = status
                return web.Response(status=status, text=html, content_type="text/html")
            case ServerError(status, description):
                raise RefusedError(status, description)
            case LostBeforeEffect():
                return lost(request)
        call.result = await self._perform(bot, call, arguments)
        if isinstance(fault, LostAfterEffect):
            return lost(request)
        call.status = 200
        answer = json.dumps({"ok": True, "result": call.result}).encode()
        if isinstance(fault, Spoilt):
            pattern, instead = re.compile(fault.pattern.encode(), re.DOTALL), fault.instead
            answer = pattern.sub(lambda _: instead, answer, count=1)
        return web.Response(body=answer, content_type="application/json", charset="utf-8")

    async def _perform(self, bot: Bot, call: Call, arguments: Arguments) -> object:
        method = MODELLED.get(call.method.lower())
        if method is None:
            if _METHOD.fullmatch(call.method):
                raise MisuseError(f"the method {call.method} is not modelled", 501)
            raise RefusedError(404, "Not Found: method not found")
        if self._limits:
            now = asyncio.get_running_loop().time()
            self._limits.check(bot.username, call.method.lower(), call.chat_id, now)
        return await arguments.read_as(method).perform(self._world, bot)

    def _noted(self, error: RefusedError, misuse: str) -> web.Response:
        if isinstance(error, MisuseError):
            self._world.object_to(misuse)
        return refusal(error)
