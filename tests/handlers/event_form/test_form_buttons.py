"""Double taps, old buttons and forged ones."""

from sqlalchemy import func, select

from domain.events.fields import KINDS
from handlers.event_form.texts.form import FORM_GONE, SAVED_ALREADY
from handlers.forms.buttons import FormButton
from handlers.forms.texts import STALE_BUTTON
from models import Event, FormKind
from tests.world import World


async def count_events(world: World) -> int:
    async with world.app.database.transaction() as session:
        return (await session.execute(select(func.count()).select_from(Event))).scalar_one()


async def test_saving_twice_saves_once_and_shows_the_same_receipt(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    card = await anna.fills_in()
    save = card.rows[0][0].data
    assert save is not None
    anna.phone.press("Сохранить")
    anna.phone.forge(save, card)
    await world.settled()
    assert "Мероприятие № 1 сохранено" in anna.screen
    assert anna.toast == SAVED_ALREADY
    assert await count_events(world) == 1


async def test_a_press_that_telegram_delivers_twice_saves_once(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.reports()
    messages = len(anna.phone.messages)
    world.telegram.redeliver(world.bot)
    await world.settled()
    assert await count_events(world) == 1
    assert len(anna.phone.messages) == messages


async def test_a_double_tap_on_skip_skips_one_question(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10", "Урок", "Белгород", "Школа", "1", "1")
    question = anna.phone.last
    skip = question.rows[0][0].data
    assert skip is not None
    anna.phone.press("Пропустить")
    anna.phone.forge(skip, question)
    await world.settled()
    assert "Шаг 8 из 8" in anna.screen


async def test_an_old_messages_button_says_that_the_form_has_moved_on_and_shows_it(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10")
    old = anna.phone.last
    await anna.says("Урок качества", "Белгород")
    anna.phone.press("Назад", old)
    await world.settled()
    assert anna.toast == STALE_BUTTON
    assert "Шаг 4 из 8" in old.text, "the pressed message turns into the question asked now"
    await anna.says("Школа № 5")
    assert "Шаг 5 из 8" in anna.screen


async def test_buttons_of_a_saved_event_show_its_receipt(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    old = anna.phone.last
    await anna.presses(KINDS["other"])
    old_data = FormButton(form=FormKind.EVENT, draft=1, version=1, action="back").pack()
    await anna.says("Урок", "Белгород", "Школа", "1", "1")
    await anna.presses("Пропустить", "Пропустить", "Сохранить")
    await anna.says("/new", "10")
    anna.phone.forge(old_data, old)
    await world.settled()
    assert anna.toast == SAVED_ALREADY
    await anna.says("Ярмарка")
    assert "Шаг 3 из 8" in anna.screen, "the new form goes on untouched"


async def test_a_button_of_a_deleted_message_is_answered_in_a_new_one(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10")
    question = anna.phone.last
    await world.app.bot.delete_message(anna.id, question.id)
    data = question.rows[-1][0].data
    assert data is not None
    anna.phone.forge(data, question)
    await world.settled()
    assert "Шаг 1 из 8" in anna.screen


async def test_a_forged_save_before_the_card_saves_nothing(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10")
    back = anna.phone.last.rows[-1][0].data
    assert back is not None
    anna.phone.forge(back.replace("back", "save"), anna.phone.last)
    await world.settled()
    assert "Шаг 2 из 8" in anna.screen
    assert await count_events(world) == 0


async def test_another_persons_draft_cannot_be_pressed(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    card = await anna.fills_in()
    save = card.rows[0][0].data
    assert save is not None
    boris = await world.coordinator("Белгородская область", "Борис")
    boris.phone.forge(save, boris.phone.last)
    await world.settled()
    assert boris.screen == FORM_GONE
    assert await count_events(world) == 0


async def test_forged_values_are_refused_like_typed_ones(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    pick = anna.phone.last.rows[0][0].data
    assert pick is not None
    for value in ("0", "99", "-1", "abc", "Ж" * 10):
        anna.phone.forge(pick.rpartition(":")[0] + ":" + value, anna.phone.last)
        await world.settled()
        assert "Шаг 1 из 8" in anna.screen
    anna.phone.forge(pick.replace("pick", "ask").rpartition(":")[0] + ":password", anna.phone.last)
    await world.settled()
    assert "Шаг 1 из 8" in anna.screen
