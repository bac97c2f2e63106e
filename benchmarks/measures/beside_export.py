"""How long others wait while the ministry's workbook is made. The bot may use all cores here, as
where it runs; people think between two answers, because a bot that has no rest makes everything
wait."""

import asyncio
import time

from benchmarks import databases
from benchmarks.contenders import ours
from benchmarks.figures import figure, ratio
from benchmarks.findings import Findings, Setting, Table
from benchmarks.processes import running, until_asked
from benchmarks.season import ADMIN
from benchmarks.telegram.api import running_api
from benchmarks.telegram.crowd import Crowd, Played
from benchmarks.telegram.scripts import own_form

PEOPLE = 20
THINKING = 0.5  # seconds between an answer and the next line
PATIENCE = 300.0


async def measure(setting: Setting) -> Findings:
    events, seconds = (1_000, 2.0) if setting.quick else (100_000, 6.0)
    url = databases.sqlite(setting.folder / "beside.sqlite3")
    await databases.make(url, coordinators=PEOPLE, events=events)
    without: list[Played] = []
    beside: list[Played] = []
    async with running_api() as api:
        command = ours(api.port, url)
        async with running(command, setting.folder, on=setting.bots | setting.rest) as bot:
            await until_asked(bot, api.asked)
            crowd = Crowd(api, own_form)
            await crowd.play(PEOPLE, 1)  # warm
            arrived = asyncio.Event()
            heard = api.sent

            def sent(method: str, chat: int) -> None:
                if chat != ADMIN:
                    heard(method, chat)
                elif method == "senddocument":
                    arrived.set()

            api.sent = sent
            for _ in range(setting.rounds):
                without.append(await crowd.play(PEOPLE, seconds, warm_up=0.5, pause=THINKING))
                arrived.clear()
                crowd.begin(PEOPLE, pause=THINKING)
                await asyncio.sleep(0.5)
                api.write(ADMIN, "/export")
                start = time.perf_counter()
                async with asyncio.timeout(PATIENCE):
                    await arrived.wait()
                beside.append(await crowd.end(start))
    waits = {"without": without, "while it is made": beside}
    p50 = {name: figure(each.wait(50) for each in played) for name, played in waits.items()}
    p99 = {name: figure(each.wait(99) for each in played) for name, played in waits.items()}
    head = ("an export", "p50, ms", "p99, ms", "seconds")
    rows = [
        (name, str(p50[name]), str(p99[name]), str(figure(each.seconds for each in played)))
        for name, played in waits.items()
    ]
    return Findings(
        {"beside_export": ratio(p99["while it is made"], p99["without"])},
        [Table(f"Others' waits beside an export of {events:,} events", head, rows)],
    )
