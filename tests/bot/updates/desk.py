"""An inbox whose updates are applied and answered by the test itself."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import event as listening
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.files.send import Insist
from bot.metrics import Metrics
from bot.replicas.alone import Replicas
from bot.updates.answer_sender import Sent
from bot.updates.inbox import Inbox
from bot.updates.turns import Urgency
from handlers.responses import Response, Responses, Screen, say
from models import InboxUpdate
from tests.world import Clock

ANNA, BORIS = 1, 2


def update(number: int, person_id: int, **content: Any) -> dict[str, Any]:
    """Of a message that the person writes to the bot."""
    message = {
        "message_id": number,
        "date": 0,
        "chat": {"id": person_id, "type": "private"},
        "from": {"id": person_id, "is_bot": False, "first_name": "Анна"},
        "text": f"{number}",
    }
    return {"update_id": number, "message": message | content}


class Desk:
    """An inbox, and what came of the updates: `applied` with a commit. `locked` holds up the
    answers to some chats; `sent` is what comes of each that is given. Whoever is in `told_too`
    hears every answer. Nothing is applied while `applies` is not set."""

    def __init__(self, database: Database, clock: Clock, replicas: Replicas | None = None) -> None:
        self.database = database
        self.applied: list[int] = []
        self.received_at: list[datetime] = []
        self.answered: list[str] = []
        self.locked: Collection[int] = ()
        self.sent = Sent()
        self.told_too: Sequence[int] = ()
        self.strangers: Collection[int] = ()
        self.applies = asyncio.Event()
        self.applies.set()
        self.unlocked = asyncio.Event()
        self.speaking = asyncio.Event()
        self.spoken = asyncio.Event()
        self.metrics = Metrics()
        self.inbox = Inbox(
            database,
            apply=self._apply,
            carry_out=self._carry_out,
            apologise=lambda _: [],
            metrics=self.metrics,
            urgency_of=lambda chat: Urgency.STRANGER if chat in self.strangers else Urgency.ANSWER,
            alert=lambda *_: None,
            now=clock,
            replicas=replicas,
        )

    async def _apply(
        self, session: AsyncSession, payload: str, now: datetime, received_at: datetime
    ) -> Responses:
        await self.applies.wait()
        row = (
            await session.execute(select(InboxUpdate).where(InboxUpdate.payload == payload))
        ).scalar_one()
        number = row.update_id

        def committed(_: object) -> None:
            self.applied.append(number)
            self.received_at.append(received_at)

        # What is rolled back, because another process has been quicker, has not been applied.
        listening.listen(session.sync_session, "after_commit", committed, once=True)
        return [say(chat, Screen(str(number))) for chat in (row.chat_id, *self.told_too)]

    async def _carry_out(self, answer: Response, insist: Insist) -> Sent:
        assert answer.does == "say"
        self.speaking.set()
        if answer.chat_id in self.locked:
            await self.unlocked.wait()
        self.answered.append(answer.text)
        self.spoken.set()
        return self.sent

    async def rows(self) -> list[InboxUpdate]:
        async with self.database.transaction() as session:
            found = await session.execute(select(InboxUpdate).order_by(InboxUpdate.id))
            return list(found.scalars())
