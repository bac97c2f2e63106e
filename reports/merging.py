"""What goes into the merged workbook, read in one pass. Synchronous: it runs in a worker
thread, on a connection of its own, because it may read long."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Subquery, func, select

from models import Event, Person, Region, RegionReport, Role
from reports.campaigns import newest
from reports.fields import FIELDS
from reports.region_reports import standing
from reports.regions import region_by_code
from reports.table import EventRow, RegionRow

AT_ONCE = 1000  # rows fetched together


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums under a workbook: how many of `regions` have reported, and what there is."""

    regions: int
    reported: int
    events: int
    times_held: int
    participants: int


def figures(regions: list[RegionRow]) -> Figures:
    return Figures(
        regions=len(regions),
        reported=sum(each.reported for each in regions),
        events=sum(each.events for each in regions),
        times_held=sum(each.times_held for each in regions),
        participants=sum(each.participants for each in regions),
    )


def campaign_to_export(connection: Connection) -> tuple[int, str]:
    """Its id and title."""
    row = connection.execute(newest()).one()
    return row.id, row.title


def event_rows(
    connection: Connection, campaign_id: int, region_code: str | None
) -> Iterator[EventRow]:
    """In the letter's order of regions, then in order of entry; all regions or one."""
    columns = [getattr(Event, each.key) for each in FIELDS]
    query = (
        select(Event.region_code, *columns)
        .join(Region, Region.code == Event.region_code)
        .where(Event.campaign_id == campaign_id, Event.deleted_at.is_(None))
        .order_by(Region.number, Event.id)
    )
    if region_code is not None:
        query = query.where(Event.region_code == region_code)
    streamed = connection.execution_options(yield_per=AT_ONCE).execute(query)
    keys = [each.key for each in FIELDS]
    for partition in streamed.partitions():
        for code, *answers in partition:
            yield EventRow(region_by_code(code).name, dict(zip(keys, answers, strict=True)))


def region_rows(
    connection: Connection, campaign_id: int, region_code: str | None
) -> list[RegionRow]:
    """Where each region stands, in the letter's order; all 89 or one."""
    sums, changes, people = _sums(campaign_id), _changes(campaign_id), _coordinators()
    query = (
        select(
            Region.code,
            func.coalesce(sums.c.events, 0).label("events"),
            func.coalesce(sums.c.times_held, 0).label("times_held"),
            func.coalesce(sums.c.participants, 0).label("participants"),
            changes.c.changed_at.label("event_changed_at"),
            RegionReport.state,
            RegionReport.changed_at.label("report_changed_at"),
            func.coalesce(people.c.coordinators, 0).label("coordinators"),
        )
        .outerjoin(sums, sums.c.region_code == Region.code)
        .outerjoin(changes, changes.c.region_code == Region.code)
        .outerjoin(people, people.c.region_code == Region.code)
        .outerjoin(
            RegionReport,
            (RegionReport.region_code == Region.code) & (RegionReport.campaign_id == campaign_id),
        )
        .order_by(Region.number)
    )
    if region_code is not None:
        query = query.where(Region.code == region_code)
    return [_region_row(row) for row in connection.execute(query)]


def _region_row(row: Row[Any]) -> RegionRow:
    region, state = region_by_code(row.code), standing(row.state, row.events)
    changed = [at for at in (row.event_changed_at, row.report_changed_at) if at is not None]
    return RegionRow(
        number=region.number,
        name=region.name,
        federal_district=region.federal_district,
        delivery=region.delivery,
        events=row.events,
        times_held=row.times_held,
        participants=row.participants,
        state=state,
        reported=state.reported,
        changed_at=max(changed, default=None),
        coordinators=row.coordinators,
    )


def _sums(campaign_id: int) -> Subquery:
    return (
        select(
            Event.region_code,
            func.count().label("events"),
            func.sum(Event.times_held).label("times_held"),
            func.sum(Event.participants).label("participants"),
        )
        .where(Event.campaign_id == campaign_id, Event.deleted_at.is_(None))
        .group_by(Event.region_code)
        .subquery()
    )


def _changes(campaign_id: int) -> Subquery:
    return (
        select(Event.region_code, func.max(Event.changed_at).label("changed_at"))
        .where(Event.campaign_id == campaign_id)  # deleting one is a change, too
        .group_by(Event.region_code)
        .subquery()
    )


def _coordinators() -> Subquery:
    return (
        select(Person.region_code, func.count().label("coordinators"))
        .where(Person.role == Role.COORDINATOR)
        .group_by(Person.region_code)
        .subquery()
    )
