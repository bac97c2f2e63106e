"""A call that does not get through says where, and why; never with what secret."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError, TelegramServerError

from bot.errors import Failure, failure_of, may_have_been_done
from bot.unreachable import why_unreachable
from bot.updates.api_session import ApiSession
from tests.world import PATIENCE

TOKEN = "1:" + "A" * 35
NOBODYS = "127.0.0.1:1"

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.close()


async def is_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def is_busy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nbusy")
    await writer.drain()
    writer.close()


@asynccontextmanager
async def server(answer: Answer) -> AsyncIterator[str]:
    """Host and port of one that answers so."""
    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with listening:
        host, port = listening.sockets[0].getsockname()
        yield f"{host}:{port}"


async def what_is_said(
    address: str, proxy: str | None = None, patience: float = PATIENCE
) -> Exception:
    """The error of a call there that waits so many seconds for its answer."""
    session = ApiSession(api=TelegramAPIServer.from_base(address), proxy=proxy, timeout=patience)
    bot = Bot(TOKEN, session=session)
    try:
        with pytest.raises(Exception) as raised:  # noqa: PT011 - which one is what is asked
            await bot.get_me()
    finally:
        await session.close()
    assert TOKEN not in str(raised.value)
    assert "sekret" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (f"http://{NOBODYS}", f"{NOBODYS}: no connection: Connection refused"),
        ("http://u:sekret@nowhere.invalid", "nowhere.invalid: the DNS does not know this name"),
    ],
)
async def test_nobody_is_there(address: str, why: str) -> None:
    error = await what_is_said(address)
    assert why in str(error)
    assert not may_have_been_done(error)


async def test_a_server_that_does_not_answer_or_hangs_up_may_have_done_it() -> None:
    for answer, why, patience in (
        (is_silent, "no answer in time", 1),
        (hangs_up, "the connection was closed", PATIENCE),
    ):
        async with server(answer) as address:
            error = await what_is_said(f"http://{address}", patience=patience)
        assert f"{address}: {why}" in str(error)
        assert may_have_been_done(error)


async def test_a_server_without_tls_is_no_secure_connection() -> None:
    async with server(is_busy) as address:
        error = await what_is_said(f"https://{address}")
    assert f"{address}: no secure connection (TLS)" in str(error)
    assert not may_have_been_done(error)


async def test_the_answer_of_something_else_than_telegram_says_whose_it_is() -> None:
    async with server(is_busy) as address:
        error = await what_is_said(f"http://{address}")
    assert isinstance(error, TelegramServerError)
    assert f"{address} answers HTTP 502, 4 characters: 'busy'" in str(error)


@pytest.mark.parametrize("scheme", ["socks5", "http"])
async def test_a_proxy_that_is_not_there_or_hangs_up_is_an_outage(scheme: str) -> None:
    async with server(hangs_up) as hanging:
        for proxy in (NOBODYS, hanging):
            error = await what_is_said("http://host.invalid", f"{scheme}://u:sekret@{proxy}")
            assert isinstance(error, TelegramNetworkError)
            assert f"host.invalid through the proxy {proxy}: " in str(error)
            assert failure_of(error) is Failure.OUTAGE
            assert not may_have_been_done(error)


def test_a_certificate_that_is_not_trusted_is_named() -> None:
    """As it comes through a proxy, whose library lets it through as it is."""
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "self-signed certificate"
    assert why_unreachable(error, ApiSession()) == (
        "api.telegram.org: no secure connection (TLS): self-signed certificate"
    )
