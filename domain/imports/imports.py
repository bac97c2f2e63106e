"""Files of events in the database, from the preview until they are loaded."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.imports.content import Rest, content
from models import Campaign, EventImport, Person

CONTENT_KEPT = timedelta(days=7)  # what has not been loaded by then is to be sent again


async def keep_import(
    session: AsyncSession,
    *,
    by: Person,
    campaign: Campaign,
    region_code: str,
    message_id: int,
    file_id: str,
    file_name: str,
    events: bytes,
    refused: int,
    twins: int,
    left_out: Sequence[str],
    now: datetime,
) -> EventImport:
    """What was read of the file that came with that message; the same once more if it is read
    again. `events` are JSON as of `events_as_json`; `refused` and `twins` the numbers of the rows
    that are none, `left_out` what the sender is told of those, ready to be said once more."""
    query = select(EventImport).where(
        EventImport.person_id == by.id, EventImport.message_id == message_id
    )
    read = await session.scalar(query)
    if read is None:
        await _forget_contents(session, before=now - CONTENT_KEPT)
        read = EventImport(
            person_id=by.id,
            campaign_id=campaign.id,
            region_code=region_code,
            message_id=message_id,
            file_id=file_id,
            file_name=file_name,
        )
        session.add(read)
    if read.loaded_at is None:
        read.content = content(session, events, Rest(refused, twins, tuple(left_out)))
        read.read_at = now
    await session.flush()
    return read


async def import_of(
    session: AsyncSession, import_id: int, by: Person, campaign: Campaign, region_code: str
) -> EventImport | None:
    """Only the person's own, of this year's report of that region: a button may be forged. Until
    the transaction ends nobody else changes or forgets it."""
    return await session.scalar(
        select(EventImport)
        .where(
            EventImport.id == import_id,
            EventImport.person_id == by.id,
            EventImport.campaign_id == campaign.id,
            EventImport.region_code == region_code,
        )
        .with_for_update()
    )


async def _forget_contents(session: AsyncSession, *, before: datetime) -> None:
    """Of files that were read before that moment."""
    await session.execute(
        update(EventImport)
        .where(EventImport.content.is_not(None), EventImport.read_at < before)
        .values(content=None)
        .execution_options(synchronize_session=False)
    )
