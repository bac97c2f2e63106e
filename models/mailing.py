"""The ministry's mailings to the coordinators, and their deliveries."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of
from models.delivery import Delivery, DeliveryOutcome
from models.mailing_content import MAILING_CONTENT, MailingContent, MailingKind


class Mailing(Base):
    """One message of the ministry to many coordinators. Its recipients stand in
    `mailing_deliveries` from the beginning; the process sends to one after the other."""

    __tablename__ = "mailings"
    __table_args__ = (one_of("kind", MailingKind),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[MailingKind]
    content_json: Mapped[dict[str, Any]] = mapped_column("content")  # see `content`
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    # The author's message that shows the progress.
    progress_message_id: Mapped[int | None] = mapped_column(BigInteger)
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    finished_at: Mapped[datetime | None]  # all is sent, and the author has got the report

    @property
    def content(self) -> MailingContent:
        """Raises ValidationError if the row holds something else than its kind asks for."""
        return MAILING_CONTENT.validate_python({**self.content_json, "kind": self.kind})

    @content.setter
    def content(self, content: MailingContent) -> None:
        self.kind = content.kind
        self.content_json = content.model_dump(mode="json", exclude={"kind"}, exclude_defaults=True)


class MailingDelivery(Delivery, Base):
    """One recipient of a mailing. One with the outcome UNKNOWN is sent again only if an admin asks
    for it."""

    __tablename__ = "mailing_deliveries"
    __table_args__ = (
        UniqueConstraint("mailing_id", "person_id"),
        one_of("outcome", DeliveryOutcome),
    )

    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailings.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))


Index(
    "ix_mailings_unfinished",
    Mailing.id,
    sqlite_where=Mailing.finished_at.is_(None),
    postgresql_where=Mailing.finished_at.is_(None),
)
Index(
    "ix_mailing_deliveries_unclaimed",
    MailingDelivery.mailing_id,
    MailingDelivery.id,
    sqlite_where=MailingDelivery.claimed_at.is_(None),
    postgresql_where=MailingDelivery.claimed_at.is_(None),
)
Index(
    "ix_mailing_deliveries_unfinished",
    MailingDelivery.mailing_id,
    MailingDelivery.claimed_at,
    sqlite_where=MailingDelivery.outcome.is_(None),
    postgresql_where=MailingDelivery.outcome.is_(None),
)
