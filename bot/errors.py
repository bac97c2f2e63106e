"""Classifies errors: an outage (retry), a refusal (final) or a bug. The one place that decides it,
for updates, their answers, files, reminders and mailings."""

import asyncio
import sqlite3
import ssl
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
from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.logs import quotes_values, without_values

# The proxy let nothing through: no request has reached Telegram. The last three are what a proxy
# that hangs up and a TLS that fails behind it end in, when they are none of aiohttp's own errors.
PROXY_ERRORS = (
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
    asyncio.IncompleteReadError,
    ConnectionError,
    ssl.SSLError,
)
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


class CannotRunError(Exception):
    """The operator has to put something right first; the text says what."""


class Failure(Enum):
    OUTAGE = "outage"  # of Telegram, the database or the way there: the same may succeed later
    CONFLICT = "conflict"  # a deadlock or a serialization failure: the same succeeds at once
    REFUSAL = "refusal"  # by Telegram, and final: the same would be refused again
    BUG = "bug"  # everything else


def failure_of(error: BaseException) -> Failure:
    if isinstance(error, BaseExceptionGroup):
        kinds = {failure_of(each) for each in error.exceptions}
        return kinds.pop() if len(kinds) == 1 else Failure.BUG
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
        return not _connected_nowhere(error.__cause__)
    return isinstance(error, ClientDecodeError)


def in_a_line(error: BaseException) -> str:
    """What the operator is told of an error, without a full stop. Of several at once the first;
    of the database's the driver's own words: SQLAlchemy adds the statement and its values; of
    Telegram's or the way there without what aiogram puts before them and below."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    cause = getattr(error, "orig", None)
    said = error.message if isinstance(error, TelegramAPIError) else cause
    words = str(said or error).strip() or type(error).__name__
    line = words.splitlines()[0].rstrip(".")
    return without_values(line) if cause and quotes_values(cause) else line


def _connected_nowhere(cause: BaseException | None) -> bool:
    if isinstance(cause, ClientError):
        return isinstance(cause, ClientConnectorError | ConnectionTimeoutError)
    return isinstance(cause, PROXY_ERRORS)


def is_unreachable(error: BaseException) -> bool:
    """Whether Telegram says that this person gets nothing from the bot: blocked, deleted, or
    never started it."""
    return isinstance(error, TelegramForbiddenError) and any(
        words in error.message for words in _UNREACHABLE
    )
