"""The conversations. What a person may say, and what the bot answers."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.types import Message, TelegramObject

from handlers import (
    elsewhere,
    events,
    export,
    form,
    invitations,
    people,
    report,
    requests,
    start,
)
from handlers.answers import Answers, say
from handlers.cards import draft_waits
from handlers.commands import NEW, menu_item
from handlers.turn import Turn
from models import FormKind
from reports.drafts import active_draft


def build_router() -> Router:
    """All conversations, in the order in which they are asked. Each call makes new ones."""
    root = Router(name="conversations")
    root.message.outer_middleware(CommandsInterrupt())
    root.include_routers(
        elsewhere.groups_router(),
        start.router(),
        form.router(),
        events.router(),
        report.router(),
        invitations.router(),
        people.router(),
        requests.admins_router(),
        requests.strangers_router(),
        export.router(),
        # Whatever is not a command may be an answer.
        form.answers_router(),
        invitations.answers_router(),
        elsewhere.router(),
    )
    return root


class CommandsInterrupt(BaseMiddleware):
    """A command in the middle of a question is never its answer: the draft is put aside, and
    after the command's own answer the person is told that it waits. Handlers learn from
    `interrupted` whether a question was open."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        turn: Turn | None = data.get("turn")
        data["interrupted"] = False
        item = menu_item(event.text) if isinstance(event, Message) else None
        if turn is None or item is None:
            return await handler(event, data)
        draft = await active_draft(turn.session, turn.person)
        if draft is None:
            return await handler(event, data)
        draft.active = False
        data["interrupted"] = True
        waits = draft.form in (FormKind.EVENT, FormKind.EDIT)
        if not waits:  # nothing was typed yet that could be lost
            await turn.session.delete(draft)
        await turn.session.flush()
        answers: Answers = await handler(event, data)
        if waits and item is not NEW:  # which shows the draft itself
            answers.append(say(turn.person.id, draft_waits(draft)))
        return answers
