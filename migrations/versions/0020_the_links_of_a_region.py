"""the links of a region"""

from collections.abc import Sequence

from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX = "ix_invitations_region_code"


def upgrade() -> None:
    op.create_index(INDEX, "invitations", ["region_code"])


def downgrade() -> None:
    op.drop_index(INDEX, "invitations")
