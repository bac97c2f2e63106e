from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


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
