from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class AuditEntry(Base):
    """Who changed what and when."""

    __tablename__ = "audit_trail"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: the bot
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(20))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


Index("ix_audit_trail_person", AuditEntry.person_id, AuditEntry.action, AuditEntry.at)
Index("ix_audit_trail_region", AuditEntry.region_code, AuditEntry.id)
Index("ix_audit_trail_subject", AuditEntry.subject, AuditEntry.subject_id)
