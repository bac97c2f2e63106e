"""The demo with the real bot behind it, started and stopped."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from demo.process import BotProcess
from demo.stage import BotEndedError, CommandFailedError, Stage
from tests.demo.conftest import Events
from tests.handlers.event_import.drawn_up import docx, lessons
from tests.process import FILE_PATIENCE
from tests.sandbox.conftest import eventually

pytestmark = pytest.mark.processes

PATIENCE = 120.0  # seconds: two processes have to load their libraries, on a busy machine too


async def test_a_killed_bot_goes_on_and_the_clock_knows_its_deadline(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with Stage(sqlite_url, tmp_path) as stage:
        await stage.start()
        phone = stage.cast.admin.phone
        await phone.says("/start")
        await phone.sees("Вы – администратор")
        await stage.restart()
        await phone.says("/help")
        await phone.sees("/people", within=PATIENCE)
        deadline = await stage.deadline()
        await stage.set_clock("before")
        left = deadline - stage.clock()
        await stage.set_clock("after")
        assert deadline < stage.clock() < deadline + timedelta(hours=2)
        assert timedelta(hours=12) > left - timedelta(days=1) > timedelta(0)


async def test_a_file_comes_into_the_bot_though_that_is_killed_meanwhile(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with Stage(sqlite_url, tmp_path) as stage:
        await stage.start()
        phone = stage.cast.admin.phone
        await phone.says("/template калининград")
        await phone.sees("Пришлите файл с мероприятиями региона")
        await phone.sends_document("Приложение.docx", docx(*lessons(2)))
        await phone.sees("Читаю файл…", within=PATIENCE)
        await stage.restart()
        await phone.sees("Можно загрузить: 2.", within=FILE_PATIENCE)
        phone.press("Загрузить 2 мероприятия")
        await phone.sees("Загружено 2 мероприятия (№ 1–2).", within=PATIENCE)


async def test_a_bot_that_cannot_start_ends_the_demo(tmp_path: Path) -> None:
    async with Stage("mysql://nothing", tmp_path) as stage:
        with pytest.raises(BotEndedError):
            await stage.start()
        with pytest.raises(CommandFailedError, match="DATABASE_URL must begin with"):
            await stage.deadline()


def hold_up_until_it_has_gone(process_id: int) -> None:
    """As long as the loop may get no turn on a slow machine."""
    while Path(f"/proc/{process_id}").exists():
        time.sleep(0.01)


async def test_a_signal_to_a_process_whose_end_nobody_has_noticed_yet_is_no_error(
    tmp_path: Path,
) -> None:
    process = BotProcess({}, tmp_path, module="bot", captured=True)
    process.start("--version")
    assert process._process is not None
    assert process._process.pid is not None
    hold_up_until_it_has_gone(process._process.pid)
    process.signal(signal.SIGKILL)
    assert await process.ended() == 0


@asynccontextmanager
async def demo(*arguments: str, **settings: str) -> AsyncIterator[Process]:
    """`python -m demo`, in a group of its own so that what it leaves behind is found."""
    surroundings = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "demo", *arguments),
        env=surroundings | settings,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def alive(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


async def test_ctrl_c_stops_everything_and_leaves_no_process() -> None:
    async with asyncio.timeout(PATIENCE), demo() as process, ClientSession() as browser:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
        async with browser.get(f"{address}/stream") as stream:
            everything = await Events(stream).next("everything")
            assert everything["stage"]["bot"]["state"] == "running"
            process.send_signal(signal.SIGINT)
            _, complaints = await process.communicate()
        assert process.returncode == 0, complaints.decode()
        # Those who only helped it to start end as soon as they see that it has.
        await eventually(lambda: not alive(process.pid))


async def test_a_real_token_is_refused_with_a_sentence() -> None:
    token = "123456:" + "A" * 35
    async with asyncio.timeout(PATIENCE), demo(BOT_TOKEN=token) as process:
        said, complaint = await process.communicate()
    assert process.returncode == 2
    assert said == b""
    assert b"BOT_TOKEN is set" in complaint
    assert token.encode() not in complaint
