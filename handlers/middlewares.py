"""Before a handler sees an update: service messages and the rest of an album get no answer, a
message that is kept cannot be edited, and a command interrupts the form that is open."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.context import Context
from handlers.forms.engine import Engine
from handlers.forms.memory import remember_interrupted
from handlers.keyboards import KEPT
from handlers.menu import NEW, is_command, menu_item
from handlers.responses import Responses
from handlers.sent_files import is_table_file

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# What a person can send. Everything else is a service message (a pinned message, a changed photo).
_SENT_BY_PEOPLE = frozenset(
    {
        ContentType.TEXT,
        ContentType.PHOTO,
        ContentType.VIDEO,
        ContentType.DOCUMENT,
        ContentType.AUDIO,
        ContentType.VOICE,
        ContentType.VIDEO_NOTE,
        ContentType.STICKER,
        ContentType.ANIMATION,
        ContentType.LOCATION,
        ContentType.VENUE,
        ContentType.CONTACT,
        ContentType.POLL,
        ContentType.DICE,
        ContentType.GAME,
        ContentType.STORY,
        ContentType.PAID_MEDIA,
        ContentType.CHECKLIST,
        ContentType.UNKNOWN,
    }
)


class OneAnswer(BaseMiddleware):
    """None to a service message, nor to the further messages of an album, which Telegram delivers
    one by one, perhaps again after a restart. Of several files with tables each is read."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        context: Context | None = data.get("context")
        if not isinstance(event, Message) or context is None:
            return await handler(event, data)
        if event.content_type not in _SENT_BY_PEOPLE:
            return []
        if event.media_group_id is not None and not _is_file_of_events(event, context):
            if event.media_group_id == context.person.last_album:
                return []
            context.person.last_album = event.media_group_id
        return await handler(event, data)


class KeptMessage(BaseMiddleware):
    """A press below a message that somebody needs to keep reaches its handler without the message,
    which therefore cannot be edited: the answer is a new one."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if isinstance(event, CallbackQuery) and data.get("context") is not None:
            pressed = event.data or ""
            if pressed.startswith(KEPT):
                changed = {"data": pressed.removeprefix(KEPT), "message": None}
                event = event.model_copy(update=changed)
        return await handler(event, data)


class Interruption(BaseMiddleware):
    """A command in the middle of a form is never its answer, nor is a table: the form waits, and
    after the answer to it the person is told so. Handlers learn from `interrupted` whether a form
    was open, and find the engine as `forms`."""

    def __init__(self, forms: Engine) -> None:
        self._forms = forms

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        context: Context | None = data.get("context")
        data |= {"interrupted": False, "forms": self._forms}
        if context is None or not isinstance(event, Message):
            return await handler(event, data)
        draft = context.draft
        interrupts = is_command(event.text, context.person.role)
        if draft is None or not (interrupts or _is_file_of_events(event, context)):
            return await handler(event, data)
        draft.active, context.draft = False, None
        data["interrupted"] = True
        await context.session.flush()
        responses: Responses = await handler(event, data)
        # An older form has only been opened again, and knows already what it had interrupted.
        if context.draft is not None and context.draft.id > draft.id:
            remember_interrupted(context.draft, draft)
        # A form that has begun tells of the interrupted one when it closes; /new shows that one
        # itself.
        if context.draft is not None or menu_item(event.text, context.person.role) is NEW:
            return responses
        return [*responses, *await self._forms.waits(context, draft)]


def _is_file_of_events(message: Message, context: Context) -> bool:
    """Those of a coordinator are taken at any time."""
    return context.person.is_coordinator and is_table_file(message)
