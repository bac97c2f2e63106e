"""A submitted report is opened again in one press, on the way to adding or changing an event."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.events.fields import KINDS, field
from handlers import phrases
from handlers.callbacks import Reopen
from handlers.event_form.texts import form, saved_events
from handlers.forms.texts import SKIP
from handlers.region_report import texts
from handlers.region_report.texts.report import SUBMIT_ANYWAY
from handlers.report_closed import OPEN_AND, REPORT_IS_SUBMITTED
from handlers.submit_again import SUBMIT_AGAIN
from models import Event, RegionReport, ReportState
from tests.world import DEADLINE, Someone, World

EVENT = "1. Урок качества"


async def submitted(world: World) -> Someone:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    return anna


async def state(world: World) -> str:
    (report,) = await world.rows(select(RegionReport))
    return report.state


async def test_an_event_is_added_to_a_submitted_report_and_it_is_submitted_again(
    world: World,
) -> None:
    anna = await submitted(world)
    await anna.says("/new")
    assert REPORT_IS_SUBMITTED in anna.screen
    await anna.presses(OPEN_AND["add"])
    assert anna.toast == phrases.REPORT_OPENED
    assert field("kind").question in anna.screen
    assert await state(world) == ReportState.OPEN
    await anna.presses(KINDS["other"])
    await anna.says("Ярмарка", "Белгород, ДК", "1", "100")
    await anna.presses(SKIP, SKIP, form.SAVE)
    assert SUBMIT_AGAIN in anna.screen
    await anna.presses(phrases.SUBMIT_REPORT)
    assert texts.report.report_now(ReportState.SUBMITTED) in anna.screen
    assert await state(world) == ReportState.SUBMITTED
    saved = anna.phone.messages[-3].text  # below it that the report is submitted, and its file
    assert "Ярмарка" in saved, "it stays to be read"


async def test_an_event_of_a_submitted_report_is_corrected_or_deleted(world: World) -> None:
    anna = await submitted(world)
    await anna.says("/events")
    await anna.presses(EVENT, form.EDIT)
    assert REPORT_IS_SUBMITTED in anna.screen
    await anna.presses(OPEN_AND["edit"])
    assert form.WHICH_FIELD in anna.screen
    await anna.presses(field("participants").title)
    await anna.says("80")
    assert SUBMIT_AGAIN in anna.screen
    await anna.presses(phrases.SUBMIT_REPORT)
    assert await state(world) == ReportState.SUBMITTED
    await anna.presses(phrases.MY_EVENTS, EVENT, saved_events.DELETE, OPEN_AND["delete"])
    (event,) = await world.rows(select(Event))
    assert saved_events.confirm_delete(event) in anna.screen
    await anna.presses(saved_events.DELETE_SURE)
    assert saved_events.NO_EVENTS in anna.screen
    assert phrases.SUBMIT_REPORT not in anna.buttons, "there is nothing left to submit"


@pytest.mark.parametrize("what", ["event", "correction"])
async def test_what_was_typed_when_a_colleague_submitted_is_gone_on_with(
    world: World, what: str
) -> None:
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    await world.event(anna)
    if what == "event":
        await anna.says("/new")
        await anna.presses(KINDS["other"])
        await anna.says("Ярмарка")
    else:
        await anna.says("/events")
        await anna.presses(EVENT, form.EDIT, field("name").title)
    await peter.says("/report")
    await peter.presses(phrases.SUBMIT_REPORT)
    if what == "event":
        await peter.presses(SUBMIT_ANYWAY)
    await anna.says("Белгород" if what == "event" else "Ярмарка")
    assert REPORT_IS_SUBMITTED in anna.screen
    await anna.presses(OPEN_AND["add" if what == "event" else "edit"])
    if what == "event":
        assert field("city").question in anna.screen
    else:
        await anna.says("Ярмарка")
        assert "Урок качества → Ярмарка" in anna.screen


async def test_an_old_button_opens_nothing_that_is_decided_or_over(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    peter = await world.coordinator("Белгородская область", "Пётр")
    stranger = await world.coordinator("Тверская область", "Борис")
    for someone in (anna, peter):
        await someone.says("/new")
    (event,) = await world.rows(select(Event))
    await stranger.forges(Reopen(year=2026, to="edit", event=event.id, field="name").pack())
    assert form.EVENT_GONE in stranger.screen
    await anna.presses(OPEN_AND["add"])
    await peter.presses(OPEN_AND["add"])
    assert len(await world.audit("report.open")) == 1
    assert field("kind").question in peter.screen
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await olga.says("/status белгород")
    await olga.presses(phrases.ACCEPT_REPORT)
    await anna.forges(Reopen(year=2026, to="add").pack())
    assert "Министерство приняло отчёт региона" in anna.screen
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await anna.forges(Reopen(year=2026, to="delete", event=event.id).pack())
    assert "Министерство приняло отчёт региона" in anna.screen
    assert await state(world) == ReportState.SUBMITTED
