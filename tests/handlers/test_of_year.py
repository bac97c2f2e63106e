"""Messages are kept over years: what is pressed below one of an earlier year acts on no report of
this one."""

from datetime import timedelta

from sqlalchemy import select

from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME
from handlers.callbacks import ReviewEvent
from handlers.of_year import GO_ON
from handlers.on_behalf import REPORT_FOR_REGION
from handlers.region_report.texts import report as texts
from models import Campaign, Draft, FormKind, RegionReport
from sandbox.chats import Message
from tests.handlers.campaigns.years import OVER, opens_2027
from tests.world import World

EARLIER = "Это отчёт за 2026 год, его приём закончен. Сейчас бот собирает отчёты за 2027 год."
REGION = "Калининградская область"


def data_of(message: Message) -> dict[str, str]:
    """Of its buttons, by label."""
    return {button.label: button.data or "" for row in message.rows for button in row}


async def in_2027(world: World) -> list[RegionReport]:
    return list(
        await world.rows(
            select(RegionReport)
            .join(Campaign, Campaign.id == RegionReport.campaign_id)
            .where(Campaign.year == 2027)
        )
    )


async def test_a_coordinators_old_buttons_say_whose_year_they_are(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    event = await world.event(anna)
    await anna.says("/report")
    receipt = await anna.presses(phrases.SUBMIT_REPORT)
    hers = data_of(await anna.says("/report"))
    peter = await world.coordinator("Омская область", "Пётр")
    world.clock.at = OVER + timedelta(hours=12)
    await world.remind(world.clock.at)
    his = data_of(peter.phone.last)
    await opens_2027(world, olga)
    for label in (phrases.ZERO_REPORT, ASK_FOR_TIME):
        await peter.forges(his[label])
        assert EARLIER in peter.screen, label
        assert phrases.REGION_REPORT in peter.buttons
    for data in (
        hers[phrases.REOPEN_REPORT],
        f"event:{event.id}",
        f"edit:{event.id}:name",
        f"delete:{event.id}:1",
    ):
        await anna.forges(data)
        assert EARLIER in anna.screen, data
    assert "Сдан" in receipt.text
    assert await in_2027(world) == []
    assert await world.rows(select(Draft.id).where(Draft.form == FormKind.EVENT)) == []

    await peter.forges(f"edit:{event.id}:name")
    assert "2026" not in peter.screen, "a neighbour's event"


async def test_an_admins_old_buttons_say_so_too(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    event = await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    pressed = data_of(await olga.says("/status калининград"))
    pressed |= data_of(await olga.presses(REPORT_FOR_REGION))
    await opens_2027(world, olga)
    for label in (phrases.ACCEPT_REPORT, phrases.RETURN_REPORT, phrases.REOPEN_REPORT):
        await olga.forges(pressed[label])
        assert EARLIER in olga.screen, label
    await olga.forges(ReviewEvent(event=event.id).pack())
    assert EARLIER in olga.screen
    await olga.presses(phrases.REGION_REPORT)
    assert "Отчёт о Неделе качества 2027" in olga.screen
    assert await in_2027(world) == []


async def test_a_button_from_before_they_named_their_year_asks_with_year_and_region(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await anna.forges("change_report:zero:0-0:0")
    assert texts.ZERO_SURE in anna.buttons, "there has been no other year yet"
    await opens_2027(world, olga)
    await anna.forges("change_report:zero:0-0:1")
    assert f"{REGION}. Отчёт о Неделе качества 2027" in anna.screen
    assert await in_2027(world) == []
    await anna.presses(GO_ON)
    (filed,) = await in_2027(world)
    assert filed.state == "zero"
    for data in ("new", "ask_for_time"):
        await anna.forges(data)
        assert GO_ON in anna.buttons, data
    await olga.forges("for|39|new")
    assert GO_ON in olga.buttons
    for data in ("return:39:0:0", "accept_report:39:0-0-0", "extend:39"):
        await olga.forges(data)
        assert REGION in olga.screen, data
        assert GO_ON in olga.buttons, data
    await anna.forges("change_report:open:0-0:0")
    await anna.says("нет")
    assert (await in_2027(world))[0].state == "zero"


async def test_a_report_that_was_never_submitted_cannot_be_opened_again(world: World) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna)
    await anna.forges("change_report:2026:open:1-0:0")
    assert anna.toast == texts.REPORT_CHANGED
    assert "открыт" not in anna.screen
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT, phrases.REOPEN_REPORT)
    assert phrases.REPORT_OPENED in anna.screen


async def test_before_a_zero_report_the_region_and_the_year_are_named(world: World) -> None:
    anna = await world.coordinator(REGION)
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT)
    assert anna.screen.startswith(REGION)
    assert "в рамках Недели качества 2026 в регионе не прошло" in anna.screen
