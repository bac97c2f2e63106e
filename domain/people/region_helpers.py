"""A region's helpers: people of a municipality or a school who propose events to it. They join by a
link that a coordinator makes for their organisation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import for_region, record
from domain.drafts import forget_strange_drafts
from domain.pages import Page, page_numbers
from domain.people.invitations import LIFETIME, new_token, token_hash
from domain.people.people import give_role
from domain.text.cleaning import clean_line
from models import AuditAction, Campaign, HelperLink, Person, Role

ORGANISATION_LENGTH = 200
# One link serves a whole organisation, which hands it on in a chat of its own. If it gets further
# than that, no more people than these come in, and the coordinators see each.
PEOPLE_BY_LINK = 100
OPEN_LINKS = 500  # of a region
# By this a helper's token is known from an invitation's, which is shorter.
_PREFIX = "helper_"
PAGE = 8


@dataclass(frozen=True, slots=True)
class Team:
    """How many helpers a region has, and how many open links."""

    helpers: int
    links: int


def is_helper_token(token: str) -> bool:
    return token.startswith(_PREFIX)


def parse_organisation(text: str) -> str:
    """Raises Refusal."""
    return clean_line(text, limit=ORGANISATION_LENGTH)


async def make_link(
    session: AsyncSession,
    region_code: str,
    organisation: str,
    campaign: Campaign,
    *,
    by: Person,
    now: datetime,
) -> tuple[HelperLink, str]:
    """Gives also the token for a deep link, of which only the hash is kept. Valid for thirty days,
    and in any case until the campaign's deadline."""
    token = f"{_PREFIX}{new_token()}"
    link = HelperLink(
        token_hash=token_hash(token),
        region_code=region_code,
        organisation=organisation,
        created_by=by.id,
        created_at=now,
        expires_at=max(now + LIFETIME, campaign.deadline),
        joined=0,
    )
    session.add(link)
    await session.flush()
    _record_link(session, AuditAction.HELPER_LINK_MADE, link, by=by, now=now)
    return link, token


async def link_by_token(session: AsyncSession, token: str) -> HelperLink | None:
    """Locked, whether it can still be used or not; None if the token is a wrong one."""
    query = select(HelperLink).where(HelperLink.token_hash == token_hash(token))
    return await session.scalar(query.with_for_update())


async def link_of(session: AsyncSession, link_id: int, region_code: str) -> HelperLink | None:
    """The region's own, locked."""
    query = select(HelperLink).where(
        HelperLink.id == link_id, HelperLink.region_code == region_code
    )
    return await session.scalar(query.with_for_update())


def is_usable(link: HelperLink, now: datetime) -> bool:
    """What `_is_open` is in a query."""
    return link.revoked_at is None and link.expires_at > now and link.joined < PEOPLE_BY_LINK


def _is_open(region_code: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        HelperLink.region_code == region_code,
        HelperLink.revoked_at.is_(None),
        HelperLink.expires_at > now,
        HelperLink.joined < PEOPLE_BY_LINK,
    )


def revoke(session: AsyncSession, link: HelperLink, *, by: Person, now: datetime) -> None:
    """Whoever has joined by it stays."""
    link.revoked_at, link.revoked_by = now, by.id
    _record_link(session, AuditAction.HELPER_LINK_REVOKED, link, by=by, now=now)


def was_removed_since(person: Person, link: HelperLink) -> bool:
    """Whether somebody has closed the person's access after the link was made."""
    return not person.active and person.joined_at is not None and person.joined_at > link.created_at


async def join(session: AsyncSession, person: Person, link: HelperLink, now: datetime) -> None:
    """By a link that is usable and locked."""
    link.joined += 1
    await give_role(
        session,
        person,
        Role.HELPER,
        link.region_code,
        by=person,
        now=now,
        organisation=link.organisation,
    )
    _record(session, AuditAction.HELPER_JOINED, person, by=person, now=now)
    await forget_strange_drafts(session, person)


async def remove(session: AsyncSession, helper: Person, *, now: datetime, by: Person) -> None:
    """Takes effect with the helper's next update. What they have proposed stays the region's.
    `by` is the helper, who leaves, or who removes them."""
    action = AuditAction.HELPER_LEFT if by is helper else AuditAction.HELPER_REMOVED
    _record(session, action, helper, by=by, now=now)
    await give_role(session, helper, Role.STRANGER, None, by=by, now=now)
    helper.active = by is helper  # who was removed does not come back by the same link


async def number_of_helpers(session: AsyncSession, region_code: str | None = None) -> int:
    """Of all regions, or of one."""
    query = select(func.count(Person.id)).where(Person.role == Role.HELPER)
    if region_code is not None:
        query = query.where(Person.region_code == region_code)
    return (await session.scalars(query)).one()


async def team_of(session: AsyncSession, region_code: str, now: datetime) -> Team:
    links = select(func.count(HelperLink.id)).where(_is_open(region_code, now))
    helpers = await number_of_helpers(session, region_code)
    return Team(helpers, (await session.scalars(links)).one())


async def page_of_helpers(session: AsyncSession, region_code: str, number: int) -> Page[Person]:
    """By organisation and name."""
    where = _of_region(region_code)
    total = (await session.scalars(select(func.count(Person.id)).where(*where))).one()
    number, pages = page_numbers(number, total, PAGE)
    query = select(Person).where(*where).order_by(Person.organisation, Person.name, Person.id)
    people = await session.scalars(query.limit(PAGE).offset(number * PAGE))
    return Page(people.all(), number, pages, total)


async def page_of_links(
    session: AsyncSession, region_code: str, number: int, now: datetime
) -> Page[HelperLink]:
    """The open ones, the newest first."""
    where = _is_open(region_code, now)
    total = (await session.scalars(select(func.count(HelperLink.id)).where(where))).one()
    number, pages = page_numbers(number, total, PAGE)
    query = select(HelperLink).where(where).order_by(HelperLink.id.desc())
    links = await session.scalars(query.limit(PAGE).offset(number * PAGE))
    return Page(links.all(), number, pages, total)


async def helper_of(session: AsyncSession, person_id: int, region_code: str) -> Person | None:
    """The region's helper with that Telegram id, locked."""
    query = select(Person).where(Person.id == person_id, *_of_region(region_code))
    return await session.scalar(query.with_for_update(key_share=True))


async def reachable_helpers(
    session: AsyncSession, person_ids: Collection[int], region_code: str
) -> Sequence[Person]:
    """Those of them who still are the region's helpers and have not blocked the bot. Not locked:
    the region is, and their own updates lock them before it."""
    query = select(Person).where(
        Person.id.in_(person_ids), *_of_region(region_code), Person.blocked_at.is_(None)
    )
    return (await session.scalars(query.order_by(Person.id))).all()


def _of_region(region_code: str) -> tuple[ColumnElement[bool], ...]:
    return (Person.region_code == region_code, Person.role == Role.HELPER)


def _record(
    session: AsyncSession, action: AuditAction, helper: Person, *, by: Person, now: datetime
) -> None:
    record(
        session,
        action,
        helper.id,
        now=now,
        by=by,
        region_code=helper.region_code,
        after={"organisation_of_helper": helper.organisation} | for_region(by),
    )


def _record_link(
    session: AsyncSession, action: AuditAction, link: HelperLink, *, by: Person, now: datetime
) -> None:
    record(
        session,
        action,
        link.id,
        now=now,
        by=by,
        region_code=link.region_code,
        after={"organisation_of_helper": link.organisation} | for_region(by),
    )
