"""The rule of who reaches which router. It stands on the router, never in a handler, and goes by
the role that the database holds now, so an open screen of a removed person leads nowhere."""

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from handlers.context import Context
from models import Role


class ForRole(Filter):
    def __init__(self, *roles: Role) -> None:
        self._roles = roles

    async def __call__(self, event: TelegramObject, context: Context) -> bool:
        return context.person.role in self._roles
