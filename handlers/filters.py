"""The rule of who reaches which router. It stands on the router, never in a handler, and asks
the database's present word, so an open screen of a removed person leads nowhere."""

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from handlers.context import Context


class ForAdmins(Filter):
    async def __call__(self, event: TelegramObject, context: Context) -> bool:
        return context.person.is_admin


class ForCoordinators(Filter):
    async def __call__(self, event: TelegramObject, context: Context) -> bool:
        return context.person.is_coordinator


class ForStrangers(Filter):
    async def __call__(self, event: TelegramObject, context: Context) -> bool:
        return not context.person.is_admin and not context.person.is_coordinator
