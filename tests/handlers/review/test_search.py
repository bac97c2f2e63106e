"""/events for admins: all regions' events, narrowed down; the cards behind it; remarks."""

import pytest
from sqlalchemy import select

from models import Draft
from tests.world import Someone, World


async def season(world: World) -> Someone:
    """Three regions' events, and an admin who has opened them all."""
    anna = await world.coordinator("Белгородская область")
    yana = await world.coordinator("Тверская область", "Яна")
    lena = await world.coordinator("Камчатский край", "Лена")
    await world.event(yana, "Ярмарка мёда", kind="fair", city="Тверь", organisation="Рынок")
    await world.event(lena, "УРОК КАЧЕСТВА", city="Елизово", organisation="Школа № 100%_1")
    await world.event(anna, "Урок качества", organisation="Ёлочка, детский сад")
    await world.event(anna, "Конкурс", kind="contest")
    olga = await world.admin()
    await olga.taps("Мероприятия")
    return olga


def events(someone: Someone) -> list[str]:
    """The events on the screen, as their buttons have them."""
    return [label for label in someone.buttons if ". " in label]


async def test_all_regions_events_are_listed_in_the_letters_order_and_opened(world: World) -> None:
    olga = await season(world)
    assert "Мероприятия регионов: 4" in olga.screen
    assert events(olga) == [
        "БЕЛ 1. Урок качества",
        "БЕЛ 2. Конкурс",
        "ТВЕ 1. Ярмарка мёда",
        "КАМ 1. УРОК КАЧЕСТВА",
    ]
    assert "Сбросить" not in olga.buttons
    await olga.presses("ТВЕ 1. Ярмарка мёда")
    for told in ("Тверская область, мероприятие № 1", "Рынок", "Участников: 75", "Яна"):
        assert told in olga.screen
    assert olga.buttons == ["Вернуть на доработку", "Отчёт региона", "История", "К мероприятиям"]
    await olga.presses("Отчёт региона")
    assert "Отчёт: Тверская область, 2026" in olga.screen
    assert olga.buttons == ["1. Ярмарка мёда", "Напомнить", "История", "К мероприятиям"]
    await olga.presses("К мероприятиям")
    assert "Мероприятия регионов: 4" in olga.screen


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("урок КАЧЕСТВА", ["БЕЛ 1. Урок качества", "КАМ 1. УРОК КАЧЕСТВА"]),
        ("елочка", ["БЕЛ 1. Урок качества"]),
        ("ёлиз", ["КАМ 1. УРОК КАЧЕСТВА"]),
        ("качества урок камчат", ["КАМ 1. УРОК КАЧЕСТВА"]),
        ("100%_", ["КАМ 1. УРОК КАЧЕСТВА"]),
        ("%", ["КАМ 1. УРОК КАЧЕСТВА"]),
        ("рын", ["ТВЕ 1. Ярмарка мёда"]),
        ("<b>", []),
    ],
)
async def test_words_are_found_in_any_case_and_order_and_no_sign_is_special(
    world: World, typed: str, found: list[str]
) -> None:
    olga = await season(world)
    await olga.says(f"/events {typed}")
    assert events(olga) == found
    assert f"Слова: «{typed}»" in olga.screen
    assert ("Ничего не нашлось" in olga.screen) == (not found)
    await olga.presses("Сбросить")
    assert len(events(olga)) == 4


async def test_region_kind_and_words_narrow_together_and_are_dropped_one_by_one(
    world: World,
) -> None:
    olga = await season(world)
    await olga.presses("Слова")
    await olga.says("качества")
    await olga.presses("Регион")
    await olga.says("белгородскя")
    assert events(olga) == ["БЕЛ 1. Урок качества"]
    await olga.presses("Вид", "Урок качества, занятие")
    for told in ("Белгородская область", "Вид: Урок качества, занятие", "Слова: «качества»"):
        assert told in olga.screen
    await olga.presses("Регион", "Все регионы")
    assert events(olga) == ["БЕЛ 1. Урок качества", "КАМ 1. УРОК КАЧЕСТВА"]
    await olga.presses("Слова", "Без слов", "Вид", "Все виды")
    assert len(events(olga)) == 4
    await olga.presses("Регион", "Дальневосточный федеральный округ", "Камчатский край")
    assert events(olga) == ["КАМ 1. УРОК КАЧЕСТВА"]
    await olga.presses("Отчёт региона")
    assert "Отчёт: Камчатский край" in olga.screen


async def test_what_is_no_region_and_no_word_is_answered_and_asked_again(world: World) -> None:
    olga = await season(world)
    await olga.presses("Регион")
    await olga.says("Атлантида")
    assert "Такого региона нет в списке" in olga.screen
    await olga.phone.sends_sticker()
    await world.settled()
    assert "название региона текстом" in olga.screen
    await olga.says("край")
    assert "Камчатский край" in olga.buttons
    await olga.says("Камчатка")
    assert events(olga) == ["КАМ 1. УРОК КАЧЕСТВА"]
    await olga.presses("Слова")
    await olga.says("ы" * 201)
    assert "предел – 200" in olga.screen
    await olga.phone.sends_sticker()
    await world.settled()
    assert "нужны слова текстом" in olga.screen
    await olga.presses("К списку")
    await olga.says("урок")
    assert "не ждёт ответа" in olga.screen, "a list asks for nothing"


async def test_a_search_of_any_length_goes_on_where_it_was(world: World) -> None:
    olga = await season(world)
    words = " ".join(["урок"] * 40)
    found = await olga.says(f"/events {words}")
    await olga.says("/people", "/events")
    assert words in olga.screen
    olga.phone.press("Сбросить", found)
    await world.settled()
    assert "Мероприятия регионов: 4" in found.text, "an old message shows what is true now"
    assert len(await world.rows(select(Draft))) == 1


async def test_pages_are_turned_within_what_there_is(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/events")
    assert "Мероприятий пока нет" in olga.screen
    for number in range(1, 18):
        await world.event(anna, f"Урок {number}")
    await olga.says("/events")
    assert "страница 1 из 3" in olga.screen
    await olga.presses("Дальше →", "Дальше →")
    assert events(olga) == ["БЕЛ 17. Урок 17"]
    await olga.presses("БЕЛ 17. Урок 17", "К мероприятиям")
    assert "страница 3 из 3" in olga.screen, "back to the page it was opened from"
    await olga.forges("find:999999")
    assert "страница 3 из 3" in olga.screen
    await olga.presses("← Раньше", "БЕЛ 9. Урок 9", "Отчёт региона")
    assert "страница 1 из 3" in olga.screen
    await olga.presses("Дальше →", "Дальше →")
    assert "17. Урок 17" in olga.buttons
    await olga.forges("rrpage:31:500")
    assert "страница 3 из 3" in olga.screen
    await olga.presses("← Раньше", "9. Урок 9")
    assert "мероприятие № 9" in olga.screen


@pytest.mark.parametrize(
    "data",
    ["rr:00", "rr:", "rev:-1", f"rev:{2**31}", "rrpage:31:-1", "find:x", "narrow:all", "widen:x"],
)
async def test_a_forged_button_that_means_nothing_does_nothing(world: World, data: str) -> None:
    olga = await season(world)
    before = olga.screen
    await olga.forges(data)
    assert (olga.screen, await world.set_aside()) == (before, 0)
    assert "больше не действует" in (olga.toast or "")


async def test_an_event_that_is_gone_is_said_to_be(world: World) -> None:
    olga = await season(world)
    for data in ("rev:99", "giveback:99:0", "fixed:99:0"):
        await olga.forges(data)
        assert "регион его удалил" in olga.screen
    await olga.presses("К мероприятиям")
    await olga.forges("findkind:nonsense")
    assert "Мероприятия регионов: 4" in olga.screen


async def test_what_looks_odd_is_shown_on_the_card_in_the_report_and_in_one_list(
    world: World,
) -> None:
    olga = await season(world)
    anna = await world.coordinator("Белгородская область", "Пётр")
    yana = await world.coordinator("Тверская область", "Яна")
    await world.event(anna, "Урок  КАЧЕСТВА", organisation="Детский сад «Ёлочка»")
    odd = await world.event(
        yana, "<i>Урок</i>", times_held=10, participants=2, publication_links=[]
    )
    await olga.says("/events")
    await olga.presses("Замечания к данным")
    assert "Замечания к данным: 3" in olga.screen
    assert "Похоже на мероприятие № 1 того же региона" in olga.screen
    assert "Тверская область, № 2. <i>Урок</i>" in olga.screen
    await olga.presses("Нет ссылок (1)")
    assert "Замечания к данным: 1\nТолько: Нет ссылок" in olga.screen
    assert "Похоже" not in olga.screen
    await olga.presses("ТВЕ 2. <i>Урок</i>")
    for told in ("Нет ни одной ссылки", "Участников (2) меньше, чем проведений (10)"):
        assert told in olga.screen
    await olga.presses("Отчёт региона")
    assert "Замечаний к данным: 2" in olga.screen
    await olga.forges(f"rev:{odd.id - 1}")
    assert "Похоже на мероприятие № 1" in olga.screen


async def test_the_list_of_remarks_is_paged_and_may_be_empty(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/events")
    await olga.presses("Замечания к данным")
    assert "Замечаний нет" in olga.screen
    for number in range(10):
        await world.event(anna, f"Урок {number}", publication_links=[])
    await olga.presses("К мероприятиям", "Замечания к данным", "Нет ссылок (10)", "Дальше →")
    assert "страница 2 из 2" in olga.screen
    assert events(olga) == ["БЕЛ 9. Урок 8", "БЕЛ 10. Урок 9"]
    await olga.presses("БЕЛ 9. Урок 8", "К замечаниям")
    assert "Только: Нет ссылок" in olga.screen, "where they were, not from the beginning"
    assert events(olga) == ["БЕЛ 9. Урок 8", "БЕЛ 10. Урок 9"]
    await olga.forges("remarks:NONSENSE:99")
    assert "страница 2 из 2" in olga.screen
    await olga.presses("← Раньше")
    assert "Нет ссылок (10)" in olga.buttons


async def test_a_size_far_from_the_others_is_remarked_on_over_all_regions(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    yana = await world.coordinator("Тверская область", "Яна")
    for number in range(25):
        await world.event(anna, f"Урок {number}", participants=60 + number)
    crowd = await world.event(yana, participants=750_000)
    await olga.says("/events")
    await olga.forges(f"rev:{crowd.id}")
    assert "Участников на одно проведение: 250\xa0000, обычно от 20 до 28." in olga.screen


async def test_with_the_longest_words_every_list_fits_into_a_message(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Ханты-Мансийский", "Анна")
    for _ in range(9):
        event = await world.event(
            anna, "Ы" * 300, organisation="Ы" * 200, city="Ы" * 100, publication_links=[]
        )
    await olga.says(f"/events {'ы' * 200}")
    assert "страница 1 из 2" in olga.screen
    await olga.presses("Замечания к данным")
    assert "страница 1 из 3" in olga.screen
    await olga.forges("rr:86")
    assert "Мероприятий: 9" in olga.screen
    await olga.forges(f"rev:{event.id}")
    assert "мероприятие № 9" in olga.screen
    assert await world.set_aside() == 0


async def test_nothing_of_it_is_open_to_anybody_else(world: World) -> None:
    olga = await season(world)
    anna = await world.coordinator("Белгородская область", "Пётр")
    yana = await world.coordinator("Тверская область", "Зоя")
    ivan = world.stranger()
    await ivan.says("/start")
    event = await world.event(anna)
    await anna.says("/report")
    await anna.presses("Сдать отчёт")
    await olga.forges("rr:31")
    accept = next(
        button.data
        for row in olga.phone.last.rows
        for button in row
        if button.label == "Принять отчёт"
    )
    await olga.presses("Вернуть отчёт")
    await olga.says("Секрет")
    draft = (await world.rows(select(Draft).where(Draft.form == "return")))[0]
    forged = [
        "find:", "find:1", "remarks::0", f"rev:{event.id}", "rr:31", "rrpage:31:0", accept or "",
        f"fixed:{event.id}:0", f"giveback:{event.id}:0", "givebackall:31:0", "narrow:words",
        "widen:all", "findregion::31", "findkind:fair", f"gbform:{draft.id}:send",
    ]  # fmt: skip
    for someone in (anna, yana, ivan):
        before = someone.screen
        for data in forged:
            await someone.forges(data)
            assert someone.screen == before, data
            assert someone.toast == "Эта кнопка больше не действует. Отправьте /start."
    await yana.says("/events")
    assert "Мероприятия, Тверская область" in yana.screen
    await ivan.says("/events")
    assert "Ярмарка" not in ivan.screen
    for action in ("returned", "accepted"):
        assert await world.audit(f"report.{action}") == []
        assert await world.audit(f"event.{action}") == []
