"""The page's switches for Telegram's faults; each stays on until it is switched off."""

from sandbox.faults import Fault, Faults, LostBeforeEffect, RetryAfter

TROUBLES: dict[str, tuple[Fault, tuple[str | None, ...]]] = {
    "too_many_requests": (RetryAfter(3), (None,)),
    # A lost connection is the only one that polls suffer from too.
    "connection_lost": (LostBeforeEffect(), (None, "getUpdates")),
}
LASTING = 1_000_000  # calls: more than anyone waits for


class Troubles:
    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self.on: set[str] = set()

    def switch(self, name: str, *, on: bool) -> None:
        """`name` is one of TROUBLES."""
        self.on = self.on | {name} if on else self.on - {name}
        self._faults.cancel()
        for each in self.on:
            fault, methods = TROUBLES[each]
            for method in methods:
                self._faults.order(fault, method, times=LASTING)
