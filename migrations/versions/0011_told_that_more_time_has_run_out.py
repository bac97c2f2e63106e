"""told that more time has run out"""

from collections.abc import Sequence

from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = ("reminder", "overdue", "round", "closing", "time_over", "digest")


def upgrade() -> None:
    _check(KINDS)


def downgrade() -> None:
    op.execute("DELETE FROM reminder_deliveries WHERE kind = 'time_over'")
    _check(tuple(kind for kind in KINDS if kind != "time_over"))


def _check(kinds: tuple[str, ...]) -> None:
    """Replace the constraint on what kinds there are."""
    name = op.f("ck_reminder_deliveries_kind")
    with op.batch_alter_table("reminder_deliveries") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"kind IN {kinds}")
