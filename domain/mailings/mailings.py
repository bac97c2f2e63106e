"""Starts a mailing, a message of the ministry to many coordinators, and finds its recipients.
`bot/jobs/mailings.py` sends it; `domain/mailings/sent.py` tells how far it is."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Literal, cast, get_args

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.deadlines import is_closed_for
from domain.regions.directory import (
    FEDERAL_DISTRICTS,
    Region,
    load_regions,
    region_by_code,
    regions_of,
)
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus, region_statuses
from models import (
    AuditAction,
    BroadcastContent,
    Campaign,
    Mailing,
    MailingContent,
    MailingDelivery,
    MailingKind,
    NoticeContent,
    Person,
    ReminderContent,
    Role,
    WrittenDocument,
    WrittenPhoto,
    WrittenText,
    YearlyConfirmationContent,
)

BEGINNING = 150  # characters of a message by which it is known again
_TAG = re.compile(r"<[^>]+>")

Whom = Literal["all", "reported", "unreported", "silent", "district", "region"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose coordinators: of all regions, of those that have reported, of those that have not,
    of those that have not even begun, of one federal district (`which`: a key of
    FEDERAL_DISTRICTS, "" for none) or of one region (`which`: its code)."""

    whom: Whom
    which: str = ""


def audience_of(whom: str, which: str = "") -> Audience | None:
    """From what a button or a stored row says; None if there is no such audience."""
    if whom == "district":
        known = (which or None) in FEDERAL_DISTRICTS
    elif whom == "region":
        known = any(region.code == which for region in load_regions())
    else:
        known = whom in get_args(Whom) and not which
    return Audience(cast(Whom, whom), which) if known else None


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom an audience comes to, now: the regions meant, the coordinators who can be written
    to, those who blocked the bot, and the regions where there is nobody to tell. `reported` and
    `closed` are the regions left out of a reminder: they have reported, or no longer can."""

    regions: tuple[Region, ...]
    people: tuple[Person, ...]
    blocked: tuple[Person, ...]
    nobody: tuple[Region, ...]
    reported: tuple[Region, ...] = ()
    closed: tuple[Region, ...] = ()


async def recipients_of(
    session: AsyncSession,
    campaign: Campaign,
    audience: Audience,
    *,
    unreported_only: bool = False,
    now: datetime | None = None,
) -> Recipients:
    """`unreported_only` leaves out the regions that have reported and, where it is told what
    time it is, those whose report is closed by `now`: they need no reminder."""
    statuses = {each.region.code: each for each in await region_statuses(session, campaign)}
    meant = [statuses[region.code] for region in _regions(audience, statuses)]
    reported, closed, regions = list[Region](), list[Region](), list[Region]()
    for each in meant:
        if unreported_only and each.report_status.reported:
            reported.append(each.region)
        elif unreported_only and now and _is_closed(campaign, each, now):
            closed.append(each.region)
        else:
            regions.append(each.region)
    codes = {region.code for region in regions}
    everyone = await session.scalars(
        select(Person)
        .where(Person.role == Role.COORDINATOR, Person.region_code.in_(codes))
        .order_by(Person.region_code, Person.id)
    )
    coordinators = everyone.all()
    people = tuple(person for person in coordinators if person.blocked_at is None)
    told = {person.region_code for person in people}
    return Recipients(
        regions=tuple(regions),
        people=people,
        blocked=tuple(person for person in coordinators if person.blocked_at is not None),
        nobody=tuple(region for region in regions if region.code not in told),
        reported=tuple(reported),
        closed=tuple(closed),
    )


async def begin_mailing(
    session: AsyncSession,
    campaign: Campaign,
    to: Recipients,
    content: MailingContent,
    *,
    by: Person,
    now: datetime,
    progress_in: int | None = None,
) -> Mailing:
    """Write down the mailing and its recipients; the process sends it once this is committed.
    `progress_in` is the message in the author's chat that is to show how far it is; without it a
    new one does."""
    mailing = Mailing(
        campaign_id=campaign.id,
        content=content.model_copy(update={"nobody": [region.code for region in to.nobody]}),
        created_by=by.id,
        created_at=now,
        progress_message_id=progress_in,
    )
    session.add(mailing)
    await session.flush()
    # Those who blocked the bot come last: whoever has let it in again by then gets it, too.
    session.add_all(
        MailingDelivery(mailing_id=mailing.id, person_id=each.id, region_code=each.region_code)
        for each in (*to.people, *to.blocked)
    )
    record(
        session,
        _action(content.kind),
        mailing.id,
        now=now,
        by=by,
        region_code=to.regions[0].code if len(to.regions) == 1 else None,
        after={
            "regions": len(to.regions),
            "people": len(to.people),
            **_recorded(content),
        },
    )
    return mailing


def _action(kind: MailingKind) -> AuditAction:
    match kind:
        case MailingKind.BROADCAST:
            return AuditAction.MAILING_BROADCAST
        case MailingKind.NOTICE:
            return AuditAction.MAILING_NOTICE
        case MailingKind.REMINDER:
            return AuditAction.MAILING_REMINDER
        case MailingKind.YEARLY_CONFIRMATION:
            return AuditAction.MAILING_YEARLY_CONFIRMATION


def _recorded(content: MailingContent) -> dict[str, str]:
    """For the audit trail: the audience, and how the message begins."""
    found = {"whom": content.whom, "which": content.which, "text": beginning(content)}
    return {key: value for key, value in found.items() if value}


def beginning(content: MailingContent) -> str:
    """The first words of the message, as plain text; "" if it has none of its own."""
    match content:
        case BroadcastContent(message=WrittenText(text=words)):
            pass
        case BroadcastContent(message=WrittenPhoto() | WrittenDocument() as message):
            words = message.caption or ""
        case ReminderContent():
            return ""
        case NoticeContent(text=text) | YearlyConfirmationContent(text=text):
            words = unescape(_TAG.sub("", text))
    return " ".join(words.split())[:BEGINNING]


def _regions(audience: Audience, statuses: Mapping[str, RegionStatus]) -> Sequence[Region]:
    match audience.whom:
        case "all":
            return load_regions()
        case "district":
            return regions_of(audience.which or None)
        case "region":
            return (region_by_code(audience.which),)
        case "silent":
            return _standing(statuses, {ReportStatus.SILENT})
        case "reported":
            return _standing(statuses, {each for each in ReportStatus if each.reported})
        case "unreported":
            return _standing(statuses, {each for each in ReportStatus if not each.reported})


def _standing(
    statuses: Mapping[str, RegionStatus], standings: Collection[ReportStatus]
) -> Sequence[Region]:
    return [each.region for each in statuses.values() if each.report_status in standings]


def _is_closed(campaign: Campaign, status: RegionStatus, now: datetime) -> bool:
    returned = status.report_status == ReportStatus.RETURNED
    return is_closed_for(campaign, status.deadline, returned=returned, now=now)
