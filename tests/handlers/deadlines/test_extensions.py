"""/extend: more time for one region, with two admins at work."""

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.campaigns.extensions import REASON_LENGTH, grant
from domain.regions.directory import load_regions
from models import Draft, Extension, Person
from tests.world import DEADLINE, MOSCOW, Someone, World

LATER = datetime(2026, 12, 5, 23, 59, tzinfo=MOSCOW)
FIFTH = "5 декабря 2026 года (суббота), 23:59 по московскому времени"


async def extends(admin: Someone, region: str, until: str = "5.12", why: str = "Ремонт") -> None:
    await admin.says(f"/extend {region}")
    if "Отмена" in admin.buttons:
        await admin.says(until, why)
        await admin.presses("Продлить")


async def until_of(world: World, code: str) -> datetime | None:
    query = select(Extension.until).where(Extension.region_code == code)
    return next(iter(await world.rows(query)), None)


async def test_a_region_gets_more_time_and_hears_until_when_and_why(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Камчатский край")
    boris = await world.coordinator("Белгородская область", "Борис")
    await olga.says("/extend камчат")
    assert "Камчатский край" in olga.screen
    await olga.says("5 декабря")
    assert FIFTH in olga.screen
    await olga.says("Ледовая  <обстановка>")
    assert "Причина: Ледовая <обстановка>" in olga.screen
    assert await until_of(world, "41") is None, "it is not confirmed yet"
    await olga.presses("Продлить")
    assert "Сообщение отправлено: Анна" in olga.screen
    assert "Решение: Ольга Админ" in olga.screen
    assert "(в вашем регионе – 6 декабря 2026 года, 08:59)" in anna.screen
    assert "Причина: Ледовая <обстановка>" in anna.screen
    assert await until_of(world, "41") == LATER
    (entry,) = await world.audit("extension.granted")
    assert (entry.person_id, entry.region_code, entry.before) == (olga.id, "41", None)
    assert entry.after == {
        "until": "2026-12-05T20:59:00+00:00",
        "reason": "Ледовая <обстановка>",
    }
    await pavel.says("/deadline")
    assert "Камчатский край – до 05.12.2026 23:59 (мск), Ольга Админ: Ледовая" in pavel.screen
    world.clock.at = DEADLINE + timedelta(hours=1)
    await boris.says("/new")
    assert "истёк" in boris.screen
    await anna.says("/new")
    assert "Шаг 1 из 8" in anna.screen
    world.clock.at = LATER + timedelta(minutes=1)
    await anna.says("/new")
    assert "истёк 5 декабря 2026 года, 23:59" in anna.screen


async def test_what_does_not_fit_is_refused_and_nothing_typed_is_lost(world: World) -> None:
    olga = await world.admin()
    await olga.says("/extend Атлантида")
    assert "нет в списке" in olga.screen
    await olga.says("новгород")
    await olga.presses("Новгородская область")
    for typed, why in (
        ("никогда", "Не удалось понять"),
        ("вчера", "уже прошло"),
        ("29.11", "не позже общего срока"),
        ("5.12.2027", "слишком далеко"),
        ("10.11", "слишком далеко: 10.11.2027"),  # yesterday
    ):
        await olga.says(typed)
        assert why in olga.screen, typed
        assert "До какого времени" in olga.screen, typed
    await olga.says("5.12")
    await olga.phone.sends_sticker()
    await world.settled()
    assert "Нужна причина" in olga.screen
    await olga.says("х" * (REASON_LENGTH + 1))
    assert "Нужна причина" in olga.screen
    await olga.says("х" * REASON_LENGTH, "а ещё")
    assert "Осталось подтвердить" in olga.screen
    assert FIFTH in olga.screen
    await olga.presses("Другой регион")
    await olga.says("тверск")
    assert "Тверская область" in olga.screen
    assert FIFTH in olga.screen, "the rest stays"
    await olga.presses("Отмена")
    assert "не продлён" in olga.screen
    assert await world.rows(select(Extension)) == []
    assert await world.set_aside() == 0


async def test_a_region_is_chosen_by_its_district_and_the_form_waits_behind_a_command(
    world: World,
) -> None:
    olga = await world.admin()
    await olga.says("/extend")
    await olga.presses("Южный федеральный округ", "Астраханская область")
    await olga.says("5.12", "/people", "/extend")
    assert "По какой причине?" in olga.screen
    await olga.presses("Другой срок")
    await olga.says("6.12", "Ремонт")
    await olga.presses("Продлить")
    assert await until_of(world, "30") == LATER + timedelta(days=1)
    assert "Сообщить некому: у региона нет координатора" in olga.screen


async def test_of_two_admins_the_second_sees_what_the_first_has_given(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await pavel.says("/extend белгород", "10.12", "Просили")
    sure = pavel.phone.last
    await extends(olga, "белгород")
    pavel.phone.press("Продлить", sure)
    await world.settled()
    assert f"тем временем продлён до {FIFTH}, решение: Ольга Админ" in sure.text
    assert await until_of(world, "31") == LATER
    pavel.phone.press("Продлить", sure)
    await world.settled()
    assert await until_of(world, "31") == LATER + timedelta(days=5)
    assert len(await world.audit("extension.granted")) == 2


async def test_a_double_tap_gives_it_and_tells_of_it_once(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    sure = await olga.says("/extend 31", "5.12", "Ремонт")
    olga.phone.press("Продлить", sure)
    olga.phone.press("Продлить", sure)
    await world.settled()
    assert len(await world.audit("extension.granted")) == 1
    assert sum("продлило" in each.text for each in anna.phone.messages) == 1


async def test_an_extension_is_taken_back_once_and_the_region_hears_it(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await extends(olga, "белгород")
    await pavel.says("/deadline")
    await pavel.presses("Белгородская область", "Отменить продление")
    seen = pavel.phone.last
    await olga.presses("Изменить продление")
    await olga.says("10.12", "Ещё")
    await olga.presses("Продлить")
    pavel.phone.press("Да, отменить", seen)
    await world.settled()
    assert "тем временем изменили" in (pavel.toast or "")
    assert "10 декабря" in seen.text
    await pavel.presses("Отменить продление", "Назад", "Отменить продление")
    sure = pavel.phone.last
    await pavel.presses("Да, отменить")
    assert "Продление отменено: Белгородская область" in pavel.screen
    assert "отменило продление" in anna.screen
    assert await until_of(world, "31") is None
    (entry,) = await world.audit("extension.cancelled")
    assert (entry.person_id, (entry.before or {})["reason"]) == (pavel.id, "Ещё")
    await olga.forges(f"dlcancel:31:{int(LATER.timestamp())}:1")
    assert "Продления уже нет" in (olga.toast or "")
    assert sure is pavel.phone.last


async def test_the_longest_list_fits_and_is_paged(world: World) -> None:
    olga = await world.admin("О" * 64)
    async with world.app.database.transaction() as session:
        campaign = await world.campaign()
        admin = await session.get_one(Person, olga.id)
        for region in load_regions():
            why = "<&>" * (REASON_LENGTH // 3)
            code, now = region.code, world.clock()
            await grant(session, campaign, code, LATER, why, by=admin, now=now)
    await olga.says("/deadline")
    assert "Продлено: 89 регионов · страница 1 из 9" in olga.screen
    await olga.presses("Дальше →")
    assert "страница 2 из 9" in olga.screen
    await olga.forges("dl:99:0")
    assert "страница 9 из 9" in olga.screen
    await world.remind(DEADLINE + timedelta(minutes=1))
    assert "Срок продлён: 89" in olga.screen
    assert "и ещё 59, все: /deadline" in olga.screen


async def test_nobody_but_an_admin_reaches_it(world: World) -> None:
    anna, ivan = await world.coordinator("Белгородская область"), world.stranger()
    await ivan.says("/start")
    for someone in (anna, ivan):
        await someone.says("/extend белгород")
        assert "До какого времени" not in someone.screen
        for data in ("ext:31", "extwhich::31", "extstep:1:1:grant", "dlext:31"):
            await someone.forges(data)
            assert "больше не действует" in (someone.toast or "")


async def test_a_forged_region_or_step_is_answered_and_does_nothing(world: World) -> None:
    olga = await world.admin()
    await olga.says("/extend")
    for data in ("ext:99", "dlext:99", "dlcancel:99:1:1", "extwhich::99", "extstep:99999:1:grant"):
        await olga.forges(data)
    await olga.says("/extend")
    (draft,) = await world.rows(select(Draft))
    for step in ("grant", "reason", "until", "region"):
        await olga.forges(f"extstep:{draft.id}:{draft.version}:{step}")
        assert "Выберите федеральный округ" in olga.screen
    await olga.says("/extend белгород")
    (draft_button,) = [
        button.data for row in olga.phone.last.rows for button in row if button.label == "Отмена"
    ]
    await olga.forges(str(draft_button).replace("cancel", "grant"))
    assert "До какого времени" in olga.screen
    assert await world.rows(select(Extension)) == []
    assert await world.set_aside() == 0


async def test_a_region_with_more_time_is_reminded_by_its_own_deadline(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Брянская область", "Борис")
    await extends(olga, "белгород")
    for day in (22, 26, 28, 29):
        await world.remind(datetime(2026, 11, day, 10, 0, tzinfo=MOSCOW))
    assert len(boris.reminders) == 4
    assert len(anna.reminders) == 1, "the 28th is seven days before her own"
    assert "5 декабря 2026 года, 23:59" in anna.reminders[0]
    for day in (2, 4, 5):
        await world.remind(datetime(2026, 12, day, 10, 0, tzinfo=MOSCOW))
    assert (len(anna.reminders), len(boris.reminders)) == (4, 4)
    assert "Осталось: 13 часов 59 минут" in anna.reminders[-1]


async def test_in_a_campaign_closed_meanwhile_nothing_is_given(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    sure = await pavel.says("/extend белгород", "5.12", "Просили")
    await olga.says("/campaign")
    await olga.presses("Закрыть приём", "Да, закрыть")
    pavel.phone.press("Продлить", sure)
    await world.settled()
    assert "Приём отчётов закрыт" in sure.text
    assert await world.rows(select(Extension)) == []


async def test_the_closing_names_the_regions_with_more_time_apart(world: World) -> None:
    olga = await world.admin()
    await extends(olga, "белгород")
    await world.remind(DEADLINE + timedelta(minutes=1))
    silent, _, extended = olga.screen.partition("Срок продлён: 1")
    assert "Не отчитались: 88" in silent
    assert "Белгородская область" not in silent
    assert "Белгородская область – до 05.12.2026 23:59 (мск)" in extended


async def test_who_has_blocked_the_bot_is_not_counted_as_told(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await anna.blocks()
    await extends(olga, "белгород")
    assert "Сообщение отправлено: Борис. Бота заблокировали: Анна." in olga.screen
    await boris.blocks()
    await extends(olga, "белгород", "6 декабря")
    assert "Сообщить некому, бота заблокировали: Анна, Борис" in olga.screen


async def test_who_turns_out_to_have_blocked_the_bot_is_named(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.blocks()
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).blocked_at = None  # the bot has not heard of it
    await extends(olga, "белгород")
    assert "Сообщение не дошло: Белгородская область, Анна" in olga.screen
