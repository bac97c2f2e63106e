"""The events that regions report, and the state of each region's report."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of


class Event(Base):
    """An event that a region reports: one row of the ministry's table."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("campaign_id", "region_code", "number"),
        UniqueConstraint("import_id", "import_row"),
        CheckConstraint("times_held > 0", name="times_held"),
        CheckConstraint("participants >= 0", name="participants"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    number: Mapped[int]  # within the region's report, never given twice
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300))
    city: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(200))
    # Of name, city and organisation (domain/events/twins.py). 0: entered before there were keys.
    twin_key: Mapped[int] = mapped_column(BigInteger, server_default="0")
    times_held: Mapped[int]
    participants: Mapped[int]
    publication_links: Mapped[list[str]]
    video_links: Mapped[list[str]]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    # The ministry has returned it with a comment. Accepting it clears these.
    returned_at: Mapped[datetime | None]
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    return_comment: Mapped[str | None] = mapped_column(String(1000))
    # Keys of the fields that the ministry named, each with whether it has been answered since.
    # None: the event as a whole.
    return_fields: Mapped[dict[str, Any] | None]
    # First changed by the region after it was returned, in all fields that were named.
    corrected_at: Mapped[datetime | None]
    # The draft it was saved from: makes saving one draft twice impossible.
    draft_id: Mapped[int | None] = mapped_column(unique=True)
    # Or the file it was loaded from, and which of that file's events it is: the same.
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))
    import_row: Mapped[int | None]


class ReportState(StrEnum):
    OPEN = "open"  # opened again after it was submitted
    SUBMITTED = "submitted"
    ZERO = "zero"  # submitted without events: «Мероприятий не было»
    RETURNED = "returned"  # by the ministry: to be corrected and submitted again


class RegionReport(Base):
    """Whether a region has submitted its report. No row: it has never done so, and nothing of
    it was returned."""

    __tablename__ = "region_reports"
    __table_args__ = (one_of("state", ReportState),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    state: Mapped[ReportState]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    # Since when it counts as submitted. Kept while it is returned, so that a report in time stays
    # in time; None once the region itself has opened it again.
    submitted_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]  # last; submitted after that, it comes back corrected
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    return_comment: Mapped[str | None] = mapped_column(String(1000))
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


# The order of every list of events.
Index("ix_events_order", Event.campaign_id, Event.region_code, Event.id)
# Of a report, those that look like one another.
Index("ix_events_twin", Event.campaign_id, Event.region_code, Event.twin_key)
# A region's of all years, the newest first.
Index("ix_events_region", Event.region_code, Event.id)
