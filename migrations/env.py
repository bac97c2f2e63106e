"""Alembic's entrance. The bot passes its own connection; on the command line (to write a new
migration) the address comes from the bot's settings, so it is nowhere else."""

import asyncio
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from bot.settings import load_settings
from models import Base, UtcDateTime


def render(kind: str, item: Any, _: object) -> str | Literal[False]:
    """A migration must not change when a class of ours does: the plain type stands in it."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,  # SQLite cannot alter most things in place
        compare_server_default=True,
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_on_the_settings_database() -> None:
    engine = create_async_engine(load_settings().database_url.get_secret_value())
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is None:
    asyncio.run(run_on_the_settings_database())
else:
    run(given)
