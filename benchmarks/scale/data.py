"""Fills a database with many years of reports, by INSERT … SELECT: the same on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Select,
    String,
    case,
    cast,
    column,
    insert,
    literal,
    select,
    table,
    text,
    true,
)

from domain.campaigns.campaigns import season
from domain.events.fields import KINDS
from models import (
    AuditEntry,
    Base,
    Campaign,
    Draft,
    Event,
    Invitation,
    Mailing,
    MailingDelivery,
    Person,
    ReceivedUpdate,
    Region,
    RegionReport,
    ReminderDelivery,
    UtcDateTime,
)

FIRST_COORDINATOR = 1_000_000  # the id of the first unit's first; the others follow
ADMIN = 501
REMINDED = 2  # times a year: everybody at first, then half of them
# What is on record of an event that was added.
ADDED = {
    "kind": "education",
    "name": "Открытый урок «Как проверить качество» для старших классов",
    "city": "Белгород",
    "organisation": "МБОУ «Средняя общеобразовательная школа № 5»",
    "times_held": 3,
    "participants": 75,
    "publication_links": ["https://rskrf.ru/news/nedelya-kachestva"],
    "video_links": [],
}

_numbers = table("numbers", column("i"))
_i: ColumnElement[int] = _numbers.c.i


@dataclass(frozen=True, slots=True)
class Size:
    """`events` are those of one unit in one year; `received` the updates of the last two days."""

    units: int
    coordinators: int
    years: int
    events: int
    received: int


@dataclass(frozen=True, slots=True)
class Year:
    """A campaign that is stored; `is_last` is the one under way."""

    campaign_id: int
    number: int
    deadline: datetime
    is_last: bool


def fill(connection: Connection, size: Size, now: datetime, zone: tzinfo) -> None:
    """The regions are there already, as the bot's start leaves them, and nothing else."""
    connection.execute(text("CREATE TABLE numbers (i INTEGER PRIMARY KEY)"))
    highest = max(size.coordinators, size.units, size.received)
    series = (
        "INSERT INTO numbers WITH RECURSIVE n(i) AS "
        "(SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :highest) SELECT i FROM n"
    )
    connection.execute(text(series), {"highest": highest})
    _people(connection, size, now)
    for year in _years(connection, size, now, zone):
        _events(connection, size, year)
        _reports(connection, year)
        _messages(connection, year)
    _in_the_middle(connection, size, now)
    connection.execute(text("DROP TABLE numbers"))


def insert_rows(connection: Connection, model: type[Base], rows: Select[*tuple[Any, ...]]) -> None:
    """The columns of the query are named as the model's."""
    names = [each.name for each in rows.selected_columns]
    connection.execute(insert(model).from_select(names, rows))


def at(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, UtcDateTime())


def _people(connection: Connection, size: Size, now: datetime) -> None:
    admin = {"id": ADMIN, "name": "Ольга", "role": "admin", "active": True, "digest_hour": 10}
    connection.execute(insert(Person).values({**admin, "region_news": "digest"}))
    insert_rows(
        connection,
        Person,
        select(
            (_i + FIRST_COORDINATOR).label("id"),
            (literal("Координатор ") + cast(_i, String)).label("name"),
            literal("coordinator").label("role"),
            Region.code.label("region_code"),
            true().label("active"),
            at(now - timedelta(days=30)).label("joined_at"),
            case((_i % 33 == 32, at(now - timedelta(hours=5)))).label("blocked_at"),
        )
        .join(Region, Region.number == _i % size.units + 1)
        .where(_i < size.coordinators),
    )


def _years(connection: Connection, size: Size, now: datetime, zone: tzinfo) -> Iterator[Year]:
    last = now.astimezone(zone).year
    for number in range(last - size.years + 1, last + 1):
        dates = season(number, zone)
        campaign = {"year": number, "title": f"Неделя качества {number}", "day": dates.day}
        week = {"week_start": dates.week_start, "week_end": dates.week_end}
        row = insert(Campaign).values({**campaign, **week, "deadline": dates.deadline})
        campaign_id = connection.execute(row.returning(Campaign.id)).scalar_one()
        yield Year(campaign_id, number, dates.deadline, is_last=number == last)


def _events(connection: Connection, size: Size, year: Year) -> None:
    """Each unit's first event of the last year is returned by the ministry at every twentieth."""
    kinds = list(KINDS)
    for number in range(1, size.events + 1):
        given = at(year.deadline - timedelta(days=18, hours=-number))
        drafts = (year.number % 100 * size.events + number) * size.units
        is_returned = (Region.number % 20 == 0) & (number == 1) & year.is_last
        insert_rows(
            connection,
            Event,
            select(
                literal(year.campaign_id).label("campaign_id"),
                Region.code.label("region_code"),
                literal(number).label("number"),
                literal(kinds[number % len(kinds)]).label("kind"),
                (literal(f"Урок качества {number} в районе ") + cast(Region.number, String)).label(
                    "name"
                ),
                (literal("Город ") + cast((Region.number + number) % 5, String)).label("city"),
                (literal("Школа № ") + cast((Region.number + number) % 12, String)).label(
                    "organisation"
                ),
                # The database cannot make the true one; no two events are twins.
                (Region.number + drafts).label("twin_key"),
                (Region.number % 5 + 1).label("times_held"),
                (Region.number * number % 200 + 20).label("participants"),
                literal(ADDED["publication_links"], JSON).label("publication_links"),
                literal([], JSON).label("video_links"),
                given.label("created_at"),
                (Region.number - 1 + FIRST_COORDINATOR).label("created_by"),
                given.label("changed_at"),
                case((is_returned, at(year.deadline - timedelta(days=3)))).label("returned_at"),
                (Region.number + drafts).label("draft_id"),
            ),
        )
    _audit(connection, year, "event.added", ADDED)
    _audit(connection, year, "event.changed", {"participants": 80}, every=4)


def _audit(
    connection: Connection, year: Year, action: str, after: dict[str, Any], every: int = 1
) -> None:
    """Of the year's events, or of every so-manieth."""
    insert_rows(
        connection,
        AuditEntry,
        select(
            Event.created_at.label("at"),
            Event.created_by.label("person_id"),
            literal(action).label("action"),
            literal("event").label("subject"),
            cast(Event.id, String).label("subject_id"),
            Event.region_code,
            literal(after, JSON).label("after"),
        )
        .where(Event.campaign_id == year.campaign_id, Event.number % every == 0)
        .order_by(Event.id),
    )


def _reports(connection: Connection, year: Year) -> None:
    """All have reported in former years, two of five in the last one."""
    reported = Region.number % 5 > 2 if year.is_last else true()
    when = at(year.deadline - timedelta(days=2))
    by = (Region.number - 1 + FIRST_COORDINATOR).label("changed_by")
    of_year = literal(year.campaign_id).label("campaign_id")
    insert_rows(
        connection,
        RegionReport,
        select(
            of_year,
            Region.code.label("region_code"),
            literal("submitted").label("state"),
            when.label("changed_at"),
            by,
            when.label("submitted_at"),
        ).where(reported),
    )
    insert_rows(
        connection,
        AuditEntry,
        select(
            when.label("at"),
            by.label("person_id"),
            literal("report.submitted").label("action"),
            literal("report").label("subject"),
            (literal(f"{year.number}/") + Region.code).label("subject_id"),
            Region.code.label("region_code"),
            literal({"state": "submitted"}, JSON).label("after"),
        ).where(reported),
    )


def _messages(connection: Connection, year: Year) -> None:
    """The reminders, to fewer people each time; one mailing to all; invitations by letter."""
    sent = at(year.deadline - timedelta(days=9)).label("claimed_at")
    done = literal("sent").label("outcome")
    of_year = literal(year.campaign_id).label("campaign_id")
    is_coordinator = Person.role == "coordinator"
    for time in range(1 if year.is_last else REMINDED):
        rows = select(
            of_year,
            Person.id.label("person_id"),
            literal("reminder").label("kind"),
            literal((year.deadline - timedelta(days=7 - 4 * time)).date()).label("on_date"),
            sent,
            done,
        ).where(is_coordinator, Person.id % REMINDED >= time)
        insert_rows(connection, ReminderDelivery, rows)
    mailing = {"campaign_id": year.campaign_id, "kind": "notice", "content_json": {"text": "Срок"}}
    made = year.deadline - timedelta(days=9)
    mailing |= {"created_by": ADMIN, "created_at": made, "finished_at": made}
    row = insert(Mailing).values(mailing).returning(Mailing.id)
    mailing_id = literal(connection.execute(row).scalar_one()).label("mailing_id")
    insert_rows(
        connection,
        MailingDelivery,
        select(mailing_id, Person.id.label("person_id"), Person.region_code, sent, done).where(
            is_coordinator
        ),
    )
    insert_rows(
        connection,
        Invitation,
        select(
            (literal(f"{year.number}/") + Region.code).label("token_hash"),
            Region.code.label("region_code"),
            literal(ADMIN).label("created_by"),
            at(year.deadline - timedelta(days=40)).label("created_at"),
            at(year.deadline).label("expires_at"),
        ),
    )


def _in_the_middle(connection: Connection, size: Size, now: datetime) -> None:
    """Every tenth coordinator has an event unfinished; and what is remembered of updates."""
    newest = select(Campaign.id).order_by(Campaign.year.desc()).limit(1).scalar_subquery()
    insert_rows(
        connection,
        Draft,
        select(
            Person.id.label("person_id"),
            literal("event").label("form"),
            literal("city").label("step"),
            literal({"kind": "education", "name": ADDED["name"]}, JSON).label("answers"),
            literal(3).label("version"),
            true().label("active"),
            newest.label("campaign_id"),
            Person.region_code,
            at(now - timedelta(hours=1)).label("changed_at"),
        ).where(Person.role == "coordinator", Person.id % 10 == 3),
    )
    insert_rows(
        connection,
        ReceivedUpdate,
        select(
            _i.label("update_id"),
            (_i % size.coordinators + FIRST_COORDINATOR).label("chat_id"),
            _i.label("message_id"),
            _i.label("content_digest"),
            at(now - timedelta(hours=20)).label("received_at"),
        ).where(_i < size.received),
    )
