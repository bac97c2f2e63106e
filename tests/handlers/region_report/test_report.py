"""«Отчёт региона»: at a glance, submitted, a zero report, opened again, and closing time."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from models import Draft, Event, RegionReport, ReportState
from tests.world import DEADLINE, Someone, World


async def state(world: World) -> str | None:
    """That of the only report there is."""
    reports = await world.rows(select(RegionReport))
    return reports[0].state if reports else None


async def reviewing(world: World) -> Someone:
    """A coordinator whose new event needs nothing but «Сохранить»."""
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses("Другое")
    await anna.says("Фестиваль", "Белгород, ДК", "1", "100")
    await anna.presses("Пропустить", "Пропустить")
    assert "Сохранить" in anna.buttons
    return anna


async def test_the_report_shows_where_it_stands_at_a_glance(world: World) -> None:
    anna = await world.coordinator("Камчатский край")
    await anna.taps("Отчёт региона")
    assert "Не начат" in anna.screen
    assert "Мероприятия не проводились" in anna.buttons
    await world.event(anna, times_held=3, participants=1200)
    await world.event(anna, times_held=2, participants=50)
    await anna.says("/new", "1", "/report")
    report = anna.phone.messages[-2].text.replace("\xa0", " ")
    for told in (
        "Заполняется",
        "Мероприятий: 2",
        "Проведений: 5",
        "Участников: 1 250",
        "29 ноября 2026 года, 23:59",
        "30 ноября 2026 года, 08:59",
        "Незаконченных мероприятий в регионе: 1",
    ):
        assert told in report


async def test_a_report_is_submitted_once_and_can_be_opened_again(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    report = await anna.says("/report")
    anna.phone.press("Сдать отчёт", report)
    anna.phone.press("Сдать отчёт", report)
    await world.settled()
    assert "Сдан" in anna.screen
    assert "11.11.2026 12:00" in anna.screen
    assert "Анна" in anna.screen
    assert anna.toast == "Уже сделано."
    for command in ("/new", "/report"):
        await anna.says(command)
        assert "Сохранить" not in anna.buttons
        assert "Добавить мероприятие" not in anna.buttons
    await anna.presses("Мои мероприятия", "1. Урок качества", "Удалить")
    assert "уже сдан" in anna.screen
    await anna.presses("Отчёт региона", "Открыть снова")
    assert await state(world) == ReportState.OPEN
    await anna.presses("Мои мероприятия", "1. Урок качества", "Удалить", "Да, удалить")
    await anna.says("/report")
    assert "Заполняется" in anna.screen
    (submitted,) = await world.audit("report.submitted")
    (reopened,) = await world.audit("report.open")
    assert (submitted.person_id, submitted.subject_id) == (anna.id, "2026/31")
    assert (reopened.before, reopened.after) == ({"state": "submitted"}, {"state": "open"})


async def test_a_zero_report_is_asked_about_and_can_be_taken_back(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.presses("Мероприятия не проводились")
    assert await state(world) is None
    await anna.presses("Назад", "Мероприятия не проводились", "Да, не проводились")
    assert await state(world) == ReportState.ZERO
    await anna.says("/new")
    assert "уже сдан" in anna.screen
    await anna.presses("Отчёт региона", "Открыть снова", "Добавить мероприятие")
    assert "Шаг 1 из 8" in anna.screen


async def test_what_a_colleague_has_added_since_is_seen_before_it_is_submitted(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    await anna.says("/report")
    await anna.presses("Мероприятия не проводились")
    await world.event(peter)
    await anna.presses("Да, не проводились")
    assert "изменился" in (anna.toast or "")
    assert "Мероприятий: 1" in anna.screen
    event = await world.event(peter)
    await anna.presses("Сдать отчёт")
    assert "Мероприятий: 2" in anna.screen
    world.clock.pass_(seconds=1)
    await peter.forges(f"edit:{event.id}:participants")
    await peter.says("7777")
    await anna.presses("Сдать отчёт")
    assert "изменился" in (anna.toast or ""), "a colleague's correction counts, too"
    assert await state(world) is None
    await anna.presses("Сдать отчёт")
    assert await state(world) == ReportState.SUBMITTED


async def test_two_who_submit_at_the_same_instant_submit_once(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    await world.event(anna)
    await anna.says("/report")
    await peter.says("/report")
    await asyncio.gather(anna.presses("Сдать отчёт"), peter.presses("Сдать отчёт"))
    assert len(await world.audit("report.submitted")) == 1
    assert "Сдан" in anna.screen
    assert "Сдан" in peter.screen


async def test_a_forged_press_submits_no_empty_report_and_no_zero_with_events(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.forges("state:submitted:0-0:1")
    await anna.forges("state:open:0-0:1")
    assert await state(world) is None
    await world.event(anna)
    submit = (await anna.says("/report")).rows[0][0].data
    assert submit is not None
    await anna.forges(submit.replace("submitted", "zero").removesuffix("0") + "1")
    assert await state(world) is None


async def test_an_event_is_not_saved_into_a_report_that_a_colleague_has_submitted(
    world: World,
) -> None:
    anna = await reviewing(world)
    peter = await world.coordinator("Белгородская область", "Пётр")
    await world.event(peter)
    await peter.says("/report")
    await peter.presses("Сдать отчёт")
    await anna.presses("Сохранить")
    assert "уже сдан" in anna.screen
    assert "Фестиваль" in anna.screen
    await anna.presses("Отчёт региона", "Открыть снова")
    await anna.says("/new")
    await anna.presses("Продолжить", "Сохранить")
    assert "Мероприятие № 2 сохранено" in anna.screen


async def test_up_to_the_last_minute_an_event_is_saved(world: World) -> None:
    anna = await reviewing(world)
    world.clock.at = DEADLINE + timedelta(seconds=59)
    await anna.presses("Сохранить")
    assert "Мероприятие № 1 сохранено" in anna.screen


async def test_after_the_deadline_nothing_is_added_and_the_draft_is_kept_and_shown(
    world: World,
) -> None:
    await world.admin("Ольга Админ")
    anna = await reviewing(world)
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await anna.presses("Сохранить")
    for way in ("saved", "typed", "new", "resumed"):
        if way == "typed":
            await anna.says("Ещё одно")
        elif way == "new":
            await anna.taps("Добавить мероприятие")
        elif way == "resumed":
            await anna.says("/events")
            await anna.forges(f"resume:{(await world.rows(select(Draft)))[0].id}")
        assert "Срок сдачи отчётов истёк" in anna.screen, way
        assert "Ольга Админ" in anna.screen
        assert "qd@roskachestvo.gov.ru" in anna.screen
        assert "Фестиваль" in anna.screen
    assert await world.rows(select(Event)) == []
    (draft,) = await world.rows(select(Draft))
    assert draft.answers["name"] == "Фестиваль"


async def test_after_the_deadline_nothing_is_submitted_or_opened_again(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    submitting = await anna.says("/report")
    yana = await world.coordinator("Тверская область", "Яна")
    await yana.says("/report")
    await yana.presses("Мероприятия не проводились", "Да, не проводились")
    world.clock.at = DEADLINE + timedelta(minutes=1)
    anna.phone.press("Сдать отчёт", submitting)
    await world.settled()
    await yana.presses("Открыть снова")
    for someone in (anna, yana):
        assert "Срок сдачи отчётов истёк" in someone.screen
        assert someone.buttons == ["Мои мероприятия", "Попросить продлить срок"]
    assert await state(world) == ReportState.ZERO
    assert len(await world.rows(select(RegionReport))) == 1
