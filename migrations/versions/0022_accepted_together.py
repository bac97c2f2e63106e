"""accepted together"""

from collections.abc import Sequence

from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = ("reminder", "broadcast", "notice", "accepted", "still")


def upgrade() -> None:
    _check(KINDS)


def downgrade() -> None:
    op.execute(
        "DELETE FROM mailing_deliveries"
        " WHERE mailing_id IN (SELECT id FROM mailings WHERE kind = 'accepted')"
    )
    op.execute("DELETE FROM mailings WHERE kind = 'accepted'")
    op.execute("DELETE FROM drafts WHERE form = 'accept'")
    _check(tuple(kind for kind in KINDS if kind != "accepted"))


def _check(kinds: tuple[str, ...]) -> None:
    """Replace the constraint on what kinds there are."""
    name = op.f("ck_mailings_kind")
    with op.batch_alter_table("mailings") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"kind IN {kinds}")
