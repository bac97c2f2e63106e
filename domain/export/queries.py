"""The queries for the merged table. Blocking and long: they run in a worker thread, all in one
transaction on a connection of their own."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Subquery, case, func, select

from domain.campaigns.deadlines import has_passed
from domain.events.fields import FIELDS, KINDS
from domain.export.changes import FETCH_SIZE, events_of, has_changed
from domain.export.check_and_change_sheets import RemarkRow
from domain.export.events_sheet import EventRow
from domain.export.filters import ExportFilter
from domain.export.log import AuditPosition
from domain.export.summary_sheets import KindRow, RegionRow
from domain.regions.directory import region_by_code
from domain.reports.data_checks import ReportedEvent, remarks, usual_by_kind
from domain.reports.state import report_status
from models import Event, Extension, Person, Region, RegionReport, Role

# The fields of a ReportedEvent, with the links themselves instead of their number.
_CHECKED_COLUMNS = (
    *(field.name for field in dataclasses.fields(ReportedEvent) if field.name != "links"),
    "publication_links",
    "video_links",
)


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums under a table: how many of its `regions` have reported, how many have events in
    it, and the sums of these."""

    regions: int
    reported: int
    with_events: int
    events: int
    times_held: int
    participants: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which events are read: those of the campaign that the filter leaves. `since` is where the
    audit trail stood at the last whole export, with which an export of changes compares."""

    campaign_id: int
    deadline: datetime
    export_filter: ExportFilter
    since: AuditPosition | None

    def events(self) -> list[ColumnElement[bool]]:
        conditions = [*events_of(self.campaign_id, self.export_filter), Event.deleted_at.is_(None)]
        if self.export_filter.changed and self.since is not None:
            conditions.append(has_changed(self.since))
        return conditions


def totals(regions: Sequence[RegionRow]) -> Totals:
    return Totals(
        regions=len(regions),
        reported=sum(region.reported for region in regions),
        with_events=sum(region.events > 0 for region in regions),
        events=sum(region.events for region in regions),
        times_held=sum(region.times_held for region in regions),
        participants=sum(region.participants for region in regions),
    )


def event_rows(connection: Connection, scope: Scope) -> Iterator[EventRow]:
    """In the letter's order of regions, then in order of entry."""
    keys = [each.key for each in FIELDS]
    query = (
        select(Event.region_code, *(getattr(Event, key) for key in keys))
        .join(Region, Region.code == Event.region_code)
        .where(*scope.events())
        .order_by(Region.number, Event.id)
        .execution_options(yield_per=FETCH_SIZE)
    )
    for partition in connection.execute(query).partitions():
        for code, *answers in partition:
            yield EventRow(region_by_code(code).name, dict(zip(keys, answers, strict=True)))


def kind_rows(connection: Connection, scope: Scope) -> list[KindRow]:
    """Every kind in the letter's order, those without events too."""
    query = (
        select(
            Event.kind,
            func.count(Event.region_code.distinct()),
            func.count(),
            func.sum(Event.times_held),
            func.sum(Event.participants),
        )
        .where(*scope.events())
        .group_by(Event.kind)
    )
    found = {kind: sums for kind, *sums in connection.execute(query)}
    return [KindRow(label, *found.get(kind, (0, 0, 0, 0))) for kind, label in KINDS.items()]


def remark_rows(connection: Connection, scope: Scope) -> Iterator[RemarkRow]:
    """On the scope's events. Compared with all events of the campaign, and with all of their
    region; only one region's events are in memory at a time."""
    present = [Event.campaign_id == scope.campaign_id, Event.deleted_at.is_(None)]
    sizes = select(Event.kind, Event.times_held, Event.participants).where(*present)
    usual = usual_by_kind(
        (kind, times, people) for kind, times, people in connection.execute(sizes)
    )
    shown = set(connection.execute(select(Event.id).where(*scope.events())).scalars())
    query = (
        select(*(getattr(Event, key) for key in _CHECKED_COLUMNS))
        .join(Region, Region.code == Event.region_code)
        .where(
            *present, Event.region_code.in_([region.code for region in scope.export_filter.regions])
        )
        .order_by(Region.number, Event.id)
        .execution_options(yield_per=FETCH_SIZE)
    )
    events = map(_reported, connection.execute(query))
    for code, of_region in groupby(events, key=lambda event: event.region_code):
        for remark in remarks(list(of_region), usual):
            if remark.event.id in shown:
                yield RemarkRow(
                    region_name=region_by_code(code).name,
                    number=remark.event.number,
                    name=remark.event.name,
                    category=remark.category,
                    text=remark.text,
                )


def _reported(row: Row[Any]) -> ReportedEvent:
    answers = row._asdict()
    links = len(answers.pop("publication_links")) + len(answers.pop("video_links"))
    return ReportedEvent(**answers, links=links)


def region_rows(
    connection: Connection, scope: Scope, *, zone: tzinfo, now: datetime
) -> list[RegionRow]:
    """Where each of the filter's regions stands, in the letter's order, with the sums of the
    scope's events."""
    sums, all_events, people = _sums(scope), _all_events(scope), _coordinators()
    query = (
        select(
            Region.code,
            func.coalesce(sums.c.events, 0).label("events"),
            func.coalesce(sums.c.times_held, 0).label("times_held"),
            func.coalesce(sums.c.participants, 0).label("participants"),
            func.coalesce(all_events.c.present, 0).label("present"),
            all_events.c.changed_at.label("event_changed_at"),
            RegionReport.state,
            RegionReport.changed_at.label("report_changed_at"),
            RegionReport.submitted_at,
            RegionReport.returned_at,
            RegionReport.accepted_at,
            Extension.until,
            func.coalesce(people.c.coordinators, 0).label("coordinators"),
        )
        .outerjoin(sums, sums.c.region_code == Region.code)
        .outerjoin(all_events, all_events.c.region_code == Region.code)
        .outerjoin(people, people.c.region_code == Region.code)
        .outerjoin(
            RegionReport,
            (RegionReport.region_code == Region.code)
            & (RegionReport.campaign_id == scope.campaign_id),
        )
        .outerjoin(
            Extension,
            (Extension.region_code == Region.code) & (Extension.campaign_id == scope.campaign_id),
        )
        .where(Region.code.in_([region.code for region in scope.export_filter.regions]))
        .order_by(Region.number)
    )
    return [_region_row(row, scope.deadline, zone, now) for row in connection.execute(query)]


def _region_row(row: Row[Any], deadline: datetime, zone: tzinfo, now: datetime) -> RegionRow:
    region, state = region_by_code(row.code), report_status(row.state, row.present)
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
        review=_review(row, reported=state.reported),
        term=_term(row, deadline, zone, now),
    )


def _review(row: Row[Any], *, reported: bool) -> str | None:
    """What the ministry has decided about the report."""
    if row.accepted_at is not None:
        return "Принят"
    if row.returned_at is None:
        return None
    return "Исправлен" if reported else "Возвращён"


def _term(row: Row[Any], deadline: datetime, zone: tzinfo, now: datetime) -> str | None:
    """How the report stands to the region's own deadline."""
    extended = row.until is not None and row.until > deadline
    until = row.until if extended else deadline
    if row.submitted_at is not None:
        if has_passed(until, row.submitted_at):
            return "С опозданием"
        return "В срок (продлён)" if has_passed(deadline, row.submitted_at) else "В срок"
    if has_passed(until, now):
        return "Срок истёк"
    return f"Продлён до {until.astimezone(zone):%d.%m.%Y}" if extended else None


def _sums(scope: Scope) -> Subquery:
    return (
        select(
            Event.region_code,
            func.count().label("events"),
            func.sum(Event.times_held).label("times_held"),
            func.sum(Event.participants).label("participants"),
        )
        .where(*scope.events())
        .group_by(Event.region_code)
        .subquery()
    )


def _all_events(scope: Scope) -> Subquery:
    """Of all events of the campaign: a region's state does not depend on the filter."""
    return (
        select(
            Event.region_code,
            func.count(case((Event.deleted_at.is_(None), 1))).label("present"),
            func.max(Event.changed_at).label("changed_at"),  # deleting one is a change, too
        )
        .where(Event.campaign_id == scope.campaign_id)
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
