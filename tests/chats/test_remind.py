"""/remind: an admin reminds regions now."""

from tests.world import Someone, World


async def submits(someone: Someone) -> None:
    await someone.says("/report")
    await someone.presses("Мероприятия не проводились", "Да, не проводились")


async def test_all_who_have_not_reported_are_reminded_with_their_own_text(world: World) -> None:
    olga = await world.admin()
    anna, boris = [
        await world.coordinator(region, name)
        for region, name in (("Белгородская область", "Анна"), ("Камчатский край", "Борис"))
    ]
    done = await world.coordinator("Москва", "Вера")
    await submits(done)
    await world.event(anna)
    await olga.says("/remind")
    assert olga.buttons == ["Всем, кто не сдал (88)", "Кто не начинал (87)", "Округ", "Регион"]
    await olga.presses("Всем, кто не сдал (88)")
    assert "Получат: 2 координатора, 2 региона" in olga.screen
    assert "Уже отчитались" not in olga.screen  # who has reported was not meant
    assert "Некому сообщить: 86" in olga.screen
    assert "Внесено: 1 мероприятие" in olga.screen  # the text as the first of them gets it
    await olga.presses("Отправить")
    assert olga.toast == "Отправка началась."
    await world.mail()
    assert "Внесено: 1 мероприятие" in anna.reminders[0]
    assert "в вашем регионе" in boris.reminders[0]
    assert boris.buttons == ["Добавить мероприятие", "Отчёт региона", "Ответить министерству"]
    assert done.reminders == []
    assert "Напоминание отправлено: все, кто не сдал отчёт" in olga.screen
    assert "Получили: 2 из 2" in olga.screen
    assert "Некому сообщить: 86" in olga.screen
    (act,) = await world.audit("mailing.reminder")
    assert act.person_id == olga.id
    assert act.after == {"regions": 88, "people": 2, "whom": "unreported"}
