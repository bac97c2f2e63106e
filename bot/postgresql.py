"""PostgreSQL through SQLAlchemy and psycopg, as the bot's event loop uses it."""

import asyncio
from typing import Any

from sqlalchemy import URL, ExceptionContext, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.connections import give_up_in_time, hide_values, replace_ended


def async_engine(url: URL, **options: Any) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True, **options)
    hide_values(engine.sync_engine)
    give_up_in_time(engine.sync_engine)
    replace_ended(engine.sync_engine)
    event.listen(engine.sync_engine, "handle_error", _tell_of_cancellation)
    return engine


def _tell_of_cancellation(context: ExceptionContext) -> BaseException | None:
    """Whoever is cancelled just when psycopg begins to execute many at once gets an AssertionError
    of psycopg's instead, and a connection that is good for nothing more."""
    error = context.original_exception
    if isinstance(error, AssertionError) and isinstance(error.__context__, asyncio.CancelledError):
        context.is_disconnect = True
        return asyncio.CancelledError()
    return None
