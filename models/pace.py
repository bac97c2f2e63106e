"""The pace of all that is sent to Telegram, where several replicas of the bot send."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Pace(Base):
    """One row: when the next call may go out. Kept by PostgreSQL without its log, so it is empty
    after a crash of the server."""

    __tablename__ = "pace"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_at: Mapped[datetime]
