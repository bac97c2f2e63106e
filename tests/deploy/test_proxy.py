"""The proxy of compose.yaml, with its own configuration, before two replicas of which one dies."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.deploy.tools import ROOT, make_certificate, tool
from tests.free_port import free_port

pytestmark = pytest.mark.processes

PATIENCE = 20.0  # seconds: nginx starts at once, on a busy machine a little later


class Replica:
    """Takes whatever comes to its port, and remembers it; or is killed by it."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.is_mortal = False
        self.port = 0
        self._runner = web.AppRunner(self._application(), shutdown_timeout=0)

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=2**21)
        app.router.add_route("*", "/{path:.*}", self._take)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        self.taken.append(f"{request.method} {request.path} {len(await request.read())}")
        if self.is_mortal:
            assert request.transport is not None
            request.transport.abort()
        return web.Response()

    async def __aenter__(self) -> "Replica":
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = site.port
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.dies()

    async def dies(self) -> None:
        await self._runner.cleanup()


@asynccontextmanager
async def nginx(folder: Path, replicas: list[Replica]) -> AsyncIterator[str]:
    """The address of a running one. Containers find the replicas by the name that they share; here
    they are two ports."""
    make_certificate(folder)
    port = free_port()
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    servers = " ".join(f"server 127.0.0.1:{each.port};" for each in replicas)
    for pattern, words in (
        ("/run/secrets/|/tmp/", f"{folder}/"),
        (r"listen 8443 ", f"listen 127.0.0.1:{port} "),
        (r"set \$replicas [^;]+;", "set $replicas replicas;"),
        (r"http \{", f"http {{ upstream replicas {{ {servers} }}"),
    ):
        text, changed = re.subn(pattern, words, text)
        assert changed, pattern
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    # As the user that runs it, as in the container; the folder of a test is nobody else's.
    directives = "daemon off; user root;"
    process = await asyncio.create_subprocess_exec(
        *(tool("nginx", "nginx-light"), "-p", folder, "-c", folder / "nginx.conf"),
        *("-g", directives),
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not (folder / "nginx.pid").exists():
                assert process.returncode is None
                await asyncio.sleep(0.02)
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def test_updates_come_through_while_one_replica_dies_and_nothing_else_does(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        replicas = [await stack.enter_async_context(Replica()) for _ in range(2)]
        address = await stack.enter_async_context(nginx(tmp_path, replicas))
        trusted = ssl.create_default_context(cafile=str(tmp_path / "certificate"))
        trusted.check_hostname = False
        connector = aiohttp.TCPConnector(ssl=trusted)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))

        async def status(method: str, path: str, body: bytes = b"{}") -> int:
            async with session.request(method, address + path, data=BytesIO(body)) as response:
                return response.status

        assert [await status("POST", "/telegram") for _ in range(4)] == [200] * 4
        assert [len(each.taken) for each in replicas] == [2, 2]
        for path in ("/metrics", "/healthz", "/healthz/ready", "/", "/telegram/", "/telegrams"):
            assert await status("GET", path) == 404, path
            assert await status("POST", path) == 404, path
        assert await status("GET", "/telegram") == 403
        assert await status("POST", "/telegram", b"0" * (2**20 + 1)) == 413
        replicas[0].is_mortal = True
        assert [await status("POST", "/telegram") for _ in range(2)] == [200] * 2
        assert (len(replicas[0].taken) > 2, len(replicas[1].taken)) == (True, 4)
        await replicas[0].dies()
        assert [await status("POST", "/telegram") for _ in range(4)] == [200] * 4
        assert len(replicas[1].taken) == 8
