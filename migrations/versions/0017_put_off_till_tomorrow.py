"""put off till tomorrow"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = ("reminder", "overdue", "put_off", "round", "closing", "time_over", "digest")
INDEX = "ix_reminder_deliveries_waiting"


def upgrade() -> None:
    _check(KINDS)
    waiting = sa.text("claimed_at IS NULL")
    op.create_index(
        INDEX,
        "reminder_deliveries",
        ["kind", "not_before"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def downgrade() -> None:
    op.drop_index(INDEX, "reminder_deliveries")
    op.execute("DELETE FROM reminder_deliveries WHERE kind = 'put_off'")
    _check(tuple(kind for kind in KINDS if kind != "put_off"))


def _check(kinds: tuple[str, ...]) -> None:
    """Replace the constraint on what kinds there are."""
    name = op.f("ck_reminder_deliveries_kind")
    with op.batch_alter_table("reminder_deliveries") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"kind IN {kinds}")
