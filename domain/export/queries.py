"""The queries for the merged table. Blocking and long: they run in a worker thread, all in one
transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import reduce
from itertools import groupby
from operator import add

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from domain.campaigns.deadlines import has_passed
from domain.events.fields import FIELDS, KINDS
from domain.export.changes import FETCH_SIZE, events_of, has_changed
from domain.export.events_sheet import EventRow
from domain.export.filters import ExportFilter
from domain.export.log import AuditPosition
from domain.export.summary_sheets import KindRow, RegionRow
from domain.regions.directory import region_by_code
from domain.reports.data_check_queries import event_sizes, reported_events
from domain.reports.data_checks import Remark, remarks
from domain.reports.reported_event import ReportedEvent
from domain.reports.status import RegionStatus
from domain.reports.status_queries import read_statuses
from domain.reports.usual_sizes import usual_by_kind
from models import Campaign, Event, Region

_SUMS = (func.count(), func.sum(Event.times_held), func.sum(Event.participants))


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums under a table: how many of its `regions` have reported, how many have events in
    it, and the sums of these. `unsubmitted` are the events of regions that have not reported."""

    regions: int
    reported: int
    with_events: int
    events: int
    times_held: int
    participants: int
    unsubmitted: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which events are read: those of the campaign that the filter leaves. `since` is where the
    audit trail stood at the last whole export, with which an export of changes compares."""

    campaign: Campaign
    export_filter: ExportFilter
    since: AuditPosition | None

    def events(self) -> list[ColumnElement[bool]]:
        conditions = [*events_of(self.campaign.id, self.export_filter), Event.deleted_at.is_(None)]
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
        unsubmitted=sum(region.events for region in regions if not region.reported),
    )


def event_rows(session: Session, scope: Scope) -> Iterator[EventRow]:
    """In the letter's order of regions, then in order of entry."""
    keys = [field.key for field in FIELDS]
    query = (
        select(Event.region_code, *(getattr(Event, key) for key in keys))
        .join(Region, Region.code == Event.region_code)
        .where(*scope.events())
        .order_by(Region.number, Event.id)
        .execution_options(yield_per=FETCH_SIZE)
    )
    for code, *answers in session.execute(query):
        yield EventRow(region_by_code(code).name, dict(zip(keys, answers, strict=True)))


def most_links(session: Session, scope: Scope) -> int:
    """That any of the scope's events has."""
    keys = [field.key for field in FIELDS if field.answers == "links"]
    lengths = [func.json_array_length(getattr(Event, key)) for key in keys]
    query = select(func.max(reduce(add, lengths))).where(*scope.events())
    return session.scalar(query) or 0


def kind_rows(session: Session, scope: Scope) -> list[KindRow]:
    """Every kind in the letter's order, those without events too."""
    query = (
        select(Event.kind, func.count(Event.region_code.distinct()), *_SUMS)
        .where(*scope.events())
        .group_by(Event.kind)
    )
    found = {kind: figures for kind, *figures in session.execute(query)}
    return [KindRow(label, *found.get(kind, (0, 0, 0, 0))) for kind, label in KINDS.items()]


def remark_rows(session: Session, scope: Scope) -> Iterator[Remark]:
    """On the scope's events. Compared with all events of the campaign, and with all of their
    region; only one region's events are in memory at a time."""
    usual = usual_by_kind(session.execute(event_sizes(scope.campaign.id)))
    shown = set(session.scalars(select(Event.id).where(*scope.events())))
    query = (
        reported_events(scope.campaign.id)
        .where(Event.region_code.in_([region.code for region in scope.export_filter.regions]))
        .execution_options(yield_per=FETCH_SIZE)
    )
    events = (ReportedEvent(*row) for row in session.execute(query))
    for _, of_region in groupby(events, key=lambda event: event.region_code):
        for remark in remarks(list(of_region), usual):
            if remark.event.id in shown:
                yield remark


def region_rows(session: Session, scope: Scope, *, zone: tzinfo, now: datetime) -> list[RegionRow]:
    """Where each of the filter's regions stands, in the letter's order, with the sums of the
    scope's events. The state does not depend on the filter."""
    query = select(Event.region_code, *_SUMS).where(*scope.events()).group_by(Event.region_code)
    sums = {code: figures for code, *figures in session.execute(query)}
    regions = scope.export_filter.regions
    rows = []
    for status in read_statuses(session, scope.campaign):
        region = status.region
        if region not in regions:
            continue
        events, times_held, participants = sums.get(region.code, (0, 0, 0))
        rows.append(
            RegionRow(
                number=region.number,
                name=region.name,
                federal_district=region.federal_district,
                delivery=region.delivery,
                events=events,
                times_held=times_held,
                participants=participants,
                state=status.report_status,
                reported=status.report_status.reported,
                changed_at=status.last_change,
                coordinators=status.coordinators,
                review=_review(status),
                term=_term(status, scope.campaign.deadline, zone, now),
            )
        )
    return rows


def _review(status: RegionStatus) -> str | None:
    """What the ministry has decided about the report."""
    if status.accepted:
        return "Принят"
    if status.returned_at is None:
        return None
    return "Исправлен" if status.report_status.reported else "Возвращён"


def _term(status: RegionStatus, deadline: datetime, zone: tzinfo, now: datetime) -> str | None:
    """How the report stands to the region's own deadline; `deadline` is the campaign's."""
    if status.submitted_at is not None:
        if status.late:
            return "После срока"
        return "В срок (продлён)" if has_passed(deadline, status.submitted_at) else "В срок"
    if has_passed(status.deadline, now):
        return "Срок прошёл"
    return f"Продлён до {status.deadline.astimezone(zone):%d.%m.%Y}" if status.extended else None
