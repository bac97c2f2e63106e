"""Reads who an update is from, and what a handler needs to know of them, in one query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

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
    row = await session.run_sync(_read, person_id)
    if row is None:
        session.add(Person(id=person_id, name=name, username=username))
        await session.flush()
        locking = _SENDER.with_for_update(of=Person)
        row = (await session.execute(locking, {"person_id": person_id})).one()
    person, campaign, extended, report, draft = row
    _bring_up_to_date(person, name, username)
    if person_id in admin_ids:
        person.appointed_by = None  # the settings' own from now on, whoever appointed them
        await appoint(session, person, now=now, by=None)
    deadline = max(campaign.deadline, extended or campaign.deadline)
    return Sender(person, campaign, deadline, report, draft)


def _read(
    session: Session, person_id: int
) -> Row[Person, Campaign, datetime, RegionReport, Draft] | None:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # Locked first: a query that waits for the lock would read the rest as it was before.
        connection.execute(_LOCK, {"person_id": person_id})
    return session.execute(_SENDER, {"person_id": person_id}).one_or_none()


def _bring_up_to_date(person: Person, name: str, username: str | None) -> None:
    """Sets only what is new: whatever is set, even to the same, has the row looked at in a flush,
    which would cost every answer."""
    shown = "name" if person.telegram_name is None else "telegram_name"
    # Whoever writes has unblocked the bot.
    for column, value in {shown: name, "username": username, "blocked_at": None}.items():
        if getattr(person, column) != value:
            setattr(person, column, value)


def _sender() -> Select[Person, Campaign, datetime, RegionReport, Draft]:
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
        .where(Person.id == bindparam("person_id"))
    )


# Made once: to build them costs more than to execute them.
_SENDER = _sender()
_LOCK = select(Person.id).where(Person.id == bindparam("person_id")).with_for_update()
