"""/status: where the regions stand, as an admin reads it."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from domain.campaigns.campaigns import current_campaign
from domain.events.fields import KINDS
from domain.people.people import remove_coordinator
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
from domain.reports.state import ReportStatus, set_state
from domain.reports.status import Silence
from domain.reports.status_groups import Group
from domain.reports.sums import Part, Sums, apart
from handlers import menu, phrases
from handlers.fallback import STALE_BUTTON
from handlers.formatting import capital, short_deadline, short_moment, sums_line, time_left
from handlers.on_behalf import REPORT_FOR_REGION
from handlers.phrases import COUNTED, events_apart
from handlers.region_picker import DISTRICTS
from handlers.region_report.texts.report import ZERO_SURE
from handlers.report_state import IN_TIME
from handlers.review.texts.decisions import CHANGED_SINCE, accepted_already
from handlers.review.texts.returning import SEND
from handlers.status import texts
from models import Campaign, Extension, Person, RegionReport, ReportState
from tests.regional import status
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, Someone, World, plain

REASON = "Распутица & снег"


async def submits(
    world: World, who: Someone, state: ReportState = ReportState.SUBMITTED, **changes: Any
) -> None:
    """The region's report is handed in; `changes` are what the ministry did with it since."""
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        person = await session.get_one(Person, who.id)
        code = str(person.region_code)
        await set_state(session, campaign, code, state, by=person, now=world.clock())
        report = await session.get_one(RegionReport, (campaign.id, person.region_code))
        for key, value in changes.items():
            setattr(report, key, value)


async def extends(world: World, admin: Someone, code: str, **later: float) -> None:
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        extension = Extension(
            campaign_id=campaign.id,
            region_code=code,
            until=campaign.deadline + timedelta(**later),
            reason=REASON,
            granted_by=admin.id,
            granted_at=world.clock(),
        )
        session.add(extension)


async def opens_next_year(world: World) -> None:
    async with world.app.database.transaction() as session:
        old = await current_campaign(session)
        new = Campaign(
            year=old.year + 1,
            title=f"Неделя качества {old.year + 1}",
            week_start=old.week_start,
            week_end=old.week_end,
            day=old.day,
            deadline=old.deadline + timedelta(days=364),
        )
        session.add(new)


def counted(screen: str) -> dict[str, int]:
    """The lines of the overview with a figure."""
    found = re.findall(r"^(?:\S )?([^\d:\n]+): (\d+)$", screen, re.MULTILINE)
    return {words: int(number) for words, number in found}


async def test_the_overview_and_its_districts_count_every_region_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await submits(world, await world.coordinator("Белгородская область"))
    await submits(world, await world.coordinator("Тульская область"), ReportState.ZERO)
    await world.event(await world.coordinator("Москва"))
    now = world.clock()
    returned = await world.coordinator("Омская область")
    await submits(world, returned, state=ReportState.RETURNED, submitted_at=now, returned_at=now)
    await submits(world, await world.coordinator("Томская область"), accepted_at=now)
    for admin in (olga, pavel):
        await admin.says("/status")
        reported = texts.overview.reported(3, of=89)
        unsubmitted = apart([(Part.UNSUBMITTED, Sums(events=1))])
        assert f"{reported}\n{events_apart(unsubmitted)}\n" in admin.screen
        assert counted(admin.screen) == {
            COUNTED[ReportStatus.SUBMITTED]: 2,
            COUNTED[ReportStatus.ZERO]: 1,
            COUNTED[ReportStatus.IN_PROGRESS]: 1,
            COUNTED[ReportStatus.RETURNED]: 1,
            COUNTED[ReportStatus.NOT_BEGUN]: 84,
        }
        assert sum(counted(admin.screen).values()) == 89
        assert texts.overview.accepted(1) in admin.screen
        left = time_left(timedelta(days=18, hours=11))
        assert f"{short_moment(IN_THE_WEEK, MOSCOW)}. " in admin.screen
        assert f" до {short_deadline(DEADLINE, MOSCOW)}, осталось {left}." in admin.screen
    await olga.presses(texts.overview.DISTRICTS)
    assert "ЦФО – 2 из 18: 🟦 1 🟪 1 🟨 1 ⬜ 15" in olga.screen.splitlines()
    assert len(re.findall(r" из \d+:", olga.screen)) == len(FEDERAL_DISTRICTS)


async def test_the_silent_are_named_with_the_reason(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    blocked = await world.coordinator("Тульская область", "Вера")
    await blocked.blocks()
    gleb = await world.coordinator("Москва", "Глеб")
    await gleb.says("/new")
    await gleb.presses(KINDS["education"])
    await gleb.says("Урок", "Москва")
    removed = await world.coordinator("Тверская область", "Яна")
    await removed.says("/new")
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, removed.id)
        await remove_coordinator(session, person, now=world.clock(), by=person)

    await olga.says("/status")
    assert f"{Silence.NEVER_OPENED} – 1, {Silence.DRAFT} – 1" in olga.screen
    await olga.presses(texts.lists.group_button(Group.NOT_BEGUN, 89))
    parts = dict(part.split("\n", 1) for part in olga.screen.split("\n\n")[1:])
    assert parts[f"{Silence.NEVER_OPENED.capitalize()}: 1"] == "Белгородская область"
    assert parts[f"{Silence.BLOCKED.capitalize()}: 1"] == "Тульская область"
    assert parts[f"{capital(texts.lists.draft_left('organisation'))}: 1"] == "Москва"
    assert "Тверская область" in parts[f"{Silence.NO_COORDINATOR.capitalize()}: 86"]
    too_many_for_a_button_each = [texts.lists.REMIND_NOT_BEGUN, texts.lists.OVERVIEW]
    assert olga.buttons == too_many_for_a_button_each


async def test_late_overdue_and_extended_regions_are_told_apart(world: World) -> None:
    olga = await world.admin()
    vera = await world.coordinator("Тульская область", "Вера")
    await submits(world, await world.coordinator("Белгородская область"))
    await world.event(await world.coordinator("Москва"))
    await extends(world, olga, "69", days=5)
    await extends(world, olga, "71", days=1)
    world.clock.at = DEADLINE + timedelta(days=2)
    await submits(world, vera)
    later = DEADLINE + timedelta(days=5)
    extended = status(region_by_code("69"), ReportStatus.NOT_BEGUN, deadline=later)
    await olga.says("/status")
    assert phrases.expired(DEADLINE, MOSCOW) in olga.screen
    told = texts.overview.late(1), texts.overview.overdue(86), texts.overview.extended(1)
    assert " ".join(told) in olga.screen
    await olga.presses(texts.lists.group_button(Group.OVERDUE, 86))
    assert "но не сдали отчёт: 1\nМосква (1)" in olga.screen
    assert "Ничего не внесли: 85" in olga.screen
    assert "Тверская область" not in olga.screen, "its own deadline is still to come"
    await olga.presses(texts.lists.OVERVIEW, texts.lists.group_button(Group.REPORTED, 2))
    assert f"{texts.lists.SUBMITTED_IN_TIME}: 1\nБелгородская область" in olga.screen
    assert f"{texts.lists.AFTER_DEADLINE}: 1\nТульская область (01.12)" in olga.screen
    await olga.presses(texts.lists.OVERVIEW, texts.lists.group_button(Group.EXTENDED, 1))
    assert olga.screen.splitlines()[-1] == texts.overview.until(extended, MOSCOW)
    assert "Тульская" not in olga.screen, "its own deadline has passed"


async def test_a_year_may_stand_beside_what_is_looked_up(world: World) -> None:
    olga = await world.admin()
    await olga.says("/status белгород 2026")
    assert olga.screen.startswith("Белгородская область")
    await olga.says("/status ЦФО за 2026 год")
    assert olga.screen.startswith(FEDERAL_DISTRICTS["ЦФО"])
    await olga.says("/status 2026 белгород")
    assert olga.screen.startswith("Белгородская область")
    await olga.says("/status белгород 2025")
    assert olga.screen == texts.overview.NO_SUCH_YEAR


async def test_a_district_lists_its_regions_and_a_region_opens_from_it(world: World) -> None:
    olga = await world.admin()
    await submits(world, await world.coordinator("Тюменская область"))
    await world.event(await world.coordinator("Курганская область"))
    await olga.says("/status")
    await olga.presses(texts.overview.DISTRICTS, texts.lists.district_button("УФО"))
    reported = texts.overview.reported(1, of=6)
    assert f"{FEDERAL_DISTRICTS['УФО']}\n{reported}" in olga.screen
    tyumen = status(region_by_code("72"), ReportStatus.SUBMITTED, submitted_at=IN_THE_WEEK)
    kurgan = status(region_by_code("45"), ReportStatus.IN_PROGRESS)
    for each in (replace(tyumen, events=0), replace(kurgan, events=1)):
        told = texts.lists.in_short(each, IN_THE_WEEK, MOSCOW, past=False)
        mark = texts.overview.MARKS[each.report_status]
        assert f"{mark} {each.region.name} – {told}" in olga.screen.splitlines()
    assert olga.screen.count("⬜") == 4
    assert olga.buttons[0] == texts.lists.REMIND_DISTRICT
    await olga.presses(texts.lists.region_button(tyumen))
    assert "Тюменская область" in olga.screen
    back = texts.lists.district_button("УФО"), texts.lists.OVERVIEW
    await olga.presses(*back, texts.overview.DISTRICTS, texts.lists.district_button(None))
    assert olga.screen.count("⬜") == 4
    assert f"Херсонская область – {Silence.NO_COORDINATOR}" in olga.screen


async def test_one_region_is_shown_with_its_people_and_all_that_became_of_its_report(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр <b>")
    await peter.blocks()
    await world.event(anna)
    await extends(world, olga, "31", days=3)
    await olga.says("/status белгород")
    card = texts.region_card
    in_progress = ReportStatus.IN_PROGRESS
    assert f"{texts.overview.MARKS[in_progress]} {in_progress}\n" in olga.screen
    assert capital(sums_line(Sums(1, 3, 75))) in olga.screen
    assert f"• Пётр <b> – {card.blocked(IN_THE_WEEK, MOSCOW)}" in olga.screen
    until = short_deadline(DEADLINE + timedelta(days=3), MOSCOW)
    given = f"{short_moment(IN_THE_WEEK, MOSCOW)}, Ольга Админ"
    assert f"{until}\n{plain(card.extended(given, REASON))}" in olga.screen
    to_district = [texts.lists.district_button("ЦФО"), texts.lists.OVERVIEW]
    ways_on = [card.REGION_REPORT, card.HISTORY, REPORT_FOR_REGION, *to_district]
    assert olga.buttons == [card.REMIND, card.EXTEND, *ways_on]
    await submits(world, anna)
    submitted = world.clock()
    world.clock.pass_(hours=1)
    await submits(
        world,
        anna,
        state=ReportState.RETURNED,
        submitted_at=submitted,
        returned_at=world.clock(),
        returned_by=olga.id,
        return_comment="Где <ссылки>?",
    )
    await olga.says("/status 31")
    at_noon, at_one, at_two = (
        short_moment(IN_THE_WEEK + timedelta(hours=hours), MOSCOW) for hours in range(3)
    )
    assert f"Возвращён на доработку {at_one}, Ольга Админ\nГде <ссылки>?\n" in olga.screen
    assert f"{ReportStatus.RETURNED}, был сдан {at_noon}, {IN_TIME}" in olga.screen
    world.clock.pass_(hours=1)
    await submits(world, anna, accepted_at=world.clock(), accepted_by=olga.id)
    await olga.says("/status Белгород")
    assert f"{ReportStatus.SUBMITTED} {at_noon}, {IN_TIME}" in olga.screen
    assert f"Принят {at_two}, Ольга Админ" in olga.screen
    assert card.REMIND not in olga.buttons


async def test_a_report_is_accepted_and_returned_on_its_regions_card(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Калининградская область")
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT, ZERO_SURE)
    card, decide = texts.region_card, [phrases.ACCEPT_REPORT, phrases.RETURN_REPORT]
    ways_on = [card.REGION_REPORT, card.HISTORY, REPORT_FOR_REGION, "СЗФО", texts.lists.OVERVIEW]
    for admin in (olga, pavel):
        await admin.says("/status калининград")
        assert admin.buttons == [*decide, *ways_on]
    await olga.presses(phrases.ACCEPT_REPORT)
    assert "принял отчёт региона" in anna.screen
    await pavel.presses(phrases.ACCEPT_REPORT)
    assert pavel.toast == accepted_already(by="Ольга Админ")
    await olga.says("/status калининград")
    assert olga.buttons == [phrases.RETURN_REPORT, *ways_on]
    await olga.presses(phrases.RETURN_REPORT)
    await olga.says("Дополните")
    await olga.presses(SEND)
    assert "Дополните" in anna.screen
    await olga.says("/status калининград")
    assert olga.buttons == [card.REMIND, card.EXTEND, *ways_on], "it waits for the region"
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT, ZERO_SURE)
    await olga.says("/status калининград")
    old = olga.phone.last
    assert olga.buttons == [*decide, *ways_on]
    await anna.says("/report")
    await anna.presses(phrases.REOPEN_REPORT)
    olga.phone.press(phrases.ACCEPT_REPORT, old)
    await world.settled()
    assert olga.toast == CHANGED_SINCE


async def test_a_draft_shows_on_the_regions_card_with_its_author(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.says("/new")
    await olga.says("/status 31")
    assert f"{ReportStatus.NOT_BEGUN} – {texts.lists.draft_left('kind')}" in olga.screen
    assert f"• Анна\n   {texts.lists.draft_left('kind')}" in olga.screen
    await olga.says("/status тверская")
    assert texts.region_card.NO_COORDINATORS in olga.screen
    assert texts.region_card.REMIND not in olga.buttons, "there is nobody to remind"


async def test_an_unclear_or_unknown_region_is_answered_with_what_to_do(world: World) -> None:
    olga = await world.admin()
    await olga.says("/status Атлантида")
    assert olga.screen == texts.overview.REGION_NOT_FOUND
    assert "/status 31" in olga.screen, "a region typed alone is not heard"
    await olga.presses(DISTRICTS)
    assert texts.lists.district_button("ЦФО") in olga.buttons
    for typed, district, regions in (("Уральский", "УФО", 6), ("вне федеральных округов", None, 4)):
        await olga.says(f"/status {typed}")
        reported = texts.overview.reported(0, of=regions)
        assert f"{FEDERAL_DISTRICTS[district]}\n{reported}" in olga.screen
    await olga.says("/status алтай")
    await olga.presses(region_by_code("22").name)
    assert f"Алтайский край, {FEDERAL_DISTRICTS['СФО']}" in olga.screen


async def test_refreshing_edits_the_message_into_what_is_true_now(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    overview = await olga.says("/status")
    before = len(olga.phone.messages)
    await submits(world, anna)
    world.clock.pass_(minutes=5)
    await olga.presses(texts.overview.REFRESH, texts.overview.REFRESH)
    assert len(olga.phone.messages) == before
    assert texts.overview.reported(1, of=89) in overview.text
    assert olga.toast == texts.overview.as_of(world.clock.at, MOSCOW)
    await olga.forges("status_group:overdue:2026")
    overdue = texts.lists.GROUPS[Group.OVERDUE]
    assert olga.screen == f"{overdue}: 0\n\n{texts.lists.NONE_FOUND}"


async def test_a_past_year_is_shown_without_what_only_the_present_knows(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await submits(world, anna)
    await world.coordinator("Москва", "Глеб")
    of_2026 = (await world.campaign()).title
    await opens_next_year(world)
    await olga.says("/status")
    assert (await world.campaign()).title in olga.screen
    assert of_2026 not in olga.screen
    assert texts.overview.reported(0, of=89) in olga.screen
    assert texts.overview.WHY_SILENT in olga.screen
    assert texts.lists.remind_button(89) in olga.buttons
    await olga.forges("status:2026")
    assert of_2026 in olga.screen
    assert texts.overview.reported(1, of=89) in olga.screen
    assert texts.overview.WHY_SILENT not in olga.screen
    assert texts.lists.remind_button(88) not in olga.buttons
    await olga.presses(texts.lists.group_button(Group.NOT_BEGUN, 88))
    assert Silence.NO_COORDINATOR not in olga.screen.lower()
    assert texts.lists.REMIND_NOT_BEGUN not in olga.buttons
    to_district = [texts.lists.district_button("ЦФО"), texts.lists.OVERVIEW]
    overview, cfo = texts.lists.OVERVIEW, texts.lists.district_button("ЦФО")
    await olga.presses(overview, texts.overview.DISTRICTS, cfo)
    assert texts.lists.REMIND_DISTRICT not in olga.buttons
    silent = status(region_by_code("77"), ReportStatus.NOT_BEGUN)
    await olga.presses(texts.lists.region_button(silent))
    assert of_2026 in olga.screen
    assert olga.buttons == to_district
    await olga.presses(texts.lists.OVERVIEW)
    assert of_2026 in olga.screen


async def test_after_the_closing_nobody_is_reminded(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        (await current_campaign(session)).closed_at = world.clock()
    await olga.says("/status")
    closed = texts.overview.term(await world.campaign(), world.clock(), MOSCOW)
    assert short_moment(IN_THE_WEEK, MOSCOW) in closed
    assert closed in olga.screen
    assert texts.lists.remind_button(89) not in olga.buttons


async def test_forged_buttons_bring_no_harm(world: World) -> None:
    olga = await world.admin()
    await olga.says("/status")
    await olga.forges("status:1999")
    assert olga.toast == texts.overview.NO_SUCH_YEAR
    await olga.forges("status_group:silent:9999")
    assert olga.toast == texts.overview.NO_SUCH_YEAR
    await olga.forges("status_region::31:1999")
    assert olga.toast == texts.overview.NO_SUCH_YEAR
    for data in ("status:99999999999", "status:-1", "status_group:nothing:2026", "status:x"):
        await olga.forges(data)
        assert olga.toast == STALE_BUTTON
    await olga.forges("status_region:ЛФО::2026")
    assert texts.lists.district_button("ЦФО") in olga.buttons
    await olga.forges("status_region::zz:2026")
    assert olga.screen == texts.overview.REGION_NOT_FOUND
    assert await world.set_aside() == 0


async def test_coordinators_and_strangers_learn_nothing(world: World) -> None:
    anna, stranger = await world.coordinator("Белгородская область"), world.stranger()
    for someone in (anna, stranger):
        await someone.says("/status", "/status 31", str(menu.STATUS.label), "/map", "/chart")
        for data in (
            "status:2026", "status_group:silent:2026", "status_region::31:2026",
            "status_districts:2026",
            "status_region:ЦФО::2026", "picture:map:2026:0", "picture:chart:2026:1",
        ):  # fmt: skip
            await someone.forges(data)
            assert someone.toast == STALE_BUTTON
        said = [message for message in someone.phone.messages if message.from_bot]
        assert not any("89" in message.text or message.upload for message in said)
    assert len(await world.rows(select(Campaign))) == 1


async def test_once_the_campaign_is_closed_nobody_is_filling_in(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna)
    await olga.says("/status")
    assert texts.lists.group_button(Group.IN_PROGRESS, 1) in olga.buttons
    async with world.app.database.transaction() as session:
        (await current_campaign(session)).closed_at = world.clock()
    await olga.says("/status")
    assert f"{phrases.IN_PROGRESS_WHEN_CLOSED}: 1" in olga.screen
    await olga.presses(texts.lists.group_button(Group.IN_PROGRESS, 1, closed=True))
    assert olga.screen.startswith(f"{phrases.IN_PROGRESS_WHEN_CLOSED}: 1")
    await olga.says("/status ЦФО")
    assert "Белгородская область – не сдан, мероприятий: 1" in olga.screen
    await olga.says("/campaign")
    assert f"{phrases.IN_PROGRESS_WHEN_CLOSED}: 1" in olga.screen
    await olga.says("/map")
    assert COUNTED[ReportStatus.IN_PROGRESS] not in olga.screen
