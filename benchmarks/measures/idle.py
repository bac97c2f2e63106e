"""What it costs when every job looks for what is due and finds nothing: on a quiet day, and on one
on which everyone has been reminded already."""

from datetime import datetime, time, timedelta

from benchmarks import databases
from benchmarks.figures import figure
from benchmarks.findings import Findings, Setting, Table
from benchmarks.processes import module, output
from benchmarks.telegram.api import running_api

COORDINATORS = 178  # two for each region
# Within the reminders' hours of all zones.
DAY_OF_REMINDERS = datetime.combine(
    databases.DEADLINE.date() - timedelta(days=3), time(11, 45), databases.ZONE
)


async def measure(setting: Setting) -> Findings:
    url = databases.sqlite(setting.folder / "idle.sqlite3")
    events, ticks = (2_000, 20) if setting.quick else (100_000, 100)
    await databases.make(url, coordinators=COORDINATORS, events=events)
    days = {"a quiet day": databases.QUIET_MOMENT, "all reminded": DAY_OF_REMINDERS}
    costs: dict[str, list[dict[str, float]]] = {day: [] for day in days}
    async with running_api() as api:
        for _ in range(setting.rounds):
            for day, at in days.items():
                command = module("benchmarks.bots.ours", api.port, url, "--at", at.isoformat())
                command += ["--count", "--ticks", str(ticks)]
                cost = await output(command, setting.folder, on=setting.bots)
                costs[day].append({name: value / ticks for name, value in cost.items()})
    cpu = {day: figure(cost["cpu"] * 1000 for cost in each) for day, each in costs.items()}
    locks = {day: figure(cost["write_locks"] for cost in each) for day, each in costs.items()}
    asked = {day: figure(cost["statements"] for cost in each) for day, each in costs.items()}
    head = ("day", "CPU, ms", "statements", "write locks")
    rows = [(day, str(cpu[day]), str(asked[day]), str(locks[day])) for day in days]
    return Findings(
        {
            "idle_tick": figure(map(max, *(each.rounds for each in cpu.values()))),
            "idle_locks": figure(map(max, *(each.rounds for each in locks.values()))),
        },
        [Table(f"One look of all jobs, {events:,} events, 178 coordinators", head, rows)],
    )
