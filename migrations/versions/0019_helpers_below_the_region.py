"""helpers below the region"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LINKS, PROPOSALS = "helper_links", "proposals"
_ROLES = ("admin", "coordinator", "helper", "stranger")
_STATES = ("waiting", "accepted", "returned", "declined", "withdrawn")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("people") as batch:
        batch.add_column(sa.Column("organisation", sa.String(length=200), nullable=True))
        batch.drop_constraint(op.f("ck_people_role"), type_="check")
        batch.drop_constraint(op.f("ck_people_region_of_coordinator"), type_="check")
        batch.create_check_constraint(op.f("ck_people_role"), f"role IN {_ROLES}")
        batch.create_check_constraint(
            op.f("ck_people_region_of_role"),
            "(role IN ('coordinator', 'helper')) = (region_code IS NOT NULL)",
        )
        batch.create_check_constraint(
            op.f("ck_people_helper_of"), "(role = 'helper') = (organisation IS NOT NULL)"
        )
    op.create_table(
        LINKS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("region_code", sa.String(length=2), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("joined", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revoked_at", _MOMENT, nullable=True),
        sa.Column("revoked_by", sa.BigInteger(), nullable=True),
        *_references(LINKS, region_code="regions", created_by="people", revoked_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LINKS}")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{LINKS}_token_hash")),
    )
    op.create_index(op.f("ix_helper_links_region_code"), LINKS, ["region_code"])
    op.create_table(
        PROPOSALS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=2), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("twin_key", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("comment", sa.String(length=1000), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"state IN {_STATES}", name=op.f(f"ck_{PROPOSALS}_state")),
        *_references(
            PROPOSALS,
            campaign_id="campaigns",
            region_code="regions",
            author_id="people",
            decided_by="people",
            event_id="events",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PROPOSALS}")),
        sa.UniqueConstraint("event_id", name=op.f(f"uq_{PROPOSALS}_event_id")),
        sa.UniqueConstraint("draft_id", name=op.f(f"uq_{PROPOSALS}_draft_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_region", PROPOSALS, ["campaign_id", "region_code", "state"])
    op.create_index("ix_proposals_author", PROPOSALS, ["author_id", "id"])


def _references(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    """By column, the table whose key it is."""
    return [
        sa.ForeignKeyConstraint(
            [column],
            [f"{other}.{'code' if other == 'regions' else 'id'}"],
            name=op.f(f"fk_{table}_{column}_{other}"),
        )
        for column, other in to.items()
    ]


def downgrade() -> None:
    op.drop_table(PROPOSALS)
    op.drop_table(LINKS)
    op.execute("DELETE FROM drafts WHERE form IN ('proposal', 'verdict', 'helper')")
    # An earlier version knows no helpers: they are strangers again, and what they had begun goes.
    op.execute(
        "DELETE FROM drafts WHERE person_id IN (SELECT id FROM people WHERE role = 'helper')"
    )
    op.execute(
        "UPDATE people SET role = 'stranger', region_code = NULL, organisation = NULL "
        "WHERE role = 'helper'"
    )
    with op.batch_alter_table("people") as batch:
        batch.drop_constraint(op.f("ck_people_helper_of"), type_="check")
        batch.drop_constraint(op.f("ck_people_region_of_role"), type_="check")
        batch.drop_constraint(op.f("ck_people_role"), type_="check")
        batch.drop_column("organisation")
        batch.create_check_constraint(
            op.f("ck_people_role"), "role IN ('admin', 'coordinator', 'stranger')"
        )
        batch.create_check_constraint(
            op.f("ck_people_region_of_coordinator"),
            "(role = 'coordinator') = (region_code IS NOT NULL)",
        )
