"""How far the story has come. It looks by itself, and tells whoever has the page open."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from bot.database import Database
from demo.cast import Cast
from demo.story.facts import Facts, last_entry, read_facts
from demo.story.steps import STEPS, Step

JSON = dict[str, Any]

OFTEN = 1.0  # seconds between two looks when nothing calls for one earlier


class Story:
    """`now` is the bot's clock; `tell` is called when something has changed."""

    def __init__(
        self, database_url: str, cast: Cast, now: Callable[[], datetime], tell: Callable[[], None]
    ) -> None:
        self._database_url = database_url
        self._cast = cast
        self._now = now
        self._tell = tell
        self._done: set[str] = set()
        self._skipped: set[str] = set()
        self._called = asyncio.Event()

    def look_soon(self) -> None:
        self._called.set()

    def skip(self, key: str, *, on: bool) -> None:
        """`on` is False to take it up again after all. ValueError for no step of the story."""
        _step(key)
        self._skipped = self._skipped | {key} if on else self._skipped - {key}
        self._tell()

    def shown(self) -> list[JSON]:
        """Each step with its state: done, skipped, or open; the first open one is the next."""
        return [
            {
                "key": step.key,
                "phone": step.phone,
                "title": step.title,
                "text": step.text,
                "control": step.control,
                "writes": step.writes,
                "form": step.form,
                "state": self._state(step),
            }
            for step in STEPS
        ]

    async def follow(self) -> None:
        """From the present on, as long as the demonstration lasts. The bot's tables are there."""
        database = Database(self._database_url)
        since = await database.read(last_entry)
        while True:
            cast = frozenset(actor.phone.id for actor in self._cast)
            read = partial(read_facts, since=since, cast=cast, now=self._now())
            self._note(await database.read(read))
            self._called.clear()
            try:
                await asyncio.wait_for(self._called.wait(), OFTEN)
            except TimeoutError:
                continue

    def _note(self, facts: Facts) -> None:
        """What was done once stays done, wherever the clock is put."""
        done = {step.key for step in STEPS if step.is_done(facts)}
        if done - self._done:
            self._done |= done
            self._tell()

    def _state(self, step: Step) -> str:
        if step.key in self._done:
            return "done"
        return "skipped" if step.key in self._skipped else "open"


def _step(key: str) -> Step:
    found = next((step for step in STEPS if step.key == key), None)
    if found is None:
        raise ValueError(f"no step {key!r}")
    return found
