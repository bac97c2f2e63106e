"""kept and told"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT, TOLD = "ix_imports_kept", "ix_proposals_told"


def upgrade() -> None:
    kept = sa.text("content IS NOT NULL")
    op.create_index(KEPT, "imports", ["read_at"], sqlite_where=kept, postgresql_where=kept)
    op.create_index(TOLD, "proposals", ["campaign_id", "told_at"])


def downgrade() -> None:
    op.drop_index(TOLD, "proposals")
    op.drop_index(KEPT, "imports")
