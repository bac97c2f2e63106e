"""Which updates go to which handler: by command or label, by the button pressed, or by filters."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from aiogram import Router
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData

from handlers.menu import MenuItem, Said
from handlers.responses import Responses

Handler = Callable[..., Awaitable[Responses]]
Kind = Literal["message", "edited_message", "callback_query", "my_chat_member"]


@dataclass(frozen=True, slots=True)
class Route:
    """Sends updates of that kind that pass all filters to the handler."""

    kind: Kind
    handler: Handler
    filters: tuple[Callable[..., Any], ...] = ()


def command(item: MenuItem, handler: Handler, *, with_argument: bool = False) -> Route:
    """The item's command or its label on the keyboard."""
    return Route("message", handler, (Said(item, with_argument=with_argument),))


def press(button: type[CallbackData], handler: Handler) -> Route:
    return Route("callback_query", handler, (button.filter(),))


def make_router(name: str, *routes: Route, only: Filter | None = None) -> Router:
    """A router that asks in this order; `only` is asked once, before all of them."""
    router = Router(name=name)
    if only is not None:
        router.message.filter(only)
        router.edited_message.filter(only)
        router.callback_query.filter(only)
    for route in routes:
        router.observers[route.kind].register(route.handler, *route.filters)
    return router
