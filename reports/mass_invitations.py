"""Inviting many regions at once, for letters, and taking invitations back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Campaign, Invitation, Person, Role
from reports.audit import record
from reports.invitations import LIFETIME, invite, is_open
from reports.regions import Region, load_regions

_SUBJECT, _TABLE = "invitations", "table"  # on record


@dataclass(frozen=True, slots=True)
class Done:
    """Who did something, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TableMade(Done):
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


async def hold_table(session: AsyncSession, campaign: Campaign) -> None:
    """Lets one admin at a time make a table: call it before deciding whether to."""
    row = select(Campaign.id).where(Campaign.id == campaign.id)
    await session.execute(row.with_for_update(key_share=True))


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
        "invitations.made",
        now=now,
        by=by,
        subject=_SUBJECT,
        subject_id=_TABLE,
        after={"regions": len(tokens), "until": until.isoformat()},
    )
    await session.flush()
    return tokens


@dataclass(frozen=True, slots=True)
class OpenLink:
    """An invitation that can still be used, and who made it when."""

    id: int
    made: Done
    until: datetime


async def open_links(session: AsyncSession, region_code: str, now: datetime) -> Sequence[OpenLink]:
    """The region's invitations that can still be used, the newest first."""
    rows = await session.execute(
        select(Invitation, Person.name)
        .join(Person, Person.id == Invitation.created_by)
        .where(is_open(now), Invitation.region_code == region_code)
        .order_by(Invitation.id.desc())
    )
    return [OpenLink(each.id, Done(name, each.created_at), each.expires_at) for each, name in rows]


async def invitation_by_id(session: AsyncSession, invitation_id: int) -> Invitation | None:
    """Locked, for an admin who takes it back."""
    query = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


def this_one(invitation_id: int) -> ColumnElement[bool]:
    return Invitation.id == invitation_id


def of_region(code: str) -> ColumnElement[bool]:
    return Invitation.region_code == code


def of_regions() -> ColumnElement[bool]:
    return Invitation.region_code.is_not(None)


def of_admins() -> ColumnElement[bool]:
    return Invitation.region_code.is_(None)


async def links_of(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    """How many of these invitations can still be used."""
    number = await session.execute(
        select(func.count()).select_from(Invitation).where(which, is_open(now))
    )
    return number.scalar_one()


async def newest_invitation(session: AsyncSession, which: ColumnElement[bool]) -> int:
    """The id of the last one made of these; 0 if there has been none."""
    newest = await session.execute(select(func.max(Invitation.id)).where(which))
    return newest.scalar_one() or 0


async def revoke(
    session: AsyncSession, which: ColumnElement[bool], *, by: Person, now: datetime
) -> int:
    """Take back those of these invitations that can still be used; gives their number. `which`
    is `this_one`, `of_region`, `of_regions` or `of_admins`."""
    revoked = await session.execute(
        update(Invitation)
        .where(which, is_open(now))
        .values(revoked_at=now, revoked_by=by.id)
        .returning(Invitation.id, Invitation.region_code)
        .execution_options(synchronize_session="fetch")
    )
    gone = revoked.all()
    for invitation_id, region_code in gone:
        record(
            session,
            "invitation.revoked",
            now=now,
            by=by,
            subject="invitation",
            subject_id=invitation_id,
            region_code=region_code,
        )
    return len(gone)


async def last_revoked(session: AsyncSession, which: ColumnElement[bool]) -> Done | None:
    """Who took back the newest of them, and when."""
    row = (
        await session.execute(
            select(Person.name, Invitation.revoked_at)
            .join(Person, Person.id == Invitation.revoked_by)
            .where(which, Invitation.revoked_at.is_not(None))
            .order_by(Invitation.revoked_at.desc(), Invitation.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if row is None or row.revoked_at is None:
        return None
    return Done(row.name, row.revoked_at)


async def _last_table(session: AsyncSession) -> TableMade | None:
    row = (
        await session.execute(
            select(AuditEntry, Person.name)
            .join(Person, Person.id == AuditEntry.person_id)
            .where(AuditEntry.subject == _SUBJECT, AuditEntry.subject_id == _TABLE)
            .order_by(AuditEntry.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return None
    entry, name = row
    return TableMade(name, entry.at, entry.id, (entry.after or {}).get("regions", 0))
