"""Telegram's rate limits, as far as they are known; off unless they are asked for."""

import math
from collections import defaultdict, deque

from sandbox.refusals import too_many_requests

# (calls, seconds): the guidance is 30 a second over all, one a second to a chat with short
# bursts, 20 a minute to a group. The true windows are not published.
_OVERALL = ((30, 1.0),)
_PER_CHAT = ((5, 3.0), (60, 60.0))
_PER_GROUP = ((5, 3.0), (20, 60.0))
_COUNTED = ("send", "edit", "copy", "forward")


class Limits:
    def __init__(self) -> None:
        self._calls: defaultdict[tuple[str, int | None], deque[float]] = defaultdict(
            lambda: deque(maxlen=60)
        )

    def check(self, bot: str, method: str, chat_id: int | None, now: float) -> None:
        """Raises the 429. A refused call counts too: who ignores `retry_after` waits longer."""
        if not method.startswith(_COUNTED) or chat_id is None:
            return
        per_chat = _PER_GROUP if chat_id < 0 else _PER_CHAT
        waits = [
            self._wait((bot, key), window, now)
            for key, windows in ((None, _OVERALL), (chat_id, per_chat))
            for window in windows
        ]
        for key in (None, chat_id):
            self._calls[bot, key].append(now)
        if (longest := max(waits)) > 0:
            raise too_many_requests(math.ceil(longest))

    def _wait(self, key: tuple[str, int | None], window: tuple[int, float], now: float) -> float:
        count, seconds = window
        calls = self._calls[key]
        return calls[-count] + seconds - now if len(calls) >= count else 0.0
