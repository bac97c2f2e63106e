"""A region's card and its report, which tell the same of where the report stands."""

from datetime import timedelta

from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME, TIME_ASKED_ALREADY
from handlers.campaigns.texts.campaign import CLOSE, CLOSE_SURE
from handlers.deadlines.texts import asking, extensions
from handlers.region_report.texts.copy import of_year
from handlers.review.texts.decisions import TO_REGION
from handlers.review.texts.returning import SEND
from handlers.status.texts import region_card
from tests.handlers.campaigns.years import opens_2027
from tests.world import DEADLINE, World

REGION = "Белгородская область"


async def test_a_report_that_came_back_is_told_alike_on_the_card_and_on_the_report(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    world.clock.pass_(hours=1)
    await olga.says("/status белгород")
    await olga.presses(phrases.RETURN_REPORT)
    await olga.says("Где ссылки?")
    await olga.presses(SEND)
    world.clock.pass_(hours=1)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await anna.presses("Всё равно сдать")
    card = await olga.says("/status белгород")
    lines = [
        "Сдан 11.11.2026 в 12:00 (мск), в срок; снова 11.11.2026 в 14:00 (мск), Анна",
        "Сдан снова без исправлений; был возвращён 11.11.2026 в 13:00 (мск), Ольга Админ",
    ]
    for line in lines:
        assert line in card.text
    report = await olga.presses(phrases.REGION_REPORT)
    for line in lines:
        assert line in report.text
    await olga.presses(TO_REGION)
    assert olga.screen.startswith(f"{REGION}, ")


async def test_once_it_is_closed_nobody_is_filling_in_a_report(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await world.event(anna)
    await olga.says("/extend тула", "15.12", "Ремонт")
    await olga.presses(extensions.GRANT)
    await olga.says("/campaign")
    await olga.presses(CLOSE)
    assert "ещё не истёк: Тульская область – до 15.12.2026, 23:59" in olga.screen
    await olga.presses(CLOSE_SURE)
    for screen in (
        await olga.says("/status белгород"),
        await olga.presses(phrases.REGION_REPORT),
    ):
        assert "Не сдан" in screen.text
        assert "Приём закрыт 11.11.2026 в 12:00" in screen.text
        assert "Заполняется" not in screen.text
        assert "Срок" not in screen.text
    await anna.says("/report")
    assert "Не сдан" in anna.screen


async def test_a_request_for_time_shows_on_the_report_of_either_side(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    world.clock.at = DEADLINE - timedelta(days=1)
    await anna.says("/report")
    await anna.presses(ASK_FOR_TIME, asking.REASONS[0])
    await anna.says("05.12")
    await anna.presses(asking.SEND)
    await anna.says("/report")
    assert TIME_ASKED_ALREADY in anna.screen
    assert ASK_FOR_TIME not in anna.buttons
    await olga.says("/status белгород")
    await olga.presses(phrases.REGION_REPORT)
    asked = f"Просит продлить: до 05.12.2026, 23:59 (мск), причина: {asking.REASONS[0]}"
    assert asked in olga.screen
    assert region_card.TIME_REQUEST in olga.buttons


async def test_more_time_for_a_report_that_is_there_says_so(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await olga.says("/extend белгород")
    assert "Отчёт региона уже сдан." in olga.screen
    await olga.says("/status белгород")
    await olga.presses(phrases.ACCEPT_REPORT)
    await olga.says("/extend белгород 5 декабря", "Просили")
    assert "Отчёт региона уже принят министерством." in olga.screen


async def test_last_years_report_stays_at_hand(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await world.event(anna)
    await anna.says("/report")
    assert of_year(2026) not in anna.buttons
    await anna.presses(phrases.SUBMIT_REPORT)
    await opens_2027(world, olga)
    await anna.says("/report")
    await anna.presses(of_year(2026))
    assert anna.phone.last.document is not None
