"""What the regions have submitted, as it was then."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of
from models.event import ReportState


class Submission(Base):
    """A report as a region submitted it, whatever became of it later."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("campaign_id", "region_code", "number"),
        one_of("state", ReportState),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    number: Mapped[int]  # of the region's submissions in that campaign, from 1
    state: Mapped[ReportState]  # submitted with events, or as a zero report
    late: Mapped[bool]
    submitted_at: Mapped[datetime]  # this time, which need not be the first
    submitted_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    # The answers of each event by the keys of the form, in the report's order. Long: read only
    # where the file is made.
    events: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
