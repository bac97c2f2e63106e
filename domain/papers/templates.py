"""The templates in the database: which is in force, keeping one that was sent, using one."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from models import AuditAction, LetterTemplate, Person


def in_force() -> Select[LetterTemplate]:
    """None, or one without content: the bot's own."""
    return (
        select(LetterTemplate)
        .where(LetterTemplate.used_at.is_not(None))
        .order_by(LetterTemplate.used_at.desc(), LetterTemplate.id.desc())
        .limit(1)
    )


async def template_in_force(session: AsyncSession) -> LetterTemplate | None:
    return await session.scalar(in_force())


async def keep_for_approval(
    session: AsyncSession, content: bytes, by: Person, *, now: datetime
) -> LetterTemplate:
    """Until somebody says yes to it. The same document sent again is the same template."""
    waiting = await session.scalar(
        select(LetterTemplate)
        .where(LetterTemplate.created_by == by.id, LetterTemplate.used_at.is_(None))
        .order_by(LetterTemplate.id.desc())
        .limit(1)
    )
    if waiting is not None and waiting.content == content:
        return waiting
    template = LetterTemplate(content=content, created_at=now, created_by=by.id)
    session.add(template)
    await session.flush()
    return template


def use(session: AsyncSession, template: LetterTemplate, by: Person, *, now: datetime) -> None:
    """From now on, for all regions; under the campaign's lock, which the caller holds."""
    template.used_at, template.used_by = now, by.id
    record(session, AuditAction.LETTER_TEMPLATE_CHANGED, template.id, now=now, by=by)


async def use_original(session: AsyncSession, by: Person, *, now: datetime) -> LetterTemplate:
    """The same with the bot's own."""
    template = LetterTemplate(content=None, created_at=now, created_by=by.id)
    template.used_at, template.used_by = now, by.id
    session.add(template)
    await session.flush()
    record(session, AuditAction.LETTER_TEMPLATE_RESET, template.id, now=now, by=by)
    return template
