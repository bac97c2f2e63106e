"""The first screens: who asks, what, until when, and the button to begin with."""

from datetime import timedelta

from domain.campaigns.campaigns import current_campaign
from domain.regions.directory import region_by_code
from handlers import home, phrases
from handlers.after_deadline import ASK_FOR_TIME
from handlers.formatting import until
from handlers.home import admin_home, submit_until
from models import Campaign
from tests.world import DEADLINE, MOSCOW, World, plain


def test_an_admin_sees_until_when_reports_are_taken_and_what_to_do_first() -> None:
    campaign = Campaign(year=2026, title="Неделя & качество", deadline=DEADLINE)

    def admin(requests: int) -> list[str]:
        return admin_home(campaign=campaign, zone=MOSCOW, requests=requests).split("\n")

    assert admin(0)[1] == f"Отчёты принимаются до {until(DEADLINE, MOSCOW, None)}."
    steps = admin(0)[3:6]
    assert [step[:2] for step in steps] == ["1.", "2.", "3."]
    assert all("/" in step for step in steps)
    waiting = "Заявок на доступ без ответа: 2. Они в разделе «Координаторы»."
    assert admin(2) == [*admin(0), "", waiting]
    campaign.closed_at = DEADLINE
    assert admin(0)[1] == "Приём отчётов закрыт."


async def test_a_coordinator_begins_right_under_the_first_screen(world: World) -> None:
    anna = await world.coordinator("Камчатский край")
    region = region_by_code("41")
    assert "Минпромторг России" in anna.screen
    assert region.name in anna.screen
    assert plain(submit_until(DEADLINE, MOSCOW, region)) in anna.screen
    assert anna.buttons == [phrases.NEW_EVENT, phrases.FROM_FILE, phrases.REGION_REPORT]
    assert [button.style for row in anna.phone.last.rows for button in row] == [
        "primary",
        None,
        None,
    ]
    standing = [button.label for row in anna.phone.keyboard for button in row]
    assert phrases.MY_EVENTS in standing


async def test_where_nothing_can_be_added_the_first_screen_says_why(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await anna.says("/start")
    assert home.REPORT_SUBMITTED in anna.screen
    assert anna.buttons == [phrases.REGION_REPORT]
    boris = await world.coordinator("Тверская область", "Борис")
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await boris.says("/start")
    assert phrases.expired(DEADLINE, MOSCOW) in boris.screen
    assert boris.buttons == [phrases.ZERO_REPORT, ASK_FOR_TIME, phrases.REGION_REPORT]
    async with world.app.database.transaction() as session:
        (await current_campaign(session)).closed_at = world.clock()
    await boris.says("/start")
    assert home.RECEPTION_CLOSED in boris.screen
