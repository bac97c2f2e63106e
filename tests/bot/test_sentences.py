"""What the command line says of an error that the operator can put right."""

import asyncio
from pathlib import Path

import pytest

from bot.cli import CommandLine, complete
from bot.errors import CannotRunError


async def _fails() -> None:
    raise CannotRunError("Stop the other one.")


async def _fails_beside_others() -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(asyncio.sleep(60))
        tasks.create_task(_fails())


def test_it_is_one_sentence_also_if_one_of_several_tasks_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        complete(_fails_beside_others())
    assert ended.value.code == 2
    assert capsys.readouterr().err == "Stop the other one.\n"


def test_an_earlier_copy_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tmp_path / "before-upgrade.sqlite3"
    earlier.write_text("the earlier one")
    with pytest.raises(SystemExit):
        CommandLine(now=lambda: pytest.fail("nobody asks for the time")).backup(earlier)
    assert "already" in capsys.readouterr().err
    assert earlier.read_text() == "the earlier one"
