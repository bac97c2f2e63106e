"""What an erased person has said in words of their own outside of events goes as a whole, wherever
it was copied: nobody can know whom such words name. Comments on returns stay, without the names:
they are the ministry's decisions, by which a region is mending its report."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from domain.people.redaction import WORDLESS
from models import (
    AccessRequest,
    AuditAction,
    AuditEntry,
    Extension,
    ExtensionRequest,
    RegionMessage,
)

# Each column of such words, with that of whoever said them.
_SAID_BY: tuple[tuple[InstrumentedAttribute[Any], InstrumentedAttribute[Any]], ...] = (
    (AccessRequest.reason, AccessRequest.decided_by),
    (Extension.reason, Extension.granted_by),
    (ExtensionRequest.reason, ExtensionRequest.person_id),
    (RegionMessage.text, RegionMessage.author_id),
)
_KEY = "reason"  # of such words in the audit trail
# Those that repeat the reason of the request that they are about.
_ON_MORE_TIME = (AuditAction.EXTENSION_GRANTED, AuditAction.EXTENSION_CANCELLED)


async def erase_own_words(session: AsyncSession, nameless_id: int) -> None:
    """Of the person who is already known by that id only."""
    await _erase_reasons(session, nameless_id)
    for words, said_by in _SAID_BY:
        await session.execute(
            update(words.class_)
            .where(said_by == nameless_id, words.is_not(None))
            .values({words: WORDLESS})
            .execution_options(synchronize_session=False)
        )
    await _erase_on_record(session, AuditEntry.person_id == nameless_id)


async def _erase_reasons(session: AsyncSession, nameless_id: int) -> None:
    """Why the person has asked for more time, where somebody has granted it with that reason."""
    query = select(ExtensionRequest.region_code, ExtensionRequest.reason)
    asked = await session.execute(query.where(ExtensionRequest.person_id == nameless_id))
    for region_code, reason in asked.all():
        await session.execute(
            update(Extension)
            .where(Extension.region_code == region_code, Extension.reason == reason)
            .values(reason=WORDLESS)
            .execution_options(synchronize_session=False)
        )
        granted = and_(AuditEntry.region_code == region_code, AuditEntry.action.in_(_ON_MORE_TIME))
        await _erase_on_record(session, granted, only=[reason])


async def _erase_on_record(
    session: AsyncSession, where: ColumnElement[bool], only: Sequence[object] | None = None
) -> None:
    """All such words there, or `only` these."""
    worded = or_(AuditEntry.before.is_not(None), AuditEntry.after.is_not(None))
    query = select(AuditEntry).where(where, worded)
    for entry in await session.scalars(query.execution_options(populate_existing=True)):
        entry.before = _without(entry.before, only)
        entry.after = _without(entry.after, only)


def _without(said: dict[str, Any] | None, only: Sequence[object] | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        key: WORDLESS if key == _KEY and value and (only is None or value in only) else value
        for key, value in said.items()
    }
