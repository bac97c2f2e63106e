"""What saturates first, reckoned from what was measured."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from benchmarks.scale.data import Size
from benchmarks.scale.growth import STEPS, Growth
from benchmarks.scale.plans import Plan
from benchmarks.scale.season import ANSWERS
from bot.updates.turns import Pace

# Of a year's events, those that are entered on the last day, within so many hours, and how much
# busier the busiest minute is. Guesses, not measured.
ON_LAST_DAY, HOURS, PEAK = 0.25, 12, 3


class Sized(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def indexes(self) -> int: ...


def saturation(
    size: Size, tables: Sequence[Sized], plans: Sequence[Plan], growth: Growth
) -> Iterator[str]:
    begin, answer, save = (growth.costs[step][1].cpu for step in STEPS)
    updates = len(ANSWERS) + 2
    per_update = (begin + answer * len(ANSWERS) + save) / updates
    wanted = size.units * size.events * updates * ON_LAST_DAY / (HOURS * 3600) * PEAK
    typed = [plan for plan in plans if plan.purpose.startswith("A typed answer")]
    in_database = sum(plan.milliseconds * plan.times for plan in typed) / len(ANSWERS)
    saved = sum(p.milliseconds * p.times for p in plans if p.purpose == "The event is saved")
    statuses = max(p.milliseconds for p in plans if p.purpose == "Where all regions stand")
    pace = Pace().overall
    bytes_a_year = sum(table.size + table.indexes for table in tables) / size.years
    largest = max(tables, key=lambda table: table.size + table.indexes)
    part = (largest.size + largest.indexes) / size.years / bytes_a_year
    yield "## What saturates first"
    yield ""
    yield (
        f"1. **Telegram's pace.** {pace:g} messages a second: a reminder to "
        f"{size.coordinators:,} people takes {size.coordinators / pace / 60:.0f} minutes, whatever "
        f"the machine. Answers keep the same pace. If {ON_LAST_DAY:.0%} of a year's "
        f"{size.units * size.events:,} events, {updates} updates each, came within the last "
        f"{HOURS} hours, and the busiest minute were {PEAK} times the mean, {wanted:.0f} a second "
        "would be asked for. These shares are guesses."
    )
    yield (
        f"2. **One process.** An update costs it {per_update:.1f} ms of processor (on SQLite, the "
        f"network not counted), so it does {1000 / per_update:.0f} a second at most. Only one "
        "process polls: that is what more processes cannot share."
    )
    yield (
        f"3. **Where all regions stand** is read from the year's events of all units: "
        f"{statuses:,.0f} ms in the database each time. It does not grow with the years, but with "
        "the units."
    )
    yield (
        f"4. **The database** spends {in_database:.1f} ms on a typed answer and {saved:.1f} ms on "
        "saving an event, planning included. A region's lock is held for no longer than the "
        "saving takes, and by one region's coordinators only."
    )
    yield (
        f"5. **The disk** takes {bytes_a_year / 2**20:,.0f} MB a year, {part:.0%} of it "
        f"`{largest.name}`."
    )
    yield ""
    yield (
        "A unit's code has two characters in the schema: here its columns were made wider first. "
        "The map, the lists by region and the file of regions are made for 89."
    )
    yield ""
