"""What the tables of messages that are claimed before they are sent have in common."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class DeliveryOutcome(StrEnum):
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"  # refused by Telegram, or tried in vain too often
    SKIPPED = "skipped"  # no coordinator of the region any more, or it has reported meanwhile
    UNKNOWN = "unknown"  # the request went out, and nobody heard whether the message arrived


class Delivery:
    """A message to one person. It waits while `claimed_at` is None, and at least until
    `not_before`; one process claims it, sends it and records the outcome. Claimed without an
    outcome it is in hand, or the process that had it died. `tries` counts the requests in vain."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    claimed_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(server_default="0")
    outcome: Mapped[DeliveryOutcome | None]
