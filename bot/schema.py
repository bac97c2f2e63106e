"""The schema of the database: Alembic's migrations on a connection of the bot's.

Alembic is imported only if there is something to do: at most starts there is not, and it brings
much with it.
"""

from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection, inspect, text

from models import Base

if TYPE_CHECKING:
    from alembic.config import Config

log = structlog.get_logger()

MIGRATIONS = Path(__file__).parent.parent / "migrations"
# Of an advisory lock; any number will do that is the same in every process.
_MIGRATION_LOCK = 8_910_112


class Schema(Enum):
    EMPTY = auto()
    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()  # migrations only add, so that the version before lives with it
    FOREIGN = auto()  # tables, but none of this bot's


class ForeignTables(Exception):
    """The bot makes no tables among those of another program."""


def migrate(connection: Connection, revision: str) -> None:
    """Up to the revision, or down to `base`; what a newer version has made stays. Raises
    ForeignTables, and RuntimeError if that breaks foreign keys."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    if revision == "head":
        state = state_of(connection)
        if state is Schema.NEWER:
            log.warning("database.newer", why="a newer version of the bot has migrated it")
        if state is Schema.FOREIGN:
            raise ForeignTables
        if state in (Schema.CURRENT, Schema.NEWER):
            return
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration to {revision} broke foreign keys: {broken[:5]}")


def create(connection: Connection) -> None:
    """The newest schema at once, in an empty SQLite file: what the migrations come to."""
    Base.metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": newest_revision()})


def newest_revision() -> str:
    return max(revisions())


def revisions() -> set[str]:
    """All that this version knows. The files are named after them; they are numbered."""
    return {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py")}


def state_of(connection: Connection) -> Schema:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        return Schema.FOREIGN if tables else Schema.EMPTY
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        return Schema.EMPTY
    newest = newest_revision()
    if not found.isdecimal() or len(found) != len(newest):
        return Schema.FOREIGN
    if found == newest:
        return Schema.CURRENT
    return Schema.NEWER if found > newest else Schema.OLDER


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
