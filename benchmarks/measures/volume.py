"""Whether an answer costs more the more events are stored: in this year and in the ten before."""

import asyncio
from contextlib import AsyncExitStack

from benchmarks import databases
from benchmarks.contenders import ours
from benchmarks.figures import figure, ratio
from benchmarks.findings import Findings, Setting, Table
from benchmarks.processes import Bot, running, until_asked
from benchmarks.telegram.api import running_api
from benchmarks.telegram.crowd import Crowd
from benchmarks.telegram.scripts import OWN_FORM, own_form

PEOPLE = 10
AFTER = 0.3  # seconds, in which what follows an answer is done, too


async def measure(setting: Setting) -> Findings:
    stored = (100, 1_000) if setting.quick else (1_000, 1_000_000)
    forms = 1 if setting.quick else 4
    cpu: dict[int, list[float]] = {events: [] for events in stored}
    statements: dict[int, list[float]] = {events: [] for events in stored}
    async with AsyncExitStack() as stack:
        bots = [await _bot(setting, stack, events) for events in stored]
        for _ in range(setting.rounds):
            for events, (bot, crowd) in zip(stored, bots, strict=True):
                before, answered = await bot.costs(), crowd.answered.total()
                await crowd.send_each(PEOPLE, forms * OWN_FORM)
                await asyncio.sleep(AFTER)
                after, answers = await bot.costs(), crowd.answered.total() - answered
                cpu[events].append((after["cpu"] - before["cpu"]) * 1000 / answers)
                statements[events].append((after["statements"] - before["statements"]) / answers)
    few, many = stored
    head = ("events stored", "CPU, ms an answer", "statements an answer")
    rows = [
        (f"{events:,}", str(figure(cpu[events])), str(figure(statements[events])))
        for events in stored
    ]
    return Findings(
        {
            "volume_cpu": ratio(figure(cpu[many]), figure(cpu[few])),
            "volume_statements": ratio(figure(statements[many]), figure(statements[few])),
        },
        [Table("Answers beside many events (10 people at once, SQLite)", head, rows)],
    )


async def _bot(setting: Setting, stack: AsyncExitStack, events: int) -> tuple[Bot, Crowd]:
    folder = setting.folder / str(events)
    folder.mkdir()
    url = databases.sqlite(folder / "bot.sqlite3")
    await databases.make(url, coordinators=PEOPLE, events=events)
    api = await stack.enter_async_context(running_api())
    command = ours(api.port, url, "--count", "--without-jobs")
    bot = await stack.enter_async_context(running(command, folder, on=setting.bots))
    await until_asked(bot, api.asked)
    crowd = Crowd(api, own_form)
    await crowd.send_each(PEOPLE, OWN_FORM)  # warm
    return bot, crowd
