"""A text or a forwarded post that nobody asked for fills in the form of an event."""

import pytest
from sqlalchemy import select

from domain.events.fields import field
from handlers import phrases
from handlers.callbacks import PastedToMinistry
from handlers.correspondence import texts as letters
from handlers.event_form import pasting
from handlers.event_form.texts import pasted as texts
from handlers.event_form.texts.form import (
    CONTINUE,
    DRAFT_DROPPED,
    DROP_DRAFT,
    EDIT,
    PUT_ASIDE,
    SAVE,
    START_ANEW,
    it_is_town,
)
from handlers.event_form.texts.repeating import repeat
from handlers.event_form.texts.saved_events import REPEAT
from handlers.fallback import NOT_WAITING_FOR_TEXT
from handlers.forms.texts import SKIP
from handlers.report_closed import OPEN_AND
from models import Draft, Event
from tests.world import JPEG, Someone, World

TIMES = field("times_held").worded("education").question
CARD = "Проверьте мероприятие"
HEAD = "Бот прочитал ваш текст"
NEWS = (
    "В Белгороде прошёл урок качества\n\n"
    "12 ноября в школе № 5 города Белгорода состоялся урок качества для учащихся 5–7 классов. "
    "В нём приняли участие 120 школьников.\nПодробнее: https://school5.ru/news/urok"
)
WHOLE = f"{NEWS} Уроки прошли три раза."
OTHER = "Круглый стол «Качество» прошёл в БГТУ. Участников: 40. https://bgtu.ru/news"


async def anna_of(world: World) -> Someone:
    return await world.coordinator("Белгородская область")


async def draft_of(world: World) -> Draft:
    (draft,) = await world.rows(select(Draft))
    return draft


async def test_a_name_taken_from_a_sentence_is_to_be_checked_and_a_labelled_one_is_not(
    world: World,
) -> None:
    anna = await anna_of(world)
    await anna.says(NEWS)
    assert "название – В Белгороде прошёл урок качества: бот взял его из текста" in anna.screen
    await anna.says("/new")
    await anna.presses(DROP_DRAFT)
    await anna.says(f"Название: Ярмарка качества\n{NEWS}")
    assert "Название: Ярмарка качества" in anna.screen
    assert "название –" not in anna.screen


async def test_a_post_fills_in_the_form_which_asks_what_is_missing_and_then_shows_the_card(
    world: World,
) -> None:
    anna = await anna_of(world)
    await anna.says(NEWS)
    assert HEAD in anna.screen
    assert "Название: В Белгороде прошёл урок качества" in anna.screen
    assert "Число участников: 120" in anna.screen
    assert TIMES in anna.screen
    assert await world.rows(select(Event)) == []
    await anna.says("3")
    assert CARD in anna.screen
    await anna.presses(SAVE)
    (event,) = await world.rows(select(Event))
    assert (event.kind, event.city, event.organisation) == ("education", "Белгород", "Школа № 5")
    assert (event.times_held, event.participants) == (3, 120)
    assert event.publication_links == ["https://school5.ru/news/urok"]
    assert event.video_links == []


async def test_a_whole_text_comes_to_the_card_at_once_and_says_what_is_unsure(world: World) -> None:
    anna = await anna_of(world)
    await anna.says(WHOLE.replace("120", "более 120"))
    assert CARD in anna.screen
    assert "вид – «Урок, занятие»: бот угадал его по словам" in anna.screen
    assert "число участников – в тексте «более 120 школьников», а нужно точное" in anna.screen
    assert await world.rows(select(Event)) == [], "nothing is saved by itself"
    await anna.presses(EDIT, field("participants").title)
    await anna.says("125")
    await anna.presses(SAVE)
    (event,) = await world.rows(select(Event))
    assert event.participants == 125


async def test_unusual_numbers_are_doubted_as_in_the_form(world: World) -> None:
    anna = await anna_of(world)
    await anna.says(WHOLE.replace("120", "2"))
    assert "Участников (2) меньше, чем проведений (3)." in anna.screen


async def test_a_channels_post_is_the_publication_and_its_video_a_video(world: World) -> None:
    anna = await anna_of(world)
    channel = world.telegram.channel("Школа", username="school5")
    text = f"{WHOLE}\nВидео https://rutube.ru/video/1/"
    await anna.does(anna.phone.forwards_post(channel, 15, text, photo=JPEG))
    assert CARD in anna.screen
    assert "Фото не передаётся" not in anna.screen
    draft = await draft_of(world)
    assert draft.answers["publication_links"] == ["https://t.me/school5/15"]
    assert draft.answers["video_links"] == ["https://rutube.ru/video/1/"]


async def test_a_closed_channels_post_has_no_address_but_the_links_in_it(world: World) -> None:
    anna = await anna_of(world)
    await anna.does(anna.phone.forwards_post(world.telegram.channel("Свои"), 15, WHOLE))
    assert texts.PRIVATE_POST in anna.screen
    assert (await draft_of(world)).answers["publication_links"] == ["https://school5.ru/news/urok"]


async def test_a_hidden_link_of_a_caption_is_found_and_the_picture_said_not_to_be_passed_on(
    world: World,
) -> None:
    anna = await anna_of(world)
    text = "Урок качества прошёл в школе № 5 Белгорода, 3 урока, 75 учеников"
    link = {"type": "text_link", "offset": 0, "length": 4, "url": "https://vk.com/wall-1_2"}
    await anna.does(anna.phone.sends_photo(JPEG, text, [link]))
    assert "Фото не передаётся" in anna.screen
    assert (await draft_of(world)).answers["publication_links"] == ["https://vk.com/wall-1_2"]


async def test_an_album_is_read_once(world: World) -> None:
    anna = await anna_of(world)
    await anna.sends_album(3, caption=WHOLE)
    assert anna.screen.count(CARD) == 1
    cards = [each for each in anna.phone.messages if CARD in each.text]
    assert len(cards) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо!",
        "Хорошо, поняла",
        "Подскажите, до какого числа сдавать отчёт по 12 школам?",
        "Не могу внести урок качества в школе № 5, 120 участников: пишет ошибку",
        "Просим продлить срок: не успели внести 15 мероприятий",
        "Завтра приедем в министерство, нас 12 человек",
        "12",
        "🎉🎉🎉",
    ],
)
async def test_what_tells_of_no_event_is_answered_as_before(world: World, text: str) -> None:
    anna = await anna_of(world)
    await anna.says(text)
    assert "Отправить это министерству?" in anna.screen
    drafts = await world.rows(select(Draft))
    assert [draft.form.value for draft in drafts] == ["reply"]


async def test_a_word_or_a_swipe_is_no_event_either(world: World) -> None:
    anna = await anna_of(world)
    await anna.says("да")
    assert anna.screen == NOT_WAITING_FOR_TEXT
    await anna.replies(WHOLE, anna.phone.messages[0])
    assert CARD not in anna.screen


async def test_an_admins_and_a_strangers_text_is_none(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    for someone in (olga, ivan):
        await someone.says(WHOLE)
        assert CARD not in someone.screen
    assert await world.rows(select(Draft)) == []


async def test_an_answer_to_a_question_is_an_answer_however_long_it_is(world: World) -> None:
    anna = await anna_of(world)
    await anna.says("/new", "9", OTHER)
    assert (await draft_of(world)).answers["name"].startswith("Круглый стол")
    assert HEAD not in anna.screen


async def test_several_events_in_one_text_are_to_be_sent_one_by_one_or_as_a_file(
    world: World,
) -> None:
    anna = await anna_of(world)
    await anna.says(
        "1. Урок качества в школе № 5, Белгород, 25 участников\n"
        "2. Круглый стол в БГТУ, Белгород, 40 человек\n3. Ярмарка в Губкине, 300 посетителей"
    )
    assert anna.screen == texts.several(helper=False)
    assert "/template" in anna.screen
    assert await world.rows(select(Draft)) == []


async def test_the_programme_of_one_event_is_not_several(world: World) -> None:
    anna = await anna_of(world)
    await anna.says(
        "В БГТУ прошёл форум о качестве. Программа:\n– пленарное заседание;\n– мастер-класс;\n"
        "– дегустация.\nПосетили 200 гостей."
    )
    assert HEAD in anna.screen


async def test_a_text_that_a_phone_cut_in_two_is_read_as_one(world: World) -> None:
    anna = await anna_of(world)
    start = WHOLE.replace("Подробнее: https://school5.ru/news/urok", "")
    await anna.pastes(start + "\nБыло интересно." * 270 + "\nhttps://school5.ru/news/urok")
    (draft,) = await world.rows(select(Draft))
    assert draft.answers["publication_links"] == ["https://school5.ru/news/urok"]
    assert draft.answers["participants"] == 120


async def test_an_edit_of_the_text_is_read_anew_but_for_what_was_answered_since(
    world: World,
) -> None:
    anna = await anna_of(world)
    await anna.says(WHOLE)
    text = anna.sent
    await anna.presses(EDIT, field("organisation").title)
    await anna.says("Лицей № 9")
    assert CARD in anna.screen
    await anna.edits(text, WHOLE.replace("120", "130").replace("школе № 5", "школе № 7"))
    assert CARD in anna.screen
    draft = await draft_of(world)
    assert (draft.answers["participants"], draft.answers["organisation"]) == (130, "Лицей № 9")
    await anna.edits(text, NEWS)
    assert TIMES in anna.screen, "what the text says no more is asked"


async def test_the_same_text_again_begins_nothing_anew(world: World) -> None:
    anna = await anna_of(world)
    await anna.says_at_once(NEWS, NEWS)
    assert TIMES in anna.screen
    draft = await draft_of(world)
    assert draft.answers.get("times_held") is None
    await anna.says("3")
    await anna.says(NEWS)
    assert CARD in anna.screen
    assert (await draft_of(world)).id == draft.id


async def test_the_fullest_text_still_fits_into_one_message(world: World) -> None:
    anna = await anna_of(world)
    numbers = ", ".join(f"{number} участников" for number in range(101, 130))
    lines = [
        f"Ярмарка в Губкине и Валуйках, школа № 5: {numbers}, 3 раза. {'Очень долго ' * 30}",
        *(f"https://vk.com/wall-{number}_{'1' * 30}" for number in range(25)),
        *(f"https://rutube.ru/video/{number}{'1' * 20}" for number in range(25)),
    ]
    await anna.says("\n".join(lines)[:4096])
    assert "Шаг 2 из 8" not in anna.screen
    assert "лишние не записаны" in anna.screen
    assert await world.set_aside() == 0
    assert len(anna.screen) <= 4096


async def test_a_slip_in_the_texts_town_is_asked_about(world: World) -> None:
    anna = await anna_of(world)
    await anna.says("Урок качества прошёл 3 раза в школе № 5, г. Белгоорд, 75 учеников, vk.com/a")
    await anna.presses(it_is_town("Белгород"))
    assert CARD in anna.screen
    assert (await draft_of(world)).answers["city"] == "Белгород"


async def test_the_regions_earlier_places_are_known_in_any_case(world: World) -> None:
    anna = await anna_of(world)
    await world.event(anna, city="с. Стрелецкое", organisation="Стрелецкая сельская школа")
    await anna.says("Урок качества прошёл в Стрелецкой сельской школе, было 30 ребят")
    draft = await draft_of(world)
    assert draft.answers["city"] == "с. Стрелецкое"
    assert draft.answers["organisation"] == "Стрелецкая сельская школа"
    assert "там эта организация была раньше" in anna.screen


async def test_a_letter_that_was_taken_for_an_event_goes_to_the_ministry_in_two_presses(
    world: World,
) -> None:
    olga, anna = await world.admin(), await anna_of(world)
    await anna.says(WHOLE)
    await anna.presses(texts.IS_LETTER)
    assert "Отправить это министерству?" in anna.screen
    await anna.presses(letters.SEND)
    assert anna.screen == letters.PASSED_ON
    assert "В Белгороде прошёл урок качества" in olga.screen
    assert await world.rows(select(Draft)) == []
    await anna.forges(PastedToMinistry(draft=1).pack())
    assert anna.toast == letters.CANCELLED_ALREADY, "an old button"


async def test_once_a_question_is_answered_the_text_is_no_letter_any_more(world: World) -> None:
    anna = await anna_of(world)
    await anna.says(NEWS)
    assert texts.IS_LETTER in anna.buttons
    await anna.says("3")
    assert texts.IS_LETTER not in anna.buttons


async def test_a_text_too_long_for_a_letter_stays_an_event(world: World) -> None:
    anna = await anna_of(world)
    await anna.says(f"{WHOLE} {'Было интересно. ' * 220}"[:4096])
    await anna.presses(texts.IS_LETTER)
    assert "Слишком длинный ответ" in (anna.toast or "")
    assert CARD in anna.screen


async def test_another_persons_text_cannot_be_sent(world: World) -> None:
    anna, boris = await anna_of(world), await world.coordinator("Москва", "Борис")
    await anna.says(WHOLE)
    await boris.forges(PastedToMinistry(draft=(await draft_of(world)).id).pack())
    assert boris.toast == letters.CANCELLED_ALREADY
    assert len(await world.rows(select(Draft))) == 1


# ── An unfinished event ──────────────────────────────────────────────────────────────────


async def with_unfinished(world: World) -> Someone:
    """A coordinator whose event waits, and who has sent the text of another one."""
    anna = await anna_of(world)
    await anna.says("/new", "5", "Форум", "Губкин", "ЛГОК", "1", "/cancel")
    await anna.says(WHOLE)
    assert anna.buttons == [CONTINUE, texts.TAKE_PASTED, DROP_DRAFT]
    assert "Форум" in anna.screen
    assert "В Белгороде прошёл урок качества" in anna.screen
    return anna


async def test_an_unfinished_event_goes_first_and_the_text_comes_when_it_is_saved(
    world: World,
) -> None:
    anna = await with_unfinished(world)
    await anna.presses(CONTINUE)
    await anna.says("40")
    await anna.presses(SKIP, SKIP, SAVE)
    receipt, card = anna.phone.messages[-2:]
    assert "Мероприятие № 1 сохранено" in receipt.text
    assert CARD in card.text
    await anna.presses(SAVE)
    assert [event.name for event in await world.rows(select(Event).order_by(Event.id))] == [
        "Форум",
        "В Белгороде прошёл урок качества",
    ]


async def test_the_text_may_take_the_place_of_the_unfinished_event(world: World) -> None:
    anna = await with_unfinished(world)
    await anna.presses(texts.TAKE_PASTED)
    assert CARD in anna.screen
    assert (await draft_of(world)).answers["city"] == "Белгород"


async def test_the_text_comes_when_the_unfinished_event_is_dropped(world: World) -> None:
    anna = await with_unfinished(world)
    await anna.presses(DROP_DRAFT)
    assert anna.phone.messages[-2].text == DRAFT_DROPPED
    assert CARD in anna.screen


async def test_a_text_below_an_open_card_is_another_event_but_a_mere_link_is_not(
    world: World,
) -> None:
    anna = await anna_of(world)
    await anna.says("/new", "5", "Форум", "Губкин", "ЛГОК", "1", "40")
    await anna.presses(SKIP, SKIP)
    await anna.says("https://vk.com/wall-1_2")
    assert CARD in anna.screen
    assert texts.TAKE_PASTED not in anna.buttons
    await anna.says(OTHER)
    assert texts.TAKE_PASTED in anna.buttons
    await anna.presses(CONTINUE, SAVE)
    assert "Круглый стол «Качество»" in anna.screen


async def test_a_bot_that_was_restarted_still_knows_the_text(world: World) -> None:
    anna = await with_unfinished(world)
    await world.stop_bot()
    await world.start_bot()
    await anna.presses(texts.TAKE_PASTED)
    assert CARD in anna.screen


async def test_a_second_tap_takes_the_text_once(world: World) -> None:
    anna = await with_unfinished(world)
    choice = anna.phone.last
    anna.phone.press(texts.TAKE_PASTED, choice)
    anna.phone.press(texts.TAKE_PASTED, choice)
    await anna.waits()
    assert len(await world.rows(select(Draft))) == 1
    assert await world.set_aside() == 0


async def test_repeating_another_event_or_beginning_anew_leaves_the_text(world: World) -> None:
    anna = await anna_of(world)
    saved = await world.event(anna, "Ярмарка")
    await anna.says("/new", "5", "Форум", "Губкин", "ЛГОК", "1", "/cancel")
    before = anna.phone.last
    await anna.says(WHOLE, "/events")
    await anna.presses("1. Ярмарка", REPEAT)
    assert "Присланный текст останется" in anna.screen
    await anna.presses(repeat(saved.number))
    await anna.says("Лицей № 1", "40")
    await anna.presses(SAVE)
    assert CARD in anna.screen
    assert "В Белгороде прошёл урок качества" in anna.screen
    anna.phone.press(START_ANEW, before)
    await anna.waits()
    assert (await draft_of(world)).answers["city"] == "Белгород", "an old button begins nothing"


async def test_several_posts_in_a_row_come_one_after_the_other(world: World) -> None:
    anna = await anna_of(world)
    third = "Ярмарка «Качество» прошла в Губкине. Проведений: 1, участников: 300. https://gubkin.ru"
    await anna.says(WHOLE, OTHER, third)
    assert "и ещё 1 текст" in anna.screen
    await anna.presses(CONTINUE, SAVE)
    assert "Круглый стол «Качество»" in anna.screen
    await anna.says("/new")
    await anna.presses(DROP_DRAFT)
    assert "Ярмарка «Качество»" in anna.screen


async def test_more_texts_than_anybody_means_are_not_taken_silently(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pasting, "TEXTS_LATER", 1)
    anna = await anna_of(world)
    await anna.says(WHOLE, OTHER, OTHER.replace("БГТУ", "БелГУ"))
    assert texts.TOO_MANY_LATER in anna.screen
    assert "БелГУ" not in str((await draft_of(world)).answers)


async def test_a_text_that_was_put_aside_still_says_what_is_unsure(world: World) -> None:
    anna = await anna_of(world)
    await anna.says(WHOLE.replace("120", "более 120"))
    await anna.presses(PUT_ASIDE, CONTINUE)
    assert "а нужно точное" in anna.screen
    await anna.presses(EDIT, field("participants").title)
    assert "а нужно точное" not in anna.screen
    await anna.says("125")
    assert CARD in anna.screen
    assert "а нужно точное" not in anna.screen


# ── A closed report ──────────────────────────────────────────────────────────────────────


async def test_a_text_for_a_submitted_report_is_kept_and_goes_on_when_it_is_opened(
    world: World,
) -> None:
    anna = await anna_of(world)
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await anna.says(WHOLE.replace("120", "более 120"))
    assert "Ваш черновик не удалён" in anna.screen
    await anna.presses(OPEN_AND["add"])
    assert CARD in anna.screen
    assert "число участников – в тексте «более 120 школьников», а нужно точное" in anna.screen
    await anna.presses(SAVE)
    assert len(await world.rows(select(Event))) == 2


async def test_a_text_after_the_deadline_is_kept_and_the_ways_on_are_told(world: World) -> None:
    anna = await anna_of(world)
    world.clock.pass_(days=30)
    await anna.says(WHOLE)
    assert "Ваш черновик не удалён" in anna.screen
    assert SAVE not in anna.buttons
