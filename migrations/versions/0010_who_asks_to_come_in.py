"""who asks to come in, and when an admin hears of the regions"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OF_PERSON = {"telegram_name": 150, "post": 150}
_OF_REQUEST = {"full_name": 150, "post": 150, "authority": 200, "reason": 500}
_NEWS = ("at_once", "digest", "never")


def upgrade() -> None:
    with op.batch_alter_table("people") as batch:
        for name, length in _OF_PERSON.items():
            batch.add_column(sa.Column(name, sa.String(length), nullable=True))
        batch.add_column(
            sa.Column("region_news", sa.String(12), server_default="digest", nullable=False)
        )
        batch.create_check_constraint(op.f("ck_people_region_news"), f"region_news IN {_NEWS}")
    for name, length in _OF_REQUEST.items():
        op.add_column("access_requests", sa.Column(name, sa.String(length), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM drafts WHERE form = 'no_access'")
    for name in reversed(_OF_REQUEST):
        op.drop_column("access_requests", name)
    # Whom an earlier version would call otherwise, it calls so when they write next.
    with op.batch_alter_table("people") as batch:
        batch.drop_constraint(op.f("ck_people_region_news"), type_="check")
        batch.drop_column("region_news")
        for name in reversed(_OF_PERSON):
            batch.drop_column(name)
