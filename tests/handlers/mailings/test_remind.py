"""/remind: an admin reminds regions now."""

from datetime import timedelta

from sqlalchemy import select

from models import Mailing, MailingDelivery, Person, RegionReport, ReportState
from tests.world import DEADLINE, Someone, World


async def submits(someone: Someone) -> None:
    await someone.says("/report")
    await someone.presses("Мероприятия не проводились", "Да, не проводились")


async def reminds(admin: Someone, whom: str) -> None:
    await admin.says(f"/remind {whom}")
    await admin.presses("Отправить")


async def test_all_who_have_not_reported_are_reminded_each_with_their_own_text(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Камчатский край", "Борис")
    done = await world.coordinator("Москва", "Вера")
    await submits(done)
    await world.event(anna)
    await olga.says("/remind")
    assert olga.buttons == ["Всем, кто не сдал (88)", "Кто не начинал (87)", "Округ", "Регион"]
    await olga.presses("Всем, кто не сдал (88)")
    assert "Получат: 2 координатора, 2 региона" in olga.screen
    assert "Некому сообщить: 86" in olga.screen
    assert "Внесено: 1 мероприятие" in olga.screen, "the text as the first of them gets it"
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


async def test_who_has_begun_is_not_among_the_silent(world: World) -> None:
    olga = await world.admin()
    begun = await world.coordinator("Белгородская область")
    silent = await world.coordinator("Брянская область", "Борис")
    await world.event(begun)
    await olga.says("/remind")
    await olga.presses("Кто не начинал (88)", "Отправить")
    await world.mail()
    assert (len(begun.reminders), len(silent.reminders)) == (0, 1)


async def test_a_district_and_a_region_are_chosen_by_buttons_or_typed(world: World) -> None:
    olga = await world.admin()
    belgorod = await world.coordinator("Белгородская область")
    omsk = await world.coordinator("Омская область", "Борис")
    for typed in ("/remind ЦФО", "/remind  центральный ", "/remind белгород", "/remind 31"):
        await olga.says(typed)
        assert "Получат: 1 координатор, 1 регион" in olga.screen, typed
        assert "Белгородская область" in olga.screen
    await olga.says("/remind")
    await olga.presses("Округ", "Сибирский федеральный округ")
    assert "Сибирский федеральный округ" in olga.screen
    assert "Омская область" in olga.screen
    await olga.presses("Другие получатели", "Регион", "Центральный федеральный округ")
    await olga.presses("Белгородская область", "Отправить")
    await world.mail()
    assert (len(belgorod.reminders), len(omsk.reminders)) == (1, 0)
    await olga.says("/remind", "омск")
    assert "Омская область" in olga.screen
    await olga.presses("Отмена")
    assert "не отправлено" in olga.screen
    await olga.says("/remind", "Вне федеральных округов")
    assert "напоминать некому" in olga.screen


async def test_a_region_that_is_not_known_is_said_and_asked_for_again(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    await olga.says("/remind атлантида <b>")
    assert "Такого региона или округа нет в списке: «атлантида <b>»" in olga.screen
    await olga.says("нигде")
    assert "«нигде»" in olga.screen
    await olga.phone.sends_sticker()
    await world.settled()
    assert "Здесь нужно название региона" in olga.screen
    await olga.says("область")
    assert "Подходит несколько регионов" in olga.screen
    await olga.says("белгород")
    assert "Отправить?" in olga.screen


async def test_who_needs_no_reminder_or_cannot_be_told_is_named_instead(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Брянская область", "Борис")
    await submits(anna)
    await olga.says("/remind белгород")
    assert "отчёт сдан, напоминание не нужно" in olga.screen
    await olga.says("/remind калуга")
    assert "Калужская область: напоминать некому, координатора нет" in olga.screen
    await boris.blocks()
    await olga.says("/remind брянск")
    assert "напоминать некому, бота заблокировали: 1 – Борис (Брянская область)" in olga.screen
    assert "Отправить" not in olga.buttons
    world.clock.at = DEADLINE + timedelta(days=1)
    await olga.says("/remind брянск")
    assert "срок сдачи прошёл" in olga.screen
    assert "/extend" in olga.screen


async def test_pressing_twice_or_on_an_old_preview_sends_once(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    old = await olga.says("/remind белгород")
    await olga.says("/remind ЦФО")
    olga.phone.press("Отправить", old)
    await world.settled()
    assert "уже отправлено или отменено" in (olga.toast or "")
    for _ in range(2):
        olga.phone.press("Отправить")
    await world.settled()
    await world.mail()
    await world.mail()
    assert len(anna.reminders) == 1
    assert len(await world.rows(select(Mailing))) == 1


async def test_of_two_admins_the_second_sees_that_the_first_has_reminded(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    omsk = await world.coordinator("Омская область", "Борис")
    for admin in (olga, pavel):
        await admin.says("/remind ЦФО")
        assert "Внимание" not in admin.screen
    await reminds(pavel, "белгород")
    await olga.presses("Отправить")
    assert "коллега уже отправил" in (olga.toast or "")
    assert (
        "Напоминание: Белгородская область – уже отправлено сегодня в 12:00 (Павел)" in olga.screen
    )
    await world.mail()
    assert len(anna.reminders) == 1
    await olga.says("/remind омск")
    assert "Внимание" not in olga.screen, "another region"
    await olga.says("/remind ЦФО")
    await olga.presses("Отправить")  # she has read the warning and means it
    await world.mail()
    assert (len(anna.reminders), len(omsk.reminders)) == (2, 0)
    world.clock.pass_(hours=13)
    await olga.says("/remind ЦФО")
    assert "Внимание" not in olga.screen, "long ago"


async def test_two_admins_who_press_at_once_send_one_reminder(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    for admin in (olga, pavel):
        await admin.says("/remind ЦФО")
    for admin in (olga, pavel):
        admin.phone.press("Отправить")
    await world.settled()
    await world.mail()
    assert len(anna.reminders) == 1
    assert sum("коллега" in (admin.toast or "") for admin in (olga, pavel)) == 1


async def test_a_button_elsewhere_opens_the_preview_below_the_message(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    above = await olga.says("/people")
    for data, words in (
        ("rmd:region:31", "Белгородская область"),
        ("rmd:silent:", "кто не начинал отчёт"),
        ("rmd:district:ЦФО", "Центральный федеральный округ"),
        ("rmd:region:00", "Кому напомнить?"),
        ("rmd:district:нет", "Кому напомнить?"),
        ("rmd:everybody:", "Кому напомнить?"),
    ):
        olga.phone.forge(data, above)
        await world.settled()
        assert words in olga.screen
        assert "Координаторы: 1" in above.text
    assert await world.set_aside() == 0
    await anna.forges("rmd:region:31")
    assert "не действует" in (anna.toast or "")


async def test_wherever_a_region_may_be_typed_it_is_taken(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    await olga.says("/people")
    await olga.forges("rmd:everybody:")
    await olga.says("белгород")
    assert "Отправить?" in olga.screen
    await olga.presses("Другие получатели")
    menu = olga.phone.last
    await olga.says("/people")
    olga.phone.press("Регион", menu)
    await world.settled()
    await olga.says("белгород")
    assert "Отправить?" in olga.screen
    await olga.forges("rmd:region:32")
    assert "напоминать некому" in olga.screen
    await olga.presses("Другие получатели")
    await olga.says("белгород")
    assert "Отправить?" in olga.screen


async def test_a_reminder_to_a_returned_report_says_so(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await submits(anna)
    await returned(world, anna)
    world.clock.at = DEADLINE + timedelta(days=1)
    await reminds(olga, "белгород")
    await world.mail()
    assert "Министерство вернуло отчёт" in anna.reminders[0]
    assert "Осталось" not in anna.reminders[0]
    assert len(await world.rows(select(MailingDelivery))) == 1


async def returned(world: World, coordinator: Someone) -> None:
    """The ministry gives the region's report back."""
    async with world.app.database.transaction() as session:
        code = (await session.get_one(Person, coordinator.id)).region_code
        report = (
            await session.execute(select(RegionReport).where(RegionReport.region_code == code))
        ).scalar_one()
        report.state = ReportState.RETURNED
