"""«Ещё одно такое же» and «Повторить»: the next event is filled in from one that is there."""

import pytest
from sqlalchemy import select

from domain.events.fields import field
from handlers import phrases
from handlers.callbacks import RepeatEvent
from handlers.event_form.texts import repeating
from handlers.event_form.texts.form import (
    CONTINUE,
    DROP_DRAFT,
    EDIT,
    EVENT_GONE,
    IT_IS_ANOTHER,
    SAVE,
    SAVED_ALREADY,
    keep,
)
from handlers.event_form.texts.saved_events import ANOTHER, REPEAT
from handlers.forms.texts import BACK
from handlers.on_behalf import REPORT_FOR_REGION, ForRegion
from handlers.report_closed import OPEN_AND
from models import Draft, Event, FormKind
from tests.handlers.campaigns.years import opens_2027
from tests.world import Someone, World

REGION = "Белгородская область"
EVENT = "1. Урок качества"
SCHOOL = field("organisation").worded("education").question
PUPILS = field("participants").worded("education").question
CARD = "Проверьте мероприятие"


async def events(world: World) -> list[Event]:
    return list(await world.rows(select(Event).order_by(Event.id)))


async def drafts(world: World) -> list[Draft]:
    return list(await world.rows(select(Draft).where(Draft.form == FormKind.EVENT)))


async def at_the_card(world: World, **answers: object) -> Someone:
    """A coordinator who looks at the card of their region's only event."""
    anna = await world.coordinator(REGION)
    await world.event(anna, **answers)  # type: ignore[arg-type] # any answers
    await anna.says("/events")
    await anna.presses(anna.buttons[0])
    return anna


async def lessons(world: World, number: int) -> None:
    """So many after the first, each in another school; counts what is done for each."""
    anna = await world.coordinator(REGION)
    await anna.reports()
    for school in range(number):
        done = 0
        for act, what in (
            (anna.presses, phrases.ONE_LIKE_IT),
            (anna.says, f"Школа № {school + 10}"),
            (anna.says, str(school + 20)),
            (anna.presses, SAVE),
        ):
            await act(what)
            done += 1
        assert f"Мероприятие № {school + 2} сохранено" in anna.screen
        assert done <= 4
    _, *saved = await events(world)
    assert [event.organisation for event in saved] == [f"Школа № {n + 10}" for n in range(number)]
    assert [event.participants for event in saved] == [n + 20 for n in range(number)]
    assert {(event.kind, event.name, event.city, event.times_held) for event in saved} == {
        ("education", "Урок качества", "Белгород", 3)
    }
    assert await world.set_aside() == 0


async def test_each_further_lesson_in_another_school_takes_four_actions(world: World) -> None:
    await lessons(world, 4)


@pytest.mark.long
async def test_two_hundred_lessons_take_four_actions_each(world: World) -> None:
    await lessons(world, 199)


async def test_it_says_what_it_takes_over_and_what_was_answered_before(world: World) -> None:
    anna = await at_the_card(world)
    await anna.presses(REPEAT)
    assert (
        "Заполнено по мероприятию № 1: «Урок качества», Белгород, число проведений – 3."
        in anna.screen
    )
    assert repeating.LINKS_LEFT in anna.screen
    assert SCHOOL in anna.screen
    assert "В мероприятии № 1: Школа № 5" in anna.screen
    await anna.says("Школа № 6")
    assert PUPILS in anna.screen
    assert "В мероприятии № 1: 75" in anna.screen
    await anna.presses(keep("75"))
    assert CARD in anna.screen
    await anna.presses(SAVE)
    _, second = await events(world)
    assert (second.organisation, second.participants) == ("Школа № 6", 75)
    assert (second.publication_links, second.video_links) == ([], [])


async def test_the_receipt_tells_the_lesson_from_the_others_and_leads_to_a_correction(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    await anna.reports()
    await anna.presses(phrases.ONE_LIKE_IT)
    await anna.says("Школа № 70", "29")
    await anna.presses(SAVE)
    assert "Белгород, Школа № 70; проведений: 3, участников: 29" in anna.screen
    await anna.presses(EDIT, field("organisation").title)
    await anna.says("Школа № 7")
    assert [each.organisation for each in await events(world)] == ["Школа № 5", "Школа № 7"]


async def test_saved_unchanged_it_is_asked_whether_it_is_another_event(world: World) -> None:
    anna = await at_the_card(world)
    await anna.presses(REPEAT, "Школа № 5", keep("75"), SAVE)
    assert "Вы вносите другое?" in anna.screen
    assert len(await events(world)) == 1
    await anna.presses(IT_IS_ANOTHER)
    assert len(await events(world)) == 2


async def test_what_is_taken_over_can_be_changed_by_going_back_or_on_the_card(
    world: World,
) -> None:
    anna = await at_the_card(world)
    await anna.presses(REPEAT, BACK)
    await anna.says("Губкин, Школа № 1", "20")
    await anna.presses(EDIT, field("times_held").title)
    await anna.says("2")
    await anna.presses(EDIT, field("publication_links").title)
    await anna.says("rskrf.ru/school")
    await anna.presses("Готово (1)", SAVE)
    _, second = await events(world)
    assert (second.city, second.organisation, second.times_held) == ("Губкин", "Школа № 1", 2)
    assert second.publication_links == ["https://rskrf.ru/school"]


async def test_of_a_publication_name_and_links_are_asked(world: World) -> None:
    anna = await at_the_card(world, kind="publication", name="Статьи", participants=0)
    await anna.presses(REPEAT)
    assert field("name").worded("publication").question in anna.screen
    await anna.says("Репортажи")
    assert field("publication_links").worded("publication").question in anna.screen
    await anna.says("rskrf.ru/tv")
    await anna.presses("Готово (1)")
    assert CARD in anna.screen
    await anna.presses(SAVE)
    _, second = await events(world)
    assert (second.name, second.city, second.participants) == ("Репортажи", "Белгород", 0)
    assert second.publication_links == ["https://rskrf.ru/tv"]


async def test_a_number_that_was_confirmed_once_is_not_doubted_again(world: World) -> None:
    anna = await at_the_card(world, times_held=5000, participants=60_000)
    await anna.presses(REPEAT)
    await anna.says("Школа № 6", "70000")
    assert CARD in anna.screen
    await anna.presses(EDIT, field("participants").title)
    await anna.says("200000")
    assert "Всё верно?" in anna.screen


async def test_a_second_tap_asks_the_same_question_and_begins_nothing_new(world: World) -> None:
    anna = await world.coordinator(REGION)
    receipt = await anna.reports()
    anna.phone.press(phrases.ONE_LIKE_IT, receipt)
    anna.phone.press(phrases.ONE_LIKE_IT, receipt)
    await anna.waits()
    assert SCHOOL in anna.screen
    (draft,) = await drafts(world)
    await anna.says("Школа № 6", "20")
    await anna.presses(SAVE)
    _, second = await events(world)
    assert second.draft_id == draft.id
    anna.phone.press(phrases.ONE_LIKE_IT, receipt)
    await anna.waits()
    assert SCHOOL in anna.screen, "a receipt can be used again and again"
    assert len(await events(world)) == 2


async def test_an_event_that_waits_is_asked_about_and_not_lost(world: World) -> None:
    anna = await at_the_card(world)
    await anna.says("/new", "10", "Ярмарка", "/events", "/events")
    await anna.presses(EVENT, REPEAT)
    assert "Ярмарка" in anna.screen
    assert repeating.is_deleted(repeating.repeat(1)) in anna.screen
    assert anna.buttons == [CONTINUE, repeating.repeat(1), DROP_DRAFT]
    await anna.presses(CONTINUE)
    assert field("city").question in anna.screen
    await anna.says("/events", "/events")
    await anna.presses(EVENT, REPEAT, repeating.repeat(1))
    assert SCHOOL in anna.screen
    (draft,) = await drafts(world)
    assert draft.answers["name"] == "Урок качества"


async def test_what_is_only_taken_over_gives_way_to_another_without_a_question(
    world: World,
) -> None:
    anna = await at_the_card(world)
    await world.event(anna, name="Выставка", kind="exhibition")
    await anna.presses(REPEAT)
    await anna.says("/help")
    await anna.forges(RepeatEvent(year=2026, event=2).pack())
    assert "Заполнено по мероприятию № 2" in anna.screen
    await anna.says("Музей")
    await anna.forges(RepeatEvent(year=2026, event=1).pack())
    assert repeating.is_deleted(repeating.repeat(1)) in anna.screen, "that is the person's own"


async def test_a_deleted_and_a_neighbours_event_are_not_repeated(world: World) -> None:
    anna = await at_the_card(world)
    vera = await world.coordinator("Тверская область", "Вера")
    await vera.forges(RepeatEvent(year=2026, event=1).pack())
    assert EVENT_GONE in vera.screen
    card = anna.phone.last
    await anna.presses("Удалить", "Да, удалить")
    anna.phone.forge(RepeatEvent(year=2026, event=1).pack(), card)
    await anna.waits()
    assert EVENT_GONE in anna.screen
    assert await drafts(world) == []


async def test_nobody_begins_instead_of_a_draft_that_they_were_not_asked_about(
    world: World,
) -> None:
    anna = await at_the_card(world)
    peter = await world.coordinator(REGION, "Пётр")
    for someone in (anna, peter):
        await someone.says("/new", "10", f"Ярмарка {someone.id}")
    his, hers = sorted(await drafts(world), key=lambda draft: draft.person_id == anna.id)
    await anna.forges(RepeatEvent(year=2026, event=1, instead_of=his.id).pack())
    assert repeating.is_deleted(repeating.repeat(1)) in anna.screen
    assert {draft.id for draft in await drafts(world)} == {his.id, hers.id}


async def test_a_submitted_report_is_opened_again_and_gone_on_with(world: World) -> None:
    anna = await at_the_card(world)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await anna.says("/events")
    await anna.presses(EVENT, REPEAT, OPEN_AND["repeat"])
    assert anna.toast == phrases.REPORT_OPENED
    assert SCHOOL in anna.screen
    await anna.says("Школа № 6", "20")
    await anna.presses(SAVE)
    assert phrases.SUBMIT_REPORT in anna.buttons
    assert phrases.ONE_LIKE_IT in anna.buttons


async def test_an_admin_repeats_a_regions_event_for_it(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator(REGION)
    await world.event(anna)
    await olga.says("/status белгород")
    await olga.presses(REPORT_FOR_REGION, phrases.MY_EVENTS, EVENT, REPEAT)
    assert REGION in olga.screen
    assert SCHOOL in olga.screen
    await olga.says("Школа № 6", "20")
    await olga.presses(SAVE, phrases.ONE_LIKE_IT)
    assert REGION in olga.screen
    await olga.says("Школа № 7", "21")
    await olga.presses(SAVE)
    _, *added = await events(world)
    assert [(event.region_code, event.created_by) for event in added] == [("31", olga.id)] * 2


async def test_an_admins_receipt_leads_to_a_correction_for_the_region(world: World) -> None:
    await at_the_card(world)
    olga = await world.admin()
    await olga.forges(ForRegion(code="31", pressed=RepeatEvent(year=2026, event=1).pack()).pack())
    await olga.says("Лицей № 1", "31")
    await olga.presses(SAVE)
    assert "Белгород, Лицей № 1; проведений: 3, участников: 31" in olga.screen
    await olga.presses(EDIT)
    assert f"Вы вносите данные за регион: {REGION}" in olga.screen
    await olga.presses(field("participants").title)
    await olga.says("32")
    assert f"Вы вносите данные за регион: {REGION}" in olga.screen
    assert [event.participants for event in await events(world)] == [75, 32]


async def test_an_admins_draft_for_another_region_is_asked_about(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator(REGION)
    await world.event(anna)
    await olga.says("/status тула")
    await olga.presses(REPORT_FOR_REGION, phrases.NEW_EVENT, "Другое")
    await olga.says("Ярмарка в Туле")
    await olga.forges(f"for|31|{RepeatEvent(year=2026, event=1).pack()}")
    assert "Тульская область" in olga.screen
    await olga.presses(f"Начать новое: {REGION}")
    assert SCHOOL in olga.screen
    (draft,) = await drafts(world)
    assert draft.region_code == "31"


async def test_a_receipt_of_an_earlier_year_acts_on_no_report_of_this_one(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    receipt = await anna.reports()
    await opens_2027(world, olga)
    anna.phone.press(phrases.ONE_LIKE_IT, receipt)
    await anna.waits()
    assert "Это отчёт за 2026 год" in anna.screen
    assert await drafts(world) == []


async def test_the_form_survives_a_crash(world: World) -> None:
    anna = await at_the_card(world)
    await anna.presses(REPEAT)
    await anna.says("Школа № 6")
    await world.crash()
    await world.start_bot()
    await anna.presses(keep("75"), SAVE)
    _, second = await events(world)
    assert (second.organisation, second.participants) == ("Школа № 6", 75)


async def test_a_second_tap_on_save_shows_the_same_receipt(world: World) -> None:
    anna = await at_the_card(world)
    await anna.presses(REPEAT)
    card = await anna.says("Школа № 6", "20")
    anna.phone.press(SAVE, card)
    anna.phone.press(SAVE, card)
    await anna.waits()
    assert anna.toast == SAVED_ALREADY
    assert anna.buttons[:2] == [phrases.ONE_LIKE_IT, ANOTHER]
    assert len(await events(world)) == 2
