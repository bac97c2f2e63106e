"""What coordinators make of their helpers' proposals."""

from collections.abc import Sequence
from time import process_time

from sqlalchemy import select

from domain.events.likeness import twin_key
from handlers import phrases
from handlers.event_form.texts.form import EDIT, IT_IS_ANOTHER
from handlers.event_form.texts.proposals import SAVE_CORRECTED, SEND
from handlers.proposals import texts
from handlers.region_report.texts.report import SUBMIT_ANYWAY
from handlers.report_closed import OPEN_AND
from handlers.submit_again import SUBMIT_AGAIN
from models import Event, Proposal, ProposalState, RegionReport, ReportState
from tests.helping import REGION, helper_of, proposals, proposes
from tests.world import Someone, World

LESSON = "Урок качества"


async def a_proposal(world: World, **answers: str) -> tuple[Someone, Someone]:
    """The coordinator with the list before them, and the helper who has proposed a lesson."""
    anna = await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await proposes(petr, **answers)
    await anna.says("/proposals")
    return anna, petr


async def events(world: World) -> Sequence[Event]:
    return await world.rows(select(Event).order_by(Event.id))


async def test_an_accepted_proposal_is_an_event_of_the_report_and_the_helper_hears_so(
    world: World,
) -> None:
    anna, petr = await a_proposal(world)
    assert "Ждут решения: 1, из них без замечаний: 1" in anna.screen
    await anna.presses(LESSON, texts.ACCEPT)
    assert "Предложение принято: мероприятие № 1" in anna.screen
    (event,) = await events(world)
    assert (event.name, event.created_by, event.participants) == (LESSON, anna.id, 120)
    assert "принято в отчёт региона: мероприятие № 1" in petr.screen
    (added,) = await world.audit("event.added")
    assert added.after is not None
    assert added.after["organisation_of_helper"] == "Школа № 5"
    (proposal,) = await proposals(world)
    assert (proposal.state, proposal.event_id, proposal.decided_by) == (
        "accepted",
        event.id,
        anna.id,
    )


async def test_two_taps_and_two_coordinators_accept_it_once(world: World) -> None:
    anna, _ = await a_proposal(world)
    maria = await world.coordinator(REGION, "Мария")
    await maria.says("/proposals")
    for someone in (anna, maria):
        await someone.presses(LESSON)
    for someone in (anna, maria, anna):
        someone.phone.press(texts.ACCEPT)
    await world.settled()
    assert len(await events(world)) == 1
    assert len(await world.audit("proposal.accepted")) == 1


async def test_what_a_colleague_has_returned_meanwhile_is_not_accepted_unseen(
    world: World,
) -> None:
    anna, petr = await a_proposal(world)
    maria = await world.coordinator(REGION, "Мария")
    await maria.says("/proposals")
    await maria.presses(LESSON)
    await anna.presses(LESSON, texts.RETURN)
    await anna.says("Укажите класс")
    await maria.presses(texts.ACCEPT)
    assert maria.toast == texts.CHANGED
    assert "Укажите класс" in maria.screen
    assert await events(world) == []
    assert "Укажите класс" in petr.screen


async def test_a_returned_proposal_is_corrected_and_waits_again(world: World) -> None:
    anna, petr = await a_proposal(world)
    await anna.presses(LESSON, texts.RETURN)
    await anna.says("Сколько было учеников?")
    assert "возвращено" in anna.screen
    await petr.presses("Исправить", EDIT, "Число участников")
    await petr.says("90")
    await petr.presses(SEND)
    (proposal,) = await proposals(world)
    assert (proposal.state, proposal.answers["participants"]) == ("waiting", 90)
    await anna.says("/proposals")
    assert "90 участников" in anna.screen


async def test_a_declined_proposal_says_why_or_nothing(world: World) -> None:
    anna, petr = await a_proposal(world)
    await proposes(petr, name="Второй")
    await anna.presses(LESSON, texts.DECLINE)
    await anna.says("Не о качестве")
    assert "Не о качестве" in petr.screen
    await anna.presses("Второй", texts.DECLINE, texts.WITHOUT_COMMENT)
    assert "отклонил предложение «Второй»." in petr.screen
    assert [each.state for each in await proposals(world)] == ["declined", "declined"]
    assert texts.NOTHING_PROPOSED in anna.screen


async def test_nothing_is_returned_without_a_word(world: World) -> None:
    anna, _ = await a_proposal(world)
    await anna.presses(LESSON, texts.RETURN)
    assert texts.WITHOUT_COMMENT not in anna.buttons
    await anna.says("нет")
    assert [each.state for each in await proposals(world)] == ["waiting"]


async def test_a_mended_proposal_is_accepted_as_it_stands_and_the_helper_sees_what_changed(
    world: World,
) -> None:
    anna, petr = await a_proposal(world)
    await anna.presses(LESSON, texts.MEND, EDIT, "Число участников")
    await anna.says("99")
    await anna.presses(SAVE_CORRECTED)
    assert "Мероприятие № 1 сохранено" in anna.screen
    (event,) = await events(world)
    assert event.participants == 99
    assert "120 → 99" in petr.screen


async def test_what_the_helper_corrects_while_it_is_mended_is_shown_before_it_is_accepted(
    world: World,
) -> None:
    anna, petr = await a_proposal(world)
    await anna.presses(LESSON, texts.MEND, EDIT, "Название")
    await anna.says("Большой урок")
    await petr.says("/proposals")
    await petr.presses(LESSON, texts.CORRECT, EDIT, "Число участников")
    await petr.says("130")
    await petr.presses(SEND)
    await anna.presses(SAVE_CORRECTED)
    assert "120 → 130" in anna.screen
    assert await events(world) == []
    await anna.presses(SAVE_CORRECTED)
    assert [(each.name, each.participants) for each in await events(world)] == [
        ("Большой урок", 120)
    ]


async def test_a_twin_of_the_report_is_accepted_only_as_another_event(world: World) -> None:
    anna, _ = await a_proposal(world)
    await world.event(anna)
    await anna.says("/proposals")
    assert "похоже на мероприятие № 1 отчёта" in anna.screen
    assert texts.accept_all(1) not in anna.buttons
    await anna.presses(LESSON, texts.ACCEPT)
    assert len(await events(world)) == 1
    await anna.presses(texts.ACCEPT_ANYWAY)
    assert len(await events(world)) == 2


async def test_a_mended_one_is_checked_for_twins_too(world: World) -> None:
    anna, _ = await a_proposal(world, name="Другой урок")
    await world.event(anna)
    await anna.presses("Другой урок", texts.MEND, EDIT, "Название")
    await anna.says(LESSON)
    await anna.presses(SAVE_CORRECTED)
    assert len(await events(world)) == 1
    await anna.presses(IT_IS_ANOTHER)
    assert len(await events(world)) == 2


async def test_all_without_remarks_are_accepted_in_two_presses_and_the_others_stay(
    world: World,
) -> None:
    anna, petr = await a_proposal(world)
    vera = await helper_of(world, anna, "Лицей № 1", "Вера")
    await proposes(petr, name="Второй")
    await proposes(vera, name="Третий")
    await proposes(vera)  # as the first one
    await vera.fills_in(name="Мало людей", times_held="7", participants="3")
    await vera.presses("Пропустить", SEND)
    await anna.says("/proposals")
    assert "Ждут решения: 5, из них без замечаний: 3" in anna.screen
    assert "участников меньше, чем проведений" in anna.screen
    heard = len(petr.phone.messages)
    await anna.presses(texts.accept_all(3))
    assert "Остальные (2)" in anna.screen
    await anna.presses(texts.yes_accept(3))
    assert "Принято: 3 предложения, мероприятия № 1–3" in anna.screen
    assert [each.name for each in await events(world)] == [LESSON, "Второй", "Третий"]
    assert len(petr.phone.messages) == heard + 1, "one message for both"
    assert "мероприятия № 1, 2" in petr.screen
    assert "мероприятие № 3" in vera.screen
    assert "Ждут решения: 2, из них без замечаний: 0" in anna.screen


async def test_two_hundred_are_accepted_in_two_presses_and_soon(world: World) -> None:
    anna, petr = await a_proposal(world)
    (first,) = await proposals(world)
    shared = {
        "campaign_id": first.campaign_id,
        "region_code": "31",
        "author_id": petr.id,
        "organisation": first.organisation,
        "created_at": first.created_at,
        "changed_at": first.changed_at,
        "state": ProposalState.WAITING,
    }
    async with world.app.database.transaction() as session:
        for number in range(2, 201):
            answers = {**first.answers, "name": f"Урок {number}"}
            key = twin_key(answers)
            session.add(Proposal(**shared, answers=answers, twin_key=key, draft_id=10_000 + number))
    await anna.says("/proposals")
    await anna.presses(texts.accept_all(200))
    begun = process_time()  # without what else the machine does
    await anna.presses(texts.yes_accept(200))
    assert process_time() - begun < 2  # a tenth of a second here
    assert len(await events(world)) == 200
    assert "мероприятия № 1–200" in anna.screen
    assert "мероприятия № 1, 2, 3" in petr.screen


async def test_what_came_after_the_question_is_not_accepted_unseen(world: World) -> None:
    anna, petr = await a_proposal(world)
    await anna.presses(texts.accept_all(1))
    world.clock.pass_(minutes=1)
    await proposes(petr, name="Новый")
    await anna.presses(texts.yes_accept(1))
    assert [each.name for each in await events(world)] == [LESSON]
    assert "Новый" in anna.screen


async def test_nothing_is_accepted_into_a_submitted_report_until_it_is_opened(
    world: World,
) -> None:
    anna, _ = await a_proposal(world, name="Ждёт")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses("Сдать отчёт", "Всё равно сдать")
    await anna.says("/proposals")
    await anna.presses("Ждёт", texts.ACCEPT)
    assert "Отчёт региона уже сдан" in anna.screen
    await anna.presses("Открыть отчёт и принять", "Предложения", "Ждёт", texts.ACCEPT)
    assert len(await events(world)) == 2


async def test_a_neighbours_forged_button_reaches_nothing(world: World) -> None:
    await a_proposal(world)
    maria = await world.coordinator("Тверская область", "Мария")
    for data in ("accept_proposal:2026:1:1:1", "proposal:1", "verdict:1:declined"):
        await maria.forges(data)
        assert LESSON not in maria.screen
    assert [each.state for each in await proposals(world)] == ["waiting"]


async def test_a_decision_after_the_bot_was_killed_is_made_once(world: World) -> None:
    anna, _ = await a_proposal(world)
    await anna.presses(LESSON)
    await world.crash()
    await world.start_bot()
    await anna.presses(texts.ACCEPT)
    assert len(await events(world)) == 1


async def test_after_accepting_into_a_report_opened_again_the_way_to_submit_it_is_there(
    world: World,
) -> None:
    anna, petr = await a_proposal(world)
    await proposes(petr, name="Второй")
    await world.event(anna, name="Ярмарка")
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT, SUBMIT_ANYWAY)
    await anna.says("/proposals")
    await anna.presses(texts.accept_all(2))
    await anna.presses(OPEN_AND["proposals"], "Предложения", texts.accept_all(2))
    assert anna.buttons == [texts.yes_accept(2), texts.BACK]
    await anna.presses(texts.BACK)
    assert "Ждут решения: 2" in anna.screen
    await anna.presses(LESSON, texts.ACCEPT)
    assert SUBMIT_AGAIN in anna.screen
    await anna.presses(texts.accept_all(1), texts.yes_accept(1))
    assert SUBMIT_AGAIN in anna.screen
    await anna.presses(phrases.SUBMIT_REPORT)
    (report,) = await world.rows(select(RegionReport))
    assert report.state == ReportState.SUBMITTED


async def test_a_report_never_submitted_is_not_pressed_for_after_accepting(world: World) -> None:
    anna, _ = await a_proposal(world)
    await anna.presses(texts.accept_all(1), texts.yes_accept(1))
    assert "Принято: мероприятие № 1" in anna.screen
    assert phrases.SUBMIT_REPORT not in anna.buttons
