"""Loading the sample: the made-up reports, in the database of a bot that may be running."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from bot.app import prepare
from bot.database import Database
from demo.sample import SampleReport, sample_reports
from demo.sampling import Added, add_sample, write_reports
from domain.campaigns.campaigns import current_campaign
from domain.events.fields import FIELDS
from domain.events.form import REVIEW
from domain.export.events_sheet import NOT_SUBMITTED, REPORT
from domain.export.not_reported_sheet import NOT_REPORTED
from domain.people.reachable import out_of_reach
from domain.reports.state import ReportStatus
from domain.reports.status_queries import region_status
from models import Campaign, Draft, Event, Person, ReportState
from tests.process import Command
from tests.world import DEADLINE, IN_THE_WEEK, World, settings_for

LOCAL = "http://127.0.0.1:1"
STANDINGS = {ReportState.SUBMITTED: ReportStatus.SUBMITTED, ReportState.ZERO: ReportStatus.ZERO}


def some_reports() -> Sequence[SampleReport]:
    """A few small ones, of every sort."""
    reports = sample_reports(7, IN_THE_WEEK)
    chosen = {
        (report.state, len(report.events) - finished(report), len(report.coordinators)): report
        for report in reports
        if len(report.events) < 20
    }
    blocked = next(r for r in reports if any(each.blocked_at for each in r.coordinators))
    return list({report.region.code: report for report in (*chosen.values(), blocked)}.values())


def finished(report: SampleReport) -> int:
    return sum(event.finished for event in report.events)


@pytest.fixture
async def prepared(database: Database, database_url: str) -> Database:
    await prepare(database, settings_for(LOCAL, database_url), IN_THE_WEEK)
    return database


async def count(database: Database, table: type[Person | Event | Draft]) -> int:
    async with database.transaction() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_each_region_stands_where_its_sample_says(prepared: Database) -> None:
    reports = some_reports()
    added = await write_reports(prepared, reports)
    assert added == Added(
        regions=len(reports),
        coordinators=sum(len(report.coordinators) for report in reports),
        events=sum(map(finished, reports)),
    )
    async with prepared.transaction() as session:
        campaign = await current_campaign(session)
        for report in reports:
            seen = await region_status(session, campaign, report.region.code)
            in_hand = ReportStatus.IN_PROGRESS if finished(report) else ReportStatus.NOT_BEGUN
            assert seen.report_status == (STANDINGS[report.state] if report.state else in_hand)
            assert seen.events == finished(report)
            assert seen.drafts == len(report.events) - finished(report)
            if report.state is not None:
                by = report.coordinators[0].name
                assert (seen.changed_at, seen.changed_by) == (report.state_at, by)
        blocked = {each.id for r in reports for each in r.coordinators if each.blocked_at}
        assert {each.id for each in (await out_of_reach(session)).blocked} == blocked != set()
        drafts = (await session.execute(select(Draft))).scalars().all()
    assert drafts
    assert {draft.step for draft in drafts} <= {*(each.key for each in FIELDS), REVIEW}


async def test_what_is_there_already_is_not_added_again(prepared: Database) -> None:
    reports = some_reports()
    await write_reports(prepared, reports[:2])
    rest = await write_reports(prepared, reports)
    assert rest.regions == len(reports) - 2
    tables = [await count(prepared, table) for table in (Person, Event, Draft)]
    assert await write_reports(prepared, reports) == Added(0, 0, 0)
    assert [await count(prepared, table) for table in (Person, Event, Draft)] == tables


async def test_two_who_load_it_at_once_load_it_once(prepared: Database, database_url: str) -> None:
    reports = some_reports()
    other = Database(database_url)
    added = await asyncio.gather(*(write_reports(each, reports) for each in (prepared, other)))
    await other.close()
    assert sum(each.regions for each in added) == len(reports)
    assert await count(prepared, Event) == sum(map(finished, reports))


async def test_those_who_joined_before_stay_and_their_report_is_theirs_to_submit(
    world: World,
) -> None:
    submitted = [r for r in some_reports() if r.state == ReportState.SUBMITTED]
    one, other = submitted[:2]
    anna = await world.coordinator(one.region.name)
    boris = await world.coordinator(other.region.name, "Борис")
    await boris.reports()
    await boris.says("/report")
    await boris.presses("Сдать отчёт")
    await anna.says("/new")
    loading = asyncio.create_task(write_reports(world.app.database, submitted))
    await anna.presses("Урок, занятие")
    await anna.says("Урок качества", "Город", "Школа № 5", "3", "75")
    await loading
    await anna.presses("Пропустить", "Пропустить", "Сохранить")

    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        hers = await region_status(session, campaign, one.region.code)
        his = await region_status(session, campaign, other.region.code)
    assert (hers.report_status, hers.events) == (ReportStatus.IN_PROGRESS, finished(one) + 1)
    assert (his.report_status, his.events, his.changed_by) == (ReportStatus.SUBMITTED, 1, "Борис")
    assert (await world.person(anna)).region_code == one.region.code
    assert await world.set_aside() == 0


async def test_after_closing_the_sample_is_of_the_days_before_the_deadline(
    prepared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[datetime] = []

    def ask(_: int, now: datetime) -> tuple[SampleReport, ...]:
        asked.append(now)
        return ()

    monkeypatch.setattr("demo.sampling.sample_reports", ask)
    await add_sample(prepared, DEADLINE - timedelta(days=1))
    await add_sample(prepared, DEADLINE + timedelta(days=1))
    assert asked == [DEADLINE - timedelta(days=1), DEADLINE]


# ── The command ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def command(sqlite_url: str, tmp_path: Path) -> Command:
    return Command(LOCAL, sqlite_url, tmp_path, module="demo.bot")


@pytest.mark.processes
async def test_the_whole_sample_is_exported_with_the_right_figures(
    command: Command, sqlite_url: str, tmp_path: Path
) -> None:
    done = await command.run("sample")
    assert (done.code, done.err) == (0, "")
    database = Database(sqlite_url)
    async with database.transaction() as session:
        deadline = (await session.execute(select(Campaign.deadline))).scalar_one()
    await database.close()
    # The same for any time: only the times depend on it.
    reports = sample_reports(2025, deadline)
    events = [event for report in reports for event in report.events if event.finished]
    people = sum(len(report.coordinators) for report in reports)
    assert done.out == (f"Added to 89 regions: {people} coordinators, {len(events)} events.\n")

    done = await command.run("export", "out.xlsx")
    reported = sum(report.state is not None for report in reports)
    assert f"{reported} of 89 regions have reported." in done.out
    book = openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True)
    lines = {
        sheet: list(book[sheet].iter_rows(min_row=2, values_only=True))
        for sheet in (REPORT, NOT_SUBMITTED)
    }
    silent = list(book[NOT_REPORTED].iter_rows(min_row=2, values_only=True))
    book.close()
    for sheet, words, submitted in (
        (REPORT, "Submitted", True),
        (NOT_SUBMITTED, "Not submitted", False),
    ):
        of_part = [
            event
            for report in reports
            for event in report.events
            if event.finished and (report.state is not None) == submitted
        ]
        assert [line[0] for line in lines[sheet]] == list(range(1, len(of_part) + 1))
        assert [line[2] for line in lines[sheet]] == [event.answers["name"] for event in of_part]
        held, took_part = (
            sum(int(event.answers[key]) for event in of_part)
            for key in ("times_held", "participants")
        )
        assert sum(int(str(line[5])) for line in lines[sheet]) == took_part
        sums = f"{len(of_part)} events, held {held} times, {took_part} participants"
        assert f"{words}: {sums}." in done.out
    assert len(silent) == 89 - reported

    done = await command.run("sample")
    assert (done.code, done.err) == (0, "")
    assert "there already" in done.out
