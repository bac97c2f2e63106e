"""Reads the status of one region or of all 89, in one query and one for the drafts."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, String, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, aliased

from domain.drafts import event_drafts
from domain.people.reachable import REACHABLE
from domain.regions.directory import region_by_code
from domain.reports.state import ReportStatus, report_status, report_subject
from domain.reports.status import RegionStatus, Silence
from models import (
    AuditAction,
    AuditEntry,
    AuditSubject,
    Campaign,
    Draft,
    Event,
    Extension,
    Person,
    Region,
    RegionReport,
    Role,
)


async def region_statuses(session: AsyncSession, campaign: Campaign) -> Sequence[RegionStatus]:
    """All 89, in the letter's order."""
    return await session.run_sync(read_statuses, campaign)


async def region_status(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> RegionStatus:
    (status,) = await session.run_sync(read_statuses, campaign, region_code)
    return status


def read_statuses(
    session: Session, campaign: Campaign, region_code: str | None = None
) -> Sequence[RegionStatus]:
    """As `region_statuses` or `region_status`, without an event loop."""
    unfinished = event_drafts(campaign)
    if region_code is not None:
        unfinished = unfinished.where(Draft.region_code == region_code)
    drafts: defaultdict[str | None, list[Draft]] = defaultdict(list)
    for draft in session.scalars(unfinished):
        drafts[draft.region_code].append(draft)
    values = {
        "campaign": campaign.id,
        "subject": report_subject(campaign, region_code or ""),
        "region": region_code,
    }
    rows = session.execute(_query(of_one=region_code is not None), values)
    return [_status(row, campaign, drafts[row.code]) for row in rows]


@cache  # to build it costs more than to execute it
def _query(*, of_one: bool) -> Select[*tuple[Any, ...]]:
    """Of a `campaign`, whose reports' subjects in the audit trail begin with `subject`; or of one
    `region` in it, with its report's subject."""
    campaign = bindparam("campaign", type_=Integer)
    subject, region = bindparam("subject", type_=String), bindparam("region", type_=String)
    present = Event.deleted_at.is_(None)
    events = select(
        Event.region_code,
        func.count().filter(present).label("events"),
        func.sum(Event.times_held).filter(present).label("times_held"),
        func.sum(Event.participants).filter(present).label("participants"),
        func.max(Event.changed_at).label("changed_at"),  # of the deleted ones, too
    ).where(Event.campaign_id == campaign)
    people = select(
        Person.region_code,
        func.count().label("coordinators"),
        func.count().filter(REACHABLE).label("reachable"),
    ).where(Person.role == Role.COORDINATOR)
    acceptances = select(
        AuditEntry.region_code, func.max(AuditEntry.at).label("accepted_at")
    ).where(
        AuditEntry.action == AuditAction.REPORT_ACCEPTED,
        AuditEntry.subject == AuditSubject.REPORT,
    )
    if of_one:
        acceptances = acceptances.where(AuditEntry.subject_id == subject)
        events = events.where(Event.region_code == region)
        people = people.where(Person.region_code == region)
    else:
        acceptances = acceptances.where(AuditEntry.subject_id.startswith(subject))
    sums = events.group_by(Event.region_code).subquery()
    last = acceptances.group_by(AuditEntry.region_code).subquery()
    team = people.group_by(Person.region_code).subquery()
    changer, returner, accepter = aliased(Person), aliased(Person), aliased(Person)
    numbers = (
        sums.c.events,
        sums.c.times_held,
        sums.c.participants,
        team.c.coordinators,
        team.c.reachable,
    )
    query = (
        # Columns, not objects: what the session holds may be older than a lock just taken.
        select(
            Region.code,
            RegionReport.state,
            Extension.until,
            *(func.coalesce(number, 0).label(number.name) for number in numbers),
            sums.c.changed_at.label("events_changed_at"),
            RegionReport.changed_at,
            _name_and_ministry(changer).label("changed_by"),
            RegionReport.submitted_at,
            RegionReport.returned_at,
            returner.name.label("returned_by"),
            RegionReport.return_comment,
            RegionReport.accepted_at,
            accepter.name.label("accepted_by"),
            last.c.accepted_at.label("last_accepted_at"),
        )
        .outerjoin(sums, sums.c.region_code == Region.code)
        .outerjoin(team, team.c.region_code == Region.code)
        .outerjoin(last, last.c.region_code == Region.code)
        .outerjoin(
            RegionReport,
            (RegionReport.region_code == Region.code) & (RegionReport.campaign_id == campaign),
        )
        .outerjoin(
            Extension,
            (Extension.region_code == Region.code) & (Extension.campaign_id == campaign),
        )
        .outerjoin(changer, changer.id == RegionReport.changed_by)
        .outerjoin(returner, returner.id == RegionReport.returned_by)
        .outerjoin(accepter, accepter.id == RegionReport.accepted_by)
        .order_by(Region.number)
    )
    return query.where(Region.code == region) if of_one else query


def _name_and_ministry(person: type[Person]) -> ColumnElement[str]:
    """Of whoever submitted the report, which an admin may have done for the region."""
    by_admin = (person.role == Role.ADMIN, person.name + " (министерство)")
    return case(by_admin, else_=person.name)


def _status(row: Row[Any], campaign: Campaign, drafts: Sequence[Draft]) -> RegionStatus:
    fields = row._asdict()
    code, state, until = fields.pop("code"), fields.pop("state"), fields.pop("until")
    current = report_status(state, row.events)
    step = max(drafts, key=lambda draft: len(draft.answers)).step if drafts else None
    silent = current == ReportStatus.NOT_BEGUN
    emptied = row.changed_at is not None or row.events_changed_at is not None
    silence = _silence(row.coordinators, row.reachable, step, emptied=emptied) if silent else None
    extended = until is not None and until > campaign.deadline
    return RegionStatus(
        region=region_by_code(code),
        report_status=current,
        drafts=sum(bool(draft.answers) for draft in drafts),
        silence=silence,
        draft_step=step if silence == Silence.DRAFT else None,
        deadline=until if extended else campaign.deadline,
        extended=extended,
        **fields,
    )


def _silence(coordinators: int, reachable: int, step: str | None, *, emptied: bool) -> Silence:
    if not coordinators:
        return Silence.NO_COORDINATOR
    if not reachable:
        return Silence.BLOCKED
    if step is not None:
        return Silence.DRAFT
    return Silence.EMPTIED if emptied else Silence.NEVER_OPENED
