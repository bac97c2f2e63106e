"""The conversations. What a person may say, and what the bot answers."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.types import Message, TelegramObject

from domain.drafts import active_draft
from handlers import fallback
from handlers.campaigns import campaigns, new_year, yearly_confirmation
from handlers.context import Context
from handlers.deadlines import deadline, extension_card, extensions, time_requests
from handlers.digest import conversation as digest
from handlers.event_form import conversation as event_form
from handlers.event_form import saved_events
from handlers.export import conversation as export
from handlers.forms.waiting import draft_waits
from handlers.history import conversation as history
from handlers.invitations import all_regions, one_region, revocation
from handlers.joining import access_requests, invitation
from handlers.mailings import broadcast, remind, replies, stop
from handlers.menu import NEW, is_command, menu_item
from handlers.people import admins, erasure, people
from handlers.region_report import conversation as region_report
from handlers.responses import Responses, say
from handlers.review import decisions, returning, search
from handlers.review.returning_screens import return_waits
from handlers.start import conversation as start
from handlers.status import conversation as status
from handlers.status import pictures
from models import FormKind


def build_router() -> Router:
    """All conversations, in the order in which they are asked. Each call makes new ones."""
    root = Router(name="conversations")
    root.message.outer_middleware(CommandsInterrupt())
    root.include_routers(
        fallback.groups_router(),
        invitation.router(),
        start.router(),
        event_form.router(),
        saved_events.router(),
        region_report.router(),
        one_region.router(),
        all_regions.router(),
        revocation.router(),
        people.router(),
        erasure.router(),
        admins.router(),
        access_requests.admins_router(),
        access_requests.strangers_router(),
        status.router(),
        pictures.router(),
        export.router(),
        digest.router(),
        history.router(),
        remind.router(),
        broadcast.router(),
        stop.router(),
        replies.router(),
        deadline.router(),
        extensions.router(),
        extension_card.router(),
        time_requests.coordinators_router(),
        time_requests.admins_router(),
        campaigns.router(),
        new_year.router(),
        yearly_confirmation.router(),
        search.router(),
        decisions.router(),
        returning.router(),
        # Whatever is not a command may be an answer.
        event_form.answers_router(),
        one_region.answers_router(),
        remind.answers_router(),
        broadcast.answers_router(),
        replies.answers_router(),
        deadline.answers_router(),
        extensions.answers_router(),
        new_year.answers_router(),
        search.answers_router(),
        returning.answers_router(),
        revocation.answers_router(),
        fallback.router(),
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
        context: Context | None = data.get("context")
        data["interrupted"] = False
        if context is None or not isinstance(event, Message) or not is_command(event.text):
            return await handler(event, data)
        draft = await active_draft(context.session, context.person)
        if draft is None:
            return await handler(event, data)
        draft.active = False
        data["interrupted"] = True
        await context.session.flush()
        answers: Responses = await handler(event, data)
        # Whoever has been removed in the middle is told of nothing; NEW shows the draft itself.
        waits = context.person.is_coordinator and draft.campaign_id == context.campaign.id
        if waits and draft.answers and menu_item(event.text) is not NEW:
            answers.append(say(context.person.id, draft_waits(draft)))
        if draft.form == FormKind.RETURN and draft.answers.get("comment"):
            answers.append(say(context.person.id, return_waits(draft)))
        return answers
