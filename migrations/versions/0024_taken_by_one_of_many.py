"""taken by one of many"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

UNFINISHED = "ix_inbox_unfinished"


def upgrade() -> None:
    # Null is what a version writes that knows of no others.
    op.add_column("inbox", sa.Column("taken_by", sa.Integer(), nullable=True))
    _index("chat_id", "id")
    op.create_table(
        "pace",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pace")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # What it says is of no use after a crash, so nobody waits for a disk.
        op.execute("ALTER TABLE pace SET UNLOGGED")
        op.execute("CREATE SEQUENCE replica_numbers AS integer")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE replica_numbers")
    op.drop_table("pace")
    _index("id")
    op.execute("ALTER TABLE inbox DROP COLUMN taken_by")


def _index(*columns: str) -> None:
    unfinished = sa.text("answered_at IS NULL")
    op.drop_index(UNFINISHED, "inbox")
    op.create_index(
        UNFINISHED, "inbox", columns, sqlite_where=unfinished, postgresql_where=unfinished
    )
