"""A file may come at any time: in the middle of a form, in an album, past the deadline, while the
bot is down."""

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.files import reading
from domain.tables.limits import MOST_BYTES, TOO_LARGE
from handlers import phrases, sent_files
from handlers.event_form.texts.form import CONTINUE, kind_button
from handlers.event_import import texts
from models import Person, Role
from sandbox.faults import LostBeforeEffect, ServerError
from tests.handlers.event_import.drawn_up import docx, lessons, sends, xlsx
from tests.handlers.event_import.drawn_up import events as events_of
from tests.world import DEADLINE, PATIENCE, World

REGION = "Белгородская область"


async def test_a_form_waits_for_a_file_and_loses_nothing(world: World) -> None:
    anna = await world.coordinator(REGION)
    await anna.says("/new")
    await anna.presses(kind_button("education"))
    await anna.says("Урок в детском саду")
    await sends(anna, xlsx(*lessons(2)))
    shown = [each.text for each in anna.phone.messages if each.from_bot][-2:]
    assert any("Урок в детском саду" in text for text in shown), "the form says that it waits"
    await anna.presses("Загрузить 2 мероприятия")
    await anna.presses(CONTINUE)
    await anna.phone.sees("Шаг 3 из 8")
    await anna.says("Белгород", "Детский сад № 7")
    assert "Шаг 5 из 8" in anna.screen


async def test_each_file_of_an_album_is_read(world: World) -> None:
    anna = await world.coordinator(REGION)
    for name, content in (("1.xlsx", xlsx(*lessons(2))), ("2.docx", docx(*lessons(5)[2:]))):
        await anna.phone.sends_document(name, content, album="77")
    await anna.waits()
    for label in ("Загрузить 2 мероприятия", "Загрузить 3 мероприятия"):
        await anna.presses(label)
    assert len(await events_of(world)) == 5


async def test_a_forwarded_file_with_words_beside_it_is_read(world: World) -> None:
    anna = await world.coordinator(REGION)
    upload = (await anna.phone.sends_document("x.xlsx", xlsx(*lessons(2)))).json["document"]
    origin = {"type": "hidden_user", "sender_user_name": "Школа", "date": 0}
    content = {"document": upload, "caption": "Вот наши уроки", "forward_origin": origin}
    await anna.does(anna.phone.sends(content))
    assert "Загрузить 2 мероприятия" in anna.buttons
    assert texts.preview.CAPTION_LEFT_OUT in anna.screen
    await sends(anna, xlsx(*lessons(2)))
    assert texts.preview.CAPTION_LEFT_OUT not in anna.screen


async def test_photos_and_voice_get_the_answers_that_they_always_got(world: World) -> None:
    anna = await world.coordinator(REGION)
    await anna.sends_photo()
    assert texts.file.READING not in anna.screen
    await anna.does(anna.phone.sends_voice())
    assert texts.file.READING not in anna.screen
    assert world.telegram.journal.calls("getFile") == []


async def test_of_a_submitted_report_the_preview_says_so_and_opens_it_with_the_loading(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await sends(anna, xlsx(*lessons(2)))
    assert "Можно загрузить: 2." in anna.screen
    assert "Пока ничего не сохранено. Отчёт региона уже сдан." in anna.screen
    assert anna.buttons == [texts.loading.OPEN_AND_LOAD, texts.loading.CANCEL]
    await anna.presses(texts.loading.OPEN_AND_LOAD)
    assert anna.toast == phrases.REPORT_OPENED
    assert "Загружено 2 мероприятия" in anna.screen


async def test_a_report_that_is_submitted_after_the_preview_is_opened_with_the_loading(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    boris = await world.coordinator(REGION, "Борис")
    await world.event(anna)
    await sends(anna, xlsx(*lessons(2)))
    await boris.says("/report")
    await boris.presses(phrases.SUBMIT_REPORT)
    await world.settled()
    preview = next(each for each in reversed(anna.phone.messages) if "Можно загрузить" in each.text)
    anna.phone.press("Загрузить 2 мероприятия", preview)
    await anna.waits()
    assert "Отчёт региона уже сдан." in anna.screen
    assert len(await events_of(world)) == 1
    await anna.presses(texts.loading.OPEN_AND_LOAD)
    assert anna.toast == phrases.REPORT_OPENED
    assert "Загружено 2 мероприятия" in anna.screen
    await anna.presses(phrases.SUBMIT_REPORT)
    assert "Отчёт сдан" in anna.screen


async def test_past_the_deadline_nothing_is_read_nor_loaded_and_it_is_said_why(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(2)))
    world.clock.at = DEADLINE + timedelta(hours=1)
    await anna.presses("Загрузить 2 мероприятия")
    assert texts.loading.KEPT_FOR_LATER in anna.screen
    assert "Срок прошёл" in anna.screen
    await sends(anna, xlsx(*lessons(2)))
    assert texts.file.CLOSED_NOW in anna.screen
    await anna.says("/template")
    assert "Срок прошёл" in anna.screen
    assert len(await events_of(world)) == 0


async def test_what_was_read_before_can_be_loaded_when_there_is_more_time(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(2)))
    preview = anna.phone.last
    load = preview.rows[0][0].data
    assert load is not None
    world.clock.at = DEADLINE + timedelta(hours=1)
    await anna.presses("Загрузить 2 мероприятия")
    await olga.says("/extend белгород 5 декабря")
    await olga.presses(olga.buttons[0])
    if len(await events_of(world)) == 0:
        anna.phone.forge(load, preview)
        await anna.waits()
    assert await world.set_aside() == 0


async def test_a_file_that_is_too_big_is_told_so_at_once(world: World) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, bytes(MOST_BYTES + 1))
    assert anna.screen == TOO_LARGE
    assert world.telegram.journal.calls("getFile") == []


async def test_a_download_that_fails_is_told_of_and_the_next_one_works(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.answering.RETRY_DELAY", 0.01)
    monkeypatch.setattr("bot.updates.answering.LONGEST_DELAY", 0.01)
    anna = await world.coordinator(REGION)
    world.telegram.faults.order(ServerError(), "download", times=100)
    await sends(anna, xlsx(*lessons(2)))
    assert anna.screen == sent_files.NOT_DOWNLOADED
    world.telegram.faults.cancel()
    world.telegram.faults.order(LostBeforeEffect(), "download", times=2)
    await sends(anna, xlsx(*lessons(2)))
    assert "Загрузить 2 мероприятия" in anna.buttons


async def test_a_bot_that_dies_while_it_reads_reads_on_when_it_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator(REGION)
    begun, over = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> None:
        begun.set()
        over.wait(PATIENCE)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "events", hang)
        await anna.phone.sends_document("Уроки.xlsx", xlsx(*lessons(2)))
        await asyncio.to_thread(begun.wait, PATIENCE)
        await world.crash()
        over.set()
    await world.start_bot()
    await anna.phone.sees("Можно загрузить: 2.")
    await anna.presses("Загрузить 2 мероприятия")
    assert len(await events_of(world)) == 2


async def test_a_button_works_after_a_restart(world: World) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(2)))
    await world.crash()
    await world.start_bot()
    await anna.presses("Загрузить 2 мероприятия")
    assert len(await events_of(world)) == 2


async def test_whose_access_ends_while_the_file_is_read_hears_that(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator(REGION)
    read = reading.events

    async def removed() -> None:
        async with world.app.database.transaction() as session:
            person = await session.get_one(Person, anna.id)
            person.role, person.region_code, person.active = Role.STRANGER, None, False

    loop = asyncio.get_running_loop()

    def slow(*arguments: object, **options: object) -> object:
        asyncio.run_coroutine_threadsafe(removed(), loop).result(PATIENCE)
        return read(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "events", slow)
    await sends(anna, xlsx(*lessons(2)))
    assert anna.screen == texts.file.NO_ACCESS


async def test_a_stranger_gets_no_file_read(world: World) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await sends(ivan, xlsx(*lessons(2)))
    assert world.telegram.journal.calls("getFile") == []
