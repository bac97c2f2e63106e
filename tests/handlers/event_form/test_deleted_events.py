"""A deleted event is taken back: right after the deletion, from the list of deleted ones, by an
admin for the region."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.events.fields import field
from domain.events.repository import answers_of
from handlers import phrases
from handlers.callbacks import DeleteEvent, OpenEvent, RestoreEvent, ReviewEvent
from handlers.event_form import texts
from handlers.event_form.texts.deleted_events import (
    HOW,
    LEAVE_DELETED,
    NO_DELETED,
    RESTORE_SURE,
    deleted,
    there_already,
)
from handlers.event_form.texts.saved_events import DELETE, DELETE_SURE, NO_EVENTS
from handlers.history import texts as history_texts
from handlers.keyboards import LATER_PAGE
from handlers.mended import HISTORY
from handlers.on_behalf import REPORT_FOR_REGION, ForRegion
from handlers.people.texts.people import REMOVE, REMOVE_SURE
from handlers.region_report.texts import report as report_texts
from handlers.report_closed import ACCEPTED_ALREADY, OPEN_AND, REPORT_IS_SUBMITTED
from handlers.review import texts as review_texts
from handlers.submit_again import SUBMIT_AGAIN
from models import Event, RegionReport, ReportState
from tests.handlers.campaigns.years import OVER, closes, opens_2027
from tests.handlers.event_import.drawn_up import lessons, sends, xlsx
from tests.handlers.proposals.test_deciding import a_proposal
from tests.world import DEADLINE, MOSCOW, Someone, World

BELGOROD = "Белгородская область"
RESTORE = phrases.RESTORE_EVENT
LESSON = "1. Урок качества"


async def the_event(world: World, number: int = 1) -> Event:
    (stored,) = await world.rows(select(Event).where(Event.number == number))
    return stored


async def deletes(someone: Someone, event: Event) -> None:
    await someone.says("/events")
    await someone.presses(phrases.event_button(event), DELETE, DELETE_SURE)


async def who_has_deleted(world: World) -> Someone:
    """A coordinator who has just deleted the report's only event."""
    anna = await world.coordinator(BELGOROD)
    await deletes(anna, await world.event(anna))
    return anna


async def submits(someone: Someone) -> None:
    await someone.says("/report")
    await someone.presses(phrases.SUBMIT_REPORT)


async def test_what_was_deleted_by_mistake_is_back_by_one_press(world: World) -> None:
    anna = await world.coordinator(BELGOROD)
    before = await world.event(anna)
    await deletes(anna, before)
    assert "Мероприятие № 1 удалено." in anna.screen
    assert anna.buttons[0] == RESTORE
    world.clock.pass_(minutes=1)
    await anna.presses(RESTORE)
    assert "Мероприятие № 1 восстановлено" in anna.screen
    assert field("city").title in anna.screen, "the card of the event"
    after = await the_event(world)
    assert (after.id, after.number, after.deleted_at) == (before.id, 1, None)
    assert answers_of(after) == answers_of(before)
    (entry,) = await world.audit("event.restored")
    assert (entry.person_id, entry.region_code, entry.after) == (anna.id, "31", answers_of(after))
    await anna.says("/events")
    assert LESSON in anna.buttons
    assert deleted(1) not in anna.buttons


async def test_all_that_were_deleted_are_listed_the_last_one_first(world: World) -> None:
    anna = await world.coordinator(BELGOROD)
    events = [await world.event(anna, name=f"<b>Урок {number}</b>") for number in range(1, 11)]
    for event in events:
        world.clock.pass_(minutes=1)
        await deletes(anna, event)
    await anna.says("/events")
    await anna.presses(deleted(10))
    assert "<b>Урок 10</b> – 75 участников (удалено 11.11.2026 в 12:10 (мск))" in anna.screen
    assert HOW in anna.screen
    await anna.presses(LATER_PAGE)
    assert [label for label in anna.buttons if "Урок" in label] == [
        "2. <b>Урок 2</b>",
        "1. <b>Урок 1</b>",
    ]
    await anna.presses("1. <b>Урок 1</b>")
    assert "Мероприятие № 1 восстановлено" in anna.screen
    await anna.presses(deleted(9))
    assert "страница 1 из 2" in anna.screen
    await anna.presses(phrases.MY_EVENTS)
    assert anna.buttons[0] == "1. <b>Урок 1</b>"
    await anna.forges("deleted:500")
    assert "страница 2 из 2" in anna.screen


async def test_where_nothing_is_deleted_an_old_button_says_so(world: World) -> None:
    anna = await who_has_deleted(world)
    await anna.says("/events")
    await anna.presses(deleted(1), LESSON)
    await anna.forges("deleted:0")
    assert NO_DELETED in anna.screen


async def test_two_taps_and_two_coordinators_take_it_back_once(world: World) -> None:
    anna = await who_has_deleted(world)
    peter = await world.coordinator(BELGOROD, "Пётр")
    await peter.says("/events")
    await peter.presses(deleted(1))
    for someone, label in ((anna, RESTORE), (anna, RESTORE), (peter, LESSON)):
        someone.phone.press(label)
    await world.settled()
    (restored,) = await world.audit("event.restored")
    assert (await the_event(world)).deleted_at is None
    for someone in (anna, peter):
        # Anna's second tap is always too late, Peter's one only if hers was first.
        if someone is anna or restored.person_id == anna.id:
            assert someone.toast == there_already(await the_event(world))
        assert "Мероприятие № 1" in someone.screen


async def test_a_deletion_that_is_tapped_twice_can_still_be_taken_back(world: World) -> None:
    anna = await world.coordinator(BELGOROD)
    await world.event(anna)
    await anna.says("/events")
    question = await anna.presses(LESSON, DELETE)
    anna.phone.press(DELETE_SURE, question)
    anna.phone.press(DELETE_SURE, question)
    await world.settled()
    assert NO_EVENTS in anna.screen
    await anna.presses(deleted(1), LESSON)
    assert (await the_event(world)).deleted_at is None


async def test_an_old_button_to_a_deleted_event_leads_to_taking_it_back(world: World) -> None:
    anna = await who_has_deleted(world)
    await anna.says("/events")
    await anna.forges(OpenEvent(event=1).pack())
    assert texts.form.EVENT_GONE in anna.screen
    await anna.presses(RESTORE)
    assert (await the_event(world)).deleted_at is None


async def test_what_was_entered_anew_meanwhile_is_asked_about(world: World) -> None:
    anna = await who_has_deleted(world)
    answer = anna.phone.last
    anew = await world.event(anna, participants=90)
    anna.phone.press(RESTORE, answer)
    await world.settled()
    question = texts.deleted_events.twin(await the_event(world), anew)
    assert anna.screen == question
    assert "№ 2: Урок качества" in question
    assert "участников: 90" in question
    await anna.presses(LEAVE_DELETED)
    assert (await the_event(world)).deleted_at is not None
    await anna.presses(deleted(1), LESSON)
    await anna.says("Да")
    assert "Мероприятие № 1 восстановлено" in anna.screen
    assert [event.deleted_at for event in await world.rows(select(Event))] == [None, None]


async def test_of_two_deleted_twins_the_second_is_asked_about(world: World) -> None:
    anna = await world.coordinator(BELGOROD)
    for event in (await world.event(anna), await world.event(anna)):
        await deletes(anna, event)
    await anna.presses(RESTORE, deleted(1), LESSON)
    assert RESTORE_SURE in anna.buttons
    await anna.presses(texts.form.open_twin(await the_event(world, 2)))
    assert "Мероприятие № 2" in anna.screen
    assert (await the_event(world)).deleted_at is not None


async def test_while_the_report_is_submitted_it_is_opened_on_the_way(world: World) -> None:
    anna = await world.coordinator(BELGOROD)
    await world.event(anna, name="Ярмарка")
    await deletes(anna, await world.event(anna))
    await submits(anna)
    await anna.says("/events")
    assert deleted(1) not in anna.buttons, "what was deleted is not submitted"
    await anna.forges(RestoreEvent(event=2).pack())
    assert REPORT_IS_SUBMITTED in anna.screen
    await anna.presses(OPEN_AND["restore"])
    assert anna.toast == phrases.REPORT_OPENED
    assert "Мероприятие № 2 восстановлено" in anna.screen
    assert SUBMIT_AGAIN in anna.screen
    await anna.presses(phrases.SUBMIT_REPORT)
    assert report_texts.report_now(ReportState.SUBMITTED) in anna.screen
    (report,) = await world.rows(select(RegionReport))
    assert report.state == ReportState.SUBMITTED


async def test_what_is_over_stays_as_it_is_and_it_is_said_why(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    await world.event(anna, name="Ярмарка")
    await deletes(anna, await world.event(anna))
    await submits(anna)
    await olga.says("/status белгород")
    await olga.presses(phrases.REGION_REPORT, phrases.ACCEPT_REPORT)
    await anna.forges(RestoreEvent(event=2).pack())
    assert "Министерство приняло отчёт региона" in anna.screen
    await olga.forges(ForRegion(code="31", pressed=RestoreEvent(event=2).pack()).pack())
    assert ACCEPTED_ALREADY in olga.screen
    assert (await the_event(world, 2)).deleted_at is not None


@pytest.mark.parametrize("end", ["deadline", "campaign", "year"])
async def test_after_the_end_nothing_is_taken_back(world: World, end: str) -> None:
    olga, anna = await world.admin(), await who_has_deleted(world)
    answer = anna.phone.last
    match end:
        case "deadline":
            world.clock.at = DEADLINE + timedelta(minutes=1)
            said = phrases.expired(DEADLINE, MOSCOW)
        case "campaign":
            world.clock.at = OVER
            await closes(olga)
            said = "Приём отчётов о Неделе качества 2026 закрыт"
        case _:
            await opens_2027(world, olga)
            said = "Это отчёт за 2026 год, его приём закончен."
    anna.phone.press(RESTORE, answer)
    await world.settled()
    assert said in anna.screen
    await anna.says("/events")
    assert deleted(1) not in anna.buttons
    assert (await the_event(world)).deleted_at is not None
    if end != "deadline":  # an admin enters for the region until the campaign is closed
        await olga.says("/history белгород 1 2026")
        assert RESTORE not in olga.buttons
        await olga.forges(ForRegion(code="31", pressed=RestoreEvent(event=1).pack()).pack())
        assert said in olga.screen
        assert (await the_event(world)).deleted_at is not None


async def test_nobody_takes_back_what_is_another_regions(world: World) -> None:
    await who_has_deleted(world)
    vera = await world.coordinator("Тульская область", "Вера")
    ivan = world.stranger("Иван")
    await ivan.says("/start")
    for someone in (vera, ivan):
        for sure in (False, True):
            await someone.forges(RestoreEvent(event=1, sure=sure).pack())
            assert "Урок" not in someone.screen
        await someone.forges("deleted:0")
        assert "Урок" not in someone.screen
        for unknown in ("restore:99:0", "restore:99999999999:0", "restore:x:0", "restore"):
            await someone.forges(unknown)
    assert (await the_event(world)).deleted_at is not None
    assert await world.set_aside() == 0


async def test_an_admin_takes_it_back_from_the_history_and_the_region_hears_so(
    world: World,
) -> None:
    olga, anna = await world.admin(), await who_has_deleted(world)
    await olga.says("/history белгород 1")
    assert olga.buttons[0] == RESTORE
    await olga.presses(RESTORE)
    assert "Вы вносите данные за регион: Белгородская область" in olga.screen
    assert "Мероприятие № 1 восстановлено" in olga.screen
    assert "за ваш регион восстановило удалённое мероприятие № 1 «Урок качества»." in anna.screen
    (entry,) = await world.audit("event.restored")
    assert entry.after is not None
    assert (entry.person_id, entry.after["for_region"]) == (olga.id, True)
    await olga.says("/history белгород 1")
    assert "Удалённое мероприятие восстановлено" in olga.screen
    assert RESTORE not in olga.buttons
    assert history_texts.DOWNLOAD in olga.buttons


async def test_an_admin_takes_it_back_from_the_search_and_from_the_regions_list(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    await world.event(anna)
    await olga.says("/events")
    found = olga.phone.last
    await deletes(anna, await the_event(world))
    olga.phone.press(review_texts.search.event_button(await the_event(world)), found)
    await world.settled()
    assert olga.screen.endswith("Удалено: «Урок качества».")
    assert olga.buttons[:2] == [RESTORE, HISTORY]
    await olga.presses(RESTORE)
    assert (await the_event(world)).deleted_at is None
    await olga.presses(DELETE, DELETE_SURE)
    assert olga.buttons[0] == RESTORE
    await olga.presses(deleted(1), LESSON)
    assert "Вы вносите данные за регион: Белгородская область" in olga.screen
    assert (await the_event(world)).deleted_at is None


async def test_an_admin_takes_it_back_after_the_deadline(world: World) -> None:
    olga, _ = await world.admin(), await who_has_deleted(world)
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await olga.says("/status белгород")
    await olga.presses(REPORT_FOR_REGION, phrases.MY_EVENTS, deleted(1), LESSON)
    assert (await the_event(world)).deleted_at is None


async def test_a_returned_event_comes_back_with_what_was_said_of_it(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    event = await world.event(anna)
    await world.event(anna, name="Ярмарка")
    await submits(anna)
    await olga.says("/events")
    await olga.forges(ReviewEvent(event=event.id).pack())
    title = field("participants").title
    await olga.presses(review_texts.decisions.RETURN_EVENT, title, review_texts.returning.ONWARD)
    await olga.says("Слишком много?")
    await olga.presses(review_texts.returning.SEND)
    returned = await the_event(world)
    await anna.says("/events")
    await anna.presses(phrases.event_button(returned), DELETE, DELETE_SURE, RESTORE)
    after = await the_event(world)
    for name in ("returned_at", "returned_by", "return_comment", "return_fields", "corrected_at"):
        assert getattr(after, name) == getattr(returned, name), name
    assert "Слишком много?" in anna.screen
    assert texts.mending.MEND in anna.buttons
    await submits(anna)
    assert "Мероприятие № 1 не изменилось" in anna.screen, "nothing was corrected by that"
    await anna.presses(report_texts.SUBMIT_ANYWAY)
    await olga.says("/status белгород")
    await olga.presses(phrases.REGION_REPORT)
    assert "Что изменилось после возврата" not in olga.screen


async def test_one_deleted_before_a_return_is_new_to_the_ministry(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    await world.event(anna, name="Ярмарка")
    gone, twice = await world.event(anna), await world.event(anna, name="Форум")
    for event in (gone, twice):
        await deletes(anna, event)
    await submits(anna)
    await olga.says("/status белгород")
    await olga.presses(phrases.REGION_REPORT, phrases.RETURN_REPORT)
    await olga.says("Добавьте уроки.")
    await olga.presses(review_texts.returning.SEND)
    await anna.says("/events")
    await anna.presses(deleted(2), "2. Урок качества", deleted(1), "3. Форум")
    await anna.presses(DELETE, DELETE_SURE)
    await submits(anna)
    await olga.says("/status белгород")
    await olga.presses(phrases.REGION_REPORT)
    assert "№ 2. Добавлено" in olga.screen
    assert "№ 3. " not in olga.screen.partition("Что изменилось после возврата")[2]


async def test_an_event_from_a_file_comes_back_and_is_not_loaded_again(world: World) -> None:
    anna = await world.coordinator(BELGOROD)
    file = xlsx(*lessons(2))
    await sends(anna, file)
    await anna.presses("Загрузить 2 мероприятия")
    await deletes(anna, await the_event(world))
    await anna.presses(RESTORE)
    assert (await the_event(world)).import_id is not None
    await sends(anna, file)
    assert "Уже есть в отчёте: 2 (№ 1, 2)." in anna.screen


async def test_an_event_that_a_helper_has_proposed_comes_back(world: World) -> None:
    anna, petr = await a_proposal(world)
    await anna.presses("Урок качества", "Принять")
    await deletes(anna, await the_event(world))
    await anna.presses(RESTORE)
    assert (await the_event(world)).deleted_at is None
    await petr.says("/proposals")
    assert "№ 1" in petr.screen
    assert await world.set_aside() == 0


async def test_a_restart_in_between_loses_no_button(world: World) -> None:
    anna = await who_has_deleted(world)
    await world.crash()
    await world.start_bot()
    await anna.presses(RESTORE)
    assert (await the_event(world)).deleted_at is None


async def test_a_deleted_event_of_a_removed_coordinator_is_not_theirs(world: World) -> None:
    anna = await who_has_deleted(world)
    answer = anna.phone.last
    olga = await world.admin()
    await olga.says("/people Анна")
    await olga.presses(REMOVE, REMOVE_SURE)
    anna.phone.press(RESTORE, answer)
    await world.settled()
    assert (await the_event(world)).deleted_at is not None


async def test_a_deletion_after_it_was_taken_back_is_asked_as_before(world: World) -> None:
    anna = await who_has_deleted(world)
    await anna.presses(RESTORE)
    await anna.forges(DeleteEvent(event=1).pack())
    assert texts.saved_events.confirm_delete(await the_event(world)) in anna.screen
    await anna.presses(DELETE_SURE, RESTORE)
    assert [len(await world.audit(action)) for action in ("event.deleted", "event.restored")] == [
        2,
        2,
    ]
