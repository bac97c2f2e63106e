"""The queries for the merged table. Blocking and long: they run in a worker thread, all in one
transaction."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import reduce
from itertools import groupby
from operator import add

from sqlalchemy import Integer, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from domain.events.fields import FIELDS, KINDS
from domain.export.changes import FETCH_SIZE
from domain.export.events_sheet import EventRow
from domain.export.not_reported_sheet import Contact, SilentRow
from domain.export.report_words import report_words, term_words
from domain.export.scope import Scope
from domain.export.summary_sheets import KindRow, RegionRow
from domain.mailings.last_told import last_told
from domain.reports.data_check_queries import event_sizes, reported_events
from domain.reports.data_checks import Remark, remarks
from domain.reports.reported_event import ReportedEvent
from domain.reports.sums import Part, Sums, apart
from domain.reports.usual_sizes import usual_by_kind
from models import Event, Person, Region, Role

_SUMS = (func.count(), func.sum(Event.times_held), func.sum(Event.participants))


def event_rows(session: Session, scope: Scope, part: Part) -> Iterator[EventRow]:
    """In the letter's order of regions, then in order of entry."""
    keys = [field.key for field in FIELDS]
    regions = {
        status.region.code: (status.region.name, report_words(status)) for status in scope.left
    }
    query = (
        select(Event.region_code, *(getattr(Event, key) for key in keys))
        .join(Region, Region.code == Event.region_code)
        .where(*scope.events(part))
        .order_by(Region.number, Event.id)
        .execution_options(yield_per=FETCH_SIZE)
    )
    for code, *answers in session.execute(query):
        yield EventRow(*regions[code], dict(zip(keys, answers, strict=True)))


def most_links(session: Session, scope: Scope, part: Part) -> int:
    """That any of the scope's events has."""
    keys = [field.key for field in FIELDS if field.answers == "links"]
    lengths = [func.json_array_length(getattr(Event, key)) for key in keys]
    query = select(func.max(reduce(add, lengths))).where(*scope.events(part))
    return session.scalar(query) or 0


def kind_rows(session: Session, scope: Scope) -> list[KindRow]:
    """Every kind in the letter's order, those without events too."""
    parts = {status.region.code: status.part for status in scope.left}
    query = (
        select(Event.kind, Event.region_code, *_SUMS)
        .where(*scope.events())
        .group_by(Event.kind, Event.region_code)
    )
    found = defaultdict[str, list[tuple[Part, Sums]]](list)
    for kind, code, *figures in session.execute(query):
        found[kind].append((parts[code], Sums(*figures)))
    return [
        KindRow(
            label,
            {part: sum(of == part for of, _ in found[kind]) for part in Part},
            apart(found[kind]),
        )
        for kind, label in KINDS.items()
    ]


def remark_rows(session: Session, scope: Scope) -> Iterator[Remark]:
    """On the scope's events. Compared with all events of the campaign, and with all of their
    region; only one region's events are in memory at a time."""
    sizes = event_sizes(scope.campaign.id).execution_options(yield_per=FETCH_SIZE)
    usual = usual_by_kind(session.execute(sizes))
    query = (
        reported_events(scope.campaign.id)
        .add_columns(type_coerce(and_(*scope.events()), Integer))  # it takes long to make a bool
        .where(Event.region_code.in_([status.region.code for status in scope.left]))
        .execution_options(yield_per=FETCH_SIZE)
    )
    for _, of_region in groupby(session.execute(query), key=lambda row: row.region_code):
        events, shown = list[ReportedEvent](), set[int]()
        for row in of_region:
            events.append(ReportedEvent._make(row[:-1]))
            if row[-1]:
                shown.add(events[-1].id)
        yield from (each for each in remarks(events, usual) if each.event.id in shown)


def region_rows(session: Session, scope: Scope, *, zone: tzinfo, now: datetime) -> list[RegionRow]:
    """Where each of the regions stands, in the letter's order, with the sums of the scope's events.
    The state does not depend on the filter."""
    query = select(Event.region_code, *_SUMS).where(*scope.events()).group_by(Event.region_code)
    sums = {code: Sums(*figures) for code, *figures in session.execute(query)}
    return [
        RegionRow(
            name=status.region.name,
            federal_district=status.region.federal_district,
            part=status.part,
            sums=sums.get(status.region.code, Sums()),
            state=report_words(status),
            term=term_words(status, scope.campaign.deadline, zone, now),
            changed_at=status.last_change,
            left=scope.export_filter.leaves(status),
        )
        for status in scope.statuses
    ]


def silent_rows(session: Session, scope: Scope) -> list[SilentRow]:
    """The regions that have not reported, in the letter's order."""
    told = last_told(session, scope.campaign)
    contacts = defaultdict[str, list[Contact]](list)
    query = select(Person).where(Person.role == Role.COORDINATOR).order_by(Person.name, Person.id)
    for person in session.scalars(query):
        contact = Contact(
            person.name, person.username, person.blocked_at is not None, told.get(person.id)
        )
        contacts[str(person.region_code)].append(contact)
    return [
        SilentRow(
            name=status.region.name,
            state=report_words(status),
            contacts=contacts[status.region.code],
            events=status.events,
            drafts=status.drafts,
            delivery=status.region.delivery,
        )
        for status in scope.statuses
        if status.part == Part.UNSUBMITTED
    ]
