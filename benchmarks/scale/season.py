"""What people and the clock have the product do, so that its statements can be watched."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import Connection, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from benchmarks.scale.data import ADMIN, FIRST_COORDINATOR, at, insert_rows
from benchmarks.scale.plans import Plans
from benchmarks.scale.quiet_bot import NOW, Nodding, Phone
from bot.app import App
from domain.campaigns.campaigns import current_campaign
from domain.events.fields import KINDS
from domain.events.search import Search, find_events
from domain.export import queries as export_queries
from domain.export.changes import change_rows, count_changes
from domain.export.filters import ExportFilter
from domain.export.log import current_position, position_since
from domain.export.scope import Scope
from domain.history.history import history_page
from domain.history.subjects import EVERYTHING, Subject
from domain.mailings.mailings import Audience, recipients_of
from domain.people.reachable import out_of_reach
from domain.people.search import people_called, people_named
from domain.reports.data_check_queries import remarks_on_region
from domain.reports.region_card import region_card
from domain.reports.status import RegionStatus
from domain.reports.status_queries import read_statuses, region_statuses
from domain.reports.sums import Part
from handlers import phrases
from handlers.event_form.texts.form import EDIT, SAVE
from models import Campaign, Mailing, MailingDelivery, Person, ReminderDelivery

# Whose unit has an event that was returned and a report that is not submitted.
UNIT = 59
WRITER = FIRST_COORDINATOR + UNIT
ANSWER, CLOCK, MINISTRY, WORKBOOK = "answers", "clock", "ministry", "workbook"
ANSWERS = (
    ("a kind", KINDS["education"]),
    ("a line", "Урок качества в музее"),
    ("a place", "Белгород, Музей народной культуры"),
    ("a number", "3"),
    ("a number", "75"),
    ("links", "rskrf.ru/news"),
    ("the end of the links", "готово"),
    ("the end of the links", "готово"),
)


async def coordinators_answer(app: App, telegram: Nodding, plans: Plans) -> None:
    phone = Phone(app, telegram, WRITER)
    with plans.of(ANSWER, "A new event is begun"):
        await phone.types("/new")
    for what, answer in ANSWERS:
        with plans.of(ANSWER, f"A typed answer: {what}"):
            typed = await phone.types(answer)
        if answer.startswith("Урок"):
            with plans.of(ANSWER, "An answer is edited"):
                await phone.edits(typed, "Урок качества в краеведческом музее")
    with plans.of(ANSWER, "The event is saved"):
        await phone.presses(SAVE)
    with plans.of(ANSWER, "«Мои мероприятия»"):
        await phone.types("/events")
    with plans.of(ANSWER, "An event is opened"):
        await phone.presses(next(iter(telegram.shown[phone.id][1])))
    with plans.of(ANSWER, "An event is to be corrected"):
        await phone.presses(EDIT)
    with plans.of(ANSWER, "«Отчёт региона»"):
        await phone.types("/report")
    with plans.of(ANSWER, "The report is submitted"):
        await phone.presses(phrases.SUBMIT_REPORT)
    with plans.of(ANSWER, "A text without a form"):
        await phone.types("спасибо")


async def clock_ticks(app: App, plans: Plans) -> None:
    """In the middle of the reminders, and when there is nothing to do."""
    async with app.database.transaction() as session:
        await session.run_sync(_all_but_three_told)
    jobs: tuple[tuple[str, Callable[[], Awaitable[None]]], ...] = (
        ("reminders", app.reminders.send_due),
        ("digests", app.digests.send_due),
        ("mailings", app.mailings.send_due),
    )
    for name, job in jobs:
        with plans.of(CLOCK, f"{name}, the last ones"):
            await job()
    for name, job in jobs:
        with plans.of(CLOCK, f"{name}, nothing to do"):
            await job()
    with plans.of(CLOCK, "what was left over in the inbox"):
        await app.inbox.take_up_left_over()


def _all_but_three_told(session: Session) -> None:
    """Of today's reminders, and of a mailing."""
    connection = session.connection()
    newest = session.scalars(select(Campaign.id).order_by(Campaign.year.desc()).limit(1)).one()
    told = [Person.role == "coordinator", Person.id >= FIRST_COORDINATOR + 300]
    sent = at(NOW - timedelta(minutes=4)).label("claimed_at")
    insert_rows(
        connection,
        ReminderDelivery,
        select(
            literal(newest).label("campaign_id"),
            Person.id.label("person_id"),
            literal("reminder").label("kind"),
            literal(NOW.date()).label("on_date"),
            sent,
            literal("sent").label("outcome"),
        ).where(*told),
    )
    mailing = {"campaign_id": newest, "kind": "notice", "content_json": {"text": "Срок"}}
    row = insert(Mailing).values({**mailing, "created_by": ADMIN, "created_at": NOW})
    mailing_id = connection.execute(row.returning(Mailing.id)).scalar_one()
    recipients = select(
        literal(mailing_id).label("mailing_id"), Person.id.label("person_id"), Person.region_code
    ).where(Person.role == "coordinator")
    done = recipients.add_columns(sent, literal("sent").label("outcome"))
    insert_rows(connection, MailingDelivery, done.where(*told))
    few = Person.id < FIRST_COORDINATOR + 3
    insert_rows(connection, MailingDelivery, recipients.where(few))


async def ministry_looks(app: App, plans: Plans) -> None:
    """What an admin's screens ask the database."""

    @asynccontextmanager
    async def watched(purpose: str) -> AsyncIterator[AsyncSession]:
        async with app.database.transaction() as session:
            with plans.of(MINISTRY, purpose):
                yield session

    async with app.database.transaction() as session:
        campaign = await current_campaign(session)
        writer = await session.get_one(Person, WRITER)
        code = str(writer.region_code)
    async with watched("Where all regions stand") as session:
        await region_statuses(session, campaign)
    async with watched("A region's card") as session:
        await region_card(session, campaign, code)
    async with watched("Remarks on a region's data") as session:
        await remarks_on_region(session, campaign, code)
    async with watched("Events are searched") as session:
        await find_events(session, campaign, Search(words="музей"), 0)
    async with watched("Whom a mailing would reach") as session:
        await recipients_of(session, campaign, Audience("unreported"), to_remind=True)
    async with watched("Whom nobody reaches") as session:
        await out_of_reach(session)
    async with watched("A person is looked up") as session:
        await people_called(session, "@nobody")
        await people_named(session, "координатор 5")
    subjects = (Subject("region", code, ""), Subject("person", str(WRITER), ""), EVERYTHING)
    for subject in subjects:
        async with watched(f"The history: {subject.kind}") as session:
            await history_page(session, subject, 0)


class EveryUnit(Scope):
    """Without asking of each unit whether it is one of the filter's, which takes minutes."""

    @property
    def left(self) -> list[RegionStatus]:
        return list(self.statuses)


async def export_is_made(app: App, plans: Plans) -> None:
    """The queries of a whole workbook, without the workbook."""

    def read(connection: Connection) -> None:
        session = Session(connection)
        campaign = session.scalars(select(Campaign).order_by(Campaign.year.desc())).first()
        assert campaign is not None
        position = current_position(session, NOW)
        position_since(session, ADMIN, campaign.id)
        scope = EveryUnit(campaign, ExportFilter(), None, read_statuses(session, campaign))
        for part in Part:
            next(export_queries.event_rows(session, scope, part), None)
            export_queries.most_links(session, scope, part)
        export_queries.kind_rows(session, scope)
        export_queries.silent_rows(session, scope)
        next(export_queries.remark_rows(session, scope), None)
        count_changes(session, scope, position)
        next(change_rows(session, scope, position), None)

    async with app.database.engine.connect() as connection:
        with plans.of(WORKBOOK, "a whole workbook"):
            await connection.run_sync(read)
