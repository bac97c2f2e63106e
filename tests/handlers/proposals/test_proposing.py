"""What a helper proposes, and sees of it."""

import pytest
from sqlalchemy import select

from handlers.callbacks import RepeatProposal, ReviewEvent
from handlers.event_form.texts.form import EDIT, IT_IS_ANOTHER, PUT_ASIDE
from handlers.event_form.texts.pasted import IS_LETTER, several
from handlers.event_form.texts.proposals import GONE, OPEN, SEND, SENT_ALREADY
from handlers.event_form.texts.saved_events import DELETE, DELETE_SURE
from handlers.phrases import ONE_LIKE_IT
from handlers.proposals import texts
from models import Draft, Event
from tests.handlers.campaigns.years import opens_2027
from tests.helping import REGION, SCHOOL, helper_of, proposals, proposes
from tests.world import World


async def test_the_same_questions_lead_to_a_proposal_and_not_to_an_event(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    await petr.fills_in()
    assert "координатор региона его не увидит" in petr.screen
    await petr.presses(SEND)
    assert "отправлено координатору региона 11.11.2026 в 12:00 (мск)" in petr.screen
    (proposal,) = await proposals(world)
    assert (proposal.author_id, proposal.region_code, proposal.state) == (petr.id, "31", "waiting")
    assert proposal.organisation == SCHOOL
    assert proposal.answers["participants"] == 120
    assert await world.rows(select(Event)) == []
    assert await world.rows(select(Draft)) == []


async def test_a_second_tap_sends_nothing_again_and_says_what_is_true(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    card = await petr.fills_in()
    for _ in range(2):
        petr.phone.press(SEND, card)
    await petr.waits()
    assert petr.toast == SENT_ALREADY
    assert len(await proposals(world)) == 1


async def test_the_organisation_that_one_reports_for_is_a_quick_answer(world: World) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna, city="Старый Оскол", organisation="Чужая школа")
    petr = await helper_of(world, anna)
    await petr.says("/new", "9", "Урок")
    assert "Старый Оскол" not in petr.buttons
    await petr.says("Белгород")
    assert SCHOOL in petr.buttons
    assert "Чужая школа" not in petr.buttons


async def test_a_helper_is_asked_about_a_twin_of_their_own_only(world: World) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna)
    petr = await helper_of(world, anna)
    await proposes(petr)
    assert len(await proposals(world)) == 1, "the region's own event is none of their business"
    await proposes(petr)
    assert "Вы уже предлагали похожее" in petr.screen
    await petr.presses(IT_IS_ANOTHER)
    assert len(await proposals(world)) == 2


async def test_helpers_see_their_own_proposals_only(world: World) -> None:
    anna = await world.coordinator(REGION)
    petr, vera = await helper_of(world, anna), await helper_of(world, anna, name="Вера")
    await proposes(petr, name="Урок Петра")
    await vera.says("/proposals")
    assert "Урок Петра" not in vera.screen
    await vera.forges("own_proposal:1")
    assert "Урок Петра" not in vera.screen
    assert vera.toast == texts.OWN_GONE
    for command in ("/events", "/report", "/status", "/helpers"):
        await vera.says(command)
        assert "Такой команды нет" in vera.screen


async def test_a_waiting_proposal_is_corrected_and_waits_on(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    await proposes(petr)
    await petr.presses(OPEN, texts.CORRECT, EDIT, "Число участников")
    await petr.says("125")
    await petr.presses(SEND)
    assert "120 → 125" in petr.screen
    (proposal,) = await proposals(world)
    assert (proposal.answers["participants"], proposal.state) == (125, "waiting")
    (entry,) = await world.audit("proposal.changed")
    assert (entry.before, entry.after) == ({"participants": 120}, {"participants": 125})


async def test_a_waiting_proposal_is_withdrawn_once(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    await proposes(petr)
    await petr.presses(OPEN, texts.WITHDRAW)
    asked = petr.phone.last
    for _ in range(2):
        petr.phone.press(texts.WITHDRAW_SURE, asked)
    await petr.waits()
    assert [each.state for each in await proposals(world)] == ["withdrawn"]
    assert len(await world.audit("proposal.withdrawn")) == 1
    assert "ничего не предлагали" in petr.screen


async def test_an_unfinished_proposal_waits_and_is_nothing_of_the_regions(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await petr.fills_in()
    await petr.presses(PUT_ASIDE)
    assert "Координатор региона его пока не видит" in petr.screen
    await anna.says("/report")
    assert "ерновик" not in anna.screen
    await olga.says(f"/status {REGION}")
    assert "ерновик" not in olga.screen


async def test_nothing_is_proposed_to_a_submitted_report_and_the_answers_are_kept(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna)
    petr = await helper_of(world, anna)
    await petr.fills_in(name="Поздний урок")
    await anna.says("/report")
    await anna.presses("Сдать отчёт")
    await petr.presses(SEND)
    assert "Регион уже сдал отчёт" in petr.screen
    assert "Анна" in petr.screen
    assert "Поздний урок" in petr.screen
    assert await proposals(world) == []
    await anna.presses("Исправить отчёт")
    await petr.says("/new")
    await petr.presses("Продолжить", SEND)
    assert len(await proposals(world)) == 1


async def test_after_the_deadline_the_helper_is_told_whom_to_ask(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    world.clock.pass_(days=30)
    await petr.says("/new")
    assert "Срок прошёл" in petr.screen
    assert "Анна" in petr.screen


async def test_what_was_answered_is_there_after_the_bot_was_killed(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    await petr.fills_in()
    await world.crash()
    await world.start_bot()
    await petr.presses(SEND)
    assert len(await proposals(world)) == 1


async def test_in_a_new_year_helpers_stay_and_what_they_proposed_is_the_last_years(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await proposes(petr)
    await opens_2027(world, olga)
    await petr.forges("own_proposal:1")
    assert petr.toast == texts.OWN_GONE
    assert texts.NONE_OF_YOURS in petr.screen
    await anna.says("/proposals")
    assert texts.NOTHING_PROPOSED in anna.screen
    await petr.fills_in()
    assert SEND in petr.buttons


async def test_more_than_coordinators_can_look_through_is_not_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.proposals.proposals.WAITING_LIMIT", 1)
    petr = await helper_of(world, await world.coordinator(REGION))
    await proposes(petr)
    await petr.says("/new")
    assert "больше пока отправить нельзя" in petr.screen


# ── Less typing ──────────────────────────────────────────────────────────────────────────


async def test_one_more_like_it_asks_only_what_differs(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    await proposes(petr)
    await petr.presses(ONE_LIKE_IT)
    assert "Заполнено по вашему предложению: «Урок качества»" in petr.screen
    assert "В прошлый раз: Школа № 5" in petr.screen
    await petr.says("Школа № 7", "31")
    await petr.presses(SEND)
    _, second = await proposals(world)
    assert (second.answers["name"], second.answers["organisation"]) == (
        "Урок качества",
        "Школа № 7",
    )
    assert "Белгород, Школа № 7; проведений: 3, участников: 31" in petr.screen


async def test_a_draft_that_waits_is_asked_about_before_one_more(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    receipt = await proposes(petr)
    await petr.says("/new", "10", "Ярмарка")
    for _ in range(2):
        petr.phone.press(ONE_LIKE_IT, receipt)
        await petr.waits()
        assert "Ярмарка" in petr.screen
    await petr.presses(ONE_LIKE_IT)
    (draft,) = await world.rows(select(Draft))
    assert draft.answers["name"] == "Урок качества"


async def test_anothers_proposal_is_not_repeated(world: World) -> None:
    anna = await world.coordinator(REGION)
    petr, vera = await helper_of(world, anna), await helper_of(world, anna, "Лицей", "Вера")
    await proposes(petr)
    (proposal,) = await proposals(world)
    await vera.forges(RepeatProposal(year=2026, proposal=proposal.id).pack())
    assert vera.screen == GONE
    assert await world.rows(select(Draft)) == []


async def test_a_pasted_text_becomes_a_proposal(world: World) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna, city="Старый Оскол", organisation="Чужая школа")
    petr = await helper_of(world, anna)
    await petr.says(
        "Урок качества прошёл в школе № 5 Белгорода, 3 урока, 75 учеников. https://school5.ru/1"
    )
    assert "Проверьте мероприятие" in petr.screen
    assert "Пока ничего не отправлено" in petr.screen
    assert IS_LETTER not in petr.buttons, "a helper writes to the coordinator, not to the ministry"
    await petr.presses(SEND)
    (proposal,) = await proposals(world)
    assert (proposal.answers["city"], proposal.answers["participants"]) == ("Белгород", 75)
    assert len(await world.rows(select(Event))) == 1


async def test_a_helper_loads_no_files_and_is_not_told_to(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    await petr.says(
        "1. Урок качества в школе № 5, Белгород, 25 участников\n"
        "2. Круглый стол в БГТУ, Белгород, 40 человек\n3. Ярмарка в Губкине, 300 посетителей"
    )
    assert petr.screen == several(helper=True)
    assert "/template" not in petr.screen


async def test_the_list_says_that_an_accepted_event_was_deleted_later(world: World) -> None:
    anna = await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await proposes(petr)
    await anna.says("/proposals")
    await anna.presses("Урок качества", texts.ACCEPT)
    await petr.says("/proposals")
    assert "принято, № 1" in petr.screen
    assert "удалено" not in petr.screen
    await anna.says("/events")
    await anna.presses("1. Урок качества", DELETE, DELETE_SURE)
    await petr.says("/proposals")
    assert "принято, № 1, потом удалено из отчёта" in petr.screen
    await petr.presses("Урок качества")
    assert "Принято, № 1, потом удалено из отчёта" in petr.screen


async def test_whose_proposal_an_event_was_stands_on_its_card(world: World) -> None:
    anna = await world.coordinator(REGION)
    await proposes(await helper_of(world, anna))
    await world.event(anna, "Своё")
    await anna.says("/proposals")
    await anna.presses("Урок качества", texts.ACCEPT)
    await anna.says("/events")
    await anna.presses("2. Урок качества")
    assert f"Предложено: {SCHOOL}" in anna.screen
    await anna.presses("Мои мероприятия", "1. Своё")
    assert "Предложено" not in anna.screen
    olga = await world.admin()
    await olga.forges(ReviewEvent(event=2).pack())
    assert f"Предложено: {SCHOOL}" in olga.screen
