"""Where the page is served, and who may use it."""

import errno
import ipaddress
import socket
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOOPBACK, PORTS_TRIED = "127.0.0.1", 100
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what stands for all of a machine's addresses
OWN_NAMES = (LOOPBACK, "localhost")

# Nothing from beyond this machine is loaded, and the page's phones show files that people send.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
# Of a file that the page shows in a frame of its own.
INLINE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def is_exposed(host: str) -> bool:
    """Whether others than this machine can open a page that is served there."""
    return host not in OWN_NAMES


def listen(host: str, first_port: int) -> socket.socket:
    """On the first port that nobody has. OSError if the host is none of this machine's."""
    for port in range(first_port, first_port + PORTS_TRIED):
        try:
            family, *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            return socket.create_server((host, port), family=family)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, f"no port is free from {first_port} on")


def address(host: str, port: int) -> str:
    """Where it is opened, by others too if it is served everywhere."""
    name = _outward() if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _outward() -> str:
    """This machine's address in its network. Nothing is sent: for UDP, to connect is to choose a
    way, and that address is nobody's."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        try:
            looking.connect(("192.0.2.1", 9))
        except OSError:
            return LOOPBACK
        return str(looking.getsockname()[0])


def guard(host: str) -> Middleware:
    """Other pages in the same browser must not reach the one that is served at `host`, not even
    by a name of theirs that leads to this machine."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin", f"http://{request.host}")
        if not _is_own(request.url.host or "", host) or origin != f"http://{request.host}":
            raise web.HTTPForbidden
        response = await handler(request)
        if not response.prepared:
            response.headers.update({**_HEADERS, **response.headers})
        return response

    return guarded


def _is_own(asked: str, host: str) -> bool:
    if asked.lower() in (*OWN_NAMES, host.lower()):
        return True
    return host in EVERYWHERE and _is_number(asked)


def _is_number(host: str) -> bool:
    """A name can be made to lead here from anywhere; an address leads where it says."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
