"""why and until when a region asks for more time"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    reason = sa.Column("reason", sa.String(length=500), nullable=True)
    until = sa.Column("until", sa.DateTime(timezone=True), nullable=True)
    op.add_column("extension_requests", reason)
    op.add_column("extension_requests", until)


def downgrade() -> None:
    op.execute("DELETE FROM drafts WHERE form IN ('time', 'decline')")
    op.drop_column("extension_requests", "until")
    op.drop_column("extension_requests", "reason")
