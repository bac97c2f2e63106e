"""Inviting many regions at once, for letters."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.people.invitations import LIFETIME, invite, is_open
from domain.people.open_invitations import Actor
from domain.regions.directory import Region, load_regions
from models import AuditAction, AuditEntry, AuditSubject, Campaign, Invitation, Person, Role


@dataclass(frozen=True, slots=True)
class TableMade(Actor):
    """`regions` is how many are in it."""

    id: int
    regions: int


@dataclass(frozen=True, slots=True)
class InvitationsGlance:
    """Where inviting stands: the regions that nobody has joined for, in the letter's order, how
    many links can still be used, of how many regions, and the newest table."""

    nobody: tuple[Region, ...]
    open_links: int
    open_regions: int
    last_table: TableMade | None

    @property
    def version(self) -> int:
        """Differs once another table has been made."""
        return self.last_table.id if self.last_table else 0


async def glance_at_invitations(session: AsyncSession, now: datetime) -> InvitationsGlance:
    joined = set(
        await session.scalars(
            select(Person.region_code).where(Person.role == Role.COORDINATOR).distinct()
        )
    )
    links, regions = (
        await session.execute(
            select(func.count(), func.count(Invitation.region_code.distinct())).where(
                is_open(now), Invitation.region_code.is_not(None)
            )
        )
    ).one()
    return InvitationsGlance(
        nobody=tuple(region for region in load_regions() if region.code not in joined),
        open_links=links,
        open_regions=regions,
        last_table=await _last_table(session),
    )


def valid_until(campaign: Campaign, now: datetime) -> datetime:
    """Of invitations in letters: they take their time, and have to last until the deadline."""
    return max(now + LIFETIME, campaign.deadline)


async def invite_regions(
    session: AsyncSession, codes: Collection[str], *, by: Person, now: datetime, until: datetime
) -> Mapping[str, str]:
    """A new invitation for each region: their tokens by code. Earlier ones go on working,
    because they are in letters that have been sent."""
    tokens = {code: await invite(session, code, by=by, now=now, until=until) for code in codes}
    record(
        session,
        AuditAction.INVITATION_TABLE_MADE,
        "table",
        now=now,
        by=by,
        after={"regions": len(tokens), "until": until.isoformat()},
    )
    await session.flush()
    return tokens


async def _last_table(session: AsyncSession) -> TableMade | None:
    row = (
        await session.execute(
            select(AuditEntry, Person.name)
            .join(Person, Person.id == AuditEntry.person_id)
            .where(AuditEntry.subject == AuditSubject.INVITATION_TABLE)
            .order_by(AuditEntry.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return None
    entry, name = row
    return TableMade(name, entry.at, entry.id, (entry.after or {}).get("regions", 0))
