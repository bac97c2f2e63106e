"""The rule of who reaches which router. It stands on the router, never in a handler, and asks
the database's present word, so an open screen of a removed person leads nowhere."""

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from handlers.turn import Turn


class ForAdmins(Filter):
    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        return turn.person.is_admin


class ForCoordinators(Filter):
    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        return turn.person.is_coordinator


class ForStrangers(Filter):
    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        return not turn.person.is_admin and not turn.person.is_coordinator
