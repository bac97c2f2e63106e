"""Where a call to Telegram did not get through, and why, in the operator's words."""

import asyncio
import os
import ssl

from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ServerDisconnectedError,
)
from aiohttp_socks import ProxyConnectionError, ProxyError
from yarl import URL


def why_unreachable(error: BaseException, session: AiohttpSession) -> str:
    """Shows no password, and not the token, which stands in the address that some of the libraries'
    errors quote."""
    where = api_host(session)
    if isinstance(session.proxy, str):
        where += f" through the proxy {_host(session.proxy)}"
    return f"{where}: {_reason(error)}"


def api_host(session: AiohttpSession) -> str:
    return _host(session.api.api_url("", ""))


def _host(address: str) -> str:
    """With the port, if it is not the usual one."""
    url = URL(address)
    return f"{url.host}" if url.is_default_port() else f"{url.host}:{url.port}"


def _reason(error: BaseException) -> str:
    match error:
        case ClientConnectorDNSError():
            return "the DNS does not know this name, or cannot be asked"
        case ClientConnectorCertificateError():
            return _tls(error.certificate_error)
        case ssl.SSLError():  # aiohttp's own is one, too
            return _tls(error)
        case ServerDisconnectedError() | asyncio.IncompleteReadError():
            return "the connection was closed instead of an answer"
        case TimeoutError():
            return "no answer in time"
        case ClientConnectorError():
            return f"no connection: {_system(error.os_error)}"
        case OSError():
            return f"the connection was lost: {_system(error)}"
        case ProxyConnectionError() | ProxyError():
            return str(error)  # names the proxy, without its password
        case _:
            return type(error).__name__


def _tls(error: Exception) -> str:
    words = getattr(error, "verify_message", None) or getattr(error, "reason", None)
    return f"no secure connection (TLS): {words or type(error).__name__}"


def _system(error: OSError) -> str:
    known = error.errno and error.errno > 0
    return os.strerror(error.errno or 0) if known else type(error).__name__
