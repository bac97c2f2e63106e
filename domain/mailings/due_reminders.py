"""Who has not been told yet what the clock has made due, and claiming it. Looked at every few
seconds, and nearly always in vain: so each look is one statement that was built before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from domain.mailings.claims import (
    AT,
    TOGETHER,
    Moments,
    abandoned,
    claimed_in_vain,
    moments,
    parameters,
    waiting,
)
from domain.mailings.put_off import ANY_PUT_OFF
from domain.mailings.reminders import Due
from domain.people.reachable import REACHABLE
from models import (
    Campaign,
    DeliveryOutcome,
    Extension,
    Person,
    RegionReport,
    ReminderDelivery,
    ReminderKind,
    ReportState,
    Role,
)

_REPORTED = (ReportState.SUBMITTED, ReportState.ZERO)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Of the current campaign: its own, and by region's code the later ones; `awaited` are those of
    regions that have not submitted, or not again. `put_off`: whether the moment has come that
    somebody has put a reminder off to."""

    campaign_id: int
    usual: datetime
    extended: Mapping[str, datetime]
    awaited: Mapping[str, datetime]
    put_off: bool


@dataclass(frozen=True, slots=True)
class Untold:
    """Coordinators of a region to whom the message of that day is due: so few that they are claimed
    together, with one look at the region's report."""

    region_code: str
    day: date
    person_ids: tuple[int, ...]


def _free(at: Moments) -> ColumnElement[bool]:
    """Whether a message can be claimed, perhaps because the process that had sent it is dead:
    nobody knows whether it has arrived, and twice is better than never. What was told while the
    clock had run ahead was not true yet, and is told anew."""
    return or_(
        waiting(ReminderDelivery, at),
        claimed_in_vain(ReminderDelivery, at),
        abandoned(ReminderDelivery, at),
        and_(ReminderDelivery.claimed_at.is_not(None), ReminderDelivery.claimed_at > at.future),
    )


# In whatever campaign: the next one may have been opened the same day.
NOT_TOLD = not_(
    exists().where(
        ReminderDelivery.person_id == Person.id,
        ReminderDelivery.kind == bindparam("kind"),
        ReminderDelivery.on_date == bindparam("day"),
        not_(_free(AT)),
    )
)

CURRENT = Campaign.year == select(func.max(Campaign.year)).correlate(None).scalar_subquery()
_DEADLINES = (
    select(
        Campaign.id,
        Campaign.deadline,
        Extension.region_code,
        Extension.until,
        RegionReport.state,
        ANY_PUT_OFF.label("put_off"),
    )
    .outerjoin(
        Extension,
        (Extension.campaign_id == Campaign.id) & (Extension.until > Campaign.deadline),
    )
    .outerjoin(
        RegionReport,
        (RegionReport.campaign_id == Campaign.id)
        & (RegionReport.region_code == Extension.region_code),
    )
    .where(CURRENT, Campaign.closed_at.is_(None))
)
_COORDINATORS = (
    select(
        Person.id,
        Person.region_code,
        Person.joined_at,
        RegionReport.changed_at,
        RegionReport.returned_at,
    )
    .outerjoin(
        RegionReport,
        (RegionReport.region_code == Person.region_code)
        & (RegionReport.campaign_id == bindparam("campaign_id")),
    )
    .where(
        REACHABLE,
        Person.region_code.in_(bindparam("codes", expanding=True)),
        or_(RegionReport.state.is_(None), RegionReport.state.not_in(_REPORTED)),
        NOT_TOLD,
    )
    .order_by(Person.region_code, Person.id)
)
_ADMINS = select(Person.id).where(Person.role == Role.ADMIN, NOT_TOLD).order_by(Person.name)


def looked_for(kind: ReminderKind, day: date, now: datetime) -> dict[str, Any]:
    """The parameters of NOT_TOLD."""
    return {"kind": kind, "day": day, **parameters(now)}


async def current_deadlines(session: AsyncSession, now: datetime) -> Deadlines | None:
    """None once an admin has closed the campaign: there is nothing to be in time for."""
    rows = (await session.execute(_DEADLINES, parameters(now))).all()
    if not rows:
        return None
    extended = {row.region_code: row for row in rows if row.region_code is not None}
    return Deadlines(
        campaign_id=rows[0].id,
        usual=rows[0].deadline,
        extended={code: row.until for code, row in extended.items()},
        awaited={code: row.until for code, row in extended.items() if row.state not in _REPORTED},
        put_off=bool(rows[0].put_off),
    )


async def untold_coordinators(
    session: AsyncSession,
    campaign_id: int,
    kind: ReminderKind,
    due: Mapping[str, Due],
    now: datetime,
) -> Sequence[Untold]:
    """Those of regions that have not submitted, or not again. Not those who joined, or whose report
    was opened again or returned, after it was due: they have just been told how things stand."""
    untold: list[Untold] = []
    for day in sorted({each.day for each in due.values()}):
        codes = [code for code, each in due.items() if each.day == day]
        parameters = looked_for(kind, day, now) | {"campaign_id": campaign_id, "codes": codes}
        rows = await session.execute(_COORDINATORS, parameters)
        for code, people in groupby(rows, key=lambda row: str(row.region_code)):
            untold += _together(code, due[code], people)
    return untold


def _together(code: str, due: Due, people: Iterable[Any]) -> Iterable[Untold]:
    ids = [
        person.id
        for person in people
        if all(
            at is None or at <= due.since
            for at in (person.joined_at, person.changed_at, person.returned_at)
        )
    ]
    for start in range(0, len(ids), TOGETHER):
        yield Untold(code, due.day, tuple(ids[start : start + TOGETHER]))


async def untold_admins(
    session: AsyncSession, kind: ReminderKind, day: date, now: datetime
) -> Sequence[int]:
    """The ids of the admins who have not had that message, by name."""
    return (await session.scalars(_ADMINS, looked_for(kind, day, now))).all()


async def claim_reminders(
    session: AsyncSession,
    campaign_id: int,
    person_ids: Sequence[int],
    kind: ReminderKind,
    day: date,
    now: datetime,
) -> Sequence[ReminderDelivery]:
    """The deliveries to these people, claimed by this process; without those that are claimed
    already. The first claim makes the row."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    claim = {"campaign_id": campaign_id, "kind": kind, "on_date": day, "claimed_at": now}
    # In one order, so that two processes do not wait for one another.
    rows = [{"person_id": person_id, **claim} for person_id in sorted(person_ids)]
    at = moments(now)
    unknown = literal(DeliveryOutcome.UNKNOWN, ReminderDelivery.outcome.type)
    outcome = case(
        (abandoned(ReminderDelivery, at), unknown),
        (ReminderDelivery.claimed_at > at.future, null()),
        else_=ReminderDelivery.outcome,
    )
    claiming = (
        dialect.insert(ReminderDelivery)
        .values(rows)
        .on_conflict_do_update(
            index_elements=["campaign_id", "person_id", "kind", "on_date"],
            set_={"claimed_at": now, "gone_out_at": None, "outcome": outcome},
            where=_free(at),
        )
        .returning(ReminderDelivery)
    )
    return (await session.scalars(claiming, execution_options={"populate_existing": True})).all()
