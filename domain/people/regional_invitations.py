"""Invitations for all regions at once, to go with the ministry's letters."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.people.invitations import LIFETIME, invite
from domain.people.open_invitations import OF_REGIONS, Actor, is_open
from domain.people.reachable import out_of_reach
from domain.regions.directory import Region
from models import AuditAction, AuditEntry, AuditSubject, Campaign, Invitation, Person


@dataclass(frozen=True, slots=True)
class InvitationTable(Actor):
    """A table of invitations that was made: by whom, when, for how many `regions`. `id` is its
    entry's in the audit trail."""

    id: int
    regions: int


@dataclass(frozen=True, slots=True)
class InvitationSummary:
    """The regions that nobody can be written to in, in the letter's order; the number of open
    invitations to regions, and of the regions they are for; the newest table."""

    unreachable: tuple[Region, ...]
    open_links: int
    open_regions: int
    last_table: InvitationTable | None

    @property
    def version(self) -> int:
        """Version token for optimistic locking: another table changes it."""
        return self.last_table.id if self.last_table else 0


async def invitation_summary(session: AsyncSession, now: datetime) -> InvitationSummary:
    links, regions = (
        await session.execute(
            select(func.count(), func.count(Invitation.region_code.distinct())).where(
                is_open(now), OF_REGIONS
            )
        )
    ).one()
    return InvitationSummary(
        unreachable=(await out_of_reach(session)).regions,
        open_links=links,
        open_regions=regions,
        last_table=await _last_table(session),
    )


def valid_until(campaign: Campaign, now: datetime) -> datetime:
    """When invitations in letters expire: not before the deadline, because letters are slow."""
    return max(now + LIFETIME, campaign.deadline)


async def invite_regions(
    session: AsyncSession, codes: Collection[str], *, by: Person, now: datetime, until: datetime
) -> Mapping[str, str]:
    """Makes a new invitation for each region; returns the tokens by code. Earlier ones stay open,
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


async def _last_table(session: AsyncSession) -> InvitationTable | None:
    rows = await session.execute(
        select(Person.name, AuditEntry.at, AuditEntry.id, AuditEntry.after["regions"].as_integer())
        .join(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.subject == AuditSubject.INVITATION_TABLE)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return next((InvitationTable(*row) for row in rows), None)
