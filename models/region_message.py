"""What coordinators write to the ministry and its admins to them, to and fro."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.person import Person

TEXT_LIMIT = 1000  # characters


class RegionMessage(Base):
    """One message between a coordinator and the ministry. At most one of the last three columns is
    set: they say what it answers, if it answers anything."""

    __tablename__ = "region_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))  # the same, or an admin
    text: Mapped[str] = mapped_column(String(TEXT_LIMIT))
    sent_at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("region_messages.id"))
    mailing_id: Mapped[int | None] = mapped_column(ForeignKey("mailings.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("audit_trail.id"))

    author: Mapped[Person] = relationship(
        foreign_keys=[author_id], lazy="joined", innerjoin=True, viewonly=True
    )

    @property
    def from_ministry(self) -> bool:
        return self.author_id != self.coordinator_id


Index("ix_region_messages_coordinator", RegionMessage.coordinator_id, RegionMessage.id)
Index("ix_region_messages_message", RegionMessage.message_id)
