"""What waits for a bot: updates in order, kept until the bot confirms them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

UpdateKind = Literal["message", "edited_message", "callback_query", "my_chat_member"]
LIFETIME = timedelta(hours=24)


@dataclass(eq=False, slots=True)
class Update:
    id: int
    kind: UpdateKind
    payload: dict[str, Any]
    created: datetime
    again: bool = False

    def json(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """`changed` is called after every change."""

    def __init__(self, now: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self._now = now
        self._changed = changed
        self._next_id = 100_000_000 + secrets.randbelow(800_000_000)
        self._all: dict[int, Update] = {}
        self._pending: list[Update] = []
        self.allowed: list[str] = []

    @property
    def pending(self) -> list[Update]:
        """Not confirmed yet and younger than a day."""
        oldest = self._now() - LIFETIME
        self._pending = [update for update in self._pending if update.created > oldest]
        return list(self._pending)

    @property
    def confirmed(self) -> list[Update]:
        """Those that the bot has confirmed, oldest first."""
        waiting = {update.id for update in self._pending}
        return [update for update in self._all.values() if update.id not in waiting]

    def add(self, kind: UpdateKind, payload: dict[str, Any]) -> Update | None:
        """None if the bot has asked for other kinds only."""
        if self.allowed and kind not in self.allowed:
            return None
        update = Update(self._next_id, kind, payload, self._now())
        self._next_id += 1
        self._all[update.id] = update
        self._pending.append(update)
        self._changed()
        return update

    def redeliver(self, update_id: int | None = None) -> Update:
        """Puts a confirmed update (the last one by default) in the queue once more."""
        update = self.confirmed[-1] if update_id is None else self._all[update_id]
        if update not in self._pending:
            # An offset beyond it must not confirm it before it has been seen again.
            update.again = True
            update.created = self._now()
            self._pending.insert(0, update)
            self._changed()
        return update

    def take(self, offset: int, limit: int) -> list[Update]:
        taken = [update for update in self.pending if update.id >= offset or update.again][:limit]
        for update in taken:
            update.again = False
        return taken

    def confirm_before(self, offset: int) -> None:
        self._keep([update for update in self._pending if update.id >= offset or update.again])

    def confirm(self, update: Update) -> None:
        self._keep([waiting for waiting in self._pending if waiting is not update])

    def keep_last(self, count: int) -> None:
        self._keep(self._pending[-count:] if count else [])

    def _keep(self, pending: list[Update]) -> None:
        if len(pending) != len(self._pending):
            self._pending = pending
            self._changed()
