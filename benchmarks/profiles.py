"""Where the time goes in what was not reached."""

import asyncio
import pstats
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from benchmarks import databases
from benchmarks.contenders import ours
from benchmarks.findings import Setting, Table
from benchmarks.processes import ROOT, environment, module, output, running, until_asked
from benchmarks.telegram.api import running_api
from benchmarks.telegram.crowd import Crowd
from benchmarks.telegram.scripts import own_form

PEOPLE, SECONDS = 100, 5.0
EVENTS = 20_000
ROWS = 14
_PACKAGE = re.compile(r"site-packages/(\w+)")


async def of_answers(setting: Setting) -> list[Table]:
    """With a profiler the bot is about half as fast; the shares are what counts."""
    url = databases.sqlite(setting.folder / "profile.sqlite3")
    await databases.make(url, coordinators=PEOPLE)
    file = setting.folder / "answers.profile"
    async with running_api() as api:
        command = ours(api.port, url, "--profile", file)
        async with running(command, setting.folder, on=setting.bots) as bot:
            await until_asked(bot, api.asked)
            crowd = Crowd(api, own_form)
            before = await bot.costs()
            await crowd.play(PEOPLE, SECONDS)
            after = await bot.costs()
            assert bot.process.stdin is not None
            bot.process.stdin.close()
            await bot.process.wait()
    cpu, loop = (after[name] - before[name] for name in ("cpu", "loop_cpu"))
    title = (
        f"Answers, 100 people at once: {1 - loop / cpu:.0%} in threads beside the loop; of its own"
    )
    return _tables(title, file)


async def of_export(setting: Setting) -> list[Table]:
    database = setting.folder / "profile-export.sqlite3"
    url = databases.sqlite(database)
    await databases.make(url, coordinators=89, events=EVENTS, submitted=True)
    file, book = setting.folder / "export.profile", setting.folder / "profile.xlsx"
    await output(
        module("benchmarks.exports", "ours", database, book, file), setting.folder, on=setting.bots
    )
    return _tables(f"The merged workbook of {EVENTS:,} events", file)


async def of_start(setting: Setting) -> list[Table]:
    """Each module's own time of import, by library."""
    process = await asyncio.create_subprocess_exec(
        *(module("bot", "--help")[0], "-X", "importtime", "-m", "bot", "--help"),
        cwd=setting.folder,
        env=environment(),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await process.communicate()
    spent = Counter[str]()
    for line in told.decode().splitlines():
        parts = line.removeprefix("import time:").split("|")
        if len(parts) == 3 and parts[0].strip().isdigit():
            spent[parts[2].strip().split(".")[0]] += int(parts[0])
    rows = [(name, f"{used / 1000:.0f}") for name, used in spent.most_common(ROWS)]
    return [Table("Start: the imports", ("package", "ms"), rows)]


# By the target that was not reached.
PROFILES: Mapping[str, Callable[[Setting], Awaitable[list[Table]]]] = {
    "sqlite_of_echo": of_answers,
    "postgresql_of_echo": of_answers,
    "sqlite_of_memory_form": of_answers,
    "tail": of_answers,
    "alone_of_echo": of_answers,
    "export_of_openpyxl": of_export,
    "start_of_echo": of_start,
}


def _tables(title: str, file: Path) -> list[Table]:
    """What functions use themselves: by library, and the dearest of them."""
    # The stubs leave out where the figures are.
    stats = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]
    libraries, functions = Counter[str](), Counter[str]()
    for (path, line, name), (_, _, own, _, _) in stats.items():
        library = _library(path)
        libraries[library] += own
        functions[f"{library}: {Path(path).name}:{line} {name}" if line else name] += own
    return [
        Table(f"{title}, by library", ("library", "share"), _shares(libraries)),
        Table(f"{title}, by function", ("function", "share"), _shares(functions)),
    ]


def _library(path: str) -> str:
    if found := _PACKAGE.search(path):
        return found[1]
    if path.startswith(str(ROOT)):
        return "this project"
    return "Python, compiled" if path == "~" else "Python's library"


def _shares(spent: Counter[str]) -> list[tuple[str, str]]:
    whole = sum(spent.values())
    return [(f"`{name}`", f"{used / whole:.1%}") for name, used in spent.most_common(ROWS)]
