"""What goes wrong between the bot and Telegram, and what people notice of it: nothing."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from models import Event
from sandbox.faults import Fault, LostAfterEffect, LostBeforeEffect, RetryAfter, ServerError
from tests.world import World

BAD_GATEWAY = ServerError(502, html="<html><h1>502 Bad Gateway</h1></html>")
UNREACHABLE = 1_000  # times

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FAULTS: dict[str, Fault] = {
    "asks to wait": RetryAfter(1),
    "fails": ServerError(),
    "is hidden by its proxy": BAD_GATEWAY,
    "is lost before it did anything": LostBeforeEffect(),
    "is lost after it did it": LostAfterEffect(),
}


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is tried again at once."""
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", (0.01,) * 5)
    monkeypatch.setattr("bot.updates.polling.PAUSES", (0.01,))
    monkeypatch.setattr("bot.updates.answering.RETRY_DELAY", 0.05)
    monkeypatch.setattr("bot.updates.answering.LONGEST_DELAY", 0.05)
    monkeypatch.setattr("bot.updates.applying.RETRY_DELAY", 0.01)


async def number_of_events(world: World) -> int:
    return len(await world.rows(select(Event)))


async def is_saved(world: World) -> bool:
    return await number_of_events(world) > 0


@ON_SQLITE
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_an_event_is_saved_once_whatever_happens_to_the_calls(
    world: World, fault: Fault
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in()
    for method in ("answerCallbackQuery", "editMessageText", "getUpdates"):
        world.telegram.faults.order(fault, method)
    await anna.presses("Сохранить")
    await anna.phone.sees("Мероприятие № 1 сохранено")
    await anna.says("/help")
    assert world.telegram.faults.pending == 0
    assert await number_of_events(world) == 1


@ON_SQLITE
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_question_arrives_whatever_happens_to_the_message(
    world: World, fault: Fault
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses("Урок, занятие")
    world.telegram.faults.order(fault, "sendMessage")
    await anna.says("Урок качества")
    assert "Шаг 3 из 8" in anna.screen
    assert world.telegram.faults.pending == 0
    # A message whose arrival nobody confirmed comes twice; no other does.
    asked = [shown for shown in anna.phone.messages if "Шаг 3 из 8" in shown.text]
    assert len(asked) == (2 if isinstance(fault, LostAfterEffect) else 1)


async def test_answers_owed_are_given_when_telegram_is_back(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Псковская область", "Борис")
    await anna.fills_in()
    await world.stop_bot()
    await world.start_bot()
    world.telegram.faults.order(LostBeforeEffect(), times=UNREACHABLE)
    anna.phone.press("Сохранить")
    await boris.phone.says("/new")
    await world.until(lambda: is_saved(world))
    assert "Проверьте мероприятие" in anna.screen
    world.telegram.faults.cancel()
    await anna.phone.sees("Мероприятие № 1 сохранено")
    await boris.phone.sees("Шаг 1 из 8")


async def test_after_an_outage_the_answers_of_a_chat_come_in_their_order(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "1")
    world.telegram.faults.order(LostBeforeEffect(), "sendMessage", times=UNREACHABLE)
    for text in ("Урок качества", "Белгород", "Школа № 5"):
        await anna.phone.says(text)
    await world.telegram.settled(world.bot)
    world.telegram.faults.cancel()
    await anna.phone.sees("Шаг 5 из 8")
    asked = [shown.text[:10] for shown in anna.phone.messages if shown.text.startswith("Шаг")]
    assert asked[-3:] == ["Шаг 3 из 8", "Шаг 4 из 8", "Шаг 5 из 8"]


async def test_one_chat_that_cannot_be_reached_brings_no_other_the_same_message_again(
    world: World,
) -> None:
    olga, peter = await world.admin(), await world.admin("Пётр", which=1)
    ivan = world.stranger()
    await ivan.introduces_themself("Тверская")
    world.telegram.faults.order(ServerError(), "sendMessage", chat_id=peter.id, times=20)
    await ivan.presses("Отправить заявку")
    assert world.telegram.faults.pending == 0, "it was tried over and over"
    for admin in (olga, peter):
        assert sum("доступ координатора" in shown.text for shown in admin.phone.messages) == 1


async def test_an_answer_that_fails_by_our_own_mistake_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object, **__: object) -> None:
        raise RuntimeError("a defect")

    admin = await world.admin()
    monkeypatch.setattr("bot.updates.answer_sender.bot_commands", mistaken)
    with capture_logs() as logs:
        await admin.says("/start", "/help")
    assert "Обратиться к регионам" in admin.screen
    assert "answer.failed" in [line["event"] for line in logs]


async def test_a_bot_that_starts_before_telegram_waits_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.AGAIN_IN", 0.01)
    await world.stop_bot()
    anna = world.stranger()
    await anna.phone.says("/start")
    world.telegram.faults.order(BAD_GATEWAY, "getMe", times=8)
    await world.start_bot()
    await anna.phone.sees("Здравствуйте")
    assert world.telegram.faults.pending == 0


async def test_an_update_delivered_again_changes_nothing_and_says_nothing(world: World) -> None:
    anna = await world.coordinator("Белгородская область")

    async def once_more(act: Callable[[str], Awaitable[object]], what: str) -> None:
        await act(what)
        calls = len(world.telegram.journal.calls("sendMessage"))
        seen = str(anna.phone)
        world.telegram.redeliver(world.bot)
        await world.settled()
        assert str(anna.phone) == seen
        assert len(world.telegram.journal.calls("sendMessage")) == calls

    await once_more(anna.says, "/new")
    await once_more(anna.presses, "Урок, занятие")
    for said in ("Урок качества", "Белгород, БГТУ", "3", "120", "rskrf.ru"):
        await once_more(anna.says, said)
    for pressed in ("Готово (1)", "Пропустить", "Сохранить"):
        await once_more(anna.presses, pressed)
    assert "№ 1 сохранено" in anna.screen
    assert await number_of_events(world) == 1
    await once_more(anna.says, "/report")
    await once_more(anna.presses, "Сдать отчёт")
    assert len(await world.audit("report.submitted")) == 1


async def test_an_update_delivered_again_after_a_restart_changes_nothing(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.reports()
    seen = str(anna.phone)
    await world.stop_bot()
    world.telegram.redeliver(world.bot)
    await world.start_bot()
    await world.settled()
    assert str(anna.phone) == seen
    assert await number_of_events(world) == 1


async def test_a_press_too_old_to_be_answered_still_does_what_it_says(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in()
    await world.stop_bot()
    press = anna.phone.press("Сохранить")
    world.clock.pass_(hours=2)
    await world.start_bot()
    await anna.phone.sees("Мероприятие № 1 сохранено")
    await world.settled()
    assert press.answer is None


async def test_what_cannot_be_edited_any_more_is_sent_anew(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    card = await anna.fills_in()
    save = next(button.data for row in card.rows for button in row if button.label == "Сохранить")
    assert save is not None
    card.deleted = True
    anna.phone.forge(save, card)
    await world.settled()
    assert anna.phone.last is not card
    assert "Мероприятие № 1 сохранено" in anna.screen


async def test_whoever_blocked_the_bot_is_marked_until_they_write_again(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.stop_bot()
    await anna.phone.says("/help")
    await anna.phone.blocks()
    await world.start_bot()
    await world.settled()
    assert (await world.person(anna)).blocked_at is not None
    await olga.says("/people")
    assert "Заблокировали бота" in olga.screen
    await anna.unblocks()
    await anna.says("/help")
    assert (await world.person(anna)).blocked_at is None


async def test_whoever_deleted_their_account_is_marked_when_a_message_does_not_arrive(
    world: World,
) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.asks_for_access("Белгородская область")
    world.telegram.world.users[ivan.id].deactivated = True
    await olga.presses("Одобрить")
    assert "Заявка одобрена" in olga.screen
    assert (await world.person(ivan)).blocked_at is not None
