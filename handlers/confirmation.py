"""A yes-or-no question outside the forms («Удалить мероприятие?»). To type the label of a button is
to press it; «да» means the first one, «нет» the last."""

from collections.abc import Awaitable, Callable
from html import escape
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message, TelegramObject

from handlers.context import Context
from handlers.forms.memory import as_label
from handlers.forms.texts import BACK, CANCEL
from handlers.keyboards import rows
from handlers.menu import is_command
from handlers.responses import Responses, Screen, Toast, say, show
from models import Person

# As in the forms, these words are never an answer of another kind.
_NO = ("нет", as_label(CANCEL), as_label(BACK))

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


def ask(
    query: CallbackQuery,
    context: Context,
    question: str,
    yes: InlineKeyboardButton,
    *others: InlineKeyboardButton,
) -> Responses:
    """`question` is ready HTML; the last of the `others` leaves everything as it is."""
    expect(context.person, yes, *others)
    return show(query, Screen(question, rows([yes], *([button] for button in others))))


def expect(person: Person, *buttons: InlineKeyboardButton) -> None:
    """The person is being shown the question with these buttons."""
    person.asked = dict.fromkeys(_NO, buttons[-1].callback_data) | {
        "да": buttons[0].callback_data,
        **{as_label(button.text): button.callback_data for button in buttons},
    }


class TypedPress(BaseMiddleware):
    """Turns what is typed below the question into the press that it means, which goes through the
    same handler and its checks. Whatever else the person does, the question is over."""

    def __init__(self, root: Router) -> None:
        self._root = root

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        context: Context | None = data.get("context")
        if context is None or context.person.asked is None:
            return await handler(event, data)
        asked, context.person.asked = context.person.asked, None
        if not isinstance(event, Message) or is_command(event.text, context.person.role):
            return await handler(event, data)
        pressed = asked.get(as_label(event.text or ""))
        if pressed is None:
            return await handler(event, data)
        assert event.from_user is not None, "a context is that of the sender"
        query = CallbackQuery(id="", from_user=event.from_user, chat_instance="", data=pressed)
        responses = await self._root.propagate_event("callback_query", query, **data)
        return _in_words(responses, context.person.id)


def _in_words(responses: Responses, chat_id: int) -> Responses:
    """The toasts as messages: without a press there is nothing to show them over."""
    return [
        say(chat_id, Screen(escape(response.text))) if isinstance(response, Toast) else response
        for response in responses
        if not isinstance(response, Toast) or response.text
    ]
