"""The coordinators hear of proposals gently: of the first at once, of the others gathered."""

from handlers.phrases import proposals_button
from sandbox.faults import ServerError
from tests.helping import REGION, helper_of, proposals, proposes
from tests.world import Someone, World


def news(someone: Someone) -> list[str]:
    said = (each.text for each in someone.phone.messages if each.from_bot)
    return [text for text in said if text.startswith("Помощники предложили")]


async def test_the_first_is_told_at_once_and_the_others_of_the_hour_together(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await proposes(petr, name="Первый урок")
    await world.app.proposal_news.send_due()
    assert news(anna) == ["Помощники предложили мероприятия. Ждут вашего решения: 1."]
    for name in ("Второй урок", "Третий урок"):
        world.clock.pass_(minutes=10)
        await proposes(petr, name=name)
        await world.app.proposal_news.send_due()
    assert len(news(anna)) == 1
    world.clock.pass_(minutes=50)
    await world.app.proposal_news.send_due()
    assert news(anna)[1:] == ["Помощники предложили мероприятия. Ждут вашего решения: 3. Новых: 2."]
    await world.app.proposal_news.send_due()
    assert len(news(anna)) == 2


async def test_it_comes_without_a_sound_and_leads_to_the_list(world: World) -> None:
    anna = await world.coordinator(REGION)
    await proposes(await helper_of(world, anna))
    await world.app.proposal_news.send_due()
    call = [each for each in world.telegram.journal if each.method == "sendMessage"][-1]
    assert call.params["disable_notification"] in (True, "true")
    await anna.presses(proposals_button(1))
    assert "Урок качества" in anna.screen


async def test_whoever_has_looked_is_not_told(world: World) -> None:
    anna = await world.coordinator(REGION)
    await proposes(await helper_of(world, anna))
    await anna.says("/proposals")
    world.clock.pass_(hours=2)
    await world.app.proposal_news.send_due()
    assert news(anna) == []


async def test_a_coordinator_who_has_blocked_the_bot_keeps_no_colleague_from_hearing(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    maria = await world.coordinator(REGION, "Мария")
    petr = await helper_of(world, anna)
    await anna.phone.blocks()
    await proposes(petr)
    await world.app.proposal_news.send_due()
    assert len(news(maria)) == 1
    assert (await world.person(anna)).blocked_at is not None


async def test_what_could_not_be_sent_is_told_when_telegram_is_back(world: World) -> None:
    anna = await world.coordinator(REGION)
    await proposes(await helper_of(world, anna))
    world.telegram.faults.order(ServerError(), method="sendMessage")
    await world.app.proposal_news.send_due()
    assert news(anna) == []
    assert [each.told_at for each in await proposals(world)] == [None]
    await world.app.proposal_news.send_due()
    assert len(news(anna)) == 1


async def test_the_number_stands_on_the_first_screen_and_on_the_report(world: World) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna)
    await proposes(await helper_of(world, anna))
    await anna.says("/start")
    assert proposals_button(1) in anna.buttons
    await anna.says("/report")
    assert proposals_button(1) in anna.buttons
    assert "Предложений помощников без решения: 1" in anna.screen
    await anna.presses("Сдать отчёт")
    assert "Всё равно сдать отчёт?" in anna.screen
    await anna.presses("Всё равно сдать")
    assert "Отчёт сдан" in anna.screen
