"""As much of HTTP/1.1 as the bots' clients speak: one POST after the other on a connection."""

import asyncio
import re
from collections.abc import Callable
from typing import cast

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:\s*chunked", re.IGNORECASE)

Reply = Callable[[bytes], None]
# Given a method's name, the body of the call, and what to call with the JSON of the answer.
Answer = Callable[[str, bytes, Reply], None]


class Connection(asyncio.Protocol):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._received = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is not derived from it

    def connection_lost(self, _: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (request := self._next_request()) is not None:
            self._answer(*request, self._reply)

    def _next_request(self) -> tuple[str, bytes] | None:
        """The method and the body of a request that has come whole."""
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self._received[:end])
        if _CHUNKED.search(head):
            taken = _unchunked(self._received, end + 4)
            if taken is None:
                return None
            body, used = taken
        else:
            length = _LENGTH.search(head)
            used = end + 4 + (int(length[1]) if length else 0)
            if len(self._received) < used:
                return None
            body = bytes(self._received[end + 4 : used])
        del self._received[:used]
        path = head.split(b" ", 2)[1]
        return path.rpartition(b"/")[2].partition(b"?")[0].decode().lower(), body

    def _reply(self, content: bytes) -> None:
        if self._transport is not None:
            status = b"429 Too Many Requests" if content.startswith(b'{"ok":false') else b"200 OK"
            self._transport.write(
                b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (status, len(content), content)
            )


def _unchunked(received: bytearray, start: int) -> tuple[bytes, int] | None:
    """The chunks put together and where they end; None while some are still to come."""
    parts: list[bytes] = []
    while (end := received.find(b"\r\n", start)) >= 0:
        size = int(received[start:end].split(b";")[0], 16)
        start = end + 2 + size + 2
        if len(received) < start:
            return None
        if size == 0:
            return b"".join(parts), start
        parts.append(bytes(received[end + 2 : start - 2]))
    return None
