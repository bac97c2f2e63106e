"""What it costs when every job looks for what is due and finds nothing: on a quiet day, and on one
on which everyone has been reminded already."""

from collections.abc import Callable, Iterable

from benchmarks import databases
from benchmarks.figures import Figure, figure
from benchmarks.findings import Findings, Setting, Table
from benchmarks.processes import module, output
from benchmarks.season import DAY_OF_REMINDERS, QUIET_MOMENT
from benchmarks.telegram.api import running_api

COORDINATORS = 178  # two for each region


async def measure(setting: Setting) -> Findings:
    url = databases.sqlite(setting.folder / "idle.sqlite3")
    events, ticks = (2_000, 20) if setting.quick else (100_000, 100)
    await databases.make(url, coordinators=COORDINATORS, events=events)
    days = {"a quiet day": QUIET_MOMENT, "all reminded": DAY_OF_REMINDERS}
    costs: dict[str, list[dict[str, float]]] = {day: [] for day in days}
    async with running_api() as api:
        for _ in range(setting.rounds):
            for day, at in days.items():
                command = module("benchmarks.bots.ours", api.port, url, "--at", at.isoformat())
                command += ["--count", "--ticks", str(ticks)]
                costs[day].append(await output(command, setting.folder, on=setting.bots))
    cpu = {day: figure(cost["cpu"] * 1000 for cost in each) for day, each in costs.items()}
    locks = {day: figure(cost["waits"] for cost in each) for day, each in costs.items()}
    asked = {day: figure(cost["statements"] for cost in each) for day, each in costs.items()}
    head = ("day", "CPU, ms", "statements", "waits for the write lock")
    rows = [
        (day, str(cpu[day]), str(asked[day]), "yes" if locks[day].median else "no") for day in days
    ]
    return Findings(
        {
            "idle_tick": _by_round(max, cpu.values()),
            "idle_locks": _by_round(sum, locks.values()),
        },
        [Table(f"One look of all jobs, {events:,} events, 178 coordinators", head, rows)],
    )


def _by_round(join: Callable[[Iterable[float]], float], days: Iterable[Figure]) -> Figure:
    return figure(map(join, zip(*(day.rounds for day in days), strict=True)))
