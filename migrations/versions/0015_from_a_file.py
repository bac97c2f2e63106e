"""from a file"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=2), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("loaded", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_imports_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_imports_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_imports_region_code_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint(
            "person_id", "message_id", name=op.f("uq_imports_person_id_message_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("events") as events:
        events.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        events.add_column(sa.Column("import_row", sa.Integer(), nullable=True))
        events.alter_column("draft_id", existing_type=sa.Integer(), nullable=True)
        events.create_foreign_key(
            op.f("fk_events_import_id_imports"), "imports", ["import_id"], ["id"]
        )
        events.create_unique_constraint(
            op.f("uq_events_import_id_import_row"), ["import_id", "import_row"]
        )


def downgrade() -> None:
    op.execute("DELETE FROM drafts WHERE form = 'import'")
    # Each event was saved from a draft then: these get the numbers of drafts that never were.
    op.execute("UPDATE events SET draft_id = -id WHERE draft_id IS NULL")
    with op.batch_alter_table("events") as events:
        events.drop_constraint(op.f("uq_events_import_id_import_row"), type_="unique")
        events.drop_constraint(op.f("fk_events_import_id_imports"), type_="foreignkey")
        events.alter_column("draft_id", existing_type=sa.Integer(), nullable=False)
        events.drop_column("import_row")
        events.drop_column("import_id")
    op.drop_table("imports")
