"""/helpers: inviting an organisation, seeing who has joined, removing somebody."""

from datetime import timedelta

from domain.people.region_helpers import ORGANISATION_LENGTH
from handlers.forms.texts import CANCEL
from handlers.region_helpers import texts
from models import Role
from tests.helping import REGION, SCHOOL, helper_of, link_for, proposals, proposes
from tests.world import DEADLINE, World


async def test_the_link_comes_as_a_message_to_pass_on(world: World) -> None:
    anna = await world.coordinator(REGION)
    await anna.says("/helpers")
    assert texts.NO_HELPERS in anna.screen
    await anna.presses(texts.INVITE)
    await anna.says("Школа <№ 5>")
    assert "Школа <№ 5>" in anna.screen
    assert "https://t.me/quality_week_bot?start=helper_" in anna.screen
    (entry,) = await world.audit("helper.link")
    assert entry.after == {"organisation_of_helper": "Школа <№ 5>"}


async def test_a_name_that_is_too_long_or_empty_is_refused_with_the_question(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    await anna.says("/helpers")
    await anna.presses(texts.INVITE)
    await anna.says("Ш" * (ORGANISATION_LENGTH + 1))
    assert "Слишком длинный ответ" in anna.screen
    await anna.sends_sticker()
    assert "Кого пригласить?" in anna.screen
    await anna.presses(CANCEL)
    assert anna.screen == texts.NOT_INVITED
    assert await world.audit("helper.link") == []


async def test_a_removed_helper_does_not_come_back_by_the_same_link(world: World) -> None:
    anna = await world.coordinator(REGION)
    link = await link_for(anna)
    petr = world.stranger("Пётр")
    await petr.opens(link)
    await proposes(petr)
    world.clock.pass_(minutes=1)
    await anna.says("/helpers")
    await anna.presses(f"Пётр – {SCHOOL}")
    assert "Предложений без решения: 1" in anna.screen
    await anna.presses(texts.REMOVE, texts.REMOVE_SURE)
    assert "больше не помощник" in anna.screen
    assert petr.screen == texts.YOU_ARE_REMOVED
    assert [each.state for each in await proposals(world)] == ["waiting"], "it stays the region's"
    await petr.opens(link)
    assert petr.screen == texts.REMOVED_BEFORE
    world.clock.pass_(minutes=1)
    await petr.opens(await link_for(anna))
    assert (await world.person(petr)).role == Role.HELPER


async def test_a_helper_is_removed_together_with_what_waits(world: World) -> None:
    anna = await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await proposes(petr)
    await anna.says("/helpers")
    await anna.presses(f"Пётр – {SCHOOL}", texts.REMOVE, texts.REMOVE_ALL)
    assert "Отклонено предложений: 1" in anna.screen
    assert [each.state for each in await proposals(world)] == ["declined"]


async def test_a_neighbour_removes_nobody_and_revokes_nothing(world: World) -> None:
    anna = await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    maria = await world.coordinator("Тверская область", "Мария")
    await maria.forges(f"remove_helper:{petr.id}:1:1")
    await maria.forges("revoke_helper:1:1")
    assert (await world.person(petr)).role == Role.HELPER
    assert await world.audit("helper.revoked") == []


async def test_whoever_has_joined_stays_when_the_link_is_revoked(world: World) -> None:
    anna = await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await anna.says("/helpers")
    await anna.presses(f"{texts.LINKS} (1)", SCHOOL)
    assert "1 человек" in anna.screen
    await anna.presses(texts.REVOKE_SURE)
    assert texts.NO_LINKS in anna.screen
    await proposes(petr)
    assert len(await proposals(world)) == 1


async def test_admins_see_how_many_there_are_and_close_ones_access(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await olga.says("/people белгород")
    assert "Помощников у регионов: 1" in olga.screen
    await olga.says(f"/people {petr.id}")
    assert SCHOOL in olga.screen
    assert "Белгородская область, помощник" in olga.screen
    await olga.presses("Отключить", "Да, отключить")
    assert "больше не помощник" in olga.screen
    assert (await world.person(petr)).role == Role.STRANGER


async def test_a_helper_gets_no_reminder_and_counts_as_no_coordinator(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await world.remind(DEADLINE - timedelta(days=3))
    assert len(anna.reminders) == 1
    assert petr.reminders == []
    await olga.says("/people")
    assert "Координаторы: 1" in olga.screen


async def test_an_admin_does_all_of_it_for_a_region(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await proposes(petr)
    await olga.forges("for|31|proposals:0")
    assert "Вы вносите данные за регион" in olga.screen
    await olga.presses("Урок качества", "Принять")
    assert "Предложение принято: мероприятие № 1" in olga.screen
    assert "приняло предложения помощников: мероприятие № 1" in anna.screen
    await olga.presses("Помощники", texts.INVITE)
    await olga.says("Лицей № 1")
    (_, made) = await world.audit("helper.link")
    assert (made.region_code, made.after) == (
        "31",
        {"organisation_of_helper": "Лицей № 1", "for_region": True},
    )
