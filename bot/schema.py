"""The schema of the database: Alembic's migrations on a connection of the bot's."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

# Of an advisory lock; any number will do that is the same in every process.
_MIGRATION_LOCK = 8_910_112


def migrate(connection: Connection, revision: str) -> None:
    """Up to the revision, or down to `base`. Raises RuntimeError if that breaks foreign keys."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
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


def is_current(connection: Connection) -> bool:
    """Whether the schema is at the newest revision."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    return config
