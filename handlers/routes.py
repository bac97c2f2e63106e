"""Which updates go to which handler: by command or label, by the button pressed, or by filters."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.menu import MenuItem, Said, keys_of
from handlers.responses import Responses

Handler = Callable[..., Awaitable[Responses]]
Kind = Literal["message", "edited_message", "callback_query", "my_chat_member"]


@dataclass(frozen=True, slots=True)
class Route:
    """Sends updates of that kind that pass all filters to the handler. `keys` are the commands and
    labels, or the button's prefix, without which they cannot pass."""

    kind: Kind
    handler: Handler
    filters: tuple[Callable[..., Any], ...] = ()
    keys: tuple[str, ...] = ()


def command(item: MenuItem, handler: Handler, *, with_argument: bool = False) -> Route:
    """The item's command or its label on the keyboard."""
    said = Said(item, with_argument=with_argument)
    return Route("message", handler, (said,), said.keys)


def press(button: type[CallbackData], handler: Handler) -> Route:
    return Route("callback_query", handler, (button.filter(),), (button.__prefix__,))


def make_router(name: str, *routes: Route, only: Filter | None = None) -> Router:
    """A router that looks up the routes that have keys, and then asks the others in this order;
    `only` is asked once, before all of them."""
    router = _Leaf(name=name)
    if only is not None:
        router.message.filter(only)
        router.edited_message.filter(only)
        router.callback_query.filter(only)
    for kind in get_args(Kind):
        of_kind = [route for route in routes if route.kind == kind]
        observer = router.observers[kind]
        if any(route.keys for route in of_kind):
            observer.register(_call, _Table(of_kind))
        for route in of_kind:
            if not route.keys:
                observer.register(route.handler, *route.filters)
    return router


class _Leaf(Router):
    """Has no middlewares of its own and no routers below it. To get ready for some, in each router
    that is asked, would take a twentieth of what an answer costs."""

    async def propagate_event(self, update_type: str, event: TelegramObject, **data: Any) -> Any:
        observer = self.observers[update_type]
        if not observer.handlers:
            return UNHANDLED
        passes, data = await observer.check_root_filters(event, **data)
        return await observer.trigger(event, **data) if passes else UNHANDLED


class _Table(Filter):
    """Finds a route by its key: to ask the filters of all routes in turn would be a good part of
    what an answer costs. Passes the route on as `found`, with what its filters found out."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes: dict[str, list[HandlerObject]] = {}
        for route in routes:
            filters = [FilterObject(each) for each in route.filters]
            for key in route.keys:
                self._routes.setdefault(key, []).append(HandlerObject(route.handler, filters))

    async def __call__(self, event: TelegramObject, **data: Any) -> bool | dict[str, Any]:
        for key in _keys(event):
            for route in self._routes.get(key, ()):
                passes, found_out = await route.check(event, **data)
                if passes:
                    return {**found_out, "found": route}
        return False


async def _call(event: TelegramObject, found: HandlerObject, **data: Any) -> Responses:
    responses: Responses = await found.call(event, **data)
    return responses


def _keys(event: TelegramObject) -> Iterable[str]:
    if isinstance(event, CallbackQuery):
        return ((event.data or "").partition(":")[0],)
    return keys_of(event) if isinstance(event, Message) else ()
