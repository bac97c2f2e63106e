"""/deadline: seeing and moving the deadline for all regions, with two admins at work."""

from datetime import datetime, timedelta

from sqlalchemy import select

from models import Mailing, MailingDelivery, MailingKind
from tests.world import DEADLINE, MOSCOW, Someone, World

MOVED = datetime(2026, 11, 30, 18, 0, tzinfo=MOSCOW)
MONDAY = "30 ноября 2026 года (понедельник), 18:00 по московскому времени"
SUNDAY = "29 ноября 2026 года (воскресенье), 23:59 по московскому времени"


async def moves(admin: Someone, date: str) -> None:
    await admin.says(f"/deadline {date}")
    await admin.presses("Да, изменить")


async def notices(world: World) -> list[str]:
    query = select(Mailing).where(Mailing.kind == MailingKind.NOTICE).order_by(Mailing.id)
    return [each.content_json["text"] for each in await world.rows(query)]


async def test_the_deadline_is_shown_with_its_weekday_and_the_time_left(world: World) -> None:
    olga = await world.admin()
    await olga.says("/deadline")
    assert SUNDAY in olga.screen
    assert "Осталось: 18 дней 11 часов" in olga.screen
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await olga.says("/deadline")
    assert "Срок истёк" in olga.screen


async def test_a_new_deadline_is_shown_back_confirmed_and_told_to_everyone(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await world.coordinator("Камчатский край")
    await olga.says("/deadline")
    await olga.presses("Изменить срок")
    await olga.says("30 ноября 18:00")
    assert f"Новый срок: {MONDAY}" in olga.screen
    assert f"Сейчас: {SUNDAY}" in olga.screen
    assert "позже, разница: 18 часов 1 минута" in olga.screen
    assert "ещё не отчитались: 89" in olga.screen
    assert "узнают о новом сроке: 2. Регионов, где сообщить некому: 87" in olga.screen
    assert (await world.campaign()).deadline == DEADLINE, "it is not confirmed yet"
    await olga.presses("Да, изменить")
    assert "Срок изменён" in olga.screen
    assert f"Ольга Админ: срок сдачи отчётов изменён.\nТеперь: {MONDAY}" in pavel.screen
    assert (await world.campaign()).deadline == MOVED
    (notice,) = await notices(world)
    assert f"Новый срок: <b>{MONDAY}</b>" in notice
    told = await world.rows(select(MailingDelivery.region_code).order_by("region_code"))
    assert list(told) == ["31", "41"]
    (entry,) = await world.audit("campaign.deadline")
    assert (entry.person_id, entry.before, entry.after) == (
        olga.id,
        {"deadline": "2026-11-29T20:59:00+00:00"},
        {"deadline": "2026-11-30T15:00:00+00:00"},
    )
    await anna.says("/start")
    assert "30 ноября 2026 года, 18:00" in anna.screen
    await pavel.says("/deadline")
    assert "Решение: Ольга Админ" in pavel.screen


async def test_what_is_no_deadline_is_refused_and_the_question_stays(world: World) -> None:
    olga = await world.admin()
    await olga.says("/deadline")
    await olga.presses("Изменить срок")
    for typed, why in (
        ("когда-нибудь", "Не удалось понять"),
        ("вчера", "уже прошло"),
        ("01.11.2026", "уже прошло"),
        ("1 декабря 2027", "слишком далеко"),
        ("10.11", "слишком далеко: 10.11.2027"),  # yesterday
        ("=1+1", "Не удалось понять"),
        ("29.11 23:59", "уже установлен"),
    ):
        await olga.says(typed)
        assert why in olga.screen, typed
        assert "Пришлите новый срок" in olga.screen, typed
    await olga.phone.sends_sticker()
    await world.settled()
    assert "Не удалось понять" in olga.screen
    await olga.says("через неделю")
    assert "18 ноября 2026 года (среда), 23:59" in olga.screen
    assert "раньше, разница: 11 дней" in olga.screen
    await olga.presses("Другая дата")
    await olga.says("30.11 18.00")
    await olga.presses("Не менять")
    assert SUNDAY in olga.screen
    assert olga.buttons == ["Изменить срок"], "what was typed is left"
    assert await notices(world) == []
    assert await world.set_aside() == 0


async def test_what_was_typed_waits_behind_a_command(world: World) -> None:
    olga = await world.admin()
    await olga.says("/deadline 30.11 18:00", "/people", "/deadline")
    await olga.presses("Продолжить: 30.11.2026 18:00 (мск)")
    assert MONDAY in olga.screen
    await olga.presses("Да, изменить")
    assert (await world.campaign()).deadline == MOVED


async def test_of_two_admins_the_second_sees_what_is_now_and_by_whom(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await olga.says("/deadline 30.11 18:00")
    await pavel.says("/deadline 5 декабря")
    sure = pavel.phone.last
    await olga.presses("Да, изменить")
    pavel.phone.press("Да, изменить", sure)
    await world.settled()
    assert "уже изменён, решение: Ольга Админ" in sure.text
    assert f"Сейчас: {MONDAY}" in sure.text
    assert (await world.campaign()).deadline == MOVED
    pavel.phone.press("Да, изменить", sure)
    await world.settled()
    assert (await world.campaign()).deadline == datetime(2026, 12, 5, 23, 59, tzinfo=MOSCOW)
    assert len(await notices(world)) == 2


async def test_two_admins_at_the_same_moment_do_not_overrule_each_other(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    screens = [await olga.says("/deadline 30.11 18:00"), await pavel.says("/deadline 5 декабря")]
    for admin, screen in zip((olga, pavel), screens, strict=True):
        admin.phone.press("Да, изменить", screen)
    await world.settled()
    assert len(await world.audit("campaign.deadline")) == len(await notices(world)) == 1
    assert sum("тем временем уже изменён" in screen.text for screen in screens) == 1


async def test_a_double_tap_moves_it_and_tells_of_it_once(world: World) -> None:
    olga = await world.admin()
    sure = await olga.says("/deadline 30.11 18:00")
    olga.phone.press("Да, изменить", sure)
    olga.phone.press("Да, изменить", sure)
    await world.settled()
    assert "уже установлен" in (olga.toast or "")
    assert len(await notices(world)) == len(await world.audit("campaign.deadline")) == 1


async def test_an_old_button_whose_date_has_passed_asks_anew(world: World) -> None:
    olga = await world.admin()
    await olga.says("/deadline 12.11")
    world.clock.pass_(days=5)
    await olga.presses("Да, изменить")
    assert "уже прошёл" in olga.screen
    assert "Пришлите новый срок" in olga.screen
    assert (await world.campaign()).deadline == DEADLINE


async def test_nobody_but_an_admin_reaches_it(world: World) -> None:
    anna, ivan = await world.coordinator("Белгородская область"), world.stranger()
    await ivan.says("/start")
    for someone in (anna, ivan):
        await someone.says("/deadline 30.11")
        assert "Новый срок" not in someone.screen
        for data in ("dl:0:0", "dlask:0", "dlset:1796050800:1795985940"):
            await someone.forges(data)
            assert "больше не действует" in (someone.toast or "")
    assert (await world.campaign()).deadline == DEADLINE


async def test_reminders_and_the_closing_follow_the_new_deadline(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await moves(olga, "20.11")
    await world.remind(datetime(2026, 11, 13, 10, 0, tzinfo=MOSCOW))
    assert "Осталось: 7 дней" in anna.reminders[0]
    await moves(olga, "1.12 18:00")
    await world.remind(datetime(2026, 11, 20, 10, 0, tzinfo=MOSCOW))
    await world.remind(datetime(2026, 11, 21, 0, 5, tzinfo=MOSCOW))
    assert len(anna.reminders) == 1
    assert not any("истёк" in each.text for each in olga.phone.messages)
    await world.remind(datetime(2026, 11, 24, 10, 0, tzinfo=MOSCOW))
    assert len(anna.reminders) == 2


async def test_moved_within_the_same_day_the_closing_comes_for_both(world: World) -> None:
    olga = await world.admin()
    await moves(olga, "20.11 15:00")
    await world.remind(datetime(2026, 11, 20, 15, 1, tzinfo=MOSCOW))
    await moves(olga, "20.11 18:00")
    for minute in (1, 2):
        await world.remind(datetime(2026, 11, 20, 18, minute, tzinfo=MOSCOW))
    told = [each.text for each in olga.phone.messages if "истёк" in each.text]
    assert [text.partition(" по ")[0][-5:] for text in told] == ["15:00", "18:00"]
