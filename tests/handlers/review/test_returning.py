"""An admin gives an event or a report back, with a comment; the region corrects it and submits
again; the ministry accepts."""

import asyncio

import pytest
from sqlalchemy import select

from handlers.forms.buttons import FormButton
from handlers.phrases import NOT_WAITING_FOR_TEXT
from handlers.review import texts
from models import Campaign, Draft, Event, FormKind, Person, RegionReport, ReportState, Role
from tests.world import DEADLINE, Someone, World, plain

BELGOROD = "Белгородская область"


async def report(world: World) -> RegionReport:
    """The only one there is."""
    (stored,) = await world.rows(select(RegionReport))
    return stored


async def event(world: World) -> Event:
    (stored,) = await world.rows(select(Event))
    return stored


async def submits(someone: Someone) -> None:
    await someone.says("/report")
    await someone.presses("Сдать отчёт")


async def submitted(world: World) -> Someone:
    """A coordinator whose report of one event is submitted."""
    anna = await world.coordinator(BELGOROD)
    await world.event(anna)
    await submits(anna)
    return anna


async def opens_event(admin: Someone, event: Event) -> None:
    """By the door that is behind every list."""
    await admin.says("/events")
    await admin.forges(f"rev:{event.id}")


async def opens_report(admin: Someone, code: str = "31") -> None:
    await admin.says("/events")
    await admin.forges(f"rr:{code}")


async def returns_event(admin: Someone, event: Event, comment: str = "Нет ссылок.") -> None:
    await opens_event(admin, event)
    await admin.presses("Вернуть на доработку")
    await admin.says(comment)
    await admin.presses("Вернуть")


async def returns_report(admin: Someone, comment: str = "Проверьте всё.") -> None:
    await opens_report(admin)
    await admin.presses("Вернуть отчёт")
    await admin.says(comment)
    await admin.presses("Вернуть")


async def changes_participants(someone: Someone, event: Event, number: str) -> None:
    await someone.says("/events")
    await someone.forges(f"edit:{event.id}:participants")
    await someone.says(number)


async def test_an_event_goes_back_is_corrected_comes_back_marked_and_is_accepted(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses("Вернуть на доработку")
    assert "Напишите комментарий" in olga.screen
    await olga.says("Участников <слишком> много?\n\n\nПроверьте.")
    assert "Участников <слишком> много?\n\nПроверьте." in olga.screen
    assert "Получат: Анна" in olga.screen
    assert (await event(world)).returned_at is None
    await olga.presses("Вернуть")
    assert "Сообщение отправлено: Анна" in olga.screen
    assert "Возвращено 11.11.2026 12:00 (мск), Ольга Админ" in olga.screen
    assert "Вернуть на доработку" not in olga.buttons
    assert (await report(world)).state == ReportState.RETURNED

    assert "Министерство вернуло мероприятие № 1" in anna.screen
    assert "Участников <слишком> много?" in anna.screen
    await anna.presses("Открыть мероприятие")
    assert "Министерство вернуло на доработку" in anna.screen
    assert "Участников <слишком> много?" in anna.screen
    await anna.says("/events")
    assert anna.buttons[0] == "1. Урок качества (возвращено)"
    await anna.presses(anna.buttons[0], "Изменить", "Участников")
    world.clock.pass_(minutes=5)
    await anna.says("60")
    assert "Исправлено, ждёт проверки" in anna.screen
    await submits(anna)
    assert "Отчёт сдан" in anna.screen

    assert "Исправлено: Белгородская область, отчёт сдан снова" in olga.screen
    assert "Исправлено: мероприятие № 1." in olga.screen
    assert "сдан снова" not in pavel.screen, "only who returned it is told"
    await olga.presses("1. Урок качества (исправлено)")
    assert "Исправлено 11.11.2026 12:05" in olga.screen
    assert "Участников: 60" in olga.screen
    await olga.presses("Принять исправление")
    assert "Исправление принято" in olga.screen
    assert "Вернуть на доработку" in olga.buttons
    stored = await event(world)
    assert (stored.returned_at, stored.return_comment, stored.corrected_at) == (None, None, None)
    (returned,) = await world.audit("event.returned")
    assert (returned.person_id, returned.region_code) == (olga.id, "31")
    assert returned.after == {"comment": "Участников <слишком> много?\n\nПроверьте."}
    assert len(await world.audit("event.accepted")) == 1


async def test_a_whole_report_goes_back_and_stays_on_time_when_it_comes_again_late(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    on_time = (await report(world)).submitted_at
    world.clock.at = DEADLINE
    world.clock.pass_(days=1)
    await returns_report(olga, "Не хватает ярмарок.")
    assert "Возвращено. Сообщение отправлено: Анна" in olga.screen
    assert "Состояние: Возвращён" in olga.screen
    assert "Не хватает ярмарок." in olga.screen
    assert "Напомнить" in olga.buttons
    assert "Министерство вернуло отчёт на доработку" in anna.screen
    await anna.presses("Отчёт региона")
    assert "Не хватает ярмарок." in anna.screen
    await anna.reports(name="Ярмарка")
    assert "Мероприятие № 2 сохранено" in anna.screen, "past the deadline, because it is returned"
    await submits(anna)
    assert "Отчёт сдан" in anna.screen
    stored = await report(world)
    assert (stored.state, stored.submitted_at) == (ReportState.SUBMITTED, on_time)
    assert "Исправлено: Белгородская область, отчёт сдан снова" in olga.screen
    await olga.presses("Отчёт региона")
    assert "в срок; снова 30.11.2026 23:59 (мск), Анна" in olga.screen
    assert "Исправлено, был возвращён 30.11.2026 23:59 (мск), Ольга Админ" in olga.screen
    await olga.presses("Принять отчёт")
    assert "Исправлено" not in olga.screen
    assert "Министерство приняло отчёт" in anna.screen
    await anna.says("/new")
    assert "Срок сдачи отчётов истёк" in anna.screen


@pytest.mark.parametrize("what", ["event", "report"])
async def test_without_a_fitting_comment_nothing_goes_back(world: World, what: str) -> None:
    olga, anna = await world.admin(), await submitted(world)
    seen = anna.screen
    if what == "event":
        await opens_event(olga, await event(world))
        await olga.presses("Вернуть на доработку")
    else:
        await opens_report(olga)
        await olga.presses("Вернуть отчёт")
    for typed, why in (("\u2800", "нет текста"), ("ы" * 1001, "предел – 1\xa0000")):
        await olga.says(typed)
        assert why in olga.screen
        assert "Напишите комментарий" in olga.screen
    await olga.phone.sends_sticker()
    await world.settled()
    assert "Без комментария вернуть нельзя" in olga.screen
    draft = (await world.rows(select(Draft)))[-1]
    sending = FormButton(
        form=FormKind.RETURN, draft=draft.id, version=draft.version, action="finish"
    )
    await olga.forges(sending.pack())
    assert "Напишите комментарий" in olga.screen
    assert (await report(world)).state == ReportState.SUBMITTED
    assert anna.screen == seen
    await olga.presses("Отмена")
    assert "Вернуть" in " ".join(olga.buttons)
    assert await world.rows(select(Draft).where(Draft.form == "return")) == []


async def test_the_comment_can_be_rewritten_before_it_is_sent_and_the_word_cancel_cancels(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await opens_report(olga)
    await olga.presses("Вернуть отчёт")
    await olga.says("Первый")
    await olga.presses("Изменить комментарий")
    assert "Сейчас:\nПервый" in olga.screen
    await olga.says("Второй")
    await olga.says("Третий")
    assert "Второй" not in olga.screen
    await olga.says("отмена")
    assert "Состояние: Сдан" in olga.screen
    await returns_report(olga, "Четвёртый")
    assert "Четвёртый" in anna.screen
    assert (await report(world)).return_comment == "Четвёртый"


async def test_a_command_in_the_middle_loses_no_comment(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses("Вернуть на доработку")
    await olga.says("Долго писал")
    await olga.says("/people")
    assert "не закончен, комментарий сохранён:\nДолго писал" in olga.screen
    waits = olga.phone.last
    await olga.says("Это уже не комментарий")
    assert NOT_WAITING_FOR_TEXT in [message.text for message in olga.phone.messages[-2:]]
    assert olga.screen == waits.text
    olga.phone.press("Продолжить", waits)
    await world.settled()
    assert "Получат: Анна" in waits.text
    await olga.says("/cancel")
    await opens_event(olga, await event(world))
    await olga.presses("Вернуть на доработку")
    assert "Долго писал" in olga.screen
    await olga.presses("Вернуть")
    assert "Долго писал" in anna.screen


async def test_a_command_that_asks_something_itself_loses_no_comment_either(world: World) -> None:
    olga, _ = await world.admin(), await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses("Вернуть на доработку")
    await olga.says("Долго писал", "/invite", BELGOROD)
    assert olga.screen == plain(texts.returning.waits(comment="Долго писал"))
    await olga.presses(texts.returning.GO_ON)
    assert texts.returning.SEND in olga.buttons


async def test_a_comment_that_waits_is_offered_before_another_return_takes_its_place(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses("Вернуть на доработку")
    await olga.says("Про мероприятие")
    await opens_report(olga)
    await olga.presses("Вернуть отчёт")
    assert "Не закончен другой возврат: мероприятие № 1" in olga.screen
    await olga.presses("Продолжить")
    assert "Про мероприятие" in olga.screen
    await opens_report(olga)
    await olga.presses("Вернуть отчёт", "Начать новый возврат")
    assert "отчёт целиком" in olga.screen
    assert "Про мероприятие" not in olga.screen
    await olga.says("Про отчёт")
    await olga.presses("Вернуть")
    assert "Про отчёт" in anna.screen


async def test_a_double_tap_returns_once_and_an_old_button_says_so(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses("Вернуть на доработку")
    sending = await olga.says("Нет ссылок.")
    data = sending.rows[0][0].data
    olga.phone.press("Вернуть", sending)
    olga.phone.press("Вернуть", sending)
    await world.settled()
    assert "уже отправлен" in (olga.toast or "")
    await olga.forges(data or "")
    assert sum("Министерство вернуло" in each.text for each in anna.phone.messages) == 1
    assert len(await world.audit("event.returned")) == 1


@pytest.mark.parametrize("what", ["event", "report"])
async def test_of_two_admins_the_second_hears_who_returned_it_and_keeps_what_they_wrote(
    world: World, what: str
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    for admin in (olga, pavel):
        if what == "event":
            await opens_event(admin, await event(world))
            await admin.presses("Вернуть на доработку")
        else:
            await opens_report(admin)
            await admin.presses("Вернуть отчёт")
        await admin.says(f"Пишет {admin.id}")
    await olga.presses("Вернуть")
    await pavel.presses("Вернуть")
    assert "Уже возвращено 11.11.2026 12:00 (мск), Ольга Админ" in pavel.screen
    assert f"Пишет {olga.id}" in pavel.screen
    assert f"не отправлен:\nПишет {pavel.id}" in pavel.screen
    assert f"Пишет {pavel.id}" not in str(anna.phone)
    assert len(await world.audit(f"{what}.returned")) == 1
    # And who comes later, by a button of before, does not get as far as writing.
    door = f"giveback:{(await event(world)).id}:0" if what == "event" else "givebackall:31:0"
    await pavel.says("/events")
    await pavel.forges(door)
    assert "Уже возвращено" in pavel.screen
    assert "Напишите комментарий" not in pavel.screen


async def test_two_admins_at_the_same_instant_return_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    for admin in (olga, pavel):
        await opens_report(admin)
        await admin.presses("Вернуть отчёт")
        await admin.says("Проверьте.")
    await asyncio.gather(olga.presses("Вернуть"), pavel.presses("Вернуть"))
    assert len(await world.audit("report.returned")) == 1
    assert sum("Министерство вернуло" in each.text for each in anna.phone.messages) == 1


async def test_what_the_region_has_changed_meanwhile_is_told_before_it_goes_back(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    lesson = await world.event(anna)
    await opens_event(olga, lesson)
    await olga.presses("Вернуть на доработку")
    await olga.says("Слишком много участников.")
    world.clock.pass_(seconds=1)
    await changes_participants(anna, lesson, "30")
    await olga.presses("Вернуть")
    assert "Пока вы писали, регион изменил данные" in olga.screen
    assert (await event(world)).returned_at is None
    await olga.presses("Вернуть")
    assert (await event(world)).return_comment == "Слишком много участников."


@pytest.mark.parametrize("what", ["event", "correction", "report"])
async def test_what_a_colleague_has_accepted_meanwhile_is_told_before_it_goes_back(
    world: World, what: str
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    if what == "correction":
        await returns_event(olga, await event(world))
        await changes_participants(anna, await event(world), "30")
    if what == "report":
        await opens_report(olga)
        await olga.presses("Вернуть отчёт")
    else:
        await opens_event(olga, await event(world))
        await olga.presses("Вернуть на доработку")
    await olga.says("Проверьте.")
    if what == "correction":
        await opens_event(pavel, await event(world))
        await pavel.presses("Принять исправление")
    else:
        await opens_report(pavel)
        await pavel.presses("Принять отчёт")
    before = anna.screen
    await olga.presses("Вернуть")
    assert "Пока вы писали, это принято: Павел. Проверьте, нужен ли ещё возврат." in olga.screen
    assert anna.screen == before
    await olga.presses("Вернуть")
    assert "Проверьте." in anna.screen


async def test_an_event_of_a_report_in_progress_is_only_marked(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    await returns_event(olga, await world.event(anna))
    assert "Министерство вернуло мероприятие № 1" in anna.screen
    assert await world.rows(select(RegionReport)) == []
    await opens_report(olga)
    assert "Заполняется" in olga.screen
    assert "Возвращено: мероприятие № 1" in olga.screen
    assert "Вернуть отчёт" not in olga.buttons
    await olga.forges("givebackall:31:0")
    assert "Отчёт не сдан, возвращать нечего" in olga.screen


async def test_a_report_that_is_open_for_one_event_may_still_go_back_as_a_whole(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    await returns_event(olga, await event(world), "Нет ссылок.")
    await returns_report(pavel, "И не хватает ярмарок.")
    assert "И не хватает ярмарок." in pavel.screen
    assert "Возвращено: мероприятие № 1" in pavel.screen
    assert "Вернуть отчёт" not in pavel.buttons
    await changes_participants(anna, await event(world), "30")
    await submits(anna)
    for admin in (olga, pavel):
        assert "Исправлено: Белгородская область, отчёт сдан снова" in admin.screen


async def test_what_goes_back_after_the_deadline_can_be_corrected_though_never_submitted(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    lesson = await world.event(anna)
    world.clock.at = DEADLINE
    world.clock.pass_(days=1)
    await returns_event(olga, lesson)
    await changes_participants(anna, lesson, "30")
    assert "Исправлено" in anna.screen
    await submits(anna)
    assert (await report(world)).submitted_at == world.clock(), "and it is late"
    await olga.presses("Отчёт региона")
    assert "с опозданием" in olga.screen


async def test_a_report_in_which_nothing_was_corrected_is_submitted_only_on_purpose(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await returns_event(olga, await event(world))
    await submits(anna)
    assert "Замечание министерства не исправлено: мероприятие № 1" in anna.screen
    assert (await report(world)).state == ReportState.RETURNED
    await anna.presses("Назад", "Сдать отчёт", "Сдать без исправлений")
    assert "Отчёт сдан" in anna.screen
    assert "Отчёт сдан снова без исправлений: Белгородская область" in olga.screen
    assert "Не исправлено: мероприятие № 1." in olga.screen
    await olga.presses("Отчёт региона")
    assert "Сдан снова без исправлений, был возвращён" in olga.screen


async def test_a_whole_report_that_comes_back_unchanged_is_asked_about_too(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    world.clock.pass_(minutes=1)
    await returns_report(olga)
    await submits(anna)
    assert "отчёт не изменился" in anna.screen
    await changes_participants(anna, await event(world), "30")
    await submits(anna)
    assert "Отчёт сдан" in anna.screen
    assert "Исправлено: Белгородская область" in olga.screen


async def test_who_cannot_be_told_is_told_to_the_admin_at_once(world: World) -> None:
    olga = await world.admin()
    anna = await submitted(world)
    peter = await world.coordinator(BELGOROD, "Пётр")
    await anna.blocks()
    await returns_event(olga, await event(world), "Раз.")
    assert "Сообщение отправлено: Пётр. Бота заблокировали: Анна" in olga.screen
    await submits(peter)
    await peter.presses("Сдать без исправлений")
    await peter.blocks()
    await returns_report(olga, "Два.")
    assert "Сообщить некому, бота заблокировали: Анна, Пётр" in olga.screen
    await olga.says("/people")
    for name in ("Анна", "Пётр"):
        await olga.says("/people")
        await olga.presses(f"{name} – {BELGOROD}", "Отключить", "Да, отключить")
    await opens_event(olga, await event(world))
    assert "Возвращено" in olga.screen
    event_id = (await event(world)).id
    async with world.app.database.transaction() as session:
        stored = await session.get_one(Event, event_id)
        stored.returned_at = None
    await returns_event(olga, await event(world), "Три.")
    assert "у региона нет координатора" in olga.screen


async def test_that_the_comment_has_not_arrived_is_told_even_if_nobody_knew_of_the_block(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await anna.blocks()
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).blocked_at = None
    await returns_report(olga)
    assert "Сообщение не дошло: Белгородская область, Анна" in olga.screen
    assert (await world.person(anna)).blocked_at is not None


async def test_a_submitted_report_is_accepted_and_the_region_cannot_open_it_again(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    reopening = await anna.says("/report")
    await opens_report(olga)
    assert "Состояние: Сдан, 11.11.2026 12:00 (мск), в срок, Анна" in olga.screen
    await olga.presses("Принять отчёт")
    assert "Принят 11.11.2026 12:00 (мск), Ольга Админ" in olga.screen
    assert "Министерство приняло отчёт" in anna.screen
    anna.phone.press("Открыть снова", reopening)
    await world.settled()
    assert "попросите вернуть отчёт: Ольга Админ" in reopening.text
    await anna.says("/new")
    assert "Министерство приняло отчёт региона" in anna.screen
    assert (await report(world)).state == ReportState.SUBMITTED
    (accepted,) = await world.audit("report.accepted")
    assert (accepted.person_id, accepted.subject_id) == (olga.id, "2026/31")
    await returns_report(olga, "Всё же нет.")
    stored = await report(world)
    assert (stored.state, stored.accepted_at) == (ReportState.RETURNED, None)
    await anna.reports(name="Ещё одно")
    assert "сохранено" in anna.screen


async def test_a_zero_report_is_accepted_or_returned_like_any_other(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    await anna.says("/report")
    await anna.presses("Мероприятия не проводились", "Да, не проводились")
    await returns_report(olga, "Не может быть.")
    assert "Не может быть." in anna.screen
    await anna.reports()
    await submits(anna)
    await olga.presses("Отчёт региона", "Принять отчёт")
    assert (await report(world)).accepted_by == olga.id


async def test_accepting_takes_what_was_seen_and_is_not_done_twice(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    for admin in (olga, pavel):
        await opens_report(admin)
    world.clock.pass_(seconds=1)
    await anna.says("/report")
    await anna.presses("Открыть снова")
    await olga.presses("Принять отчёт")
    assert "изменилось" in (olga.toast or "")
    assert "Заполняется" in olga.screen
    await changes_participants(anna, await event(world), "30")
    await submits(anna)
    await pavel.presses("Принять отчёт")
    assert "изменилось" in (pavel.toast or "")
    await opens_report(olga)
    await asyncio.gather(olga.presses("Принять отчёт"), pavel.presses("Принять отчёт"))
    (accepted,) = await world.audit("report.accepted")
    second = pavel if accepted.person_id == olga.id else olga
    first = "Ольга Админ" if second is pavel else "Павел"
    assert second.toast == f"Отчёт уже принят: {first}."
    assert sum("приняло отчёт" in each.text for each in anna.phone.messages) == 1


async def test_accepting_a_report_settles_all_that_was_returned_in_it(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await returns_event(olga, await event(world))
    await submits(anna)
    await anna.presses("Сдать без исправлений")
    await opens_report(olga)
    assert "Возвращено: мероприятие № 1" in olga.screen
    await olga.presses("Принять отчёт")
    assert "озвращен" not in olga.screen
    stored = await event(world)
    assert (stored.returned_at, stored.returned_by, stored.return_comment) == (None, None, None)
    (accepted,) = await world.audit("report.accepted")
    assert accepted.before == {"state": "submitted", "returned": [1]}


async def test_a_correction_is_accepted_once_and_as_it_was_seen(world: World) -> None:
    olga, pavel = await world.admin("Ольга & Ко"), await world.admin("Павел", which=1)
    anna = await world.coordinator(BELGOROD)
    lesson = await world.event(anna)
    await returns_event(olga, lesson)
    await changes_participants(anna, lesson, "30")
    for admin in (olga, pavel):
        await opens_event(admin, lesson)
    world.clock.pass_(seconds=1)
    await changes_participants(anna, lesson, "31")
    await olga.presses("Принять исправление")
    assert "изменилось" in (olga.toast or "")
    await olga.presses("Принять исправление")
    await pavel.presses("Принять исправление")
    assert pavel.toast == "Исправление уже принято: Ольга & Ко."
    assert len(await world.audit("event.accepted")) == 1


async def test_an_event_that_the_region_deletes_meanwhile_is_gone_for_the_admin_too(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    lesson = await world.event(anna)
    await opens_event(olga, lesson)
    await olga.presses("Вернуть на доработку")
    await olga.says("Исправьте.")
    await anna.says("/events")
    await anna.presses("1. Урок качества", "Удалить", "Да, удалить")
    await olga.presses("Вернуть")
    assert "регион его удалил" in olga.screen
    assert "не отправлен:\nИсправьте." in olga.screen


async def test_nothing_goes_back_once_the_campaign_is_closed(world: World) -> None:
    olga = await world.admin()
    await submitted(world)
    await opens_report(olga)
    async with world.app.database.transaction() as session:
        (await session.get_one(Campaign, 1)).closed_at = world.clock()
    await olga.presses("Вернуть отчёт")
    assert "Кампания закрыта" in olga.screen
    assert (await report(world)).state == ReportState.SUBMITTED


async def test_if_the_one_who_returned_it_is_no_admin_any_more_all_admins_hear(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    await returns_report(pavel)
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, pavel.id)).role = Role.STRANGER
    await anna.reports(name="Ярмарка")
    await submits(anna)
    assert "отчёт сдан снова" in olga.screen


async def test_with_the_longest_answers_and_comment_every_card_fits_into_a_message(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Ханты-Мансийский", "Ы" * 60)
    long = await world.event(
        anna,
        name="Ы" * 300,
        city="Ы" * 100,
        organisation="Ы" * 200,
        times_held=99_999,
        participants=0,
        publication_links=[f"https://example.ru/{'a' * 80}/{n}" for n in range(20)],
        video_links=[f"https://example.ru/{'b' * 80}/{n}" for n in range(20)],
    )
    await opens_event(olga, long)
    await olga.presses("Вернуть на доработку")
    await olga.says("Щ" * 1000)
    await olga.presses("Вернуть")
    assert "Щ" * 1000 in olga.screen
    assert "Щ" * 1000 in anna.screen
    await anna.presses("Открыть мероприятие", "Изменить", "Публикации", "Очистить список")
    await anna.says("rskrf.ru")
    await anna.presses("Готово (1)")
    assert "было: 20" in anna.screen
    assert "Щ" * 1000 in anna.screen
    assert await world.set_aside() == 0
