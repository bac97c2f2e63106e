"""the engine of forms"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Plain statements: SQLite would copy the table otherwise, and give ids of drafts anew.
    op.add_column("drafts", sa.Column("memory", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("drafts", sa.Column("question_id", sa.BigInteger(), nullable=True))
    op.drop_column("drafts", "reviewed")
    # A region whose invitations are to be revoked was asked for with the form of /invite.
    op.execute("UPDATE drafts SET form = 'revoke', step = 'region' WHERE step = 'revoke'")
    op.add_column("people", sa.Column("last_album", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "last_album")
    op.execute("DELETE FROM drafts WHERE form = 'revoke'")
    op.add_column(
        "drafts", sa.Column("reviewed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE drafts SET reviewed = (step = 'review') OR (form = 'edit')")
    op.drop_column("drafts", "question_id")
    op.drop_column("drafts", "memory")
