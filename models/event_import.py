"""Files of events that people have sent, from the preview until they are loaded."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column

from models.base import Base


class EventImport(Base):
    """A file that was read. Its events are kept in `content` until they are loaded, or for a few
    days; what it says is in domain/imports/content.py."""

    __tablename__ = "imports"
    __table_args__ = (
        # A file that is read once more, after a crash, is the same import.
        UniqueConstraint("person_id", "message_id"),
        # Ids are in buttons of old messages: they must never be reused.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    message_id: Mapped[int] = mapped_column(BigInteger)  # of the message that brought the file
    file_id: Mapped[str] = mapped_column(String(255))  # Telegram's
    file_name: Mapped[str] = mapped_column(String(255))
    # Megabytes, which hardly anybody wants to see.
    content: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    is_kept: Mapped[bool] = column_property(content.is_not(None))
    read_at: Mapped[datetime]
    loaded_at: Mapped[datetime | None]
    loaded: Mapped[int | None]  # how many events came of it


# Those whose content is to be forgotten.
Index(
    "ix_imports_kept",
    EventImport.read_at,
    sqlite_where=EventImport.content.is_not(None),
    postgresql_where=EventImport.content.is_not(None),
)
