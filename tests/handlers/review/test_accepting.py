"""An admin accepts at once all submitted reports that nothing is open about."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.campaigns.campaigns import current_campaign
from domain.mailings.mailings import Recipients
from domain.regions.directory import load_regions
from domain.reports.acceptance import Acceptable, Accepted, LeftOut
from domain.reports.decisions import return_report
from domain.reports.state import ReportStatus, set_state
from handlers import phrases
from handlers.callbacks import AcceptAll
from handlers.forms.texts import STALE_BUTTON
from handlers.mailings.texts import mailing
from handlers.review.texts import acceptance as texts
from handlers.status.texts.lists import accept_button as to_accept
from models import Draft, Mailing, Person, RegionReport, ReportState
from tests.handlers.campaigns.years import opens_2027
from tests.regional import status
from tests.world import Someone, World, plain

BELGOROD, OMSK, TULA = "Белгородская область", "Омская область", "Тульская область"


async def submitted(world: World, region: str, name: str = "Анна", **answers: Any) -> Someone:
    """The coordinator of a region whose report of one event is in."""
    someone = await world.coordinator(region, name)
    await world.event(someone, **answers)
    await changes_state(world, someone, ReportState.SUBMITTED)
    return someone


async def changes_state(world: World, someone: Someone, state: ReportState) -> None:
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        person = await session.get_one(Person, someone.id)
        code = str(person.region_code)
        await set_state(session, campaign, code, state, by=person, now=world.clock())


async def looks(admin: Someone, waiting: int) -> None:
    await admin.says("/status")
    await admin.presses(to_accept(waiting))


async def accepted(world: World) -> set[str]:
    query = select(RegionReport.region_code).where(RegionReport.accepted_at.is_not(None))
    return set(await world.rows(query))


async def on_record(world: World) -> list[str]:
    return sorted(str(entry.region_code) for entry in await world.audit("report.accepted"))


def thanks(someone: Someone) -> int:
    """How often they have heard that their report is accepted."""
    return sum("принял отчёт региона" in each.text for each in someone.phone.messages)


async def test_all_submitted_reports_are_accepted_in_two_presses_and_the_regions_hear_of_it(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world, BELGOROD)
    zoya = await world.coordinator(OMSK, "Зоя")
    await changes_state(world, zoya, ReportState.ZERO)
    await world.event(await world.coordinator(TULA, "Яна"))  # not submitted
    await olga.says("/status")
    await olga.presses(to_accept(2), texts.accept_button(2))
    assert olga.screen.startswith(f"Принято отчётов: 2\n{BELGOROD}, {OMSK}")
    assert "Уведомление получат координаторы: 2." in olga.screen
    assert await accepted(world) == {"31", "55"}
    assert await on_record(world) == ["31", "55"]
    entries = await world.audit("report.accepted")
    assert {entry.person_id for entry in entries} == {olga.id}
    await world.mail()
    for someone, name in ((anna, BELGOROD), (zoya, OMSK)):
        assert f"{name}. Минпромторг России принял отчёт региона" in someone.screen
        assert someone.buttons == [phrases.REGION_REPORT, phrases.REPLY]
    assert olga.screen.startswith("Сообщение о принятии отчёта отправлено.")
    assert "Получили: 2 из 2." in olga.screen
    await anna.presses(phrases.REPLY)
    await anna.says("Спасибо!")
    assert "Спасибо!" in olga.screen
    assert await world.rows(select(Draft.id)) == []


async def test_the_message_is_the_one_that_a_single_acceptance_brings(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world, BELGOROD)
    await looks(olga, 1)
    await olga.presses(texts.accept_button(1))
    await world.mail()
    together = anna.phone.last
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        olga_herself = await session.get_one(Person, olga.id)
        await return_report(session, campaign, "31", "?", by=olga_herself, now=world.clock())
    await changes_state(world, anna, ReportState.SUBMITTED)
    await olga.says("/status белгород")
    await olga.presses(phrases.ACCEPT_REPORT)
    assert anna.phone.last is not together
    assert anna.phone.last.text == together.text
    assert [[each.label for each in row] for row in anna.phone.last.rows] == [
        [each.label for each in row] for row in together.rows
    ]


async def test_what_the_admin_has_to_look_at_is_left_out_and_named_with_the_reason(
    world: World,
) -> None:
    olga, _ = await world.admin(), await submitted(world, BELGOROD)
    await submitted(world, OMSK, "Зоя", times_held=50, participants=3)
    yana = await submitted(world, TULA, "Яна")
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        by = await session.get_one(Person, olga.id)
        await return_report(session, campaign, "71", "Проверьте", by=by, now=world.clock())
    await changes_state(world, yana, ReportState.SUBMITTED)
    await looks(olga, 3)
    assert f"Мероприятия внесены: 1\n{BELGOROD}" in olga.screen
    assert "Не войдут: 2." in olga.screen
    assert f"{texts.WHY_LEFT_OUT[LeftOut.RETURNED]}: 1\n{TULA}" in olga.screen
    assert f"{texts.WHY_LEFT_OUT[LeftOut.REMARKS]}: 1\n{OMSK}" in olga.screen
    await olga.presses(texts.accept_button(1))
    assert await accepted(world) == {"31"}


async def test_with_nothing_ready_there_is_nothing_to_press_and_nothing_to_confirm(
    world: World,
) -> None:
    olga = await world.admin()
    await submitted(world, OMSK, "Зоя", times_held=50, participants=3)
    await looks(olga, 1)
    assert texts.NOTHING_READY in olga.screen
    assert olga.buttons == [texts.LEAVE]
    await olga.says("да")
    assert await accepted(world) == set()
    assert texts.NOTHING_READY in olga.screen


async def test_a_report_that_has_changed_since_the_admin_saw_it_is_left_out(world: World) -> None:
    olga, _ = await world.admin(), await submitted(world, BELGOROD)
    zoya, yana = await submitted(world, OMSK, "Зоя"), await submitted(world, TULA, "Яна")
    await looks(olga, 3)
    world.clock.pass_(minutes=1)
    await changes_state(world, zoya, ReportState.OPEN)
    await changes_state(world, yana, ReportState.OPEN)
    await world.event(yana, "Ещё урок")
    await changes_state(world, yana, ReportState.SUBMITTED)
    await olga.presses(texts.accept_button(3))
    assert olga.screen.startswith(f"Принято отчётов: 1\n{BELGOROD}")
    changed = "Изменились с тех пор, как вы их видели, и не приняты: 2"
    assert f"{changed}\n{TULA}, {OMSK}" in olga.screen
    assert await accepted(world) == {"31"}
    await olga.presses(texts.LOOK_AGAIN)
    await olga.presses(texts.accept_button(1))
    assert await accepted(world) == {"31", "71"}


async def test_two_admins_at_once_accept_each_report_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    people = [
        await submitted(world, BELGOROD),
        await submitted(world, OMSK, "Зоя"),
    ]
    await looks(olga, 2)
    await looks(pavel, 2)
    for admin in (olga, pavel):
        admin.phone.press(texts.accept_button(2))
    await world.settled()
    done, late = sorted((olga, pavel), key=lambda each: "Уже приняты" in each.screen)
    assert done.screen.startswith("Принято отчётов: 2")
    by = "Ольга Админ" if done is olga else "Павел"
    assert late.screen.startswith("Принято отчётов: 0")
    assert f"Уже приняты ({by}): 2\n{BELGOROD}, {OMSK}" in late.screen
    assert await on_record(world) == ["31", "55"]
    await world.mail()
    assert [thanks(each) for each in people] == [1, 1]


async def test_a_second_tap_accepts_nothing_more_and_leaves_the_outcome_to_be_read(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world, BELGOROD)
    await looks(olga, 1)
    olga.phone.press(texts.accept_button(1))
    olga.phone.press(texts.accept_button(1))
    await world.settled()
    assert olga.toast == texts.DECIDED
    assert olga.screen.startswith("Принято отчётов: 1")
    assert await on_record(world) == ["31"]
    await world.mail()
    assert thanks(anna) == 1


async def test_the_bot_dies_after_the_press_and_every_region_hears_once(world: World) -> None:
    olga = await world.admin()
    people = [await submitted(world, BELGOROD), await submitted(world, OMSK, "Зоя")]
    await looks(olga, 2)
    await olga.presses(texts.accept_button(2))
    await world.crash()
    await world.start_bot()
    await world.settled()
    await world.mail()
    await world.mail()
    assert [thanks(each) for each in people] == [1, 1]
    assert await on_record(world) == ["31", "55"]


async def test_a_districts_reports_are_accepted_by_themselves(world: World) -> None:
    olga, _ = await world.admin(), await submitted(world, BELGOROD)
    await submitted(world, OMSK, "Зоя")
    await submitted(world, TULA, "Яна")
    await looks(olga, 3)
    await olga.presses(texts.district_button("ЦФО", 2))
    assert f"{BELGOROD}, {TULA}" in olga.screen
    assert OMSK not in olga.screen
    await olga.presses(texts.ALL_DISTRICTS, texts.district_button("СФО", 1))
    await olga.presses(texts.accept_button(1))
    assert await accepted(world) == {"55"}


async def test_from_a_districts_list_its_reports_are_two_presses_away(world: World) -> None:
    olga, _ = await world.admin(), await submitted(world, BELGOROD)
    await submitted(world, OMSK, "Зоя")
    await olga.says("/status ЦФО")
    await olga.presses(to_accept(1), texts.accept_button(1))
    assert await accepted(world) == {"31"}


async def test_yes_and_no_can_be_typed(world: World) -> None:
    olga, _ = await world.admin(), await submitted(world, BELGOROD)
    await looks(olga, 1)
    await olga.says("нет")
    assert texts.NOTHING_ACCEPTED in olga.screen
    assert await accepted(world) == set()
    await looks(olga, 1)
    await olga.says("да")
    assert await accepted(world) == {"31"}


async def test_a_list_that_is_no_longer_true_is_drawn_anew_before_it_decides(world: World) -> None:
    """The button of the older list is below a message further up."""
    olga, _ = await world.admin(), await submitted(world, BELGOROD)
    await looks(olga, 1)
    older = olga.phone.last
    world.clock.pass_(minutes=1)
    await submitted(world, OMSK, "Зоя")
    await olga.says("?")
    assert f"{BELGOROD}, {OMSK}" in olga.screen
    olga.phone.press(texts.accept_button(1), older)
    await world.settled()
    assert olga.toast == STALE_BUTTON
    assert await accepted(world) == set()


async def test_whom_the_message_does_not_reach_the_admin_learns(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world, BELGOROD)
    await anna.blocks()
    await looks(olga, 1)
    await olga.presses(texts.accept_button(1))
    assert "Уведомление получать некому. " in olga.screen
    await world.mail()
    assert "Некому написать" in olga.screen or "Заблокировали бота" in olga.screen
    assert await accepted(world) == {"31"}


async def test_who_has_heard_of_a_return_meanwhile_does_not_hear_that_it_is_accepted(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world, BELGOROD)
    await looks(olga, 1)
    await olga.presses(texts.accept_button(1))
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        by = await session.get_one(Person, olga.id)
        await return_report(session, campaign, "31", "Ошибка", by=by, now=world.clock())
    await world.mail()
    assert thanks(anna) == 0
    assert mailing.not_needed(1, (await world.rows(select(Mailing)))[0].kind) in olga.screen


async def test_last_years_list_accepts_nothing_of_this_year(world: World) -> None:
    olga, _ = await world.admin(), await submitted(world, BELGOROD)
    await looks(olga, 1)
    older = olga.phone.last
    await opens_2027(world, olga)
    olga.phone.press(texts.accept_button(1), older)
    await world.settled()
    assert await accepted(world) == set()
    await olga.forges(AcceptAll(district="Нет такого").pack())
    assert "Отчёты за 2027 год, которые можно принять сразу: нет" in olga.screen


@pytest.mark.parametrize("why", LeftOut)
def test_every_text_fits_into_a_message_with_all_89_regions(why: LeftOut) -> None:
    reports = [
        status(each, (ReportStatus.SUBMITTED, ReportStatus.ZERO)[each.number % 2], accepted=True)
        for each in load_regions()
    ]
    found = Acceptable(reports[:30], {why: reports[30:]})
    whole = texts.question(found, 2026, of_district=None, in_district=False)
    everybody = Recipients((), (), (), tuple(load_regions()))
    done = Accepted(reports[:30], {}, already=reports[30:60], changed=reports[60:])
    for text in (whole, texts.outcome(done, everybody)):
        assert all(each.region.name in plain(text) for each in reports)
        assert len(plain(text)) <= 4096
