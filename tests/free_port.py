"""Ports to listen on, for what has to be told its own port."""

import os
import socket
from contextlib import ExitStack
from itertools import count

# Below those that Linux gives to whoever asks for any, and so many for each worker of pytest.
FIRST, EACH = 20_000, 500


def free_port() -> int:
    return free_ports(1)[0]


def free_ports(number: int) -> list[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    found: list[int] = []
    with ExitStack() as held:
        for port in count(FIRST + worker * EACH):
            trying = held.enter_context(socket.socket())
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trying.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
            if len(found) == number:
                return found
    raise AssertionError("there is always another")
