"""The conversations. What a person may say, and what the bot answers."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.types import Message, TelegramObject

from handlers import (
    admins,
    broadcast,
    campaigns,
    deadline,
    digest,
    elsewhere,
    erasing,
    events,
    export,
    extensions,
    form,
    given_time,
    history,
    invitations,
    mailings,
    mass_invitations,
    more_time,
    new_year,
    people,
    pictures,
    region_links,
    remind,
    replies,
    report,
    requests,
    returning,
    review,
    search,
    start,
    status,
    still,
)
from handlers.answers import Answers, say
from handlers.cards import draft_waits
from handlers.commands import (
    NEW,
    is_command,
    menu_item,
)
from handlers.return_cards import return_waits
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
        mass_invitations.router(),
        region_links.router(),
        people.router(),
        erasing.router(),
        admins.router(),
        requests.admins_router(),
        requests.strangers_router(),
        status.router(),
        pictures.router(),
        export.router(),
        digest.router(),
        history.router(),
        remind.router(),
        broadcast.router(),
        mailings.router(),
        replies.router(),
        deadline.router(),
        extensions.router(),
        given_time.router(),
        more_time.coordinators_router(),
        more_time.admins_router(),
        campaigns.router(),
        new_year.router(),
        still.router(),
        search.router(),
        review.router(),
        returning.router(),
        # Whatever is not a command may be an answer.
        form.answers_router(),
        invitations.answers_router(),
        remind.answers_router(),
        broadcast.answers_router(),
        replies.answers_router(),
        deadline.answers_router(),
        extensions.answers_router(),
        new_year.answers_router(),
        search.answers_router(),
        returning.answers_router(),
        region_links.answers_router(),
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
        if turn is None or not isinstance(event, Message) or not is_command(event.text):
            return await handler(event, data)
        draft = await active_draft(turn.session, turn.person)
        if draft is None:
            return await handler(event, data)
        draft.active = False
        data["interrupted"] = True
        await turn.session.flush()
        answers: Answers = await handler(event, data)
        # Whoever has been removed in the middle is told of nothing; NEW shows the draft itself.
        waits = turn.person.is_coordinator and draft.campaign_id == turn.campaign.id
        if waits and draft.answers and menu_item(event.text) is not NEW:
            answers.append(say(turn.person.id, draft_waits(draft)))
        if draft.form == FormKind.RETURN and draft.answers.get("comment"):
            answers.append(say(turn.person.id, return_waits(draft)))
        return answers
