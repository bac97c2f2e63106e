"""What the admins were told of the bot's own trouble, and when."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class AlertKind(StrEnum):
    SET_ASIDE = "set_aside"  # an update that the bot cannot cope with
    DATABASE = "database"  # it was out for long, and is back
    BACKUP = "backup"  # a copy could not be made
    DISK = "disk"  # nearly full
    POLLING = "polling"  # another program polls with the bot's token


class Alert(Base):
    """When the admins were told last of a kind, by whichever process: at most once an hour."""

    __tablename__ = "alerts"

    # Plain text, no matter which values: the version before must live with a newer one's.
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    told_at: Mapped[datetime]
