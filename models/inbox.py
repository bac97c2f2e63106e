"""Updates from Telegram: the inbox, and what is kept of those received."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

_BigId = BigInteger().with_variant(Integer, "sqlite")


class InboxUpdate(Base):
    """An update from Telegram, from its receipt until its answers are out.

    received → applied (`applied_at`, committed with the change itself, and with it the
    `answers` still to be sent) → answered, and gone. Only one that was set aside because it
    could not be applied stays, with its payload, for a developer.

    `taken_by` is the number of the replica that applies and answers it, as it does all of that
    chat's; null where there is one process only.
    """

    __tablename__ = "inbox"
    __table_args__ = {"sqlite_autoincrement": True}

    # The order of arrival: Telegram's own ids are not monotonic after a quiet week.
    id: Mapped[int] = mapped_column(_BigId, primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime]
    taken_by: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None]
    answers: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]


Index(
    "ix_inbox_unfinished",
    InboxUpdate.chat_id,
    InboxUpdate.id,
    sqlite_where=InboxUpdate.answered_at.is_(None),
    postgresql_where=InboxUpdate.answered_at.is_(None),
)


class ReceivedUpdate(Base):
    """What is kept of an update for two days: Telegram may deliver it again within one,
    and a message may be edited within two. `content_digest` tells whether an edit has changed the
    text; it and `message_id` are null for an update without a message."""

    __tablename__ = "received_updates"

    update_id: Mapped[int] = mapped_column(_BigId, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    content_digest: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime]


Index("ix_received_updates_message", ReceivedUpdate.chat_id, ReceivedUpdate.message_id)
