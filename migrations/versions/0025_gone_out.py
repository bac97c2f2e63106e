"""gone out"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("mailing_deliveries", "reminder_deliveries")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("gone_out_at", sa.DateTime(timezone=True), nullable=True))
        # Of what is claimed now nobody knows whether its request has gone out.
        op.execute(
            f"UPDATE {table} SET gone_out_at = claimed_at "  # noqa: S608 - names of our own
            "WHERE claimed_at IS NOT NULL AND outcome IS NULL"
        )


def downgrade() -> None:
    for table in TABLES:
        # A claim whose request has not gone out is free.
        op.execute(
            f"UPDATE {table} SET claimed_at = NULL "  # noqa: S608 - names of our own
            "WHERE outcome IS NULL AND gone_out_at IS NULL"
        )
        op.execute(f"ALTER TABLE {table} DROP COLUMN gone_out_at")
