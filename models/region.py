"""The 89 regions, so that other tables can refer to them."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Region(Base):
    """A subject of the Federation: what foreign keys and orders need of it. Copied at every
    start from the mailing list in `domain/regions/regions.csv`, which stays the one source."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)  # the tax service's code
    number: Mapped[int] = mapped_column(unique=True)  # place in the letter's mailing list
    name: Mapped[str] = mapped_column(String(100))
