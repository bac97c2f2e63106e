"""Links to publications and video."""

from sqlalchemy import select

from domain.events.fields import field
from handlers import phrases
from handlers.event_form.texts.form import (
    CLEAR,
    EDIT,
    REMOVE_LINK,
    SAVE,
    WITHOUT_LINKS,
    done,
    link_removed,
    remove_link,
)
from handlers.forms.texts import SKIP
from models import Event
from tests.handlers.event_form.test_form_answers import at_step
from tests.world import World


async def test_several_links_in_one_message_are_taken_and_counted(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.says("rskrf.ru/a, https://vk.com/wall-1_2 и минпромторг.рф/новости")
    assert "Добавлено ссылок: 3." in anna.screen
    await anna.says("t.me/channel/5")
    await anna.presses("Готово (4)")
    assert "Шаг 8 из 8" in anna.screen


async def test_what_is_no_link_is_named_and_the_links_beside_it_are_taken(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.says("rskrf.ru/a\nгазета «Вести» за 12 ноября")
    assert "Добавлено ссылок: 1." in anna.screen
    assert "Это не ссылка: «газета „Вести“ за 12 ноября»" in anna.screen


async def test_a_message_without_a_link_is_answered_with_what_to_send(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.says("в газете")
    assert "Это не ссылка: «в газете»" in anna.screen
    assert "Пришлите адрес вида" in anna.screen
    assert "Пропустить" in anna.buttons


async def test_no_is_an_answer_where_there_is_no_link_yet(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.says("нет")
    assert "Шаг 8 из 8" in anna.screen
    await anna.says("rskrf.ru/a", "нет")
    assert "Это не ссылка: «нет»" in anna.screen


async def test_repeated_links_are_dropped(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.says("https://rskrf.ru/a", "RSKRF.ru/a https://rskrf.ru/b")
    assert "Уже были в списке: 1" in anna.screen
    assert "Готово (2)" in anna.buttons


async def test_a_link_behind_text_is_taken(world: World) -> None:
    anna = await at_step(world, 7)
    hidden = {"type": "text_link", "offset": 0, "length": 10, "url": "https://rskrf.ru/hidden"}
    await anna.phone.says("Публикация", [hidden])
    await world.settled()
    assert "Добавлено ссылок: 1." in anna.screen
    assert "https://rskrf.ru/hidden" in anna.screen


async def test_a_forwarded_channel_post_gives_its_own_address_only(world: World) -> None:
    anna = await at_step(world, 7)
    channel = world.telegram.channel("Вести", "vesti31")
    await anna.phone.forwards_post(channel, 77, "Урок качества, подпишитесь: t.me/other")
    await world.settled()
    assert "https://t.me/vesti31/77" in anna.screen
    assert "t.me/other" not in anna.screen
    assert "Готово (1)" in anna.buttons


async def test_a_post_of_a_private_channel_has_no_public_address(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.phone.forwards_post(world.telegram.channel("Свои"), 77, "Урок качества")
    await world.settled()
    assert "закрытого канала" in anna.screen
    assert "Шаг 7 из 8" in anna.screen


async def test_no_more_than_twenty_links_fit_into_a_field(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.says(" ".join(f"rskrf.ru/{number}" for number in range(25)))
    assert "Добавлено ссылок: 20." in anna.screen
    assert "Не поместилось: 5" in anna.screen
    await anna.says("rskrf.ru/26")
    assert "Не поместилось: 1" in anna.screen
    assert "Готово (20)" in anna.buttons


async def test_long_links_do_not_burst_the_card(world: World) -> None:
    anna = await at_step(world, 7)
    for number in range(20):
        await anna.says(f"https://rskrf.ru/{number}/{'x' * 1900}")
    await anna.presses("Готово (20)", "Пропустить")
    assert f"{field('publication_links').title}: 20" in anna.screen
    await anna.presses("Сохранить", "Мои мероприятия")
    assert "Урок качества" in anna.screen


async def test_the_list_can_be_cleared(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.says("rskrf.ru/a rskrf.ru/b")
    await anna.presses(CLEAR)
    assert "Пропустить" in anna.buttons


async def test_one_link_of_several_can_be_removed_before_saving_and_after(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.says("rskrf.ru/a rskrf.ru/b rskrf.ru/c")
    await anna.presses(remove_link(1))
    assert link_removed("https://rskrf.ru/b") in anna.screen
    await anna.presses(done(2), SKIP, EDIT, field("publication_links").title)
    await anna.presses(remove_link(0))
    await anna.says("rskrf.ru/d")
    await anna.presses(done(2), SAVE, phrases.MY_EVENTS, "1. Урок качества")
    await anna.presses(EDIT, field("publication_links").title, remove_link(0))
    assert "rskrf.ru/d" in anna.screen
    await anna.presses(REMOVE_LINK, WITHOUT_LINKS)
    assert "Ссылки на публикации: 2 → 0" in anna.screen
    (event,) = await world.rows(select(Event))
    assert event.publication_links == []


async def test_a_sticker_among_links_gets_a_kind_sentence(world: World) -> None:
    anna = await at_step(world, 7)
    await anna.phone.sends_sticker()
    await world.settled()
    assert "нужна ссылка" in anna.screen
