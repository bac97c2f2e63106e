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

from handlers import phrases
from handlers.callbacks import OpenEvent
from handlers.event_form.texts.form import EDIT, SAVE
from models import RegionReport, ReportState
from tests.handlers.forms.openings import EVENT_ANSWERS
from tests.world import DEADLINE, World

# The others hold as many rows as there are regions, years, or updates in hand.
GROWING = (
    "audit_trail",
    "drafts",
    "events",
    "invitations",
    "mailing_deliveries",
    "people",
    "received_updates",
    "region_messages",
    "reminder_deliveries",
)
_SCAN = re.compile(rf"SCAN ({'|'.join(GROWING)})\b")
_PLANNED = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)

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
        executemany: bool,
    ) -> None:
        nonlocal planned
        if not _PLANNED.match(statement):
            return
        one = parameters[0] if executemany else parameters
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", one).all()
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
    event = await world.event(anna)
    with scans() as found:
        await anna.says("/start", "/events", "спасибо")
        await anna.forges(OpenEvent(event=event.id).pack())
        await anna.presses(EDIT)
        await anna.says("/report")
        await anna.presses(phrases.SUBMIT_REPORT)
        world.clock.at = DEADLINE + timedelta(hours=1)
        await anna.says("/new")
    assert found == []
    (report,) = await world.rows(select(RegionReport))
    assert report.state == ReportState.SUBMITTED


async def test_nothing_that_the_clock_looks_for_is_scanned_for(world: World) -> None:
    await world.admin()
    anna = await world.coordinator("Белгородская область")
    with scans() as found:
        # With nothing due, and with a reminder.
        for at in (world.clock.at, DEADLINE - timedelta(hours=12)):
            await world.remind(at)
            await world.digest(at)
            await world.mail()
        await world.app.inbox.take_up_left_over()
    assert found == []
    assert len(anna.reminders) == 1
