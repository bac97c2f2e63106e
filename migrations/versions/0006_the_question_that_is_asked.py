"""the question that is asked"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("people", sa.Column("asked", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "asked")
