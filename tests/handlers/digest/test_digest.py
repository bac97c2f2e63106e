"""/digest: every morning, to each admin who wants it, what came and where it stands."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import assemble
from domain.audit.trail import record
from domain.campaigns.campaigns import season
from domain.mailings import digest_hours
from domain.regions.directory import load_regions
from domain.reports.state import ReportStatus
from domain.reports.status_groups import StatusSummary
from domain.reports.sums import Part, Sums, apart
from handlers import phrases
from handlers.digest import texts
from handlers.fallback import STALE_BUTTON, UNKNOWN_COMMAND
from handlers.people.texts import people
from handlers.phrases import ZERO_REPORT
from handlers.region_report.texts.report import ZERO_SURE
from models import (
    AccessRequest,
    AuditAction,
    Campaign,
    Event,
    ExtensionRequest,
    Person,
    RegionNews,
    RegionReport,
    ReportState,
    Role,
)
from sandbox.faults import LostAfterEffect, ServerError
from tests.world import (
    ANSWERS,
    DEADLINE,
    IN_THE_WEEK,
    MOSCOW,
    NO_HURRY,
    Someone,
    World,
    plain,
    settings_for,
)

# Only there several processes may be at work.
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
MORNING = datetime(2026, 11, 12, 8, 0, tzinfo=MOSCOW)
A_DAY = timedelta(days=1)
# Where they stand once one has reported, one has reported nothing, and one is at it.
REGIONS = StatusSummary(
    regions=89,
    by_status={
        ReportStatus.SUBMITTED: 1,
        ReportStatus.ZERO: 1,
        ReportStatus.IN_PROGRESS: 1,
        ReportStatus.RETURNED: 0,
        ReportStatus.NOT_BEGUN: 86,
    },
    accepted=0,
    late=0,
    sums=apart([(Part.SUBMITTED, Sums(events=2)), (Part.UNSUBMITTED, Sums(events=1))]),
)


def digests(admin: Someone) -> list[str]:
    said = [message.text for message in admin.phone.messages if message.from_bot]
    return [text for text in said if text.startswith(f"{texts.TITLE} ")]


async def reader(world: World, name: str = "Ольга", which: int = 0) -> Someone:
    """An admin who gets the digest at eight."""
    admin = await world.admin(name, which)
    await admin.says("/digest 8")
    return admin


async def test_it_is_off_until_an_admin_chooses_an_hour_and_can_be_turned_off(
    world: World,
) -> None:
    olga, pavel = await world.admin("Ольга"), await world.admin("Павел", which=1)
    await olga.says("/digest")
    assert texts.IS_OFF in olga.screen
    hours = range(6, 13)
    news = [texts.news_button(when, chosen=when == RegionNews.IN_DIGEST) for when in RegionNews]
    assert olga.buttons == [*(texts.hour_button(hour, chosen=False) for hour in hours), *news]
    await olga.presses(texts.hour_button(8, chosen=False))
    assert texts.is_on(8, MORNING, MOSCOW) in olga.screen
    chosen = [texts.hour_button(hour, chosen=hour == 8) for hour in hours]
    assert olga.buttons == [*chosen, texts.TURN_OFF, *news]
    await world.digest(MORNING)
    assert (len(digests(olga)), digests(pavel)) == (1, [])
    await olga.says("/digest")
    await olga.presses(texts.TURN_OFF)
    assert texts.IS_OFF in olga.screen
    await world.digest(MORNING + A_DAY)
    assert len(digests(olga)) == 1


@pytest.mark.parametrize("typed", ["8", "08:00", "в 8", "8 часов", "8.00"])
async def test_the_hour_may_be_typed(world: World, typed: str) -> None:
    olga = await world.admin()
    await olga.says(f"/digest {typed}")
    assert texts.is_on(8, MORNING, MOSCOW) in olga.screen


async def test_on_and_off_may_be_typed(world: World) -> None:
    olga = await world.admin()
    await olga.says("/digest вкл")
    assert texts.is_on(9, MORNING + timedelta(hours=1), MOSCOW) in olga.screen
    await olga.says("/digest Выкл.")
    assert texts.IS_OFF in olga.screen


@pytest.mark.parametrize("typed", ["5", "13", "25", "8:30", "-8", "иногда", "⑧", "8" * 50])
async def test_an_hour_that_is_none_is_answered_by_what_to_send(world: World, typed: str) -> None:
    olga = await reader(world)
    await olga.says(f"/digest {typed}")
    assert olga.screen == plain(texts.WRONG_HOUR)
    assert (await world.person(olga)).digest_hour == 8
    for forged in ("digest:5", "digest:13", "digest:x"):
        await olga.forges(forged)
        assert olga.toast == STALE_BUTTON
    assert (await world.person(olga)).digest_hour == 8


async def test_it_tells_what_came_and_where_the_regions_stand(world: World) -> None:
    olga = await reader(world)
    anna = await world.coordinator("Белгородская область", "Анна")
    for name in ("Урок", "Ярмарка"):
        await world.event(anna, name)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    vera = await world.coordinator("Москва", "Вера")
    await vera.says("/report")
    await vera.presses(ZERO_REPORT, ZERO_SURE)
    await world.event(await world.coordinator("Тульская область", "Яна"))
    await world.digest(MORNING)
    (text,) = digests(olga)
    added = ["Белгородская область – 2", "Тульская область – 1"]
    for told in (
        texts.remaining(timedelta(days=17, hours=15)),
        texts.news(IN_THE_WEEK - A_DAY, MOSCOW),
        plain(texts.line(texts.SUBMITTED, ["Белгородская область"])),
        plain(texts.line(texts.ZERO, ["Москва"])),
        plain(texts.line(texts.NEW_EVENTS, added, 3)),
        plain(texts.summary_line(REGIONS)),
        f"{phrases.nobody_to_write_to(86)}.",
    ):
        assert f"{told}\n" in f"{text}\n"


async def test_what_a_digest_has_told_the_next_one_does_not_repeat(world: World) -> None:
    olga = await reader(world)
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await world.digest(MORNING)
    await world.digest(MORNING + A_DAY)
    first, second = digests(olga)
    added = ["Белгородская область – 1"]
    assert plain(texts.line(texts.NEW_EVENTS, added)) in first
    assert texts.no_news(MORNING, MOSCOW) in second
    assert texts.status_count(ReportStatus.IN_PROGRESS, 1) in second
    assert texts.remaining(timedelta(days=16, hours=15)) in second


async def test_a_report_that_came_late_is_told_as_late(world: World) -> None:
    olga = await reader(world)
    late = {"campaign_id": 1, "region_code": "31", "state": ReportState.SUBMITTED}
    async with world.app.database.transaction() as session:
        by = await session.get_one(Person, olga.id)
        at = DEADLINE + timedelta(hours=1)
        session.add(RegionReport(**late, changed_by=by.id, changed_at=at, submitted_at=at))
        action = AuditAction.REPORT_SUBMITTED
        record(session, action, "2026/31", now=world.clock(), by=by, region_code="31")
    await world.digest(MORNING)
    (text,) = digests(olga)
    assert "Сдали отчёт – 1: Белгородская область (с опозданием)" in text


async def test_a_report_returned_and_one_accepted_are_told_as_they_stand_now(
    world: World,
) -> None:
    olga = await reader(world)
    campaign = await world.campaign()
    async with world.app.database.transaction() as session:
        by = await session.get_one(Person, olga.id)
        for code, state in (("31", ReportState.RETURNED), ("77", ReportState.SUBMITTED)):
            report = RegionReport(
                campaign_id=campaign.id, region_code=code, state=state, changed_by=by.id
            )
            report.changed_at = report.submitted_at = world.clock()
            if state == ReportState.RETURNED:
                report.returned_at = world.clock()
            else:
                report.accepted_at, report.accepted_by = world.clock(), by.id
            session.add(report)
            record(
                session,
                AuditAction.REPORT_ACCEPTED,
                f"2026/{code}",
                now=world.clock(),
                by=by,
                region_code=code,
            )
    await world.digest(MORNING)
    (text,) = digests(olga)
    assert plain(texts.line(texts.RETURNED, ["Белгородская область"])) in text.splitlines()
    assert plain(texts.line(texts.ACCEPTED, ["Москва"])) in text.splitlines()
    assert f"{texts.ACCEPTED_SO_FAR}: 1." in text


async def test_it_names_who_is_newly_out_of_reach_and_what_waits_for_an_answer(
    world: World,
) -> None:
    olga = await reader(world)
    anna = await world.coordinator("Белгородская область", "Анна <i>")
    boris = await world.coordinator("Тверская область", "Борис")
    vera = await world.coordinator("Москва", "Вера")
    await world.coordinator("Москва", "Галина")
    await anna.blocks()
    await olga.says("/people")
    for someone in (boris, vera):
        label = phrases.person_button(await world.person(someone))
        await olga.presses(label, people.REMOVE, people.REMOVE_SURE, people.BACK_TO_LIST)
    campaign = await world.campaign()
    async with world.app.database.transaction() as session:
        asked = {"person_id": anna.id, "region_code": "31", "requested_at": world.clock()}
        session.add(AccessRequest(**asked))
        wish = {"reason": "Паводок", "until": DEADLINE + A_DAY}
        session.add(ExtensionRequest(campaign_id=campaign.id, **asked, **wish))
    await world.digest(MORNING)
    (text,) = digests(olga)
    for told in (
        plain(texts.line(texts.BLOCKED, ["Анна <i> (Белгородская область)"])),
        plain(texts.line(texts.REMOVED, ["Борис (Тверская область)", "Вера (Москва)"])),
        plain(texts.line(texts.LOST, ["Белгородская область", "Тверская область"])),
        f"{texts.ACCESS_REQUESTS}: 1.",
        f"{texts.TIME_REQUESTS}: 1.",
        "• Белгородская область – до 30.11.2026, 23:59 (мск), причина: Паводок",
    ):
        assert told in text.splitlines()
    assert phrases.time_requests_button(1) in olga.buttons
    await world.digest(MORNING + A_DAY)
    assert texts.no_news(MORNING, MOSCOW) in digests(olga)[1]


async def test_its_buttons_lead_to_reminding_the_status_and_the_requests(world: World) -> None:
    olga = await reader(world)
    ivan = world.stranger("Иван")
    await ivan.asks_for_access("Тульская область")
    await world.digest(MORNING)
    buttons = {
        button.label: (button.data or "")[1:] for row in olga.phone.last.rows for button in row
    }
    assert buttons == {
        texts.REMIND_UNREPORTED: "remind:unreported:",
        texts.REMIND_NOT_BEGUN: "remind:silent:",
        texts.STATUS: "status:0",
        phrases.requests_button(1): "requests:0",
    }
    await olga.presses(phrases.requests_button(1))
    assert "Иван" in olga.screen


async def test_when_all_have_reported_there_is_nobody_to_remind(world: World) -> None:
    olga = await reader(world)
    campaign = await world.campaign()
    async with world.app.database.transaction() as session:
        for region in load_regions():
            report = RegionReport(
                campaign_id=campaign.id,
                region_code=region.code,
                state=ReportState.ZERO,
                changed_by=olga.id,
            )
            report.changed_at = report.submitted_at = world.clock()
            session.add(report)
    await world.digest(MORNING)
    assert olga.buttons == [texts.STATUS]
    assert texts.status_count(ReportStatus.ZERO, 89) in olga.screen


async def test_each_admin_has_their_own_hour_and_gets_one_a_day(world: World) -> None:
    olga, pavel = await reader(world), await world.admin("Павел", which=1)
    await pavel.says("/digest 11")
    await world.digest(MORNING - timedelta(minutes=1))
    assert digests(olga) == []
    for hours in (0, 1, 2):
        await world.digest(MORNING + timedelta(hours=hours))
        assert (len(digests(olga)), len(digests(pavel))) == (1, 0)
    await world.digest(MORNING + timedelta(hours=3))
    await world.digest(MORNING + timedelta(hours=3))
    assert (len(digests(olga)), len(digests(pavel))) == (1, 1)


async def test_an_hour_that_has_passed_begins_tomorrow(world: World) -> None:
    olga = await world.admin()  # at noon
    await olga.says("/digest 8")
    await world.app.digests.send_due()
    assert digests(olga) == []
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await world.digest(MORNING)
    await olga.says("/digest 6")
    await world.app.digests.send_due()
    assert len(digests(olga)) == 1
    tomorrow = datetime(2026, 11, 13, 6, 0, tzinfo=MOSCOW)
    assert texts.is_on(6, tomorrow, MOSCOW) in olga.screen
    await world.digest(MORNING + A_DAY - timedelta(hours=2))
    assert len(digests(olga)) == 2


async def test_one_that_could_not_come_in_the_morning_is_no_news_at_night(world: World) -> None:
    olga = await reader(world)
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await world.digest(MORNING + timedelta(hours=12))
    assert digests(olga) == []
    await world.digest(MORNING + A_DAY + timedelta(hours=11))
    assert len(digests(olga)) == 1


async def test_after_the_deadline_it_goes_on_until_the_campaign_is_closed(world: World) -> None:
    olga = await reader(world)
    await world.digest(DEADLINE.replace(hour=8) + A_DAY)
    assert phrases.expired(DEADLINE, MOSCOW) in digests(olga)[0]
    async with world.app.database.transaction() as session:
        await session.execute(update(Campaign).values(closed_at=world.clock()))
    await world.digest(DEADLINE.replace(hour=8) + 2 * A_DAY)
    assert len(digests(olga)) == 1
    await olga.says("/digest")
    assert texts.is_paused(8) in olga.screen


async def test_a_new_years_campaign_brings_no_second_one_the_same_day(world: World) -> None:
    olga = await reader(world)
    await world.digest(MORNING)
    async with world.app.database.transaction() as session:
        dates = season(2027, MOSCOW)
        session.add(
            Campaign(
                year=2027,
                title="Неделя качества 2027",
                week_start=dates.week_start,
                week_end=dates.week_end,
                day=dates.day,
                deadline=dates.deadline,
            )
        )
    await world.digest(MORNING + timedelta(hours=1))
    assert len(digests(olga)) == 1
    await world.digest(MORNING + A_DAY)
    assert texts.no_news(MORNING, MOSCOW) in digests(olga)[1]


async def test_who_is_no_admin_any_more_or_blocked_the_bot_gets_none(world: World) -> None:
    olga, pavel = await reader(world), await reader(world, "Павел", which=1)
    await pavel.blocks()
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, olga.id)).role = Role.STRANGER
    await world.digest(MORNING)
    assert digests(olga) == []
    assert world.telegram.journal.calls("sendMessage", chat_id=pavel.id)[-1].status == 200


@ON_POSTGRESQL
async def test_processes_side_by_side_send_it_once(world: World) -> None:
    olga = await reader(world)
    world.clock.at = MORNING
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
        looks = (world.app.digests, other.digests, world.app.digests, other.digests)
        await asyncio.gather(*(each.send_due() for each in looks))
    assert len(digests(olga)) == 1


async def test_one_whose_answer_was_lost_is_sent_once_more_and_the_next_tells_what_is_new(
    world: World,
) -> None:
    olga = await reader(world)
    await world.event(await world.coordinator("Белгородская область"))
    world.telegram.faults.order(LostAfterEffect(), "sendMessage", chat_id=olga.id)
    for minutes in range(3):
        await world.digest(MORNING + timedelta(minutes=minutes))
    assert len(digests(olga)) == 2
    added = plain(texts.line(texts.NEW_EVENTS, ["Белгородская область – 1"]))
    assert all(added in digest for digest in digests(olga))
    await world.digest(MORNING + A_DAY)
    assert added not in digests(olga)[2]


async def test_one_that_telegram_could_not_take_comes_later_that_day(world: World) -> None:
    olga = await reader(world)
    world.telegram.faults.order(ServerError(), "sendMessage")
    await world.digest(MORNING)
    assert digests(olga) == []
    await world.digest(MORNING + timedelta(hours=2))
    assert len(digests(olga)) == 1


async def test_the_fullest_digest_fits_into_a_message(world: World) -> None:
    olga = await reader(world)
    campaign = await world.campaign()
    now = world.clock()
    async with world.app.database.transaction() as session:
        for number, region in enumerate(load_regions()):
            person = Person(
                id=30_000 + number,
                name="Ж" * 150,
                role=Role.COORDINATOR,
                region_code=region.code,
                blocked_at=now,
                joined_at=now,
            )
            removed = Person(id=40_000 + number, name="Щ" * 150)
            session.add_all([person, removed])
            await session.flush()
            whose = {"campaign_id": campaign.id, "region_code": region.code}
            session.add(
                Event(
                    **whose,
                    **ANSWERS,
                    number=1,
                    created_at=now,
                    created_by=person.id,
                    changed_at=now,
                    draft_id=number,
                )
            )
            state = list(ReportState)[number % 4]
            report = RegionReport(**whose, state=state, changed_at=now, changed_by=person.id)
            report.submitted_at = report.returned_at = report.accepted_at = now
            asked = {"requested_at": now, "until": DEADLINE, "reason": "<" * 500}
            session.add_all([report, ExtensionRequest(**whose, person_id=person.id, **asked)])
            for action, subject_id in (
                (AuditAction.REPORT_SUBMITTED, f"2026/{region.code}"),
                (AuditAction.REPORT_ACCEPTED, f"2026/{region.code}"),
                (AuditAction.PERSON_REMOVED, removed.id),
            ):
                record(
                    session,
                    action,
                    subject_id,
                    now=now,
                    by=person,
                    region_code=region.code,
                )
    await world.digest(MORNING)
    (text,) = digests(olga)
    (gone,) = (line for line in text.splitlines() if line.startswith(texts.REMOVED))
    assert gone.startswith(f"{texts.REMOVED} – 89: ")
    assert gone.endswith(" 86"), "and how many more there are"
    assert texts.TIME_REQUESTS in text
    assert 2500 < len(text) <= 4096


async def test_a_coordinator_has_no_digest_to_set(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/digest 8")
    assert anna.screen == UNKNOWN_COMMAND
    await anna.forges("digest:8")
    assert anna.toast == STALE_BUTTON
    people = await world.rows(select(Person.digest_hour))
    assert people == [None]


async def test_whoever_has_turned_it_off_while_others_are_sent_theirs_gets_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga, pavel = await reader(world), await reader(world, "Павел", which=1)
    found_due = digest_hours.due_digests

    async def then_turned_off(session: AsyncSession, *args: Any) -> Any:
        found = await found_due(session, *args)
        async with world.app.database.transaction() as writing:
            leaving = update(Person).where(Person.id == pavel.id).values(digest_hour=None)
            await writing.execute(leaving)
        return found

    monkeypatch.setattr("bot.jobs.digests.due_digests", then_turned_off)
    await world.digest(MORNING)
    assert (len(digests(olga)), digests(pavel)) == (1, [])
