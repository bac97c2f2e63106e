"""Reporting an event, from «Добавить мероприятие» to the receipt."""

from tests.world import World


async def test_a_coordinator_reports_an_event_by_answering_eight_questions(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.phone.taps("Добавить мероприятие")
    await world.settled()
    assert "Шаг 1 из 8" in anna.screen
    await anna.presses("Урок качества, занятие")
    assert "Шаг 2 из 8" in anna.screen
    await anna.says("Урок качества в школе № 5")
    await anna.says("Белгород")
    await anna.says("Школа № 5")
    await anna.says("3", "1 200 чел.")
    await anna.says("rskrf.ru/news")
    await anna.presses("Готово (1)", "Пропустить")
    assert "Проверьте мероприятие" in anna.screen
    await anna.presses("Сохранить")
    assert "Мероприятие № 1 сохранено" in anna.screen
