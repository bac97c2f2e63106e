"""The page over HTTP: its files, the stream of changes, and what is done on it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from demo.acts import ACTS
from demo.cast import Actor
from demo.doors import guard
from demo.files import kind_of, preview, saved_upload, shown_upload
from demo.screens import shown_call
from demo.stage import BotEndedError, CommandFailedError, Stage
from demo.troubles import TROUBLES
from sandbox.files import Upload
from sandbox.refusals import RefusedError
from sandbox.requests import BODY_LIMIT

PAGE = Path(__file__).parent / "page"
CALLS_SHOWN = 200
FAR = 24 * 3650  # hours: how far the clock may be run at once
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Model = TypeVar("Model", bound=BaseModel)


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SetClock(Order):
    """Either a set time or a shift in hours."""

    to: Literal["now", "before", "after"] | None = None
    hours: float = Field(default=0, ge=-FAR, le=FAR)


class SwitchTrouble(Order):
    trouble: str
    on: bool


class SkipStep(Order):
    step: str
    on: bool


class AddPhone(Order):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class Server:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def application(self) -> web.Application:
        guarded = guard(self._stage.host)
        app = web.Application(client_max_size=BODY_LIMIT, middlewares=[guarded, _answered])
        app.router.add_get("/", self._page)
        app.router.add_static("/page", PAGE)
        app.router.add_get("/stream", self._stream)
        app.router.add_get("/journal", self._journal)
        app.router.add_post("/clock", self._set_clock)
        app.router.add_post("/troubles", self._switch_trouble)
        app.router.add_post("/restart", self._restart)
        app.router.add_post("/sample", self._sample)
        app.router.add_post("/story", self._skip_step)
        app.router.add_post("/phones", self._add_phone)
        phone = "/phones/{phone:[0-9]{1,18}}"
        app.router.add_get(f"{phone}/menu", self._menu)
        file = f"{phone}/files/{{message:[0-9]{{1,18}}}}"
        app.router.add_get(file, self._download)
        app.router.add_get(f"{file}/preview", self._preview)
        app.router.add_post(f"{phone}/files/{{kind:document|photo}}", self._upload)
        app.router.add_post(f"{phone}/{{act}}", self._act)
        return app

    async def _page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        return await self._stage.stream.serve(request, self._stage.everything)

    async def _journal(self, _request: web.Request) -> web.Response:
        """The last calls, newest first. Polls are left out: one is nearly always in flight."""
        names = {actor.phone.id: actor.name for actor in self._stage.cast}
        calls = [c for c in self._stage.telegram.journal if c.method.lower() != "getupdates"]
        return web.json_response([shown_call(c, names) for c in calls[: -CALLS_SHOWN - 1 : -1]])

    async def _set_clock(self, request: web.Request) -> web.Response:
        order = await _read(request, SetClock)
        if order.to:
            await self._stage.set_clock(order.to)
        else:
            self._stage.run_clock(timedelta(hours=order.hours))
        return web.json_response({})

    async def _switch_trouble(self, request: web.Request) -> web.Response:
        order = await _read(request, SwitchTrouble)
        if order.trouble not in TROUBLES:
            raise ValueError(f"no trouble {order.trouble!r}")
        self._stage.switch(order.trouble, on=order.on)
        return web.json_response({})

    async def _restart(self, _request: web.Request) -> web.Response:
        await self._stage.restart()
        return web.json_response({})

    async def _sample(self, _request: web.Request) -> web.Response:
        await self._stage.run("sample")
        return web.json_response({})

    async def _add_phone(self, request: web.Request) -> web.Response:
        added = self._stage.join((await _read(request, AddPhone)).name)
        return web.json_response({"id": added.phone.id})

    async def _skip_step(self, request: web.Request) -> web.Response:
        order = await _read(request, SkipStep)
        self._stage.story.skip(order.step, on=order.on)
        return web.json_response({})

    async def _menu(self, request: web.Request) -> web.Response:
        return web.json_response(self._actor(request).phone.commands)

    async def _act(self, request: web.Request) -> web.Response:
        actor = self._actor(request)
        kind = ACTS.get(request.match_info["act"])
        if kind is None:
            raise web.HTTPNotFound
        return web.json_response(await (await _read(request, kind)).perform(actor))

    async def _upload(self, request: web.Request) -> web.Response:
        phone = self._actor(request).phone
        file = (await request.post()).get("file")
        if not isinstance(file, web.FileField):
            raise ValueError("no file")
        content = file.file.read()
        if request.match_info["kind"] == "photo":
            await phone.sends_photo(content, name=file.filename)
        else:
            await phone.sends_document(file.filename, content, mime=file.content_type)
        return web.json_response({})

    async def _download(self, request: web.Request) -> web.Response:
        upload = self._upload_in(request)
        if "inline" in request.query and kind_of(upload) in ("picture", "pdf"):
            return shown_upload(upload)
        return saved_upload(upload)

    async def _preview(self, request: web.Request) -> web.Response:
        upload = self._upload_in(request)
        return web.json_response(await asyncio.to_thread(preview, upload))

    def _upload_in(self, request: web.Request) -> Upload:
        number = int(request.match_info["message"])
        for message in self._actor(request).phone.messages:
            if message.id == number and message.upload:
                return message.upload
        raise web.HTTPNotFound

    def _actor(self, request: web.Request) -> Actor:
        actor = self._stage.cast.get(int(request.match_info["phone"]))
        if actor is None:
            raise web.HTTPNotFound
        return actor


async def _read(request: web.Request, model: type[Model]) -> Model:
    return model.model_validate_json(await request.text() or "{}")


@web.middleware
async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What cannot be done is told in a sentence, as {"error": …}."""
    try:
        return await handler(request)
    except ValidationError as error:
        return web.json_response({"error": f"not understood: {error}"}, status=400)
    except (AssertionError, ValueError, RefusedError, CommandFailedError, BotEndedError) as error:
        said = str(error).partition("\n")[0]
        return web.json_response({"error": said}, status=409)
