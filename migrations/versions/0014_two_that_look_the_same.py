"""two that look the same"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "events", sa.Column("twin_key", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.create_index("ix_events_twin", "events", ["campaign_id", "region_code", "twin_key"])


def downgrade() -> None:
    op.drop_index("ix_events_twin", "events")
    op.drop_column("events", "twin_key")
