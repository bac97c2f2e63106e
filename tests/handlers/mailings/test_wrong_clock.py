"""The machine's clock runs ahead for a while and is put right: what it has made due too early is
done again when it is due, and nothing is stuck."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.mailings.texts import mailing
from handlers.mailings.texts.reminders import OVERDUE_HEADING
from models import DeliveryOutcome, ReminderDelivery, ReminderKind
from sandbox.faults import Fault, LostBeforeEffect, ServerError
from tests.broadcasts import begins
from tests.world import DEADLINE, IN_THE_WEEK, Someone, World, plain

AFTER = DEADLINE.replace(hour=12) + timedelta(days=2)
MORNING = DEADLINE.replace(hour=10) + timedelta(days=1)

CLOSING = "Срок сдачи отчётов истёк"


def heard(someone: Someone, words: str) -> int:
    return sum(words in each.text for each in someone.phone.messages if each.from_bot)


async def test_the_closing_and_what_regions_hear_of_it_come_again_at_the_true_deadline(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Москва")
    await world.remind(AFTER)
    assert heard(anna, OVERDUE_HEADING) == 1
    assert heard(olga, CLOSING) == 1
    await world.remind(IN_THE_WEEK)
    assert heard(anna, OVERDUE_HEADING) == 1, "it is not due yet"
    for _ in range(2):
        await world.remind(MORNING)
    assert heard(anna, OVERDUE_HEADING) == 2
    assert heard(olga, CLOSING) == 2


async def test_a_digest_of_a_day_to_come_keeps_nobody_from_that_days_own(world: World) -> None:
    olga = await world.admin()
    await olga.says("/digest 9")
    day = IN_THE_WEEK.replace(hour=9, minute=30)
    before = len(olga.phone.messages)
    await world.digest(day + timedelta(days=3, hours=2))
    assert len(olga.phone.messages) == before + 1
    await world.digest(day + timedelta(days=3))
    assert len(olga.phone.messages) == before + 2


@pytest.mark.parametrize("gone_out", [False, True])
async def test_what_was_in_hand_when_the_bot_died_by_the_wrong_clock_is_taken_up(
    world: World, gone_out: bool
) -> None:
    anna = await world.coordinator("Москва")
    last_day = DEADLINE.replace(hour=12)
    await world.remind(last_day)
    assert len(anna.reminders) == 1
    async with world.app.database.transaction() as session:
        delivery = (await session.scalars(select(ReminderDelivery))).one()
        delivery.outcome, delivery.claimed_at = None, AFTER
        delivery.gone_out_at = AFTER if gone_out else None
    for _ in range(2):
        await world.remind(last_day)
    assert len(anna.reminders) == 2
    (delivery,) = await world.rows(select(ReminderDelivery))
    assert (delivery.kind, delivery.outcome) == (ReminderKind.REMINDER, DeliveryOutcome.SENT)


@pytest.mark.parametrize("fault", [LostBeforeEffect(), ServerError(502)], ids=["lost", "502"])
async def test_what_was_to_be_tried_again_by_the_wrong_clock_need_not_wait_for_that_hour(
    world: World, fault: Fault
) -> None:
    anna = await world.coordinator("Москва")
    last_day = DEADLINE.replace(hour=10)
    world.telegram.faults.order(fault, "sendMessage", chat_id=anna.id)
    await world.remind(last_day + timedelta(hours=5))
    assert anna.reminders == []
    await world.remind(last_day)
    assert len(anna.reminders) == 1


async def test_a_report_that_failed_by_the_wrong_clock_is_given_by_the_right_one(
    world: World,
) -> None:
    olga = await world.admin()
    await world.coordinator("Москва")
    await begins(olga)
    world.telegram.faults.order(LostBeforeEffect(), "editMessageText", times=2)
    now = world.clock()
    world.clock.at = now + timedelta(hours=5)
    await world.mail()
    world.clock.at = now
    await world.mail()
    assert plain(mailing.got(1, of=1)) in olga.screen
