"""Classifies errors: an outage (retry), a refusal (final) or a bug. The one place that decides it,
for updates, their answers, files, reminders and mailings."""

import sqlite3
from enum import Enum

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# The proxy let nothing through: no request has reached Telegram.
PROXY_ERRORS = (ProxyConnectionError, ProxyError, ProxyTimeoutError)

_NOT_CONNECTED = (ClientConnectorError, ConnectionTimeoutError, *PROXY_ERRORS)
_OUTAGES = (
    TelegramNetworkError,
    TelegramServerError,
    TelegramRetryAfter,
    ClientDecodeError,
    # For the operator to put right; work waits meanwhile.
    TelegramUnauthorizedError,
    TelegramConflictError,
)

_SQLITE_OUTAGES = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_IOERR",
    "SQLITE_FULL",
    "SQLITE_CANTOPEN",
    "SQLITE_PROTOCOL",
    "SQLITE_READONLY",
)
# Classes of PostgreSQL's SQLSTATE: connections, resources, locks, the operator, the system.
_POSTGRESQL_OUTAGES = ("08", "53", "55", "57", "58")
_POSTGRESQL_ROLLBACK = "40"

# Not every 403 is about a person: in a group it says that the bot was removed from it.
_UNREACHABLE = ("blocked by the user", "user is deactivated", "can't initiate conversation")


class Failure(Enum):
    OUTAGE = "outage"  # of Telegram, the database or the way there: the same may succeed later
    CONFLICT = "conflict"  # a deadlock or a serialization failure: the same succeeds at once
    REFUSAL = "refusal"  # by Telegram, and final: the same would be refused again
    BUG = "bug"  # everything else


def failure_of(error: BaseException) -> Failure:
    if isinstance(error, TelegramForbiddenError | TelegramEntityTooLarge):
        return Failure.REFUSAL
    if isinstance(error, _OUTAGES):
        return Failure.OUTAGE
    if isinstance(error, TelegramAPIError):
        return Failure.REFUSAL
    return _failure_of_database(error)


def _failure_of_database(error: BaseException) -> Failure:
    if isinstance(error, PoolTimeout):
        return Failure.OUTAGE
    if not isinstance(error, DBAPIError):
        return Failure.BUG
    if isinstance(error.orig, sqlite3.Error):
        name = getattr(error.orig, "sqlite_errorname", "")
        return Failure.OUTAGE if name.startswith(_SQLITE_OUTAGES) else Failure.BUG
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # the server did not answer
        lost = error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
        return Failure.OUTAGE if lost else Failure.BUG
    if state.startswith(_POSTGRESQL_ROLLBACK):
        return Failure.CONFLICT
    return Failure.OUTAGE if state.startswith(_POSTGRESQL_OUTAGES) else Failure.BUG


def may_have_been_done(error: BaseException) -> bool:
    """Whether Telegram may have done what a call asked for, although it ended in this error: the
    connection was lost after the request had been sent, or the answer cannot be read. After an
    error that Telegram itself has sent, nothing was done."""
    if isinstance(error, TelegramNetworkError) and not isinstance(error, TelegramEntityTooLarge):
        return not isinstance(error.__cause__, _NOT_CONNECTED)
    return isinstance(error, ClientDecodeError)


def is_unreachable(error: BaseException) -> bool:
    """Whether Telegram says that this person gets nothing from the bot: blocked, deleted, or
    never started it."""
    return isinstance(error, TelegramForbiddenError) and any(
        words in error.message for words in _UNREACHABLE
    )
