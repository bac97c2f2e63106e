"""what is remembered of updates"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "received_updates",
        sa.Column(
            "update_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("content_digest", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_received_updates")),
    )
    with op.batch_alter_table("received_updates", schema=None) as batch_op:
        batch_op.create_index(
            "ix_received_updates_message", ["chat_id", "message_id"], unique=False
        )
    op.execute(
        "INSERT INTO received_updates (update_id, chat_id, received_at)"
        " SELECT update_id, chat_id, received_at FROM inbox"
    )
    op.execute("DELETE FROM inbox WHERE answered_at IS NOT NULL AND set_aside_at IS NULL")


def downgrade() -> None:
    op.execute(
        "INSERT INTO inbox (update_id, chat_id, received_at, tries, applied_at, answered_at)"
        " SELECT update_id, chat_id, received_at, 0, received_at, received_at"
        " FROM received_updates WHERE update_id NOT IN (SELECT update_id FROM inbox)"
    )
    with op.batch_alter_table("received_updates", schema=None) as batch_op:
        batch_op.drop_index("ix_received_updates_message")

    op.drop_table("received_updates")
