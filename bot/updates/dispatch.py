"""From an update to its answers: whom it comes from, and which handler it is for."""

import json
import re
from collections.abc import Collection
from datetime import UTC, datetime

from aiogram import Bot
from aiogram.types import Message, Update, User
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bind_contextvars

from bot.updates import queries
from bot.updates.origin import Json, origin_of, text_of, written_at
from bot.updates.reading import read_update
from bot.updates.turns import Urgency
from domain.drafts import write_draft
from domain.mailings.reminders import Rule
from domain.people.sender import get_sender
from domain.text.cleaning import drop_unwanted
from handlers.context import Context
from handlers.fallback import UNABLE
from handlers.forms.split_texts import may_be_first_part, may_be_next_part
from handlers.responses import Responses, Screen, Toast, say
from handlers.routers import build_router
from models import Person, Role

# What Telegram allows; the database has room for no more.
_USERNAME = re.compile(r"\w{1,40}", re.ASCII)


class Dispatch:
    def __init__(
        self,
        bot: Bot,
        bot_username: str,
        *,
        admin_ids: Collection[int],
        rule: Rule,
    ) -> None:
        self._bot = bot
        self._bot_username = bot_username
        self._admin_ids = admin_ids
        self._rule = rule
        self._router = build_router()
        self._members: set[int] = set()  # whoever has written and is no stranger

    async def apply(
        self, session: AsyncSession, payload: str, now: datetime, received_at: datetime
    ) -> Responses:
        """Let the update's handler change the database within the session. Speaks to nobody."""
        content = json.loads(payload)
        origin = origin_of(content)
        if origin is None:
            return []
        update = read_update(content, self._bot)
        context = None
        if origin.person_id is not None:
            context = await self._context(session, update, now, _sent_at(update) or received_at)
        # Without aiogram's dispatcher, whose own steps nothing here needs.
        answers = await self._router.propagate_event(
            origin.kind,
            getattr(update, origin.kind),
            bot=self._bot,
            context=context,
            bot_username=self._bot_username,
            in_private=origin.person_id is not None,
            continued=await _is_continued(session, update.message),
        )
        if context is not None:
            self._note(context.person)
            if context.draft is not None:
                await write_draft(session, context.draft)
        answers = answers if isinstance(answers, list) else []
        query = update.callback_query
        if query is not None and not any(isinstance(answer, Toast) for answer in answers):
            answers.append(Toast(query_id=query.id))  # or the button would seem to hang
        return answers

    async def _context(
        self, session: AsyncSession, update: Update, now: datetime, sent_at: datetime
    ) -> Context | None:
        """None for a stranger who only blocks the bot: somebody just erased would be known
        again."""
        user = getattr(update.event, "from_user", None)
        assert isinstance(user, User)
        if update.my_chat_member and await session.get(Person, user.id) is None:
            return None
        sender = await get_sender(
            session,
            user.id,
            drop_unwanted(user.full_name)[:150],
            user.username if _USERNAME.fullmatch(user.username or "") else None,
            admin_ids=self._admin_ids,
            now=now,
        )
        bind_contextvars(region=sender.person.region_code)
        return Context(
            session=session,
            person=sender.person,
            campaign=sender.campaign,
            deadline=sender.deadline,
            report=sender.report,
            draft=sender.draft,
            now=now,
            sent_at=sent_at,
            zone=self._rule.zone,
            remind_at=self._rule.at,
            bot_username=self._bot_username,
        )

    def _note(self, person: Person) -> None:
        if person.role == Role.STRANGER:
            self._members.discard(person.id)
        else:
            self._members.add(person.id)

    def urgency_of(self, chat_id: int) -> Urgency:
        """Of the chat's updates and of their answers. Whoever has not written yet since the start
        comes with the strangers."""
        return Urgency.ANSWER if chat_id in self._members else Urgency.STRANGER

    def apologise(self, payload: str) -> Responses:
        """To the sender of an update that could not be applied, perhaps because it cannot even
        be read."""
        origin = origin_of(json.loads(payload))
        if origin is None or origin.person_id is None:
            return []
        apology = say(origin.person_id, Screen(UNABLE))
        if origin.kind != "callback_query":
            return [apology]
        return [Toast(query_id=str(origin.content.get("id"))), apology]


async def _is_continued(session: AsyncSession, message: Message | None) -> bool:
    """Whether the next part of a text that was too long for one message has been received."""
    if message is None or not may_be_first_part(message.text):
        return False
    first = (message.message_id, message.date)
    others = [json.loads(payload) for payload in await queries.waiting_in(session, message.chat.id)]
    return any(place and may_be_next_part(first, place) for place in map(_place, others))


def _place(update: Json) -> tuple[int, datetime] | None:
    """The id and the date of a message with text. None for anything else, of whatever shape: it is
    not its turn yet."""
    if text_of(update) is None:
        return None
    number, date = update["message"].get("message_id"), written_at(update["message"])
    return (number, date) if isinstance(number, int) and date is not None else None


def _date(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def _sent_at(update: Update) -> datetime | None:
    """When a message was sent, or edited for the last time; Telegram does not say it of a press."""
    message = update.message or update.edited_message
    if message is None:
        return None
    if message.edit_date is not None:
        return _date(message.edit_date)
    return message.date
