"""A file that somebody sends is downloaded and worked on, whatever happens on the way."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.errors import Failure, failure_of
from bot.files.send import Messages
from bot.files.take import take_sent
from bot.files.worker import OnProgress
from domain.refusal import Refusal
from domain.tables.limits import MOST_BYTES, TOO_LARGE
from handlers import sent_files
from handlers.responses import Responses, Say, Screen, TakeFile, say
from sandbox.faults import Fault, LostAfterEffect, LostBeforeEffect, RetryAfter, ServerError
from tests.world import Someone, World

Result = TypeVar("Result")

SCRATCH = Path(tempfile.gettempdir())
MESSAGES = Messages(making="Читаю файл…", failed="Не вышло.", progress=lambda rows: f"{rows}")
CONTENT = bytes(range(256)) * 1000
BAD_GATEWAY = ServerError(502, html="<html><h1>502 Bad Gateway</h1></html>")
FAULTS: dict[str, Fault] = {
    "asks to wait": RetryAfter(1),
    "fails": ServerError(),
    "is hidden by its proxy": BAD_GATEWAY,
    "is lost before anything came": LostBeforeEffect(),
    "is lost halfway": LostAfterEffect(),
}


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", (0.01,) * 5)
    monkeypatch.setattr("bot.files.send.PROGRESS_EVERY", 0.01)


async def insist(step: Callable[[], Awaitable[Result]], /) -> Result:
    while True:
        try:
            return await step()
        except Exception as error:
            if failure_of(error) is not Failure.OUTAGE:
                raise


async def sent_by(someone: Someone, content: bytes = CONTENT) -> TakeFile:
    message = await someone.phone.sends_document("Отчёт.xlsx", content)
    await someone.waits()
    file_id = message.json["document"]["file_id"]
    return TakeFile(chat_id=someone.id, file_id=file_id, name="Отчёт.xlsx")


async def read(path: Path, _: OnProgress) -> Responses:
    content = await asyncio.to_thread(path.read_bytes)
    return [Say(chat_id=1, text="other"), say(10_001, Screen(f"{content == CONTENT}"))]


async def taken(world: World, answer: TakeFile) -> Responses:
    return await take_sent(world.app.bot, answer, read, MESSAGES, SCRATCH, insist)


async def test_the_answer_comes_in_place_of_the_announcement(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    to_another, answer = await taken(world, await sent_by(anna))
    assert anna.screen == "Читаю файл…"
    assert isinstance(answer, Say)
    assert isinstance(to_another, Say)
    assert (answer.text, answer.instead_of) == ("True", anna.phone.last.id)
    assert to_another.instead_of is None


@pytest.mark.parametrize("method", ["getFile", "download"])
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_it_arrives_whole_whatever_happens_to_the_calls(
    world: World, fault: Fault, method: str
) -> None:
    anna = await world.coordinator("Белгородская область")
    answer = await sent_by(anna)
    world.telegram.faults.order(fault, method, times=2)
    _, said = await taken(world, answer)
    assert isinstance(said, Say)
    assert said.text == "True"
    assert world.telegram.faults.pending == 0


async def test_a_download_that_breaks_off_again_and_again_is_given_up(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    answer = await sent_by(anna)
    world.telegram.faults.order(ServerError(), "download", times=1_000)
    (said,) = await taken(world, answer)
    assert isinstance(said, Say)
    assert said.text == sent_files.NOT_DOWNLOADED


async def test_what_telegram_does_not_give_is_said(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    (said,) = await taken(world, await sent_by(anna, bytes(MOST_BYTES + 1)))
    assert isinstance(said, Say)
    assert said.text == TOO_LARGE
    (said,) = await taken(world, TakeFile(chat_id=anna.id, file_id="wrong", name="x"))
    assert isinstance(said, Say)
    assert said.text == sent_files.NOT_GIVEN


async def test_a_file_that_is_bigger_than_telegram_says_is_not_read_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.files.download.MOST_BYTES", 1000)
    anna = await world.coordinator("Белгородская область")
    (said,) = await taken(world, await sent_by(anna))
    assert isinstance(said, Say)
    assert said.text == TOO_LARGE


async def test_no_address_with_a_token_is_in_what_goes_wrong(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    answer = await sent_by(anna)
    seen = []

    async def once(step: Callable[[], Awaitable[Result]], /) -> Result:
        try:
            return await step()
        except Exception as error:
            seen.append(error)
            raise

    for fault in (BAD_GATEWAY, LostAfterEffect()):
        world.telegram.faults.order(fault, "download")
        with pytest.raises(Exception, match=r"HTTP 502|ClientPayloadError"):
            await take_sent(world.app.bot, answer, read, MESSAGES, SCRATCH, once)
    assert anna.screen == "Не вышло."
    assert all(world.bot.token not in f"{error!r} {error.__cause__!r}" for error in seen)


async def test_a_refusal_is_said_and_the_progress_shown(world: World) -> None:
    anna = await world.coordinator("Белгородская область")

    async def refuse(_: Path, on_progress: OnProgress) -> Responses:
        on_progress(500)
        await anna.phone.sees("500")
        raise Refusal("Это не таблица.")

    answer = await sent_by(anna)
    (said,) = await take_sent(world.app.bot, answer, refuse, MESSAGES, SCRATCH, insist)
    assert isinstance(said, Say)
    assert said.text == "Это не таблица."


async def test_whoever_waits_hears_of_a_bug(world: World) -> None:
    anna = await world.coordinator("Белгородская область")

    async def fail(_: Path, __: OnProgress) -> Responses:
        await asyncio.sleep(0)
        raise ZeroDivisionError

    answer = await sent_by(anna)
    with pytest.raises(ZeroDivisionError):
        await take_sent(world.app.bot, answer, fail, MESSAGES, SCRATCH, insist)
    assert anna.screen == "Не вышло."
