"""From an update to its answers: whom it comes from, and which handler it is for."""

from collections.abc import Collection
from datetime import datetime, tzinfo

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Chat, Update, User
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import build_router, texts
from handlers.answers import Answers, Screen, Toast, say
from handlers.turn import Turn
from models import Person
from reports.campaigns import current_campaign
from reports.deadlines import deadline_of
from reports.people import meet


def make_dispatcher() -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(build_router())
    return dispatcher


class Conversation:
    def __init__(
        self, bot: Bot, bot_username: str, *, admin_ids: Collection[int], zone: tzinfo
    ) -> None:
        self._bot = bot
        self._bot_username = bot_username
        self._admin_ids = admin_ids
        self._zone = zone
        self._dispatcher = make_dispatcher()

    async def apply(self, session: AsyncSession, payload: str, now: datetime) -> Answers:
        """Let the update's handler change the database within the session. Speaks to nobody."""
        update = Update.model_validate_json(payload, context={"bot": self._bot})
        turn = await self._turn(session, update, now)
        answers = await self._dispatcher.feed_update(
            self._bot, update, turn=turn, bot_username=self._bot_username
        )
        answers = answers if isinstance(answers, list) else []
        query = update.callback_query
        if query is not None and not any(isinstance(each, Toast) for each in answers):
            answers.append(Toast(query_id=query.id))  # or the button would seem to hang
        return answers

    async def _turn(self, session: AsyncSession, update: Update, now: datetime) -> Turn | None:
        """None outside private chats, where nobody is known and nothing is done, and for a
        stranger who only blocks the bot: somebody just erased would be known again."""
        user, chat = _sender(update)
        if user is None or (chat is not None and chat.type != "private"):
            return None
        if update.my_chat_member and await session.get(Person, user.id) is None:
            return None
        person = await meet(
            session,
            user.id,
            user.full_name[:150],
            user.username,
            admin_ids=self._admin_ids,
            now=now,
        )
        campaign, deadline = await current_campaign(session), None
        if person.region_code is not None:
            deadline = await deadline_of(session, campaign, person.region_code)
        return Turn(
            session=session,
            person=person,
            campaign=campaign,
            deadline=deadline or campaign.deadline,
            now=now,
            zone=self._zone,
            bot_username=self._bot_username,
        )

    def apologise(self, payload: str) -> Answers:
        """To the sender of an update that could not be applied."""
        try:
            update = Update.model_validate_json(payload)
        except ValidationError:
            return []
        user, chat = _sender(update)
        if user is None or (chat is not None and chat.type != "private"):
            return []
        apology = say(user.id, Screen(texts.elsewhere.UNABLE))
        query = update.callback_query
        return [apology] if query is None else [Toast(query_id=query.id), apology]


def _sender(update: Update) -> tuple[User | None, Chat | None]:
    event = update.event
    message = event.message if isinstance(event, CallbackQuery) else event
    return getattr(event, "from_user", None), getattr(message, "chat", None)
