"""looked up by the clock"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Table, columns, and which rows; all of them if there is no condition.
INDEXES = {
    "ix_reminder_deliveries_day": (
        "reminder_deliveries",
        ["kind", "on_date", "person_id"],
        None,
    ),
    "ix_reminder_deliveries_unfinished": (
        "reminder_deliveries",
        ["kind", "claimed_at"],
        "outcome IS NULL",
    ),
    "ix_mailing_deliveries_unclaimed": (
        "mailing_deliveries",
        ["mailing_id", "id"],
        "claimed_at IS NULL",
    ),
    "ix_mailing_deliveries_unfinished": (
        "mailing_deliveries",
        ["mailing_id", "claimed_at"],
        "outcome IS NULL",
    ),
    "ix_people_digest_hour": ("people", ["digest_hour"], "digest_hour IS NOT NULL"),
}


def upgrade() -> None:
    for name, (table, columns, condition) in INDEXES.items():
        where = sa.text(condition) if condition else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
