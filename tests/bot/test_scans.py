"""Nothing on the way of an answer, and no look of the clock's, reads a table that grows from its
beginning to its end. SQLite plans by the schema alone, so few rows show what many would cost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select
from sqlalchemy import event as listening

from domain.campaigns.campaigns import current_campaign
from domain.mailings.put_off import put_off
from handlers import phrases
from handlers.callbacks import OpenEvent
from handlers.colleagues.texts import INVITE
from handlers.event_form.texts.form import EDIT, SAVE
from handlers.event_import.texts.loading import load_label
from handlers.proposals.texts import accept_all, yes_accept
from models import Event, Person, RegionReport, ReportState, Submission
from tests.handlers.event_import.drawn_up import lessons, sends, xlsx
from tests.handlers.forms.openings import EVENT_ANSWERS
from tests.helping import helper_of, proposes
from tests.world import DEADLINE, MOSCOW, World

# The others hold as many rows as there are regions, years, or updates in hand.
GROWING = (
    "audit_trail",
    "drafts",
    "events",
    "helper_links",
    "imports",
    "invitations",
    "mailing_deliveries",
    "people",
    "proposals",
    "received_updates",
    "region_messages",
    "reminder_deliveries",
    "submissions",
)
_SCAN = re.compile(rf"SCAN ({'|'.join(GROWING)})\b")
# Among the steps of an INSERT are the tables that refer to it, though SQLite looks into them only
# where a foreign key is broken. So of one what it selects is planned, and of values nothing.
_PLANNED = re.compile(
    r"\s*(?:SELECT|INSERT(?! INTO \w+ \([^)]*\) VALUES)|UPDATE|DELETE|WITH)\b", re.IGNORECASE
)
_SELECTED = re.compile(r"INSERT INTO \w+ \([^)]*\)\s+(?=SELECT\b)", re.IGNORECASE)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def scans() -> Iterator[list[str]]:
    """The statements that any database executes meanwhile and that scan such a table, each with
    how it is carried out."""
    found: list[str] = []
    planned = 0

    def plan(
        connection: Connection,
        _cursor: object,
        statement: str,
        parameters: Any,
        _context: object,
        _executemany: bool,
    ) -> None:
        nonlocal planned
        if not _PLANNED.match(statement):
            return
        one = parameters[0] if isinstance(parameters, list) else parameters  # of many
        planning = f"EXPLAIN QUERY PLAN {_SELECTED.sub('', statement)}"
        steps = connection.exec_driver_sql(planning, one).all()
        planned += 1
        ways = [str(step.detail) for step in steps]
        if any(map(_SCAN.match, ways)):
            found.append("\n".join([" ".join(statement.split()), *ways]))

    listening.listen(Engine, "before_cursor_execute", plan)
    yield found
    listening.remove(Engine, "before_cursor_execute", plan)
    assert planned, "nothing was executed"


async def test_a_scan_is_noticed(world: World) -> None:
    olga = await world.admin()
    with scans() as found:
        await olga.says("/history")
    assert "SCAN audit_trail" in "\n".join(found)


async def test_no_answer_of_the_form_scans_what_grows(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)  # the region's places are offered
    with scans() as found:
        await anna.says("/new", *EVENT_ANSWERS, "rskrf.ru/news", "готово", "готово")
        await anna.edits(anna.phone.sent, "Готово")
        await anna.presses(SAVE)
    assert found == []


async def test_no_screen_of_a_coordinator_scans_what_grows(world: World) -> None:
    await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    event = await world.event(anna)
    with scans() as found:
        await anna.says("/start", "/events", "спасибо")
        await anna.forges(OpenEvent(event=event.id).pack())
        await anna.presses(EDIT)
        await anna.says("/report")
        await anna.presses(phrases.COLLEAGUES, INVITE)
        for pressed in ("own_events:0", "put_off:2026"):
            await anna.forges(pressed)
        await anna.says("/report")
        await anna.presses(phrases.SUBMIT_REPORT)
        world.clock.at = DEADLINE + timedelta(hours=1)
        await anna.says("/new")
        await boris.forges("leave_region:31:1")
    assert found == []
    (report,) = await world.rows(select(RegionReport))
    assert report.state == ReportState.SUBMITTED


async def test_no_file_of_events_and_no_receipt_scans_what_grows(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    with scans() as found:
        await sends(anna, xlsx(*lessons(2)))
        await anna.presses(load_label(2))
        await anna.says("/report")
        await anna.presses(phrases.SUBMIT_REPORT)
        await anna.presses(phrases.AS_SUBMITTED)
    assert found == []
    assert len(await world.rows(select(Submission))) == 1


async def test_no_screen_of_helpers_and_their_proposals_scans_what_grows(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    petr = await helper_of(world, anna)
    with scans() as found:
        await proposes(petr)
        await proposes(petr, organisation="Лицей № 9")
        await petr.says("/proposals", "/start")
        await world.app.proposal_news.send_due()
        await anna.says("/helpers", "/proposals")
        await anna.presses(accept_all(2))
        await anna.presses(yes_accept(2))
    assert found == []
    assert len(await world.rows(select(Event))) == 2


async def test_nothing_that_the_clock_looks_for_is_scanned_for(world: World) -> None:
    await world.admin()
    anna = await world.coordinator("Белгородская область")
    with scans() as found:
        # With nothing due, and with a reminder.
        for at in (world.clock.at, DEADLINE - timedelta(hours=12)):
            await world.remind(at)
            await world.digest(at)
            await world.mail()
        async with world.app.database.transaction() as session:
            person = await session.get_one(Person, anna.id)
            till = world.clock().astimezone(MOSCOW)
            await put_off(session, await current_campaign(session), person, till)
        await world.remind(DEADLINE - timedelta(hours=11))
        await world.app.proposal_news.send_due()
        await world.app.inbox.take_up_left_over()
    assert found == []
    assert len(anna.reminders) == 1
