"""claims that are tried again"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OUTCOMES = ("sent", "blocked", "failed", "skipped", "unknown")


def upgrade() -> None:
    for table in ("reminder_deliveries", "mailing_deliveries"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
            batch.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
            batch.alter_column("claimed_at", existing_type=sa.DateTime(), nullable=True)
        _check(table, OUTCOMES)
        # Whoever claimed it has died, or never heard whether it arrived.
        op.execute(
            f"UPDATE {table} SET outcome = 'unknown' "  # noqa: S608 - names of our own
            "WHERE claimed_at IS NOT NULL AND outcome IS NULL"
        )


def downgrade() -> None:
    # What waits to be tried again was not claimed by anybody, and had no row.
    op.execute("DELETE FROM reminder_deliveries WHERE claimed_at IS NULL")
    op.execute("UPDATE reminder_deliveries SET outcome = NULL WHERE outcome = 'skipped'")
    for table, outcomes, optional in (
        ("reminder_deliveries", OUTCOMES[:3], False),
        ("mailing_deliveries", OUTCOMES[:4], True),
    ):
        # The names of the tables are our own.
        op.execute(f"UPDATE {table} SET outcome = NULL WHERE outcome = 'unknown'")  # noqa: S608
        _check(table, outcomes)
        with op.batch_alter_table(table) as batch:
            batch.alter_column("claimed_at", existing_type=sa.DateTime(), nullable=optional)
            batch.drop_column("tries")
            batch.drop_column("not_before")


def _check(table: str, outcomes: tuple[str, ...]) -> None:
    """Replace the constraint on what the outcome may be."""
    name = op.f(f"ck_{table}_outcome")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"outcome IN {outcomes}")
