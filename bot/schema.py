"""The schema of the database: Alembic's migrations on a connection of the bot's.

Alembic is imported only if there is something to do: at most starts there is not, and it brings
much with it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent.parent / "migrations"
# Of an advisory lock; any number will do that is the same in every process.
_MIGRATION_LOCK = 8_910_112


def migrate(connection: Connection, revision: str) -> None:
    """Up to the revision, or down to `base`. Raises RuntimeError if that breaks foreign keys."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    if revision == "head" and is_current(connection):
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


def newest_revision() -> str:
    """The files are named after the revisions, which are numbered."""
    return max(path.name for path in (_MIGRATIONS / "versions").glob("*.py")).partition("_")[0]


def is_current(connection: Connection) -> bool:
    """Whether the schema is at the newest revision."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return list(found) == [newest_revision()]


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
