from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class InboxUpdate(Base):
    """An update from Telegram, from its receipt until its answer is out.

    received → applied (`applied_at`, committed with the change itself, and with it the
    `answers` still to be sent) → answered. The row stays two days longer, emptied of what
    was written, because Telegram may deliver an update again for up to 24 hours.
    """

    __tablename__ = "inbox"
    __table_args__ = {"sqlite_autoincrement": True}

    # The order of arrival: Telegram's own ids are not monotonic after a quiet week.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None]
    answers: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]


Index(
    "ix_inbox_unfinished",
    InboxUpdate.id,
    sqlite_where=InboxUpdate.answered_at.is_(None),
    postgresql_where=InboxUpdate.answered_at.is_(None),
)
