"""Coming in by an admin's invitation: the link, the question, the first screen."""

import re
from hashlib import sha256

from sqlalchemy import func, select

from models import Draft, Invitation, Role
from models.base import Base
from tests.world import Someone, World

WRONG = "не действует"
TOO_MANY = "Слишком много"


async def joined(world: World, someone: Someone) -> str | None:
    """The code of the region whose coordinator this is."""
    return (await world.person(someone)).region_code


async def test_a_region_typed_as_people_type_it_is_invited(world: World) -> None:
    olga = await world.admin()
    for typed in ("белгород", "31", "Белгородскя обл", "БЕЛГОРОДСКАЯ ОБЛАСТЬ"):
        await olga.says("/invite", typed)
        ready, to_forward = olga.phone.messages[-2:]
        assert "Белгородская область" in ready.text
        assert re.search(r"https://t\.me/quality_week_bot\?start=[\w-]{22}$", to_forward.text)


async def test_a_region_chosen_by_its_district_is_invited_once_per_question(world: World) -> None:
    olga = await world.admin()
    await olga.taps("Пригласить")
    question = await olga.presses("Вне федеральных округов")
    assert len(olga.buttons) == 5  # the four of no district, and the way back
    await olga.presses("К округам", "Центральный федеральный округ")
    olga.phone.press("Белгородская область", question)
    olga.phone.press("Белгородская область", question)
    await world.settled()
    assert len(await world.rows(select(Invitation))) == 1
    assert "больше не действует" in (olga.toast or "")


async def test_several_regions_or_none_are_answered_with_a_choice(world: World) -> None:
    olga = await world.admin()
    await olga.says("/invite новгород")
    assert {"Нижегородская область", "Новгородская область"} <= set(olga.buttons)
    await olga.says("Атлантида")
    assert "нет в списке" in olga.screen
    await olga.phone.sends_sticker()
    await world.settled()
    assert "нет в списке" in olga.screen
    await olga.says("Новгородская")
    assert "?start=" in olga.screen


async def test_an_invitation_waits_while_the_admin_looks_something_up(world: World) -> None:
    olga = await world.admin()
    question = await olga.says("/invite")
    await olga.says("/people")
    olga.phone.press("Южный федеральный округ", question)
    await world.settled()
    await olga.says("Адыгея")
    assert "?start=" in olga.screen


async def test_a_link_asks_and_a_yes_binds_the_person_to_the_region(world: World) -> None:
    olga, anna = await world.admin(), world.stranger("Анна")
    await anna.opens(await world.link(olga, "Белгород"))
    assert anna.screen == "Вы подключаетесь как координатор: Белгородская область. Верно?"
    assert await joined(world, anna) is None
    await anna.presses("Да, верно")
    assert await joined(world, anna) == "31"
    assert "new" in dict(anna.phone.commands)
    (made,) = await world.audit("invitation.created")
    (joining,) = await world.audit("person.joined")
    assert (made.person_id, made.region_code) == (olga.id, "31")
    assert (joining.person_id, joining.subject_id) == (anna.id, str(anna.id))
    assert joining.after == {"region": "31"}


async def test_the_first_screen_tells_what_until_when_what_is_kept_and_where(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.opens(await world.link(olga, "Камчатский край"))
    await ivan.presses("Да, верно")
    for told in (
        "Внесите мероприятия",
        "29 ноября 2026 года, 23:59 по московскому времени",
        "30 ноября 2026 года, 08:59",
        "хранит о вас",
        "https://rskrf.ru/qualityday/",
        "https://kachestvo.pro/news/qw/",
        "https://disk.360.yandex.ru/d/9jpaKlzs2TLQ1w",
        "qd@roskachestvo.gov.ru",
    ):
        assert told in ivan.screen
    assert "Добавить мероприятие" in [key.label for row in ivan.phone.keyboard for key in row]


async def test_a_no_leaves_the_invitation_to_be_used_later(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    link = await world.link(olga, "Белгород")
    await anna.opens(link)
    await anna.presses("Нет")
    assert await joined(world, anna) is None
    await anna.opens(link)
    await anna.presses("Да, верно")
    assert await joined(world, anna) == "31"


async def test_a_command_in_between_does_not_spoil_the_question(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    await anna.opens(await world.link(olga, "Белгород"))
    await anna.says("/help", "что это?")
    await anna.presses("Да, верно")
    assert await joined(world, anna) == "31"


async def test_a_yes_pressed_twice_joins_once_and_shows_where_one_is(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    question = await anna.opens(await world.link(olga, "Белгород"))
    anna.phone.press("Да, верно", question)
    anna.phone.press("Да, верно", question)
    await world.settled()
    assert len(await world.audit("person.joined")) == 1
    assert "Белгородская область" in anna.screen


async def test_of_two_people_with_one_link_the_quicker_one_joins(world: World) -> None:
    olga, anna, ivan = await world.admin(), world.stranger("Анна"), world.stranger("Иван")
    link = await world.link(olga, "Белгород")
    await anna.opens(link)
    await ivan.opens(link)
    anna.phone.press("Да, верно")
    ivan.phone.press("Да, верно")
    await world.settled()
    assert sorted([await joined(world, anna), await joined(world, ivan)], key=str) == ["31", None]
    slower = ivan if await joined(world, anna) else anna
    assert WRONG in slower.screen


async def test_another_persons_question_cannot_be_answered(world: World) -> None:
    olga, anna, mallory = await world.admin(), world.stranger(), world.stranger("Чужой")
    await anna.opens(await world.link(olga, "Белгород"))
    (draft,) = await world.rows(select(Draft))
    await mallory.says("/start")
    await mallory.forges(f"join:{draft.id}:yes")
    assert await joined(world, mallory) is None
    await anna.presses("Да, верно")
    assert await joined(world, anna) == "31"


async def test_unknown_used_and_expired_invitations_get_the_same_answer(world: World) -> None:
    olga, anna, ivan = await world.admin(), world.stranger("Анна"), world.stranger("Иван")
    used, expired = await world.link(olga, "Белгород"), await world.link(olga, "Белгород")
    await anna.opens(used)
    await anna.presses("Да, верно")
    world.clock.pass_(days=30)
    answers = {
        (await ivan.opens(link)).text
        for link in (used, expired, "https://t.me/quality_week_bot?start=AAAAAAAAAAAAAAAAAAAAAA")
    }
    assert len(answers) == 1
    assert WRONG in ivan.screen


async def test_an_invitation_works_until_its_thirtieth_day_and_not_after_it(world: World) -> None:
    olga, anna, ivan = await world.admin(), world.stranger("Анна"), world.stranger("Иван")
    links = await world.link(olga, "Белгород"), await world.link(olga, "Белгород")
    world.clock.pass_(days=29, hours=23)
    await ivan.opens(links[0])
    await anna.opens(links[1])
    await anna.presses("Да, верно")
    world.clock.pass_(hours=1)
    await ivan.presses("Да, верно")  # it has expired under the question
    assert (await joined(world, anna), await joined(world, ivan)) == ("31", None)
    assert WRONG in ivan.screen


async def test_after_five_wrong_tokens_a_right_one_has_to_wait_an_hour(world: World) -> None:
    olga, ivan, anna = await world.admin(), world.stranger(), world.stranger("Анна")
    right = await world.link(olga, "Белгород")
    for guess in range(5):
        assert WRONG in (await ivan.says(f"/start guess{guess}")).text
    assert TOO_MANY in (await ivan.opens(right)).text
    assert "Верно?" in (await anna.opens(right)).text  # the count is each person's own
    world.clock.pass_(minutes=61)
    assert "Верно?" in (await ivan.opens(right)).text


async def test_the_token_is_nowhere_in_the_database_once_the_answers_are_out(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    link = await world.link(olga, "Белгород")
    token = link.partition("start=")[2]
    await anna.opens(link)
    await anna.presses("Да, верно")
    async with world.app.database.transaction() as session:
        for table in Base.metadata.sorted_tables:
            rows = (await session.execute(select(table))).all()
            assert token not in str(rows), table.name
        hashes = await session.execute(select(Invitation.token_hash))
        assert hashes.scalars().all() == [sha256(token.encode()).hexdigest()]


async def test_an_admin_who_opens_a_link_does_not_use_it_up(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    link = await world.link(olga, "Белгород")
    await olga.opens(link)
    assert (await world.person(olga)).role == Role.ADMIN
    await anna.opens(link)
    assert "Верно?" in anna.screen


async def test_a_coordinator_of_the_same_region_does_not_use_a_link_up(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.opens(await world.link(olga, "Белгород"))
    assert "уже координатор" in anna.screen
    assert await world.rows(select(func.count()).where(Invitation.used_at.is_not(None))) == [0]


async def test_a_coordinator_of_another_region_moves_after_a_yes(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    event = await world.event(anna)
    question = await anna.says("/new")
    await anna.opens(await world.link(olga, "Тверская"))
    assert "Белгородская область" in anna.screen
    assert "Тверская область" in anna.screen
    await anna.presses("Да, верно")
    assert await joined(world, anna) == "69"
    anna.phone.press("Урок качества, занятие", question)
    await world.settled()
    assert "формы уже нет" in question.text
    await anna.says("/events")
    await anna.forges(f"event:{event.id}")
    assert "Урок качества" not in anna.screen
    moved = (await world.audit("person.joined"))[-1]
    assert (moved.before, moved.after) == ({"region": "31"}, {"region": "69"})


async def test_the_admins_hear_of_the_region_that_a_move_leaves_with_nobody(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    for someone in (anna, boris):
        await someone.opens(await world.link(olga, "Тверская"))
        await someone.presses("Да, верно")
    heard = [each.text for each in olga.phone.messages if "больше не координатор" in each.text]
    assert heard == [
        "Борис больше не координатор: Белгородская область. Координаторов у региона больше нет. "
        "Пригласить: /invite."
    ]
