"""Reporting an event, from «Добавить мероприятие» to the receipt."""

from sqlalchemy import select

from domain.events.fields import FIELDS, KINDS, field
from handlers.event_form.texts.form import DROP_DRAFT, EDIT, PUT_ASIDE, SAVE, done, draft_waits
from handlers.forms.texts import (
    BACK,
    FIRST_QUESTION,
    NEEDS_ANSWER,
    NEEDS_TEXT,
    PRESS_A_BUTTON,
    SKIP,
)
from models import Draft
from tests.world import World, plain

TIMES, PARTICIPANTS = field("times_held").title, field("participants").title

QUESTIONS = [field.question for field in FIELDS]


async def test_eight_questions_lead_to_a_card_and_the_card_to_a_receipt(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.phone.taps("Добавить мероприятие")
    await world.settled()
    await anna.presses("Урок, занятие")
    await anna.says("Урок качества в школе № 5", "Белгород", "Школа № 5", "3", "1 200 чел.")
    await anna.says("rskrf.ru/news")
    await anna.presses("Готово (1)", "Пропустить")
    assert "Проверьте мероприятие" in anna.screen
    for answer in (
        "Урок, занятие",
        "школе № 5",
        "Белгород",
        "Школа № 5",
        "1 200",
        "rskrf",
    ):
        assert answer in anna.screen.replace("\xa0", " ")
    await anna.presses("Сохранить")
    assert "Мероприятие № 1 сохранено 11.11.2026 в 12:00 (мск)" in anna.screen


async def test_each_question_says_what_is_wanted_with_an_example_and_where_one_is(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    answers = ["10", "Урок", "Белгород", "Школа", "3", "120"]
    for number, question in enumerate(QUESTIONS, start=1):
        assert f"Шаг {number} из 8" in anna.screen
        assert question in anna.screen
        assert "Например:" in anna.screen
        assert PUT_ASIDE in anna.buttons
        assert (BACK in anna.buttons) == (number > 1)
        assert ("Пропустить" in anna.buttons) == (number > 6)
        await (anna.says(answers.pop(0)) if answers else anna.presses("Пропустить"))
    assert "Проверьте мероприятие" in anna.screen


async def test_going_back_keeps_every_answer_and_offers_to_leave_it(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10", "Урок качества", "Белгород", "Школа")
    await anna.presses("Назад", "Назад", "Назад")
    assert "Шаг 2 из 8" in anna.screen
    assert "Сейчас: Урок качества" in anna.screen
    await anna.presses("Оставить: Урок качества")
    assert "Шаг 5 из 8" in anna.screen, "what is answered is not asked again"


async def test_going_back_from_the_first_question_stays_there(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    assert BACK not in anna.buttons
    await anna.says("назад")
    assert FIRST_QUESTION in anna.screen
    await anna.says("назад")
    assert "Шаг 1 из 8" in anna.screen


async def test_the_words_on_the_buttons_can_be_typed(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10", "Урок качества", "назад", "Урок", "пропустить")
    assert NEEDS_ANSWER in anna.screen
    await anna.says("Белгород, Школа", "1", "1", "Пропустить", "rskrf.ru", "готово", "сохранить")
    assert "Мероприятие № 1 сохранено" in anna.screen
    await anna.says("/new", "отмена")
    assert "Продолжить" in anna.buttons


async def test_saving_shows_the_time_of_the_region(world: World) -> None:
    anna = await world.coordinator("Камчатский край")
    await anna.reports()
    assert "сохранено 11.11.2026 в 21:00 (местное время)" in anna.screen


async def test_any_field_opens_from_the_card_and_comes_back_to_it(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in()
    for title, answer, shown in (
        ("Вид", "6", f"Вид: {KINDS['exhibition']}"),
        ("Название", "Ярмарка", "Название: Ярмарка"),
        ("Город", "Старый Оскол", "Город: Старый Оскол"),
        ("Организация", "Дворец культуры", "Организация: Дворец культуры"),
        (TIMES, "7", f"{TIMES}: 7"),
        (PARTICIPANTS, "500", f"{PARTICIPANTS}: 500"),
    ):
        await anna.presses("Изменить", title)
        await anna.says(answer)
        assert "Проверьте мероприятие" in anna.screen
        assert shown in anna.screen


async def test_back_from_a_field_opened_on_the_card_leads_to_the_card(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in(name="Урок")
    await anna.presses("Изменить", "Название", "Назад")
    assert "Проверьте мероприятие" in anna.screen
    await anna.presses("Изменить", "К карточке")
    assert "Проверьте мероприятие" in anna.screen


async def test_cancelling_keeps_the_draft_to_go_on_with_or_drop(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10", "Урок качества")
    await anna.presses(PUT_ASIDE)
    assert "Урок качества" in anna.screen
    await anna.presses("Продолжить")
    assert "Шаг 3 из 8" in anna.screen
    await anna.presses(PUT_ASIDE, DROP_DRAFT)
    await anna.says("/new")
    assert "Шаг 1 из 8" in anna.screen


async def test_a_new_event_asks_first_what_to_do_with_the_unfinished_one(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10", "Урок качества", "/new")
    (draft,) = await world.rows(select(Draft))
    assert anna.screen == draft_waits(draft)
    assert "«Урок качества»: заполнено 2 из 8" in anna.screen
    await anna.presses("Начать заново")
    assert "Шаг 1 из 8" in anna.screen
    assert "Оставить" not in " ".join(anna.buttons)


async def test_a_command_in_the_middle_is_no_answer_and_the_draft_waits(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10", "/events")
    (draft,) = await world.rows(select(Draft))
    assert plain(draft_waits(draft)) in anna.screen
    await anna.says("это не ответ")
    assert "не ждёт ответа" in anna.phone.messages[-2].text
    await anna.phone.taps("Отчёт региона")
    await world.settled()
    await anna.says("/new")
    await anna.presses("Продолжить")
    assert "Шаг 2 из 8" in anna.screen


async def test_the_form_goes_on_after_the_bot_was_restarted(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10", "Урок качества", "Белгород")
    await world.stop_bot()
    await world.start_bot()
    await anna.says("Школа № 5")
    assert "Шаг 5 из 8" in anna.screen


async def test_what_is_not_asked_for_gets_a_kind_sentence_and_the_question_again(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10")
    phone = anna.phone
    for sent in (
        phone.sends_sticker(),
        phone.sends_voice(),
        phone.sends_photo(b"\xff\xd8\xff"),
        phone.sends_document("отчёт.pdf", b"%PDF"),
        phone.shares_contact(),
    ):
        await sent
        await world.settled()
        assert NEEDS_TEXT in anna.screen
        assert "Шаг 2 из 8" in anna.screen


async def test_text_on_the_review_card_points_to_the_buttons(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in(name="Урок")
    await anna.says("сохраняй")
    assert PRESS_A_BUTTON in anna.screen
    assert "Сохранить" in anna.buttons


async def test_a_caption_is_an_answer_and_the_picture_is_said_to_be_left(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "10")
    left = "Фото не передаётся, записана только подпись: «{}»."
    await anna.sends_photo("Урок <качества>")
    assert anna.screen.startswith(left.format("Урок <качества>"))
    assert "Шаг 3 из 8" in anna.screen
    await anna.sends_photo("12.11")
    assert "не передаётся" not in anna.screen, "nothing of it was taken"
    await anna.says("Белгород", "БГТУ", "3", "75")
    await anna.sends_photo("Как прошло: rskrf.ru/news")
    assert anna.screen.startswith(left.format("Как прошло: rskrf.ru/news"))
    assert "Добавлено ссылок: 1" in anna.screen
    await anna.presses(done(1), SKIP, SAVE)
    await anna.says("/events")
    await anna.presses("1. Урок <качества>", EDIT, "Название")
    await anna.sends_photo("Ярмарка")
    assert anna.screen.startswith(left.format("Ярмарка"))
    assert "Исправлено." in anna.screen
