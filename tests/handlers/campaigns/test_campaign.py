"""/campaign: closing the year and opening the next one, with two admins at work."""

from datetime import datetime, timedelta

from sqlalchemy import select

from models import Campaign, Draft, Event, Mailing, MailingDelivery, MailingKind, RegionReport
from tests.world import DEADLINE, MOSCOW, Someone, World

FORGED = (
    "camp:2026",
    "campclose:2026:1",
    "campopen:2026",
    "year:2027",
    "yearstep:1:1:sure",
)
OVER = DEADLINE + timedelta(days=1)
DEADLINE_2027 = datetime(2027, 11, 28, 23, 59, tzinfo=MOSCOW)


async def closes(admin: Someone) -> None:
    await admin.says("/campaign")
    await admin.presses("Закрыть приём", "Да, закрыть")


async def opens_2027(world: World, admin: Someone) -> None:
    world.clock.at = max(world.clock.at, OVER)
    await admin.says("/campaign")
    await admin.presses("Открыть 2027 год", "Открыть 2027 год", "Да, открыть")


async def years(world: World) -> list[int]:
    return list(await world.rows(select(Campaign.year).order_by(Campaign.year)))


async def test_the_current_campaign_is_shown_with_numbers_that_add_up(world: World) -> None:
    olga = await world.admin()
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Москва")
    await world.event(anna)
    await vera.says("/report")
    await vera.presses("Мероприятия не проводились", "Да, не проводились")
    await olga.says("/campaign")
    for line in (
        "Неделя: 09.11.2026 – 15.11.2026",
        "День качества: 12 ноября 2026 года (четверг)",
        "29 ноября 2026 года (воскресенье), 23:59 по московскому времени",
        "Отчёты принимаются",
        "Мероприятий не было: 1",
        "Заполняют: 1",
        "Молчат: 87",
        "Всего: 89 регионов",
        "1 мероприятие, проведений: 3, участников: 75",
    ):
        assert line in olga.screen
    assert olga.buttons == ["Состояние", "Выгрузить", "Закрыть приём"]


async def test_after_closing_nothing_is_taken_and_nobody_reminded_until_it_is_opened_again(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in()
    await olga.says("/campaign")
    await olga.presses("Закрыть приём")
    assert "Не отчитались: 89 регионов" in olga.screen
    assert "Незаконченных мероприятий: 1" in olga.screen
    await olga.presses("Не закрывать", "Закрыть приём", "Да, закрыть")
    assert "Приём закрыт" in olga.screen
    assert "Ольга Админ: приём отчётов за 2026 год закрыт" in pavel.screen
    await anna.presses("Сохранить")
    assert "Министерство закрыло приём отчётов о Неделе качества 2026" in anna.screen
    assert "истёк" not in anna.screen
    assert "Урок качества" in anna.screen, "what was typed is shown and kept"
    await anna.says("/start")
    assert "Министерство закрыло приём" in anna.phone.messages[-2].text
    for admin_says in ("/deadline 5.12", "/extend белгород"):
        await pavel.says(admin_says)
        assert "Приём отчётов закрыт" in pavel.screen
    await world.remind(DEADLINE.replace(day=28, hour=10, minute=0))
    await world.remind(DEADLINE + timedelta(minutes=1))
    assert anna.reminders == []
    assert "истёк" not in pavel.screen
    await pavel.says("/campaign")
    assert "Ольга Админ" in pavel.screen
    await pavel.presses("Открыть снова")
    assert "снова открыт, но общий срок истёк" in pavel.screen
    assert "Павел: приём отчётов за 2026 год снова открыт" in olga.screen
    world.clock.at = DEADLINE - timedelta(days=1)
    await anna.says("/new")
    await anna.presses("Продолжить", "Сохранить")
    assert "сохранено" in anna.screen
    assert await world.set_aside() == 0


async def test_the_coordinators_hear_of_the_closing_and_what_became_of_their_report(
    world: World,
) -> None:
    olga = await world.admin()
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Москва")
    lida, boris = await world.coordinator("Тверская область"), await world.coordinator("Карелия")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses("Сдать отчёт")
    await vera.says("/report")
    await vera.presses("Мероприятия не проводились", "Да, не проводились")
    await world.event(lida)
    await boris.blocks()
    await olga.says("/campaign")
    await olga.presses("Закрыть приём")
    assert "узнают о закрытии: 3. Регионов, где сообщить некому: 86" in olga.screen
    await world.mail()
    assert "закрыло" not in lida.screen, "it is not confirmed yet"
    await olga.presses("Да, закрыть")
    assert "Приём отчётов за 2026 год закрыт. Координаторов, которые узнают" in olga.screen
    await world.mail()
    for someone in (anna, vera, lida):
        assert "Министерство закрыло приём отчётов о Неделе качества 2026" in someone.screen
        assert someone.buttons == ["Ответить министерству"]
    for someone in (anna, vera):
        assert "Отчёт вашего региона сдан, больше ничего делать не нужно" in someone.screen
    assert "Отчёт вашего региона не сдан" in lida.screen
    reports = "\n".join(message.text for message in olga.phone.messages[-2:])
    assert "Уведомление отправлено: все, кто сдал отчёт.\nПолучили: 2 из 2" in reports
    assert "Уведомление отправлено: все, кто не сдал отчёт.\nПолучили: 1 из 2" in reports
    await lida.presses("Ответить министерству")
    await lida.says("Заболела, отчёт готов. Примите, пожалуйста.")
    assert "Заболела, отчёт готов" in olga.screen
    await olga.says("/campaign")
    await olga.presses("Открыть снова")
    assert "написать им: /broadcast" in olga.screen


async def test_two_admins_close_and_open_it_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await pavel.says("/campaign")
    await pavel.presses("Закрыть приём")
    sure = pavel.phone.last
    await closes(olga)
    pavel.phone.press("Да, закрыть", sure)
    await world.settled()
    assert "уже закрыт" in (pavel.toast or "")
    assert "Ольга Админ" in sure.text
    closed = olga.phone.last
    olga.phone.press("Открыть снова", closed)
    olga.phone.press("Открыть снова", closed)
    await world.settled()
    pavel.phone.press("Открыть снова", sure)
    await world.settled()
    assert "не закрыт" in (pavel.toast or "")
    assert len(await world.audit("campaign.closed")) == 1
    assert len(await world.audit("campaign.reopened")) == 1
    assert await world.audit("mailing.notice") == [], "there is nobody to tell"


async def test_the_next_year_is_opened_only_after_this_one(world: World) -> None:
    olga = await world.admin()
    await olga.says("/campaign")
    assert "Открыть 2027 год" not in olga.buttons
    for data in ("year:2027", "year:2099", "year:0"):
        await olga.forges(data)
        assert "Следующий год можно открыть" in olga.screen or "уже открыт" in olga.screen
    await closes(olga)
    assert "Открыть 2027 год" in olga.buttons
    assert await years(world) == [2026]


async def test_the_next_years_dates_follow_the_rule_and_each_can_be_changed(world: World) -> None:
    olga = await world.admin()
    await closes(olga)
    await olga.presses("Открыть 2027 год")
    for date in ("8 ноября 2027 года (понедельник)", "11 ноября 2027 года (четверг)"):
        assert date in olga.screen
    await olga.presses("День качества")
    for typed, why in (
        ("когда-нибудь", "Не удалось понять"),
        ("10.11.2026", "Нужна дата 2027 года"),
        ("31 ноября", "Не удалось понять"),
    ):
        await olga.says(typed)
        assert why in olga.screen
        assert "День качества, 2027 год" in olga.screen
    await olga.says("20 ноября")
    assert "День качества не приходится на Неделю" in olga.screen
    assert "Открыть 2027 год" not in olga.buttons
    await olga.says("что-то ещё")
    assert "нажмите её кнопку" in olga.screen
    await olga.presses("Начало Недели")
    await olga.says("15.11")
    await olga.presses("Конец Недели")
    await olga.says("/people", "/campaign")
    await olga.presses("Открыть 2027 год")
    assert "20 ноября 2027 года (суббота)" in olga.screen, "what was typed is kept"
    await olga.presses("Конец Недели")
    await olga.says("21 ноября")
    await olga.presses("Срок сдачи")
    await olga.says("20.11")
    assert "Срок сдачи должен быть позже последнего дня Недели" in olga.screen
    await olga.presses("Срок сдачи")
    await olga.says("5 декабря 18:00")
    await olga.presses("Открыть 2027 год", "Да, открыть")
    campaign = await world.campaign()
    assert (campaign.year, campaign.title) == (2027, "Неделя качества 2027")
    assert [f"{day:%d.%m}" for day in (campaign.week_start, campaign.day, campaign.week_end)] == [
        "15.11",
        "20.11",
        "21.11",
    ]
    assert campaign.deadline == datetime(2027, 12, 5, 18, 0, tzinfo=MOSCOW)
    assert await world.rows(select(Draft)) == []
    assert await world.set_aside() == 0


async def test_coordinators_carry_over_and_each_is_to_be_asked_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Москва")
    await world.event(anna)
    world.clock.at = OVER
    await pavel.says("/campaign")
    await pavel.presses("Открыть 2027 год", "Открыть 2027 год")
    sure = pavel.phone.last
    await opens_2027(world, olga)
    assert "Открыт 2027 год" in olga.screen
    pavel.phone.press("Да, открыть", sure)
    await world.settled()
    assert "2027 год уже открыт. Решение: Ольга Админ" in sure.text
    assert await years(world) == [2026, 2027]
    (mailing,) = await world.rows(
        select(Mailing).where(Mailing.kind == MailingKind.YEARLY_CONFIRMATION)
    )
    assert "Вы по-прежнему координатор" in mailing.content_json["text"]
    asked = await world.rows(select(MailingDelivery.person_id).order_by("person_id"))
    assert list(asked) == [anna.id, vera.id]
    await world.mail()
    await world.mail()
    assert sum("по-прежнему координатор" in each.text for each in vera.phone.messages) == 1
    await vera.presses("Да, я координатор")
    assert (await world.person(vera)).confirmed_at is not None
    await anna.says("/report")
    assert "Белгородская область, 2027" in anna.screen
    assert "Мероприятий: 0" in anna.screen
    await olga.says("/campaign")
    assert "остаются координаторами: 1 из 2" in olga.screen
    assert "2026" in olga.buttons
    await olga.presses("2026")
    assert "Неделя качества 2026 (прошлая кампания)" in olga.screen
    assert "1 мероприятие" in olga.screen
    assert olga.buttons == ["Состояние", "Выгрузить", "2027"]
    data = [button.data for row in olga.phone.last.rows for button in row]
    assert data == ["status:2026", "expyear:2026", "camp:2027"]


async def test_of_an_earlier_year_nobody_says_how_many_still_coordinate(world: World) -> None:
    """What is known is the answer in the current year only."""
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await opens_2027(world, olga)
    await world.mail()
    await anna.presses("Да, я координатор")
    await olga.says("/campaign")
    assert "остаются координаторами: 1 из 1" in olga.screen
    world.clock.at = OVER.replace(year=2027)
    await olga.says("/campaign")
    await olga.presses("Открыть 2028 год", "Открыть 2028 год", "Да, открыть")
    await olga.says("/campaign")
    assert "остаются координаторами: 0 из 1" in olga.screen
    await olga.presses("2027")
    assert "Неделя качества 2027 (прошлая кампания)" in olga.screen
    assert "остаются координаторами" not in olga.screen


async def test_two_admins_at_the_same_moment_open_one_year(world: World) -> None:
    admins = [await world.admin(), await world.admin("Павел", which=1)]
    world.clock.at = OVER
    for admin in admins:
        await admin.says("/campaign")
        await admin.presses("Открыть 2027 год", "Открыть 2027 год")
    screens = [admin.phone.last for admin in admins]
    for admin, screen in zip(admins, screens, strict=True):
        admin.phone.press("Да, открыть", screen)
    await world.settled()
    assert sum("2027 год уже открыт" in screen.text for screen in screens) == 1
    assert len(await world.rows(select(Mailing.id))) == 1
    assert await years(world) == [2026, 2027]


async def test_whose_time_goes_on_is_told_before_the_next_year_takes_it(world: World) -> None:
    olga = await world.admin()
    await olga.says("/extend белгород", "15.12", "Ремонт")
    await olga.presses("Продлить")
    world.clock.at = OVER
    await olga.says("/campaign")
    await olga.presses("Открыть 2027 год", "Открыть 2027 год")
    assert "Продлённый срок ещё не истёк: 1 регион" in olga.screen
    await olga.presses("Назад", "Отмена")
    assert "Новый год не открыт" in olga.screen
    assert await years(world) == [2026]


async def test_an_old_year_is_changed_by_nobody_through_old_buttons(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna)
    await anna.says("/events")
    await anna.presses("1. Урок качества")
    for typed in ("/report", "/events"):
        await anna.says(typed)
    await anna.fills_in(name="Не сохранено")
    await anna.says("/new")
    await olga.says("/campaign")
    await olga.presses("Закрыть приём")
    shown = [(olga, each) for each in olga.phone.messages if each.from_bot and each.rows]
    shown += [(anna, each) for each in anna.phone.messages if each.from_bot and each.rows]
    buttons = [(who, each, b.data) for who, each in shown for row in each.rows for b in row]
    assert len(buttons) > 15
    await opens_2027(world, olga)
    (before,) = await world.rows(select(Event))
    for who, message, data in buttons:
        who.phone.forge(data or "", message)
        await world.settled()
    for data in (f"delete:{before.id}:1", f"edit:{before.id}:name", "state:submitted:1-0:0"):
        await anna.forges(data)
    await anna.says("Другое название")
    for data in ("campclose:2026:1", "campopen:2026", "year:2026", "year:2027"):
        await olga.forges(data)
    (after,) = await world.rows(select(Event))
    assert (after.name, after.changed_at, after.deleted_at) == (
        before.name,
        before.changed_at,
        None,
    )
    assert await world.rows(select(RegionReport)) == []
    closed = await world.rows(select(Campaign.closed_at).order_by(Campaign.year))
    assert list(closed) == [None, None]
    assert await world.set_aside() == 0


async def test_what_was_left_unfinished_last_year_is_shown_before_it_goes(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.fills_in(name="Не сохранено")
    await opens_2027(world, olga)
    await anna.says("/new")
    left, question = anna.phone.messages[-2:]
    assert "в 2026 году, в отчёт не вошло" in left.text
    assert "Не сохранено" in left.text
    assert "Шаг 1 из 8" in question.text
    await anna.says("/new")
    assert "в 2026 году" not in anna.phone.messages[-2].text


async def test_whoever_still_coordinates_says_so_with_one_press(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await opens_2027(world, olga)
    await anna.says("/start")
    for _ in range(2):
        await anna.forges("still:2027:yes:")
        assert "Вы координатор: Белгородская область, 2027 год" in anna.screen
    assert (await world.person(anna)).confirmed_at == world.clock.at
    assert len(await world.audit("person.confirmed")) == 1
    await olga.says("/campaign")
    assert "остаются координаторами: 1 из 1" in olga.screen
    await anna.forges("still:2026:no:")
    assert "о прошлом годе" in (anna.toast or "")


async def test_whoever_does_not_is_asked_again_and_leaves_and_the_admins_hear_it(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await opens_2027(world, olga)
    for someone in (anna, boris):
        await someone.says("/report")
        await someone.forges("still:2027:no:")
        assert "Вы больше не координатор: Белгородская область?" in someone.screen
    await anna.forges("still:2027:sure:77")
    assert "Вы больше не координатор: Белгородская область?" in anna.screen
    assert (await world.person(anna)).region_code == "31"
    sure = anna.phone.last
    await anna.presses("Да, отключить меня")
    assert "Доступ координатора закрыт" in anna.screen
    assert [command for command, _ in anna.phone.commands] == ["start", "help"]
    for admin in (olga, pavel):
        assert "Анна больше не координатор: Белгородская область" in admin.screen
        assert "Координаторов у региона осталось: 1" in admin.screen
    await boris.presses("Да, отключить меня")
    assert "Координаторов у региона больше нет" in olga.screen
    anna.phone.forge("still:2027:yes:", sure)
    await world.settled()
    assert "больше не действует" in (anna.toast or "")
    removals = await world.audit("person.removed")
    assert [entry.person_id for entry in removals] == [anna.id, boris.id]


async def test_nobody_but_an_admin_reaches_it(world: World) -> None:
    olga = await world.admin()
    anna, ivan = await world.coordinator("Белгородская область"), world.stranger()
    await ivan.says("/start")
    world.clock.at = OVER
    for someone in (anna, ivan):
        await someone.says("/campaign")
        assert "Неделя: 09.11" not in someone.screen
        for data in (
            "camp:2026",
            "campclose:2026:1",
            "campopen:2026",
            "year:2027",
            "yearstep:1:1:sure",
        ):
            await someone.forges(data)
            assert "больше не действует" in (someone.toast or "")
    await olga.says("/start")
    await olga.forges("still:2026:sure:31")
    assert "больше не действует" in (olga.toast or "")
    assert await years(world) == [2026]
    assert (await world.campaign()).closed_at is None


async def test_a_year_that_never_was_is_answered_with_the_current_one(world: World) -> None:
    olga = await world.admin()
    for typed in ("/campaign 1999", "/campaign чушь"):
        await olga.says(typed)
        assert "Неделя качества 2026" in olga.screen
    await olga.forges("camp:1999")
    assert "Такой кампании нет" in olga.screen
    await olga.forges("camp:99999999999999999999")
    assert "больше не действует" in (olga.toast or "")
    assert await world.set_aside() == 0
