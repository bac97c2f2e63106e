"""Drafts: the forms that people have open, with their answers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class FormKind(StrEnum):
    EVENT = "event"  # a new event
    EDIT = "edit"  # one field of a saved event
    IMPORT = "import"  # an admin sends a region's file of events
    EARLIER = "earlier"  # an earlier year's events, one of which is entered again
    MEND = "mend"  # the fields that the ministry named when it returned an event
    PROPOSAL = "proposal"  # a helper's event, corrected by the helper or by a coordinator
    VERDICT = "verdict"  # a coordinator says why a proposal is returned or declined
    HELPER = "helper"  # a coordinator names the organisation to invite helpers of
    JOIN = "join"  # an invitation was opened, the region is to be confirmed
    ACCESS = "access"  # a stranger names the region they ask for
    NO_ACCESS = "no_access"  # an admin says why a request for access is declined
    INVITE = "invite"  # an admin names the region to invite for
    REVOKE = "revoke"  # an admin names the region whose invitations are to be revoked
    RETURN = "return"  # an admin writes why an event or a report goes back
    ACCEPT = "accept"  # an admin accepts many reports at once
    SEARCH = "search"  # an admin looks for events
    REMIND = "remind"  # an admin chooses whom to remind
    BROADCAST = "broadcast"  # an admin's own message to the regions
    REPLY = "reply"  # a coordinator writes to the ministry, or an admin to a coordinator
    DEADLINE = "deadline"  # an admin sets the deadline
    EXTEND = "extend"  # an admin gives a region more time
    TIME = "time"  # a coordinator asks for more time
    DECLINE = "decline"  # an admin refuses it, with a word of why
    LETTER = "letter"  # an admin sends another template of the letter
    CAMPAIGN = "campaign"  # an admin sets a year's dates


NOT_ASKED_YET = 2**62  # above the numbers of all messages


class Draft(Base):
    """An open form of a person: the only place that says at which step they are."""

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("person_id", "form"),
        # Ids are in buttons of old messages: they must never be reused.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    form: Mapped[FormKind]
    step: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]]  # as the form's own model has them
    # What the engine of the forms keeps of the chat, and the message that asks the question, which
    # has its number once it is out.
    memory: Mapped[dict[str, Any] | None]
    question_id: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)  # grows with every change
    active: Mapped[bool] = mapped_column(default=True)  # text is taken as its answer
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    changed_at: Mapped[datetime]


# A person answers one question at a time.
Index(
    "ix_drafts_one_active",
    Draft.person_id,
    unique=True,
    sqlite_where=text("active"),
    postgresql_where=text("active"),
)
