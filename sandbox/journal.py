"""Every call a bot has made, in order. Tokens never get in here."""

import inspect
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SHOWN_VALUE_LENGTH = 120


@dataclass(eq=False, slots=True)
class Call:
    """`params` as sent, but files are noted by name and size.

    `status` is None while the call is in flight, and stays so if its answer was lost.
    """

    number: int
    at: datetime
    bot: str
    method: str
    params: dict[str, Any]
    in_flight: bool = True
    status: int | None = None
    result: Any = None
    error: str | None = None
    fault: str | None = None

    @property
    def chat_id(self) -> int | None:
        text = str(self.params.get("chat_id", ""))
        return int(text) if text.removeprefix("-").isdecimal() else None

    def __str__(self) -> str:
        params = " ".join(f"{name}={_short(value)}" for name, value in self.params.items())
        outcome = "in flight" if self.in_flight else str(self.status or "no answer")
        notes = [note for note in (self.fault and f"[{self.fault}]", self.error) if note]
        line = f"{self.at:%H:%M:%S.%f} #{self.number} @{self.bot} {self.method} {params}"
        return " ".join([line.rstrip(), "->", outcome, *notes])


Hook = Callable[[Call], Awaitable[None] | None]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN_VALUE_LENGTH else f"{text[:SHOWN_VALUE_LENGTH]}…"


class Journal:
    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._hooks: list[Hook] = []

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls)

    def calls(self, method: str | None = None, *, chat_id: int | None = None) -> list[Call]:
        """The calls so far, of one method or to one chat if told so."""
        return [
            call
            for call in self._calls
            if (method is None or call.method.lower() == method.lower())
            and (chat_id is None or call.chat_id == chat_id)
        ]

    def on_call(self, hook: Hook) -> None:
        """`hook` runs (and is awaited) while a call is in flight, before it takes effect.

        What it raises fails the test when the sandbox is left. getUpdates has no hooks: it is
        in flight nearly always.
        """
        self._hooks.append(hook)

    def tail(self, count: int = 10) -> str:
        """The last calls as lines, without the polls."""
        lines = [str(call) for call in self._calls if call.method.lower() != "getupdates"]
        return "\n".join(lines[-count:])

    def note(self, at: datetime, bot: str, method: str, params: dict[str, Any]) -> Call:
        call = Call(len(self._calls) + 1, at, bot, method, params)
        self._calls.append(call)
        return call

    async def run_hooks(self, call: Call) -> None:
        for hook in self._hooks if call.method.lower() != "getupdates" else ():
            awaitable = hook(call)
            if inspect.isawaitable(awaitable):
                await awaitable
