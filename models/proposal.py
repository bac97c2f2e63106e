"""The events that helpers propose, until a coordinator of their region decides."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of


class ProposalState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"  # as an event of the report
    RETURNED = "returned"  # to be corrected by the helper
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by the helper


class Proposal(Base):
    """An event that a helper has filled in. It is in no report until it is accepted."""

    __tablename__ = "proposals"
    __table_args__ = (
        one_of("state", ProposalState),
        # Ids are in buttons of old messages: they must never be reused.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation: Mapped[str] = mapped_column(String(200))  # the helper's, when it was proposed
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.WAITING)
    answers: Mapped[dict[str, Any]]  # by the keys of the event's fields
    twin_key: Mapped[int] = mapped_column(BigInteger)  # as an event has it
    version: Mapped[int] = mapped_column(default=1)  # grows with every change
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    comment: Mapped[str | None] = mapped_column(String(1000))  # with which it was returned
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    told_at: Mapped[datetime | None]  # when the coordinators heard that it waits
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), unique=True)
    # The draft it was made from: makes proposing one draft twice impossible.
    draft_id: Mapped[int] = mapped_column(unique=True)


# The list of a region, and of a person.
Index("ix_proposals_region", Proposal.campaign_id, Proposal.region_code, Proposal.state)
Index("ix_proposals_author", Proposal.author_id, Proposal.id)
# Of whose waiting coordinators are still to hear, and where they have just heard of some.
Index("ix_proposals_told", Proposal.campaign_id, Proposal.told_at)
