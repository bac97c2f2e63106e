"""The ministry's messages to many coordinators at once: whom they go to, and their rows. They are
sent by the process, one after the other (`bot/mailing.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Campaign, Mailing, MailingDelivery, MailingKind, Person, Role
from reports.audit import record
from reports.region_reports import Standing
from reports.regions import FEDERAL_DISTRICTS, Region, load_regions, region_by_code, regions_of
from reports.status import region_statuses

Whom = Literal["all", "unreported", "silent", "district", "region"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose coordinators: of all regions, of those that have not reported, of those that have
    not even begun, of one federal district (`which`: a key of FEDERAL_DISTRICTS, "" for none)
    or of one region (`which`: its code)."""

    whom: Whom
    which: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an audience comes to, now: the regions meant, the coordinators who can be written
    to, those who blocked the bot, and the regions where there is nobody to tell."""

    regions: tuple[Region, ...]
    people: tuple[Person, ...]
    blocked: tuple[Person, ...]
    nobody: tuple[Region, ...]


async def reach(
    session: AsyncSession, campaign: Campaign, audience: Audience, *, unreported_only: bool = False
) -> Reach:
    """`unreported_only` leaves out the regions that have reported: they need no reminder."""
    regions = await _regions(session, campaign, audience)
    if unreported_only:
        reported = await _having(session, campaign, Standing.SUBMITTED, Standing.ZERO)
        regions = [region for region in regions if region.code not in reported]
    codes = {region.code for region in regions}
    everyone = await session.scalars(
        select(Person)
        .where(Person.role == Role.COORDINATOR, Person.region_code.in_(codes))
        .order_by(Person.region_code, Person.id)
    )
    coordinators = everyone.all()
    people = tuple(person for person in coordinators if person.blocked_at is None)
    told = {person.region_code for person in people}
    return Reach(
        regions=tuple(regions),
        people=people,
        blocked=tuple(person for person in coordinators if person.blocked_at is not None),
        nobody=tuple(region for region in regions if region.code not in told),
    )


async def begin_mailing(
    session: AsyncSession,
    campaign: Campaign,
    kind: MailingKind,
    to: Reach,
    content: dict[str, Any],
    *,
    by: Person,
    now: datetime,
) -> Mailing:
    """Write down the mailing and its recipients; the process sends it once this is committed.

    `content` by kind. reminder: nothing, each region's text is made when it is sent. notice and
    still: `text`, HTML. broadcast: `text` and `entities`, or `photo` or `document` (Telegram's
    file id) with `caption` and `caption_entities`, as the admin sent it.
    """
    mailing = Mailing(
        campaign_id=campaign.id,
        kind=kind,
        content={**content, "nobody": [region.code for region in to.nobody]},
        created_by=by.id,
        created_at=now,
    )
    session.add(mailing)
    await session.flush()
    session.add_all(
        MailingDelivery(mailing_id=mailing.id, person_id=each.id, region_code=each.region_code)
        for each in to.people
    )
    record(
        session,
        f"mailing.{kind}",
        now=now,
        by=by,
        subject="mailing",
        subject_id=mailing.id,
        region_code=to.regions[0].code if len(to.regions) == 1 else None,
        after={"regions": len(to.regions), "people": len(to.people)},
    )
    return mailing


async def _regions(
    session: AsyncSession, campaign: Campaign, audience: Audience
) -> Sequence[Region]:
    match audience.whom:
        case "all":
            return load_regions()
        case "district":
            district = audience.which or None
            return regions_of(district) if district in FEDERAL_DISTRICTS else ()
        case "region":
            return (region_by_code(audience.which),)
        case "silent":
            wanted = await _having(session, campaign, Standing.SILENT)
        case "unreported":
            reported = await _having(session, campaign, Standing.SUBMITTED, Standing.ZERO)
            wanted = {region.code for region in load_regions()} - reported
    return [region for region in load_regions() if region.code in wanted]


async def _having(session: AsyncSession, campaign: Campaign, *standings: Standing) -> set[str]:
    statuses = await region_statuses(session, campaign)
    return {each.region.code for each in statuses if each.standing in standings}
