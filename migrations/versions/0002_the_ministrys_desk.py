"""the ministry's desk"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "extension_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=2), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_extension_requests_campaign_id_campaigns"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_extension_requests_decided_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_extension_requests_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"],
            ["regions.code"],
            name=op.f("fk_extension_requests_region_code_regions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_requests")),
    )
    with op.batch_alter_table("extension_requests", schema=None) as batch_op:
        batch_op.create_index(
            "ix_extension_requests_region", ["campaign_id", "region_code"], unique=False
        )

    op.create_table(
        "extensions",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=2), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("granted_by", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_extensions_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["people.id"], name=op.f("fk_extensions_granted_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_extensions_region_code_regions")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "region_code", name=op.f("pk_extensions")),
    )
    op.create_table(
        "mailings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress_message_id", sa.BigInteger(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('reminder', 'broadcast', 'notice', 'still')", name=op.f("ck_mailings_kind")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_mailings_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people.id"], name=op.f("fk_mailings_created_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["stopped_by"], ["people.id"], name=op.f("fk_mailings_stopped_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
    )
    with op.batch_alter_table("mailings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_mailings_unfinished",
            ["id"],
            unique=False,
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )

    op.create_table(
        "mailing_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("region_code", sa.String(length=2), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('sent', 'blocked', 'failed', 'skipped')",
            name=op.f("ck_mailing_deliveries_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailings.id"], name=op.f("fk_mailing_deliveries_mailing_id_mailings")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mailing_deliveries_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"],
            ["regions.code"],
            name=op.f("fk_mailing_deliveries_region_code_regions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_deliveries")),
        sa.UniqueConstraint(
            "mailing_id", "person_id", name=op.f("uq_mailing_deliveries_mailing_id_person_id")
        ),
    )
    with op.batch_alter_table("access_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invitation_id", sa.Integer(), nullable=True))
        batch_op.alter_column("region_code", existing_type=sa.VARCHAR(length=2), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_access_requests_invitation_id_invitations"),
            "invitations",
            ["invitation_id"],
            ["id"],
        )

    with op.batch_alter_table("audit_trail", schema=None) as batch_op:
        batch_op.create_index("ix_audit_trail_region", ["region_code", "id"], unique=False)

    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("returned_by", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("return_comment", sa.String(length=1000), nullable=True))
        batch_op.add_column(sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_events_returned_by_people"), "people", ["returned_by"], ["id"]
        )

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("revoked_by", sa.BigInteger(), nullable=True))
        batch_op.alter_column("region_code", existing_type=sa.VARCHAR(length=2), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_invitations_revoked_by_people"), "people", ["revoked_by"], ["id"]
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("appointed_by", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("digest_hour", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_people_appointed_by_people"), "people", ["appointed_by"], ["id"]
        )

    with op.batch_alter_table("region_reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("returned_by", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("return_comment", sa.String(length=1000), nullable=True))
        batch_op.add_column(sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("accepted_by", sa.BigInteger(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_region_reports_accepted_by_people"), "people", ["accepted_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_region_reports_returned_by_people"), "people", ["returned_by"], ["id"]
        )
    _check("region_reports", "state", ("open", "submitted", "zero", "returned"))
    _check("reminder_deliveries", "kind", ("reminder", "round", "closing", "digest"))
    # What was submitted has been so since it last changed.
    op.execute(
        "UPDATE region_reports SET submitted_at = changed_at WHERE state IN ('submitted', 'zero')"
    )


def downgrade() -> None:
    # What the older schema has no place for.
    op.execute("DELETE FROM reminder_deliveries WHERE kind = 'digest'")
    op.execute("UPDATE region_reports SET state = 'open' WHERE state = 'returned'")
    op.execute("DELETE FROM access_requests WHERE region_code IS NULL")
    op.execute("UPDATE access_requests SET invitation_id = NULL")
    op.execute("DELETE FROM invitations WHERE region_code IS NULL")
    _check("reminder_deliveries", "kind", ("reminder", "round", "closing"))
    _check("region_reports", "state", ("open", "submitted", "zero"))
    with op.batch_alter_table("region_reports", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_region_reports_returned_by_people"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_region_reports_accepted_by_people"), type_="foreignkey"
        )
        batch_op.drop_column("accepted_by")
        batch_op.drop_column("accepted_at")
        batch_op.drop_column("return_comment")
        batch_op.drop_column("returned_by")
        batch_op.drop_column("returned_at")
        batch_op.drop_column("submitted_at")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_people_appointed_by_people"), type_="foreignkey")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("digest_hour")
        batch_op.drop_column("appointed_by")

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitations_revoked_by_people"), type_="foreignkey")
        batch_op.alter_column("region_code", existing_type=sa.VARCHAR(length=2), nullable=False)
        batch_op.drop_column("revoked_by")
        batch_op.drop_column("revoked_at")

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_events_returned_by_people"), type_="foreignkey")
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("return_comment")
        batch_op.drop_column("returned_by")
        batch_op.drop_column("returned_at")

    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("audit_trail", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_trail_region")

    with op.batch_alter_table("access_requests", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_access_requests_invitation_id_invitations"), type_="foreignkey"
        )
        batch_op.alter_column("region_code", existing_type=sa.VARCHAR(length=2), nullable=False)
        batch_op.drop_column("invitation_id")

    op.drop_table("mailing_deliveries")
    with op.batch_alter_table("mailings", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_mailings_unfinished",
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )

    op.drop_table("mailings")
    op.drop_table("extensions")
    with op.batch_alter_table("extension_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_extension_requests_region")

    op.drop_table("extension_requests")


def _check(table: str, column: str, values: tuple[str, ...]) -> None:
    """Replace the constraint on what the column may hold."""
    name = op.f(f"ck_{table}_{column}")
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN {values}")
