"""This project's bot, put together as its process does it: `python -m benchmarks.bots.ours PORT
DATABASE_URL`. Each line on its input is answered with a line of JSON: what it has cost so far. It
ends with its input, so it never outlives who started it."""

import argparse
import asyncio
import cProfile
import json
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop
from sqlalchemy import make_url

from benchmarks.counting import Counts
from benchmarks.databases import settings_for
from bot.app import App, assemble
from bot.garbage import look_past_what_stays
from bot.logs import set_up_logs
from bot.updates.turns import Pace

# As good as none: it is the bot's own speed that is asked for, not Telegram's ceiling.
LIFTED = Pace(1e9, 1e9, 1e9)
LOCKED = 3.0  # seconds for a look that has to do without the lock: far more than it takes


def clock(begins_at: datetime) -> Callable[[], datetime]:
    """A clock that shows that moment now."""
    start = time.monotonic()
    return lambda: begins_at + timedelta(seconds=time.monotonic() - start)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("database_url")
    parser.add_argument("--at", type=datetime.fromisoformat, default=datetime.now(UTC))
    parser.add_argument("--paced", action="store_true", help="as Telegram wants it")
    parser.add_argument("--without-jobs", action="store_true")
    parser.add_argument("--count", action="store_true", help="statements and transactions")
    parser.add_argument("--ticks", type=int, default=0, help="only that many looks of the jobs")
    parser.add_argument("--profile", type=Path, help="where to write the profile of the loop")
    return parser.parse_args()


def costs(counts: Counts) -> dict[str, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "statements": counts.statements,
        "transactions": counts.transactions,
        "cpu": used.ru_utime + used.ru_stime,
        "loop_cpu": time.thread_time(),
    }


async def tell_costs(counts: Counts) -> None:
    """Until the input ends."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while await reader.readline():
        sys.stdout.write(json.dumps(costs(counts)) + "\n")
        sys.stdout.flush()


async def costs_of_ticks(app: App, file: Path, times: int, counts: Counts) -> dict[str, float]:
    """What a look of all jobs costs, and whether it waits for SQLite's write lock."""
    await tick(app, 1)  # whatever is due
    before = costs(counts)
    await tick(app, times)
    after = costs(counts)
    each = {name: (after[name] - before[name]) / times for name in after}
    return each | {"waits": await waits_for_lock(app, file)}


async def waits_for_lock(app: App, file: Path) -> bool:
    with closing(sqlite3.connect(file)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        looking = asyncio.create_task(tick(app, 1))
        done, _ = await asyncio.wait([looking], timeout=LOCKED)
        holder.rollback()
        await looking
    return not done


async def tick(app: App, times: int) -> None:
    """Let every job look for what is due, so often."""
    jobs = [getattr(app, name) for name in App.__slots__]
    looks = [job.send_due for job in jobs if hasattr(job, "send_due")]
    for _ in range(times):
        for look in looks:
            await look()


async def serve(chosen: argparse.Namespace, counts: Counts) -> None:
    settings = settings_for(chosen.database_url, f"http://127.0.0.1:{chosen.port}")
    pace = Pace() if chosen.paced else LIFTED
    async with assemble(settings, now=clock(chosen.at), pace=pace) as app:
        if chosen.ticks:
            file = Path(str(make_url(chosen.database_url).database))
            told = await costs_of_ticks(app, file, chosen.ticks, counts)
            sys.stdout.write(json.dumps(told) + "\n")
            return
        look_past_what_stays()
        running = asyncio.create_task(app.receive() if chosen.without_jobs else app.run())
        telling = asyncio.create_task(tell_costs(counts))
        await asyncio.wait([running, telling], return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running  # it has failed
        running.cancel()
        await asyncio.wait([running])


def main() -> None:
    chosen = arguments()
    set_up_logs("ERROR", "console")
    counts = Counts()
    listening = counts.counting() if chosen.count else nullcontext()
    with listening, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if chosen.profile is None:
            runner.run(serve(chosen, counts))
        else:
            profile = cProfile.Profile(time.thread_time)
            profile.runcall(runner.run, serve(chosen, counts))
            profile.dump_stats(chosen.profile)


if __name__ == "__main__":
    main()
