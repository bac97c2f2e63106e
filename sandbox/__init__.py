"""A local Telegram, for trying and testing bots without a token. Knows nothing of this bot."""

from sandbox.faults import LostAfterEffect, LostBeforeEffect, RetryAfter, ServerError, Slow
from sandbox.phone import Phone
from sandbox.telegram import Telegram

__all__ = [
    "LostAfterEffect",
    "LostBeforeEffect",
    "Phone",
    "RetryAfter",
    "ServerError",
    "Slow",
    "Telegram",
]
