"""Reminders to coordinators, and what the admins get by the clock, each sent once a day."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of
from models.delivery import Delivery, DeliveryOutcome


class ReminderKind(StrEnum):
    REMINDER = "reminder"  # to a coordinator, before the deadline
    OVERDUE = "overdue"  # to a coordinator, once the deadline has passed
    PUT_OFF = "put_off"  # to a coordinator who has put one of these off till the next day
    ROUND = "round"  # to an admin: whom a day's reminders did not reach
    CLOSING = "closing"  # to an admin: who has not reported by the deadline
    TIME_OVER = "time_over"  # to an admin: who has not reported by a deadline of their own
    DIGEST = "digest"  # to an admin who wants it: what happened since yesterday


class ReminderDelivery(Delivery, Base):
    """The first claim makes the row; of a reminder that is put off, the wish. One with the outcome
    UNKNOWN can be claimed once more: twice is better than never."""

    __tablename__ = "reminder_deliveries"
    __table_args__ = (
        UniqueConstraint("campaign_id", "person_id", "kind", "on_date"),
        one_of("kind", ReminderKind),
        one_of("outcome", DeliveryOutcome),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[ReminderKind]
    # The day it is for: the region's for a reminder, also one put off, else the ministry's.
    on_date: Mapped[date]


Index(
    "ix_reminder_deliveries_day",
    ReminderDelivery.kind,
    ReminderDelivery.on_date,
    ReminderDelivery.person_id,
)
Index(
    "ix_reminder_deliveries_unfinished",
    ReminderDelivery.kind,
    ReminderDelivery.claimed_at,
    sqlite_where=ReminderDelivery.outcome.is_(None),
    postgresql_where=ReminderDelivery.outcome.is_(None),
)
# Those that wait for their hour, and not the many that are done.
Index(
    "ix_reminder_deliveries_waiting",
    ReminderDelivery.kind,
    ReminderDelivery.not_before,
    sqlite_where=ReminderDelivery.claimed_at.is_(None),
    postgresql_where=ReminderDelivery.claimed_at.is_(None),
)
