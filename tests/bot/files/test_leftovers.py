"""The process ends while a workbook is on its way: the file comes after the next start, and nothing
of it is left in the temporary folder."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.files.scratch import PREFIX
from demo.clock import Clock
from sandbox.faults import Slow
from sandbox.telegram import Telegram
from tests.bot.test_process import Moment
from tests.process import FILE_PATIENCE, RunningBot
from tests.world import ADMIN_IDS, TOKEN

pytestmark = [
    pytest.mark.processes,
    # The local Telegram is in the midst of an upload when its sender is gone.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The temporary folder of the bot. Not of the tests' own process: whatever is started first
    opens a socket there, whose path would be too long."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    async with Telegram(now=Clock(tmp_path)) as telegram:
        telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        yield telegram


def folders(temporary: Path) -> list[Path]:
    return list(temporary.glob(f"{PREFIX}*"))


def files(temporary: Path) -> list[Path]:
    return [path for path in temporary.glob(f"{PREFIX}*/**/*") if path.is_file()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_a_workbook_comes_after_the_next_start_and_leaves_nothing(
    telegram: Telegram,
    database_url: str,
    tmp_path: Path,
    temporary: Path,
    number: signal.Signals,
) -> None:
    (bot,) = telegram.world.bots.values()
    admin = telegram.person("Ольга", id=ADMIN_IDS[0]).chat_with(bot)
    moment = Moment(telegram)
    moment.expect("sendDocument")
    moment.passes()
    telegram.faults.order(Slow(600), "sendDocument")
    bot_itself = RunningBot(telegram.url, database_url, tmp_path, TMPDIR=str(temporary))
    async with bot_itself as process:
        await admin.says("/start")
        await admin.sees("Вы – администратор")
        await admin.says("/export")
        await moment.comes(FILE_PATIENCE)
        assert len(files(temporary)) == 1
        assert await process.ends(number) == (0 if number == signal.SIGTERM else -number)
        assert len(files(temporary)) == (0 if number == signal.SIGTERM else 1)
        await process.restart()
        await admin.sees("Отчитались: 0 из 89", within=FILE_PATIENCE)
        assert len(folders(temporary)) == 1
    sent = [message for message in admin.messages if message.document is not None]
    assert len(sent) == 1
