"""The templates of the regions' letters that admins have sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class LetterTemplate(Base):
    """A Word document that was found in order; in force is the one that was put in use last."""

    __tablename__ = "letter_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)  # None: the bot's own again
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime | None]  # None: nobody has said yes to it yet
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
