"""The process in which files are made, started by `process.py`.

It imports nothing but what a file needs. Work comes in by stdin and goes out by stdout, pickled,
each message with its length before it.
"""

import os
import pickle
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, BinaryIO, TypeVar

NICENESS = 10  # whoever waits for an answer comes before whoever waits for a file
LENGTH = 4  # bytes

Result = TypeVar("Result")
OnProgress = Callable[[int], None]  # takes the number of rows written
Work = Callable[[str, OnProgress], Result]  # takes the database's address


@dataclass(frozen=True, slots=True)
class Order:
    """`most_seconds` of the processor, None for any: whatever needs more ends the process."""

    work: Work[Any]
    database_url: str
    most_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    rows: int


@dataclass(frozen=True, slots=True)
class Done:
    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """`where` in the code, as a traceback without the error's own text."""

    error: Exception
    where: str


def main(most_memory: int | None) -> None:
    """`most_memory` in bytes: what is wanted beyond that is not given."""
    if most_memory is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (most_memory, most_memory))
    # Only the bot ends it: a service manager or Ctrl-C stops all processes at once, and the bot
    # still finishes what it can.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    os.nice(NICENESS)
    works = SimpleQueue[bytes]()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, works), daemon=True).start()
    # Whatever a library prints must not get between the messages.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while True:
        _do(works.get(), out)


def framed(message: bytes) -> bytes:
    return len(message).to_bytes(LENGTH) + message


def _receive(source: BinaryIO, works: SimpleQueue[bytes]) -> None:
    """Until the other end is gone, and with it whoever waits for a file."""
    while length := source.read(LENGTH):
        works.put(source.read(int.from_bytes(length)))
    os._exit(0)


def _do(message: bytes, out: BinaryIO) -> None:
    def send(answer: Progress | Done | Failed) -> None:
        out.write(framed(pickle.dumps(answer)))
        out.flush()

    try:
        order: Order = pickle.loads(message)  # noqa: S301 - it comes from the bot
        # Not by the clock: what others do meanwhile makes no file a bad one.
        signal.setitimer(signal.ITIMER_PROF, order.most_seconds or 0)
        result = order.work(order.database_url, lambda rows: send(Progress(rows)))
    except MemoryError:
        os._exit(1)  # whoever wants work done next finds a process in which nothing is half done
    except Exception as error:
        send(Failed(_portable(error), "".join(traceback.format_tb(error.__traceback__))))
    else:
        send(Done(result))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _portable(error: Exception) -> Exception:
    """The error, or what can be said of it if it cannot be sent."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made just here
    except Exception:  # pickling fails in any way, and what is to be told is the first error
        return RuntimeError(type(error).__name__)
    return error
