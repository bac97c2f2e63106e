"""Reads who an update is from, and what a handler needs to know of them, in one query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.people.admins import appoint
from models import Campaign, Draft, Extension, Person, RegionReport


@dataclass(frozen=True, slots=True)
class Sender:
    """`deadline` is that of the person's region, without one the campaign's. `report` is the
    region's this year, None if nothing is stored of it yet; `draft` the form that is open."""

    person: Person
    campaign: Campaign
    deadline: datetime
    report: RegionReport | None
    draft: Draft | None


async def get_sender(
    session: AsyncSession,
    person_id: int,
    name: str,
    username: str | None,
    *,
    admin_ids: Collection[int],
    now: datetime,
) -> Sender:
    """The person of that Telegram id, created if unknown, locked for this unit of work and up to
    date, with the newest campaign."""
    if session.get_bind().dialect.name == "postgresql":
        # Locked first: a query that waits for the lock would read the rest as it was before.
        await session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    row = (await session.execute(_query(person_id))).one_or_none()
    if row is None:
        session.add(Person(id=person_id, name=name, username=username))
        await session.flush()
        row = (await session.execute(_query(person_id).with_for_update(of=Person))).one()
    person, campaign, extended, report, draft = row
    if person.telegram_name is None:
        person.name = name
    else:
        person.telegram_name = name
    person.username = username
    person.blocked_at = None  # whoever writes has unblocked the bot
    if person_id in admin_ids:
        person.appointed_by = None  # the settings' own from now on, whoever appointed them
        await appoint(session, person, now=now, by=None)
    deadline = max(campaign.deadline, extended or campaign.deadline)
    return Sender(person, campaign, deadline, report, draft)


def _query(person_id: int) -> Select[Person, Campaign, datetime, RegionReport, Draft]:
    newest = select(Campaign.id).order_by(Campaign.year.desc()).limit(1).scalar_subquery()
    of_region = (Extension.campaign_id == Campaign.id, Extension.region_code == Person.region_code)
    own_report = (
        RegionReport.campaign_id == Campaign.id,
        RegionReport.region_code == Person.region_code,
    )
    return (
        select(Person, Campaign, Extension.until, RegionReport, Draft)
        .select_from(Person)
        .join(Campaign, Campaign.id == newest)
        .outerjoin(Extension, and_(*of_region))
        .outerjoin(RegionReport, and_(*own_report))
        .outerjoin(Draft, and_(Draft.person_id == Person.id, Draft.active.is_(True)))
        .where(Person.id == person_id)
    )
