"""Reminders and digests that were claimed to be sent, each with its outcome."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of


class ReminderKind(StrEnum):
    REMINDER = "reminder"  # to a coordinator, before the deadline
    ROUND = "round"  # to an admin: whom a day's reminders did not reach
    CLOSING = "closing"  # to an admin: who has not reported by the deadline
    DIGEST = "digest"  # to an admin who wants it: what came since yesterday


class ReminderOutcome(StrEnum):
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"


class ReminderDelivery(Base):
    """A claim to send one reminder, made before it is sent: whoever holds the row sends.

    No outcome means that the sender died in between, or never heard whether the message
    had arrived; it is not sent again, because a reminder never comes twice.
    """

    __tablename__ = "reminder_deliveries"
    __table_args__ = (
        UniqueConstraint("campaign_id", "person_id", "kind", "on_date"),
        one_of("kind", ReminderKind),
        one_of("outcome", ReminderOutcome),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[ReminderKind]
    on_date: Mapped[date]  # the day it is for, by the ministry's calendar
    claimed_at: Mapped[datetime]
    outcome: Mapped[ReminderOutcome | None]
