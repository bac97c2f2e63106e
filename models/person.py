"""People, invitations, and requests for access."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of


class Role(StrEnum):
    ADMIN = "admin"
    COORDINATOR = "coordinator"
    HELPER = "helper"  # of a municipality or a school: proposes events to the region
    STRANGER = "stranger"


class RegionNews(StrEnum):
    """When an admin hears that a region has joined, or has submitted for the first time."""

    AT_ONCE = "at_once"
    IN_DIGEST = "digest"
    NEVER = "never"


class Person(Base):
    """Whoever has written to the bot. A removed coordinator is a stranger again."""

    __tablename__ = "people"
    __table_args__ = (
        one_of("role", Role),
        one_of("region_news", RegionNews),
        CheckConstraint(
            "(role IN ('coordinator', 'helper')) = (region_code IS NOT NULL)", name="region_of_role"
        ),
        CheckConstraint("(role = 'helper') = (organisation IS NOT NULL)", name="helper_of"),
    )

    # Telegram's id of the person, which is also the id of their private chat with the bot.
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    # As they gave it when they asked for access; until an admin has approved that, Telegram's.
    name: Mapped[str] = mapped_column(String(150))
    telegram_name: Mapped[str | None] = mapped_column(String(150))  # if `name` is not Telegram's
    post: Mapped[str | None] = mapped_column(String(150))
    username: Mapped[str | None] = mapped_column(String(40))
    role: Mapped[Role] = mapped_column(default=Role.STRANGER)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
    organisation: Mapped[str | None] = mapped_column(String(200))  # whose events a helper reports
    active: Mapped[bool] = mapped_column(default=True)  # False after somebody has removed them
    joined_at: Mapped[datetime | None]  # since when they have the role
    blocked_at: Mapped[datetime | None]  # they blocked the bot, or Telegram says so
    # Who made them an admin; None for those in ADMIN_IDS, whom only the settings can remove.
    appointed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    digest_hour: Mapped[int | None]  # of the admin's morning digest; None: they want none
    region_news: Mapped[RegionNews] = mapped_column(server_default=RegionNews.IN_DIGEST)
    confirmed_at: Mapped[datetime | None]  # in a new year: that they still are the coordinator

    # Of the last album sent: its messages come one by one, and only the first is answered.
    last_album: Mapped[str | None] = mapped_column(String(64))
    # The yes-or-no question on their screen (handlers/confirmation.py): what may be typed, and the
    # data of the button that it means.
    asked: Mapped[dict[str, Any] | None]

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR

    @property
    def is_helper(self) -> bool:
        return self.role == Role.HELPER


Index("ix_people_role", Person.role, Person.region_code)
Index(
    "ix_people_digest_hour",
    Person.digest_hour,
    sqlite_where=Person.digest_hour.is_not(None),
    postgresql_where=Person.digest_hour.is_not(None),
)


class Invitation(Base):
    """A one-time right to become a region's coordinator, given by an admin or one of its
    coordinators, or (without a region) to ask to be made an admin. The token itself is not kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class HelperLink(Base):
    """A right to become a helper of that organisation, for as many people as it has. The token
    itself is not kept."""

    __tablename__ = "helper_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    organisation: Mapped[str] = mapped_column(String(200))
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    joined: Mapped[int] = mapped_column(server_default="0")  # people, those who have left too
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class AccessRequest(Base):
    """A wish to become a region's coordinator or (without a region, by an invitation) an
    admin, until an admin decides. Whoever asks for a region says who they are: in older rows, and
    once the person is erased, that is missing."""

    __tablename__ = "access_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"))
    full_name: Mapped[str | None] = mapped_column(String(150))
    post: Mapped[str | None] = mapped_column(String(150))
    authority: Mapped[str | None] = mapped_column(String(200))
    requested_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved: Mapped[bool | None]
    reason: Mapped[str | None] = mapped_column(String(500))  # of a refusal; None: without a word
