"""The columns that all tables of claimed messages have."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class DeliveryOutcome(StrEnum):
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"  # refused by Telegram, or failed too often
    SKIPPED = "skipped"  # on purpose: the region has reported meanwhile, a digest's hour has passed
    UNKNOWN = "unknown"  # the request went out, but no answer says whether the message arrived


class Delivery:
    """A message to one person. While `claimed_at` is None, and not earlier than `not_before`, a
    process may claim it; it sends it and records the outcome. `gone_out_at` is noted right before
    the request goes out: claimed without it, the message has surely not been sent; with it and
    without an outcome, it is being sent, or the process has died. `tries` counts the failed
    requests."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    claimed_at: Mapped[datetime | None]
    gone_out_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(server_default="0")
    outcome: Mapped[DeliveryOutcome | None]
