"""What has been changed in a report since the ministry accepted it, as its admins see it."""

from datetime import timedelta

from domain.events.fields import field
from domain.reports.status_groups import Group
from handlers import phrases
from handlers.callbacks import DeleteEvent, EditEvent
from handlers.mended import NOTHING_DIFFERS, SINCE_ACCEPTANCE, SINCE_RETURN
from handlers.on_behalf import ForRegion
from handlers.review.texts import acceptance as acceptance_texts
from handlers.review.texts.returning import SEND
from handlers.status.texts import overview
from handlers.status.texts.lists import accept_button, group_button
from models import Event
from tests.world import Someone, World

REGION = "Белгородская область"
PARTICIPANTS = field("participants").title
HEADING = f"{SINCE_ACCEPTANCE} 11.11.2026 в 12:00 (мск)"


async def submits(someone: Someone) -> None:
    await someone.says("/report")
    await someone.presses(phrases.SUBMIT_REPORT)


async def returns(admin: Someone, comment: str = "Уточните числа") -> None:
    await admin.says("/status белгород")
    await admin.presses(phrases.RETURN_REPORT)
    await admin.says(comment)
    await admin.presses(SEND)


async def changes(someone: Someone, event: Event, participants: str) -> None:
    await someone.says("/events")
    await someone.forges(EditEvent(event=event.id, field="participants").pack())
    await someone.says(participants)


async def accepted_and_returned(world: World) -> tuple[Someone, Someone, Event, Event]:
    """An admin, the coordinator, and the two events of a report that was accepted at noon and
    returned an hour later."""
    olga, anna = await world.admin(), await world.coordinator(REGION)
    lesson, fair = await world.event(anna, "Урок"), await world.event(anna, "Ярмарка")
    await submits(anna)
    await olga.says("/status белгород")
    await olga.presses(phrases.ACCEPT_REPORT)
    world.clock.pass_(hours=1)
    await returns(olga)
    world.clock.pass_(hours=1)
    return olga, anna, lesson, fair


async def test_what_is_added_deleted_and_changed_stands_on_the_card_and_the_report(
    world: World,
) -> None:
    olga, anna, lesson, fair = await accepted_and_returned(world)
    await olga.says("/status белгород")
    assert SINCE_ACCEPTANCE not in olga.screen, "it is returned, and as it was"
    await changes(anna, lesson, "90")
    await anna.forges(DeleteEvent(event=fair.id, sure=True).pack())
    await world.event(anna, "Выставка")
    told = "\n".join([HEADING, f"№ 1. {PARTICIPANTS}: 75 → 90", "№ 2. Удалено", "№ 3. Добавлено"])
    assert told in (await olga.says("/status белгород")).text
    assert told in (await olga.presses(phrases.REGION_REPORT)).text
    await submits(anna)
    assert told in olga.screen, "the returner hears of it when it is submitted again"
    assert SINCE_RETURN not in olga.screen, "the same is not told twice"
    await olga.says("/status белгород")
    await olga.presses(phrases.ACCEPT_REPORT)
    assert SINCE_ACCEPTANCE not in olga.screen
    assert SINCE_ACCEPTANCE not in (await olga.says("/status белгород")).text


async def test_changes_of_several_returns_are_all_told_and_the_last_ones_apart(
    world: World,
) -> None:
    olga, anna, lesson, fair = await accepted_and_returned(world)
    await changes(anna, lesson, "90")
    await submits(anna)
    world.clock.pass_(hours=1)
    await returns(olga, "И вторую строку")
    world.clock.pass_(hours=1)
    await changes(anna, fair, "100")
    await submits(anna)
    first, second = f"№ 1. {PARTICIPANTS}: 75 → 90", f"№ 2. {PARTICIPANTS}: 75 → 100"
    both = f"{HEADING}\n{first}\n{second}\n\n{SINCE_RETURN}\n{second}"
    assert both in olga.screen
    await olga.says("/status белгород")
    assert both in (await olga.presses(phrases.REGION_REPORT)).text


async def test_what_an_admin_changes_for_the_region_is_told_as_well(world: World) -> None:
    olga, _, lesson, _ = await accepted_and_returned(world)
    pressed = EditEvent(event=lesson.id, field="participants").pack()
    await olga.forges(ForRegion(code="31", pressed=pressed).pack())
    await olga.says("90")
    await olga.says("/status белгород")
    assert f"{HEADING}\n№ 1. {PARTICIPANTS}: 75 → 90" in olga.screen


async def test_what_was_changed_and_changed_back_differs_in_nothing(world: World) -> None:
    olga, anna, lesson, _ = await accepted_and_returned(world)
    await changes(anna, lesson, "90")
    await changes(anna, lesson, "75")
    await olga.says("/status белгород")
    assert f"{HEADING}\n{NOTHING_DIFFERS}" in olga.screen


async def test_the_lists_name_the_reports_that_were_changed_after_they_were_accepted(
    world: World,
) -> None:
    olga, anna, lesson, _ = await accepted_and_returned(world)
    assert overview.CHANGED not in (await olga.says("/status")).text
    await changes(anna, lesson, "90")
    await olga.says("/status")
    assert f"{overview.CHANGED}: 1." in olga.screen
    await olga.presses(group_button(Group.CHANGED, 1))
    assert f"{REGION} (возвращён)" in olga.screen
    assert "изменён после приёмки" in (await olga.says("/status ЦФО")).text
    await submits(anna)
    await olga.says("/status")
    await olga.presses(group_button(Group.CHANGED, 1))
    assert f"{REGION} (сдан снова)" in olga.screen


async def test_it_is_not_accepted_together_with_others(world: World) -> None:
    olga, anna, lesson, _ = await accepted_and_returned(world)
    await changes(anna, lesson, "90")
    await submits(anna)
    await olga.says("/status")
    await olga.presses(accept_button(1))
    assert acceptance_texts.NOTHING_READY in olga.screen


async def test_the_morning_digest_names_it_once(world: World) -> None:
    olga, anna, lesson, _ = await accepted_and_returned(world)
    await olga.says("/digest 8")
    await changes(anna, lesson, "90")
    morning = world.clock.at.replace(hour=8, minute=0) + timedelta(days=1)
    await world.digest(morning)
    assert f"{overview.CHANGED} – 1: {REGION}" in olga.screen
    await world.digest(morning + timedelta(days=1))
    assert overview.CHANGED not in olga.screen
