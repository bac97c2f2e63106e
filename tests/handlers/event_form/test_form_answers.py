"""What counts as an answer: places, numbers, links, and text of every kind."""

import pytest
from sqlalchemy import select

from domain.events.doubts import link_doubts, number_doubts
from domain.events.fields import KINDS, field
from handlers.event_form.texts.form import (
    CONTINUE,
    EDIT,
    IT_IS_ANOTHER,
    IT_IS_RIGHT,
    SAVE,
    TO_CARD,
    add_beside,
    correct,
    done,
    doubt,
    kind_button,
    link_beside,
    open_twin,
    place_taken,
    twin,
    yes,
)
from handlers.forms.texts import EDIT_UNCHANGED, REPETITION, SKIP, corrected
from handlers.keyboards import HALF_ROW
from models import Draft, Event
from tests.world import Someone, World, plain


async def at_step(world: World, step: int) -> Someone:
    """A coordinator who is asked the question of that number."""
    anna = await world.coordinator("Белгородская область")
    answers = ["9", "Урок качества", "Белгород", "Школа № 5", "3", "120"]
    await anna.says("/new", *answers[: step - 1])
    for _ in range(step - 7):
        await anna.presses("Пропустить")
    assert f"Шаг {step} из 8" in anna.screen
    return anna


async def test_a_city_with_its_organisation_answers_both_questions_and_says_so(
    world: World,
) -> None:
    anna = await at_step(world, 3)
    await anna.says("Белгород, БГТУ, корпус 2")
    assert place_taken(city="Белгород", organisation="БГТУ, корпус 2") in anna.screen
    assert "Шаг 5 из 8" in anna.screen


async def test_a_comma_without_an_organisation_is_just_a_city(world: World) -> None:
    anna = await at_step(world, 3)
    await anna.says("Белгород,")
    assert "Шаг 4 из 8" in anna.screen


async def test_a_street_waits_for_its_organisation_and_stays_with_it(world: World) -> None:
    anna = await at_step(world, 3)
    await anna.says("г. Белгород, ул. Ленина, д. 5")
    assert place_taken(city="Белгород", address="ул. Ленина, д. 5") in anna.screen
    await anna.says("БГТУ", "3", "75")
    await anna.presses(SKIP, SKIP, SAVE)
    (event,) = await world.rows(select(Event))
    assert (event.city, event.organisation) == ("Белгород", "БГТУ, ул. Ленина, д. 5")


async def test_a_street_goes_with_the_town_that_it_was_in(world: World) -> None:
    anna = await at_step(world, 3)
    await anna.says("г. Белгород, ул. Ленина, д. 5", "Назад", "Губкин", "ЛГОК", "3", "75")
    await anna.presses(SKIP, SKIP, SAVE)
    (event,) = await world.rows(select(Event))
    assert (event.city, event.organisation) == ("Губкин", "ЛГОК")


async def test_a_place_of_an_earlier_event_is_picked_as_it_was_saved(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, city="12 школ Белгорода", organisation="СОШ № 1, 2 и 3")
    await anna.says("/new", "9", "Урок")
    await anna.presses("12 школ Белгорода", "СОШ № 1, 2 и 3")
    assert "Шаг 5 из 8" in anna.screen


async def test_a_correction_says_what_else_it_changed(world: World) -> None:
    anna = await at_step(world, 4)
    await anna.edits(anna.sent, "Губкин, ЛГОК")
    assert place_taken(city="Губкин", organisation="ЛГОК") in anna.screen


async def test_a_reply_is_no_button_of_another_question(world: World) -> None:
    anna = await at_step(world, 4)
    organisation = anna.phone.last
    await anna.says("Школа № 5")
    assert "5" in anna.buttons
    await anna.replies("5", to=organisation)
    assert EDIT_UNCHANGED in anna.screen
    assert "Шаг 5 из 8" in anna.screen


async def test_a_reply_to_ones_own_answer_corrects_it(world: World) -> None:
    anna = await at_step(world, 5)
    await anna.says("3")
    times_held = anna.sent
    await anna.replies("5", to=times_held)
    assert corrected(field("times_held").title) in anna.screen
    await anna.edits(times_held, "4")
    assert corrected(field("times_held").title) in anna.screen
    await anna.says("120")
    await anna.presses(SKIP, SKIP, SAVE)
    (event,) = await world.rows(select(Event))
    assert (event.times_held, event.participants) == (4, 120)


async def test_a_quick_answer_typed_twice_answers_one_question(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "5", "Форум", "Москва, Экспоцентр")
    assert "2" in anna.buttons
    await anna.says_at_once("2", "2")
    assert REPETITION in anna.screen
    assert "Шаг 6 из 8" in anna.screen
    assert "2" in anna.buttons, "and here it is a quick answer, too"


@pytest.mark.parametrize("typed", ["ага", "Ок", "верно!", "Да, верно", "✅ да", "+"])
async def test_a_yes_in_other_words_settles_a_doubt(world: World, typed: str) -> None:
    anna = await at_step(world, 6)
    await anna.says("2", typed)
    assert "Шаг 7 из 8" in anna.screen


@pytest.mark.parametrize("typed", ["Отмена 🙏", "❌ отмена", "/отмена", "отменить"])
async def test_a_cancel_in_other_words_is_no_name(world: World, typed: str) -> None:
    anna = await at_step(world, 2)
    await anna.says(typed)
    assert CONTINUE in anna.buttons


async def test_several_towns_are_said_to_be_such(world: World) -> None:
    anna = await at_step(world, 3)
    await anna.says("Белгород, Губкин, Старый Оскол")
    assert place_taken(city="Белгород, Губкин, Старый Оскол") in anna.screen
    assert field("organisation").worded("education").question in anna.screen


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        (2, "12.11"),
        (2, "=1+1"),
        (2, "нет"),
        (2, "vk.com/wall-1_2"),
        (2, "тест 1"),
        (2, "мероприятие"),
        (2, "фывап"),
        (3, "все"),
        (3, "нет"),
        (3, "-"),
        (4, "-"),
        (4, "не знаю"),
        (4, "как выше"),
    ],
)
async def test_what_says_nothing_is_asked_again(world: World, step: int, typed: str) -> None:
    anna = await at_step(world, step)
    await anna.says(typed)
    assert f"Шаг {step} из 8" in anna.screen


async def test_links_among_words_are_kept_for_their_own_question(world: World) -> None:
    anna = await at_step(world, 4)
    await anna.says("Лицей № 64; https://vk.com/wall1_2", "Назад", "Назад", "Назад")
    assert link_beside(1) not in anna.screen
    await anna.says("https://rskrf.ru/news")
    assert "Шаг 2 из 8" in anna.screen
    await anna.says("Урок rskrf.ru/news", "Белгород", "Лицей № 64", "3", "120")
    offer = add_beside(["https://vk.com/wall1_2", "https://rskrf.ru/news"])
    assert anna.buttons[0] == offer
    await anna.presses(offer)
    assert "1. https://vk.com/wall1_2\n2. https://rskrf.ru/news" in anna.screen
    await anna.presses(done(2), SKIP, SAVE)
    (event,) = await world.rows(select(Event))
    assert (event.name, event.organisation) == ("Урок", "Лицей № 64")


async def test_the_kinds_leave_the_question_on_a_phones_screen(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    assert len(anna.phone.last.rows) == 6
    labels = [button.label for row in anna.phone.last.rows for button in row]
    assert max(map(len, labels)) <= HALF_ROW
    await anna.says("Фестиваль, ярмарка")
    assert "Шаг 2 из 8" in anna.screen, "the whole label is understood, too"


async def test_the_regions_own_name_is_no_city_and_a_number_is_none(world: World) -> None:
    anna = await at_step(world, 3)
    await anna.says("31")
    assert "название города" in anna.screen
    await anna.says("Белгородская область, г. Старый Оскол, Дворец культуры")
    taken = place_taken(city="Старый Оскол", organisation="Дворец культуры")
    assert taken in anna.screen


async def test_the_regions_recent_places_are_offered_to_all_its_coordinators(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.reports(city="Белгород", organisation="БГТУ")
    await anna.reports(city="Старый Оскол", organisation="Дворец культуры")
    boris = await world.coordinator("Белгородская область", "Борис")
    await boris.says("/new", "10", "Ярмарка")
    assert boris.buttons[:2] == ["Старый Оскол", "Белгород"]
    await boris.presses("Белгород")
    assert boris.buttons[0] == "БГТУ", "the organisations of that city come first"
    await boris.presses("БГТУ")
    assert "Шаг 5 из 8" in boris.screen


async def test_what_is_typed_is_kept_as_it_is_typed_whatever_was_typed_before(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, city="белгород", organisation="школа № 5")
    await anna.says("/new", "9", "Урок", "Белгород", "Школа № 5", "3", "75")
    await anna.presses(SKIP, SKIP, SAVE)
    event = (await world.rows(select(Event).order_by(Event.id)))[-1]
    assert (event.city, event.organisation) == ("Белгород", "Школа № 5")
    await anna.says("/new", "9", "Урок 2")
    offered = [label for label in anna.buttons if label.lower() == "белгород"]
    assert offered == ["Белгород"], "once, in the latest spelling"
    await anna.says("/events")
    await anna.presses("1. Урок качества", EDIT, "Город")
    await anna.says("Белгород")
    assert "Город: белгород → Белгород" in anna.screen, "a change of case is a change"
    await anna.presses(EDIT, "Город")
    await anna.says("губкин")
    assert "Город: Белгород → Губкин" in anna.screen, "as the table of towns has it"


@pytest.mark.parametrize(
    "typed",
    ["1", "5а", "https://t.me/c/1234567890/15", "Лицей t.me/+abc", "tg://x", "school@mail.ru"],
)
async def test_a_link_or_a_bare_number_is_no_organisation(world: World, typed: str) -> None:
    anna = await at_step(world, 3)
    await anna.says("Белгород, пл. Кирова")
    await anna.says(typed)
    assert "Напишите, где это было" in anna.screen
    assert "Шаг 4 из 8" in anna.screen
    await anna.says("Назад", "Губкин, 1, пл. Кирова")
    assert place_taken(city="Губкин", address="1, пл. Кирова") in anna.screen, "a house is none"


async def test_another_regions_places_are_not_offered(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.reports(city="Белгород")
    vera = await world.coordinator("Тульская область", "Вера")
    await vera.says("/new", "10", "Ярмарка")
    assert "Белгород" not in vera.buttons


async def test_a_count_is_taken_as_people_write_it(world: World) -> None:
    anna = await at_step(world, 6)
    for typed in ("1200", "1 200", "1 200 чел.", "1\u202f200 человек", "１２００"):
        await anna.says(typed)
        assert "Шаг 7 из 8" in anna.screen
        await anna.presses("Назад")
        assert "Сейчас: 1\xa0200" in anna.screen


async def test_a_number_that_may_have_been_meant_is_a_button_and_a_yes(world: World) -> None:
    anna = await at_step(world, 6)
    await anna.says("85 онлайн + 40 очно")
    assert "Записать 125?" in anna.screen
    assert anna.buttons[0] == yes(125)
    await anna.says("нет")
    assert "Шаг 6 из 8" in anna.screen
    await anna.says("12 школ по 30 человек", "да")
    assert "Шаг 7 из 8" in anna.screen
    await anna.says("Назад")
    assert "Сейчас: 360" in anna.screen
    await anna.says("100-150")
    assert anna.buttons[:2] == ["100", "150"]
    await anna.presses("150", SKIP, SKIP, SAVE)
    (event,) = await world.rows(select(Event))
    assert event.participants == 150


async def test_what_is_no_count_is_refused_and_asked_again(world: World) -> None:
    anna = await at_step(world, 6)
    sentences = set()
    for typed in (
        "двести",
        "10-20",
        "около 100",
        "-5",
        "1,5",
        "1.200",
        "99999999999",
        "9" * 4000,
    ):
        await anna.says(typed)
        sentence, _, question = anna.screen.partition("\n\n")
        assert "Шаг 6 из 8" in question
        sentences.add(sentence)
    assert len(sentences) >= 7, "each mistake has a sentence of its own"


async def test_an_event_held_zero_times_is_refused(world: World) -> None:
    anna = await at_step(world, 5)
    await anna.says("0")
    assert "хотя бы один раз" in anna.screen
    assert "Шаг 5 из 8" in anna.screen


async def test_common_numbers_are_offered(world: World) -> None:
    anna = await at_step(world, 5)
    await anna.presses("10")
    assert "Шаг 6 из 8" in anna.screen


@pytest.mark.parametrize("kind", KINDS)
async def test_the_questions_fit_the_kind(world: World, kind: str) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(kind_button(kind))
    for key, answer in (
        ("name", "Качество"),
        ("city", "Белгород"),
        ("organisation", "БГТУ"),
        ("times_held", "3"),
        ("participants", "120"),
        ("publication_links", "rskrf.ru/news"),
    ):
        wording = field(key).worded(kind)
        assert wording.question in anna.screen
        assert wording.example in anna.screen
        await anna.says(answer)


@pytest.mark.parametrize("kind", ["announcement", "publication", "branding"])
async def test_where_nobody_takes_part_none_is_a_button_and_not_doubted(
    world: World, kind: str
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(kind_button(kind))
    await anna.says("Качество", "Белгород", "Телеканал", "12")
    await anna.presses("0")
    assert "Шаг 7 из 8" in anna.screen


async def test_a_publication_without_a_link_is_asked_about_once(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(KINDS["publication"])
    await anna.says("Статьи", "Белгород", "Газета", "12", "0")
    await anna.presses(SKIP)
    (asked,) = link_doubts({"kind": "publication"})
    assert anna.screen == doubt(asked, kind="publication")
    await anna.presses(correct("publication_links"), SKIP, IT_IS_RIGHT, SKIP, SAVE)
    assert len(await world.rows(select(Event))) == 1


@pytest.mark.parametrize(
    ("times_held", "participants", "typed"), [("4000", "5000", "40"), ("40", "4000000", "400")]
)
async def test_figures_far_out_of_the_kinds_range_are_asked_about_once(
    world: World, times_held: str, participants: str, typed: str
) -> None:
    anna = await at_step(world, 5)
    await anna.says(times_held, participants)
    answers = {"times_held": int(times_held), "participants": int(participants)}
    (asked,) = number_doubts({"kind": "education", **answers})
    assert plain(doubt(asked, kind="education")) in anna.screen
    await anna.says("нет")
    assert field(asked.about[0]).worded("education").question in anna.screen
    await anna.says(times_held if asked.about == ("times_held",) else participants)
    assert plain(doubt(asked, kind="education")) in anna.screen
    await anna.says("да")
    assert "Шаг 7 из 8" in anna.screen
    await anna.presses(SKIP, SKIP, EDIT, field(asked.about[0]).title)
    await anna.says(typed)
    assert SAVE in anna.buttons


async def test_a_doubt_is_over_when_an_edit_or_a_reply_settles_it(world: World) -> None:
    anna = await at_step(world, 5)
    question = anna.phone.last
    await anna.says("50")
    times = anna.sent
    await anna.says("2")
    assert IT_IS_RIGHT in anna.buttons
    await anna.edits(times, "1")
    assert "Шаг 7 из 8" in anna.screen
    await anna.replies("50", question)
    assert IT_IS_RIGHT in anna.buttons
    await anna.replies("2", question)
    assert "Шаг 7 из 8" in anna.screen


async def test_a_twin_is_asked_about_before_it_is_saved(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    first = await world.event(anna, "Урок качества")
    await anna.fills_in(name="урок  качества!", city="Белгород", organisation="Школа № 5")
    await anna.presses(SAVE)
    assert anna.screen == plain(twin(first))
    await anna.presses(TO_CARD, SAVE, open_twin(first))
    assert "Мероприятие № 1" in anna.screen
    await anna.says("/new")
    await anna.presses(CONTINUE, SAVE, IT_IS_ANOTHER)
    assert len(await world.rows(select(Event))) == 2


async def test_another_place_is_no_twin(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, "Урок качества", organisation="Школа № 4")
    await anna.fills_in(organisation="Школа № 5")
    await anna.presses(SAVE)
    assert len(await world.rows(select(Event))) == 2


async def test_fewer_participants_than_times_held_are_asked_about_not_refused(
    world: World,
) -> None:
    anna = await at_step(world, 5)
    await anna.says("5", "2")
    assert "меньше, чем проведений" in anna.screen
    await anna.presses("Да, всё верно")
    assert "Шаг 7 из 8" in anna.screen


async def test_a_doubt_can_be_settled_by_correcting_either_number(world: World) -> None:
    anna = await at_step(world, 5)
    await anna.says("50", "2")
    await anna.presses(correct("times_held"))
    await anna.says("5")
    assert "меньше, чем проведений" in anna.screen
    await anna.says("25")
    assert "Шаг 7 из 8" in anna.screen, "a number typed at the doubt corrects the participants"


async def test_the_doubt_comes_up_when_a_number_is_corrected_on_the_card(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in(times_held="3", participants="120")
    await anna.presses(EDIT, field("participants").title)
    await anna.says("1")
    assert "меньше, чем проведений" in anna.screen
    await anna.presses("Да, всё верно")
    assert "Проверьте мероприятие" in anna.screen


async def test_names_are_tidied_and_their_length_is_limited(world: World) -> None:
    anna = await at_step(world, 2)
    await anna.says("ы" * 301)
    assert "301" in anna.screen
    assert "300" in anna.screen
    await anna.says("  Урок\n\nкачества \u0007 в\tшколе  ")
    await anna.says("Белгород", "Школа", "1", "1")
    await anna.presses("Пропустить", "Пропустить")
    assert "Название: Урок качества в школе\n" in anna.screen


STRANGE_TEXTS = (
    "=cmd|' /C calc'!A0",
    "<b>Урок</b> & <script>alert(1)</script>",
    "Ярмарка 👨‍👩‍👧‍👦 🇷🇺",
    "Урок \u200fעברית\u200e качества",
    "+7 @SUM(1+1)*cmd|' /C calc'!A0",
    "_x000D_ %s {0} \\n",
)


async def test_text_of_every_kind_is_shown_as_it_was_typed(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in(city="<i>Белгород</i>", organisation="«БГТУ» & <Ко>")
    assert "Город: <i>Белгород</i>" in anna.screen
    for name in STRANGE_TEXTS:
        await anna.presses("Изменить", "Название")
        await anna.says(name)
        assert f"Название: {name}\n" in anna.screen
    await anna.presses("Сохранить")
    assert f"«{STRANGE_TEXTS[-1]}»" in anna.screen


async def test_four_thousand_characters_are_refused_without_losing_the_form(world: World) -> None:
    anna = await at_step(world, 2)
    await anna.says("Ж" * 4000)
    assert "300" in anna.screen
    assert "Шаг 2 из 8" in anna.screen


@pytest.mark.parametrize(
    ("before", "needed"),
    [
        ((), "название"),
        (("Урок",), "город"),
        (("Урок", "Белгород"), "организация"),
    ],
)
async def test_a_forwarded_post_is_no_name_and_no_place(
    world: World, before: tuple[str, ...], needed: str
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "9", *before)
    (draft,) = await world.rows(select(Draft))
    asked, had = draft.step, dict(draft.answers)
    channel = world.telegram.channel("Школа", username="school5")
    await anna.does(anna.phone.forwards_post(channel, 7, "В школе прошёл урок качества."))
    assert "Это пересланный пост" in anna.screen
    assert needed in anna.screen
    (draft,) = await world.rows(select(Draft))
    assert (draft.step, draft.answers) == (asked, had)
    await anna.says("Губкин")
    (draft,) = await world.rows(select(Draft))
    assert draft.step != asked


@pytest.mark.parametrize(
    ("text", "is_post"),
    [
        ("Вчера в нашей школе прошёл большой урок качества для пятых классов: https://a.ru", True),
        ("Гимназия № 5", False),
    ],
)
async def test_of_what_a_person_wrote_only_sentences_with_a_link_are_a_post(
    world: World, text: str, is_post: bool
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "9", "Урок", "Белгород")
    by = {"type": "hidden_user", "sender_user_name": "Вера", "date": 1_790_000_000}
    await anna.does(anna.phone.sends({"text": text, "forward_origin": by}))
    assert ("Это пересланный пост" in anna.screen) == is_post
    (draft,) = await world.rows(select(Draft))
    assert (draft.answers.get("organisation") is None) == is_post
