"""An event that somebody would take for another one of the same report: perhaps it is entered
twice."""

import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.text.cleaning import fold
from models import Campaign, Event

_WORD = re.compile(r"\w+")
_UNKNOWN = 0  # the key of events that were entered before there were keys
_LIKE_IT = select(Event.id, Event.name, Event.city, Event.organisation).where(
    Event.campaign_id == bindparam("campaign_id"),
    Event.region_code == bindparam("region_code"),
    Event.twin_key.in_((bindparam("key"), _UNKNOWN)),
    Event.kind == bindparam("kind"),
    Event.deleted_at.is_(None),
)


async def find_twin(
    session: AsyncSession, answers: Mapping[str, Any], campaign: Campaign, region_code: str | None
) -> Event | None:
    """The first event of the region's report with that kind, name and place, whatever its
    numbers."""
    place = (answers["name"], answers["city"], answers["organisation"])
    report = {"campaign_id": campaign.id, "region_code": region_code}
    like_it = {"key": twin_key(*place), "kind": answers["kind"]}
    rows = await session.execute(_LIKE_IT, report | like_it)
    # Compared once more: two keys may be equal by chance, and some are not known.
    twins = [
        row.id for row in rows if _looks(row.name, row.city, row.organisation) == _looks(*place)
    ]
    return await session.get_one(Event, min(twins)) if twins else None


def twin_key(name: str, city: str, organisation: str) -> int:
    """Equal for twins: a signed number of 64 bits."""
    words = " ".join(_looks(name, city, organisation))
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big", signed=True)


def _looks(name: str, city: str, organisation: str) -> list[str]:
    """What two events have in common that somebody would take for one."""
    return _WORD.findall(fold(f"{name} {city} {organisation}"))
