"""The ministry returns an event naming the fields; the form opens at those, and all answers go back
together."""

from sqlalchemy import select

from domain.events.fields import field
from domain.reports.review import Correction
from handlers import phrases
from handlers.callbacks import MendEvent, ReviewEvent
from handlers.event_form import texts
from handlers.forms.texts import BACK
from handlers.region_report.texts.report import SUBMIT_ANYWAY
from handlers.report_closed import OPEN_AND
from handlers.review import texts as review_texts
from handlers.review.texts.decisions import ACCEPT_CORRECTION, RETURN_EVENT
from handlers.review.texts.returning import NO_COMMENT, ONWARD
from handlers.review.texts.returning import SEND as RETURN
from models import AuditAction, AuditEntry, Draft, Event, FormKind, RegionReport, ReportState
from tests.world import Someone, World, form_data

BELGOROD = "Белгородская область"
NAME, CITY, PARTICIPANTS = (field(key).title for key in ("name", "city", "participants"))
LINKS = field("publication_links").title
SEND, MEND = texts.mending.SAVE, texts.mending.MEND


async def the_event(world: World) -> Event:
    (stored,) = await world.rows(select(Event))
    return stored


async def submitted(world: World) -> Someone:
    anna = await world.coordinator(BELGOROD)
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    return anna


async def opens(admin: Someone, event: Event) -> None:
    await admin.says("/events")
    await admin.forges(ReviewEvent(event=event.id).pack())


async def returns(world: World, admin: Someone, *fields: str, comment: str = "") -> Event:
    """Names the fields by their titles."""
    event = await the_event(world)
    await opens(admin, event)
    await admin.presses(RETURN_EVENT, *fields, ONWARD)
    if comment:
        await admin.says(comment)
    else:
        await admin.presses(NO_COMMENT)
    await admin.presses(RETURN)
    return await the_event(world)


async def mends(someone: Someone, event: Event) -> None:
    await someone.presses(review_texts.returning.mend(event))


async def test_only_the_named_fields_are_asked_and_what_was_done_with_each_comes_back(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    event = await returns(world, olga, PARTICIPANTS, NAME, comment="Участников слишком много?")
    assert event.return_fields == {"name": False, "participants": False}
    for said in (f"{NAME}: Урок качества", f"{PARTICIPANTS}: 75", "Участников слишком много?"):
        assert said in anna.screen
    await mends(anna, event)
    assert "Исправление мероприятия № 1" in anna.screen
    assert "Что исправить: Название, Число участников." in anna.screen
    assert BACK not in anna.buttons
    await anna.presses(texts.form.keep(event.name))
    await anna.says("25")
    assert f"{PARTICIPANTS}: 75 → 25" in anna.screen
    assert (await the_event(world)).participants == 75, "nothing is saved before the last press"
    await anna.presses(SEND)
    corrected = await the_event(world)
    assert (corrected.participants, corrected.name) == (25, event.name)
    assert corrected.corrected_at is not None
    assert f"Оставлено как есть: {NAME}." in anna.screen
    await anna.presses(phrases.SUBMIT_REPORT)
    assert (await world.rows(select(RegionReport)))[0].state == ReportState.SUBMITTED
    await opens(olga, event)
    assert f"{PARTICIPANTS}: 75 → 25" in olga.screen
    assert f"{NAME}: оставлено как есть" in olga.screen
    await olga.presses(ACCEPT_CORRECTION)
    accepted = await the_event(world)
    assert (accepted.returned_at, accepted.return_fields) == (None, None)


async def test_an_event_is_not_corrected_before_all_named_fields_are_answered(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    event = await returns(world, olga, NAME, PARTICIPANTS)
    await anna.says("/events")
    await anna.presses(phrases.event_button(event), texts.form.EDIT, PARTICIPANTS)
    await anna.says("25")
    half = await the_event(world)
    assert (half.return_fields, half.corrected_at) == (
        {"name": False, "participants": True},
        None,
    )
    assert MEND in anna.buttons
    await opens(olga, event)
    assert f"{NAME}: ещё не исправлено" in olga.screen
    await anna.says("/events")
    await anna.presses(phrases.event_button(half), MEND)
    await anna.says("Урок качества в музее")
    await anna.presses(texts.form.keep("25"), SEND)
    assert (await the_event(world)).corrected_at is not None
    await anna.says("/events")
    assert str(Correction.CORRECTED) in anna.screen


async def test_to_leave_everything_as_it_is_is_an_answer_too(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    event = await returns(world, olga, PARTICIPANTS)
    await mends(anna, event)
    await anna.presses(texts.form.keep("75"))
    assert texts.mending.NOTHING_CHANGED in anna.screen
    await anna.presses(SEND)
    assert (await the_event(world)).corrected_at is not None
    confirmed = select(AuditEntry).where(AuditEntry.action == AuditAction.EVENT_CONFIRMED)
    (entry,) = await world.rows(confirmed)
    assert entry.after == {"confirmed": ["participants"]}
    await opens(olga, event)
    assert f"{PARTICIPANTS}: оставлено как есть" in olga.screen
    await olga.says("/history белгород")
    assert PARTICIPANTS in olga.screen


async def test_links_are_added_to_those_that_are_there(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    event = await returns(world, olga, LINKS)
    await mends(anna, event)
    await anna.says("rskrf.ru/second")
    await anna.presses(texts.form.done(2), SEND)
    assert len((await the_event(world)).publication_links) == 2


async def test_put_aside_in_the_middle_it_goes_on_there(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    event = await returns(world, olga, NAME, PARTICIPANTS)
    await mends(anna, event)
    await anna.says("Урок качества в музее")
    await anna.says("/help")
    await anna.presses(texts.form.CONTINUE)
    assert field("participants").worded("education").question in anna.screen
    await anna.presses(BACK)
    assert "Урок качества в музее" in anna.screen
    await anna.presses(texts.form.PUT_ASIDE)
    await world.crash()
    await world.start_bot()
    await anna.says("/events")
    await anna.presses(phrases.event_button(event), MEND)
    assert "Урок качества в музее" in anna.screen


async def test_answers_to_one_event_are_not_lost_when_another_is_begun(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    await world.event(anna)
    await world.event(anna, name="Ярмарка мёда")
    first, second = await world.rows(select(Event).order_by(Event.id))
    for event in (first, second):
        await opens(olga, event)
        await olga.presses(RETURN_EVENT, NAME, PARTICIPANTS, ONWARD, NO_COMMENT, RETURN)
    await mends(anna, first)
    await anna.says("Урок качества в музее")
    await mends(anna, second)
    assert texts.mending.other_waits(first) in anna.screen
    await anna.presses(texts.mending.mend_other(second))
    assert "Исправление мероприятия № 2" in anna.screen
    (draft,) = await world.rows(select(Draft).where(Draft.form == FormKind.MEND))
    assert draft.event_id == second.id


async def test_what_is_returned_anew_or_accepted_meanwhile_keeps_the_answers(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    event = await returns(world, olga, NAME, PARTICIPANTS)
    boris = await world.coordinator(BELGOROD, "Борис")
    await mends(anna, event)
    await anna.says("Урок качества в музее")
    await anna.says("25")
    await boris.says("/events")
    await boris.presses(phrases.event_button(event), MEND)
    await boris.presses(texts.form.keep(event.name), texts.form.keep("75"), SEND)
    again = await returns(world, olga, CITY)
    assert again.return_fields == {"city": False}
    await anna.presses(SEND)
    now = await the_event(world)
    assert (now.name, now.participants) == ("Урок качества в музее", 25)
    assert now.corrected_at is None, "what was named last is not answered"
    await anna.says("/events")
    await anna.presses(phrases.event_button(now))
    assert MEND in anna.buttons


async def test_old_buttons_double_taps_and_a_deleted_event_are_answered(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    event = await returns(world, olga, PARTICIPANTS)
    notice = anna.phone.last
    await mends(anna, event)
    await anna.says("25")
    card = anna.phone.last
    anna.phone.press(SEND, card)
    anna.phone.press(SEND, card)
    await anna.waits()
    assert (await the_event(world)).participants == 25
    await anna.does(anna.phone.presses(review_texts.returning.mend(event), notice))
    assert texts.form.WHICH_FIELD in anna.screen, "everything that was named is answered"
    await anna.presses(texts.form.TO_CARD, texts.saved_events.DELETE)
    await anna.presses(texts.saved_events.DELETE_SURE)
    await anna.does(anna.phone.presses(review_texts.returning.mend(event), notice))
    assert texts.form.EVENT_GONE in anna.screen


async def test_a_submitted_report_is_opened_on_the_way(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    event = await returns(world, olga, PARTICIPANTS)
    notice = anna.phone.last
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await anna.presses(SUBMIT_ANYWAY)
    await anna.does(anna.phone.presses(review_texts.returning.mend(event), notice))
    await anna.presses(OPEN_AND["mend"])
    assert "Исправление мероприятия № 1" in anna.screen


async def test_a_neighbour_and_a_forged_field_change_nothing(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    event = await returns(world, olga, PARTICIPANTS)
    pavel = await world.coordinator("Омская область", "Павел")
    await pavel.says("/events")
    await pavel.forges(MendEvent(event=event.id).pack())
    assert texts.form.EVENT_GONE in pavel.screen
    assert not await world.rows(select(Draft).where(Draft.person_id == pavel.id))
    await mends(anna, event)
    draft = (await world.rows(select(Draft)))[0]
    await pavel.forges(form_data(draft, "finish"))
    await anna.forges(form_data(draft, "ask", "nothing"))
    await anna.forges(form_data(draft, "finish"))
    assert (await the_event(world)).corrected_at is None


async def test_marks_are_taken_away_again_and_without_any_a_comment_is_needed(
    world: World,
) -> None:
    olga = await world.admin()
    await submitted(world)
    await opens(olga, await the_event(world))
    await olga.presses(RETURN_EVENT, PARTICIPANTS)
    assert f"✓ {PARTICIPANTS}" in olga.buttons
    await olga.presses(f"✓ {PARTICIPANTS}")
    await olga.presses(ONWARD)
    assert NO_COMMENT not in olga.buttons
    await olga.presses(BACK, NAME)
    await olga.says("Назовите класс.")
    assert "Что исправить: Название." in olga.screen
    await olga.presses(RETURN)
    event = await the_event(world)
    assert (event.return_fields, event.return_comment) == ({"name": False}, "Назовите класс.")
