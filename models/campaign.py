"""A year's campaign, deadlines of single regions, and coordinators' requests for more time."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.person import Person


class Campaign(Base):
    """One year's Quality Week and the gathering of its reports."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    week_start: Mapped[date]
    week_end: Mapped[date]
    day: Mapped[date]
    deadline: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # nothing is taken any more, whatever the deadline


class Extension(Base):
    """A region's own deadline, later than the campaign's. A newer one replaces it; what was
    before is on record in the audit trail."""

    __tablename__ = "extensions"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    granted_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime]

    granter: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class ExtensionRequest(Base):
    """A coordinator's request for more time, and an admin's decision. Those from before a reason
    and a date were asked for have neither."""

    __tablename__ = "extension_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    requested_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(500))
    until: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved: Mapped[bool | None]  # None also once decided_at is set: closed without a decision


Index("ix_extension_requests_region", ExtensionRequest.campaign_id, ExtensionRequest.region_code)
