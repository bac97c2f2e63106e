"""A mailing is a message of the ministry to many coordinators: its recipients, and beginning one.
`bot/jobs/mailings.py` sends it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Literal, cast, get_args

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.regions.directory import FEDERAL_DISTRICTS, Region, load_regions
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_statuses
from models import (
    AcceptanceContent,
    AuditAction,
    BroadcastContent,
    Campaign,
    DeliveryOutcome,
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

BEGINNING = 150  # characters of a message, enough to recognise it
_TAG = re.compile(r"<[^>]+>")
_ACTIONS = {
    MailingKind.ACCEPTANCE: AuditAction.MAILING_ACCEPTANCE,
    MailingKind.BROADCAST: AuditAction.MAILING_BROADCAST,
    MailingKind.NOTICE: AuditAction.MAILING_NOTICE,
    MailingKind.REMINDER: AuditAction.MAILING_REMINDER,
    MailingKind.YEARLY_CONFIRMATION: AuditAction.MAILING_YEARLY_CONFIRMATION,
}

Whom = Literal[
    "all", "reported", "unreported", "returned", "unsubmitted", "silent", "district", "region"
]


@dataclass(frozen=True, slots=True)
class Audience:
    """The coordinators of all regions, of those that have reported, of those that have not (and of
    these only those whose report was returned, or only the others), of those that have not begun,
    of one federal district (`which`: a key of FEDERAL_DISTRICTS, "" for none) or of one region
    (`which`: its code)."""

    whom: Whom
    which: str = ""


def audience_of(whom: str, which: str = "") -> Audience | None:
    """From a button or a stored row; None if there is no such audience."""
    if whom == "district":
        known = (which or None) in FEDERAL_DISTRICTS
    elif whom == "region":
        known = any(region.code == which for region in load_regions())
    else:
        known = whom in get_args(Whom) and not which
    return Audience(cast(Whom, whom), which) if known else None


@dataclass(frozen=True, slots=True)
class Recipients:
    """An audience at this moment: its regions, the coordinators who can be written to, those who
    have blocked the bot, and the regions where nobody can be written to. `reported` and `closed`
    are regions left out of a reminder: they have reported, or no longer can."""

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
    to_remind: bool = False,
) -> Recipients:
    """For a reminder, regions that have reported are left out, and all once the campaign is closed:
    until then a report can be submitted, if late."""
    reported, closed, meant = list[Region](), list[Region](), list[RegionStatus]()
    for status in await region_statuses(session, campaign):
        if not _includes(audience, status):
            continue
        if to_remind and status.report_status.reported:
            reported.append(status.region)
        elif to_remind and campaign.closed_at is not None:
            closed.append(status.region)
        else:
            meant.append(status)
    found = await recipients_in(session, meant)
    return replace(found, reported=tuple(reported), closed=tuple(closed))


async def recipients_in(session: AsyncSession, statuses: Sequence[RegionStatus]) -> Recipients:
    """The coordinators of these regions."""
    codes = {status.region.code for status in statuses}
    rows = await session.scalars(
        select(Person)
        .where(Person.role == Role.COORDINATOR, Person.region_code.in_(codes))
        .order_by(Person.region_code, Person.id)
    )
    coordinators = rows.all()
    people = tuple(person for person in coordinators if person.blocked_at is None)
    return Recipients(
        regions=tuple(status.region for status in statuses),
        people=people,
        blocked=tuple(person for person in coordinators if person.blocked_at is not None),
        nobody=tuple(status.region for status in statuses if not status.reachable),
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
    """Store the mailing and its recipients; it is sent once this is committed. `progress_in` is the
    id of the message in the author's chat that is to show the progress; None: a new one."""
    mailing = Mailing(
        campaign_id=campaign.id,
        content=content.model_copy(update={"nobody": [region.code for region in to.nobody]}),
        created_by=by.id,
        created_at=now,
        progress_message_id=progress_in,
    )
    session.add(mailing)
    await session.flush()
    # Those who have blocked the bot come last: by then some may have unblocked it.
    blocked = DeliveryOutcome.BLOCKED
    session.add_all(
        MailingDelivery(
            mailing_id=mailing.id,
            person_id=person.id,
            region_code=person.region_code,
            outcome=outcome,
        )
        for people, outcome in ((to.people, None), (to.blocked, blocked))
        for person in people
    )
    recorded = {"whom": content.whom, "which": content.which, "text": beginning(content)}
    record(
        session,
        _ACTIONS[content.kind],
        mailing.id,
        now=now,
        by=by,
        region_code=to.regions[0].code if len(to.regions) == 1 else None,
        after={
            "regions": len(to.regions),
            "people": len(to.people),
            **{key: value for key, value in recorded.items() if value},
        },
    )
    return mailing


def beginning(content: MailingContent) -> str:
    """The first words of the message, as plain text; "" if it has none of its own."""
    match content:
        case BroadcastContent(message=WrittenText(text=words)):
            pass
        case BroadcastContent(message=WrittenPhoto() | WrittenDocument() as message):
            words = message.caption or ""
        case ReminderContent() | AcceptanceContent():
            return ""
        case NoticeContent(text=text) | YearlyConfirmationContent(text=text):
            words = unescape(_TAG.sub("", text))
    return " ".join(words.split())[:BEGINNING]


def _includes(audience: Audience, status: RegionStatus) -> bool:
    match audience.whom:
        case "all":
            return True
        case "district":
            return status.region.federal_district == (audience.which or None)
        case "region":
            return status.region.code == audience.which
        case "silent":
            return status.report_status == ReportStatus.NOT_BEGUN
        case "reported":
            return status.report_status.reported
        case "unreported":
            return not status.report_status.reported
        case "returned":
            return status.report_status == ReportStatus.RETURNED
        case "unsubmitted":
            return not (
                status.report_status.reported or status.report_status == ReportStatus.RETURNED
            )
