"""A mailing on its way: stopped, interrupted, refused, and what its author sees of it."""

import asyncio

import pytest
from sqlalchemy import select

from bot.app import assemble
from models import BroadcastContent, Mailing, NoticeContent, Person, Role, WrittenText
from tests.broadcasts import TEXT, begins, begun, got, people, when_reached
from tests.world import NO_HURRY, World, settings_for


async def test_another_admin_stops_it_midway_and_both_hear_how_many_had_got_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.mailing_progress.PROGRESS_EVERY", 0)
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    first, second, third, last = await people(world)
    await begins(olga)
    at_second, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        at_second.set()
        await go_on.wait()

    when_reached(world, second, hold)
    sending = asyncio.create_task(world.mail())
    await at_second.wait()
    assert "Отправлено 1 из 4" in olga.screen or "Отправлено 2 из 4" in olga.screen
    assert olga.buttons == ["Остановить"]
    await pavel.says("/broadcast")
    assert "Сейчас отправляется (Ольга Админ). Сообщение: все регионы" in pavel.screen
    await pavel.presses("Остановить: сообщение, Ольга Админ")
    assert pavel.toast == "Остановлено. Успели получить: 1 из 4."
    await olga.presses("Остановить")
    assert olga.toast == "Уже остановлено: Павел."
    go_on.set()
    await sending
    assert [got(each) for each in (first, second, third, last)] == [1, 1, 0, 0]
    assert "Сообщение остановлено (Павел): все регионы" in olga.screen
    assert "Получили: 2 из 4" in olga.screen
    assert "Не отправлено из-за остановки: 2" in olga.screen
    assert olga.buttons == []
    await world.mail()
    assert got(third) == 0
    (act,) = await world.audit("mailing.stopped")
    assert (act.person_id, act.after) == (pavel.id, {"sent": 1, "people": 4})
    await pavel.says("/broadcast")
    assert "Сейчас отправляется" not in pavel.screen


async def test_what_is_finished_cannot_be_stopped(world: World) -> None:
    olga, (anna, *_) = await world.admin(), await people(world)
    await begins(olga)
    await world.mail()
    (mailing,) = await world.rows(select(Mailing))
    await olga.forges(f"stop:{mailing.id}")
    assert olga.toast == "Уже отправлено: получили 4 из 4."
    await olga.forges("stop:99")
    assert olga.toast == "Этой отправки уже нет."
    assert got(anna) == 1


async def test_who_is_removed_or_moves_or_blocks_in_between_gets_nothing(world: World) -> None:
    olga = await world.admin()
    first, removed, moved, blocked = await people(world)
    await begins(olga)

    async def meanwhile() -> None:
        async with world.app.database.transaction() as session:
            (await session.get_one(Person, blocked.id)).blocked_at = world.clock()
            (await session.get_one(Person, moved.id)).region_code = "69"
            person = await session.get_one(Person, removed.id)
            person.role, person.region_code = Role.STRANGER, None

    when_reached(world, first, meanwhile)
    await world.mail()
    assert [got(each) for each in (first, removed, moved, blocked)] == [1, 0, 0, 0]
    assert "Получили: 1 из 4" in olga.screen
    assert "Не понадобилось: 2" in olga.screen
    assert "Заблокировали бота: 1 – Анна 3 (Омская область)" in olga.screen


async def test_a_region_that_reports_meanwhile_is_not_reminded(world: World) -> None:
    olga = await world.admin()
    anna, boris, *_ = await people(world)
    await olga.says("/remind ЦФО")
    await olga.presses("Отправить")
    await boris.says("/report")
    await boris.presses("Мероприятия не проводились", "Да, не проводились")
    await world.mail()
    assert (len(anna.reminders), len(boris.reminders)) == (1, 0)
    assert "Не понадобилось: 1" in olga.screen


async def test_a_mailing_that_cannot_be_made_keeps_no_other_from_going_out(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    broken = WrittenText(text=TEXT, entities=[{"no": "entity"}])
    await begun(world.app.database, olga.id, world, BroadcastContent(message=broken, whom="all"))
    await begins(olga)
    await world.mail()
    assert [got(each) for each in everyone] == [1, 1, 1, 1]
    reports = [each.text for each in olga.phone.messages if "Получили" in each.text]
    assert any("Получили: 4 из 4" in text for text in reports)
    assert any("Получили: 0 из 4.\nНе удалось отправить: 4 – Анна 0" in text for text in reports)


async def test_who_lets_the_bot_in_again_in_time_gets_it_too(world: World) -> None:
    olga, (anna, boris, *_) = await world.admin(), await people(world)
    for someone in (anna, boris):
        await someone.blocks()
    await olga.says("/broadcast ЦФО", TEXT)
    assert "Заблокировали бота, не получат: 2 – Анна 0 (Белгородская область)" in olga.screen
    await olga.presses("Отправить")
    await boris.unblocks()
    await boris.says("/start")
    await world.mail()
    assert (got(anna), got(boris)) == (0, 1)
    assert "Получили: 2 из 3" in olga.screen
    assert "Заблокировали бота: 1 – Анна 0" in olga.screen


async def test_a_short_mailing_does_not_wait_for_a_long_one(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    first, *_, last = await people(world)
    await begins(olga)
    order: list[int | None] = []
    world.telegram.journal.on_call(lambda call: order.append(call.chat_id))
    await pavel.says("/remind омск")
    await pavel.presses("Отправить")
    order.clear()
    await world.mail()
    assert order.index(last.id) < order.index(first.id) + 5
    assert (got(first), got(last), len(last.reminders)) == (1, 1, 1)


async def test_a_notice_without_a_message_to_show_it_in_reports_in_a_new_one(
    world: World,
) -> None:
    olga, (anna, *_) = await world.admin(), await people(world)
    notice = NoticeContent(text="<b>Срок</b> &amp;", whom="all")
    await begun(world.app.database, olga.id, world, notice)
    await world.mail()
    assert anna.screen == "Срок &"
    assert anna.buttons == ["Ответить министерству"]
    assert "Уведомление отправлено: все регионы" in olga.screen
    assert "Получили: 4 из 4" in olga.screen


async def test_the_report_to_a_former_admin_goes_to_nobody(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, olga.id)).role = Role.STRANGER
    await world.mail()
    assert "Получили" not in olga.screen
    assert [got(each) for each in everyone] == [1, 1, 1, 1]
    (mailing,) = await world.rows(select(Mailing))
    assert mailing.finished_at is not None


async def test_the_running_bot_begins_by_itself(world: World) -> None:
    olga, (anna, *_) = await world.admin(), await people(world)
    await world.stop_bot()
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as app:
        running = asyncio.create_task(app.run())
        await olga.phone.says("/broadcast белгород")
        await olga.phone.sees("Пришлите сообщение")
        await olga.phone.says(TEXT)
        await olga.phone.sees("Отправить?")
        await olga.phone.presses("Отправить")
        await anna.phone.sees(TEXT)
        await olga.phone.sees("Получили: 1 из 1")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
