"""Faults on order: 429, server errors, lost connections, slow answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """429, with the seconds in the body and in the header."""

    seconds: int


@dataclass(frozen=True, slots=True)
class ServerError:
    """With `html` the answer is a proxy's page in front of Telegram instead of its JSON."""

    status: int = 500
    description: str = "Internal Server Error: restart"
    html: str | None = None


@dataclass(frozen=True, slots=True)
class LostBeforeEffect:
    """The connection closes, nothing is done."""


@dataclass(frozen=True, slots=True)
class LostAfterEffect:
    """It is done, then the connection closes without an answer."""


@dataclass(frozen=True, slots=True)
class Slow:
    seconds: float


@dataclass(frozen=True, slots=True)
class Spoilt:
    """It is done, and the first place in the JSON of the answer that `pattern` finds says `instead`
    of it, which need be no JSON."""

    pattern: str
    instead: bytes = b""


Fault = RetryAfter | ServerError | LostBeforeEffect | LostAfterEffect | Slow | Spoilt


@dataclass(slots=True)
class _Order:
    fault: Fault
    method: str | None
    chat_id: int | None
    times: int
    after: int

    def suits(self, method: str, chat_id: int | None) -> bool:
        # A poll is always under way: it is hit only by an order that names it.
        by_method = method != "getupdates" if self.method is None else method == self.method
        return by_method and self.chat_id in (None, chat_id)


class Faults:
    def __init__(self) -> None:
        self._orders: list[_Order] = []

    @property
    def pending(self) -> int:
        """How many faults are still to come."""
        return sum(order.times for order in self._orders)

    def order(
        self,
        fault: Fault,
        method: str | None = None,
        *,
        chat_id: int | None = None,
        times: int = 1,
        after: int = 0,
    ) -> None:
        """The next `times` suitable calls meet `fault`, once `after` suitable ones went well.

        Without `method` any call but getUpdates suits.
        """
        self._orders.append(_Order(fault, method and method.lower(), chat_id, times, after))

    def cancel(self) -> None:
        self._orders.clear()

    def next_for(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that this call meets; `method` in lower case."""
        for order in self._orders:
            if not order.suits(method, chat_id):
                continue
            if order.after:
                order.after -= 1
                continue
            order.times -= 1
            if not order.times:
                self._orders.remove(order)
            return order.fault
        return None
