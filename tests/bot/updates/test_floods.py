"""Much at once: from one person, from many strangers, and for one admin. Nothing of it is lost, and
nobody else waits for it."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot.updates.merging import MANY
from bot.updates.turns import Pace, Turns
from handlers.event_form.texts.form import kind_button
from handlers.fallback import UNKNOWN_COMMAND
from handlers.joining import texts
from models import Draft, InboxUpdate
from sandbox.faults import LostBeforeEffect
from sandbox.journal import Call
from tests.world import Someone, World

BELGOROD = "Белгородская область"
# Somebody is answered twenty times a second, and not at once: what they send meanwhile waits.
SLOWLY = Pace(overall=100_000, chat=20, burst=1)


async def slowly(world: World) -> None:
    await world.stop_bot()
    await world.start_bot(SLOWLY)


def said(someone: Someone) -> list[str]:
    """All that the bot has said to them."""
    return [message.text for message in someone.phone.messages if message.from_bot]


async def draft(world: World) -> Draft:
    (draft,) = await world.rows(select(Draft))
    return draft


class Held:
    """The next message to that person is on its way until it is let go."""

    def __init__(self, world: World, someone: Someone) -> None:
        self._chat_id = someone.id
        self.on_its_way = asyncio.Event()
        self.goes_on = asyncio.Event()
        world.telegram.journal.on_call(self._hold)

    async def _hold(self, call: Call) -> None:
        if call.method == "sendMessage" and call.chat_id == self._chat_id:
            self.on_its_way.set()
            await self.goes_on.wait()


# ── From one person ──────────────────────────────────────────────────────────────────────


async def test_all_answers_of_somebody_too_quick_to_be_answered_are_taken_and_the_last_is_answered(
    world: World,
) -> None:
    anna = await world.coordinator(BELGOROD)
    await slowly(world)
    await anna.says("/new")
    await anna.presses(kind_button("education"))
    before = len(said(anna))
    links = [f"https://rskrf.ru/news/{number}" for number in range(4 * MANY)]
    await anna.says_at_once("Урок качества", "Белгород", "Школа № 5", "3", "120", *links)
    answers = (await draft(world)).answers
    assert (answers["name"], answers["times_held"], answers["participants"]) == (
        "Урок качества",
        3,
        120,
    )
    assert answers["publication_links"] == links
    assert "Шаг 7 из 8" in anna.screen
    assert len(said(anna)) - before < len(links)


async def test_the_same_number_sent_many_times_answers_one_question(world: World) -> None:
    anna = await world.coordinator(BELGOROD)
    await slowly(world)
    await anna.says("/new")
    await anna.presses(kind_button("education"))
    await anna.says("Урок качества", "Белгород", "Школа № 5")
    await anna.says_at_once(*["3"] * (3 * MANY))
    answers = (await draft(world)).answers
    assert (answers["times_held"], answers.get("participants")) == (3, None)
    assert "Шаг 6 из 8" in anna.screen


async def test_the_same_words_are_said_a_few_times_however_often_there_is_reason_to(
    world: World,
) -> None:
    olga = await world.admin()
    await slowly(world)
    before = len(said(olga))
    await olga.says_at_once(*["/nothing"] * (10 * MANY))
    assert olga.screen == UNKNOWN_COMMAND
    assert len(said(olga)) - before <= 2 * MANY


async def test_what_is_held_back_when_the_bot_dies_is_said_after_its_start(world: World) -> None:
    anna = await world.coordinator(BELGOROD)
    await anna.says("/new")
    await anna.presses(kind_button("education"))
    held = Held(world, anna)
    world.telegram.faults.order(LostBeforeEffect(), "sendMessage", chat_id=anna.id)
    for text in ("Урок качества", "Белгород", "Школа № 5", "3", "120", "rskrf.ru/1", "rskrf.ru/2"):
        await anna.phone.says(text)
    await held.on_its_way.wait()
    held.goes_on.set()
    await world.crash()
    world.telegram.faults.cancel()
    await world.start_bot()
    await anna.phone.sees("Шаг 7 из 8")
    await world.settled()
    assert "Шаг 7 из 8" in anna.screen
    assert len((await draft(world)).answers["publication_links"]) == 2


async def test_of_files_that_are_ordered_over_and_over_those_that_wait_are_made_once(
    world: World,
) -> None:
    olga = await world.admin()
    held = Held(world, olga)
    for _ in range(10):
        await olga.phone.says("/map")
    await held.on_its_way.wait()

    async def all_ordered() -> bool:
        waiting = select(func.count()).where(InboxUpdate.applied_at.is_(None))
        return await world.rows(waiting) == [0]

    await world.until(all_ordered)
    held.goes_on.set()
    await world.settled()
    maps = [message for message in olga.phone.messages if message.photo is not None]
    assert len(maps) == 2


# ── From many strangers ──────────────────────────────────────────────────────────────────


async def test_a_coordinator_is_answered_before_all_strangers_that_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator(BELGOROD)
    strangers = [world.stranger(f"Иван {number}") for number in range(10)]
    turns = asyncio.Semaphore(0)
    monkeypatch.setattr(Turns, "take", lambda _: turns.acquire())
    for stranger in strangers:
        for text in ("Здравствуйте", "Это бот?", "Как подключиться", "Ответьте"):
            await stranger.phone.says(text)
    await anna.phone.says("/help")

    async def all_wait_for_a_turn() -> bool:
        # What is applied may still be on its way there.
        waiting = world.app.metrics.registry.get_sample_value("bot_calls_in_hand")
        return waiting == len(strangers) + 1

    await world.until(all_wait_for_a_turn)
    turns.release()
    await anna.phone.sees("Как отчитаться")
    assert [said(stranger) for stranger in strangers] == [[]] * 10
    for _ in range(100):
        turns.release()
    await world.settled()
    # One to all that has come, or one to what came first and one to all the rest.
    assert all(len(said(stranger)) in (1, 2) for stranger in strangers)


async def test_a_stranger_who_sends_an_album_is_answered_once(world: World) -> None:
    ivan = world.stranger()
    await ivan.sends_album(4)
    assert len(said(ivan)) == 1


# ── For one admin ────────────────────────────────────────────────────────────────────────


async def test_requests_that_come_at_once_are_one_message_and_keep_no_admin_waiting(
    world: World,
) -> None:
    olga, everyone = await world.admin(), [world.stranger(f"Иван {n}") for n in range(6)]
    for someone in everyone:
        await someone.introduces_themself("Тверская")
    held = Held(world, olga)
    for someone in everyone:
        someone.phone.press(texts.access.SEND_REQUEST)
        await someone.phone.sees("Заявка отправлена")
        await held.on_its_way.wait()
    seen = len(said(olga))
    held.goes_on.set()
    await olga.says("/help")
    cards = [message for message in olga.phone.messages[seen:] if message.from_bot]
    labels = [label for message in cards for label in message.labels]
    assert labels.count(texts.requests.APPROVE) == 1
    assert labels.count(texts.requests.SHOW_REQUESTS) == 1
    await olga.presses(texts.requests.SHOW_REQUESTS)
    shown = [message for message in olga.phone.messages if texts.requests.APPROVE in message.labels]
    assert len(shown) == 1 + len(everyone)
