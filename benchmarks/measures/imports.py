"""What it takes until a file of events is in a region's report, beside the least that it could
take: reading it by calamine alone, and inserting the same events."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks import databases
from benchmarks.figures import Figure, figure, ratio
from benchmarks.findings import Findings, Setting, Table
from benchmarks.imports import OTHER_REGION, REGION
from benchmarks.lessons import write_lessons
from benchmarks.processes import module, output
from domain.regions.directory import load_regions, region_by_code

FEW = 20  # lessons in the file by which everything is loaded
WAYS = ("ours", "bare", "start")


async def measure(setting: Setting) -> Findings:
    lessons = 200 if setting.quick else 5_000
    file, few = setting.folder / "lessons.xlsx", setting.folder / "few.xlsx"
    write_lessons(file, region_by_code(REGION), lessons)
    write_lessons(few, region_by_code(OTHER_REGION), FEW)
    with databases.running_postgresql(setting.folder) as server:
        systems = {
            "SQLite": await _on_sqlite(setting, file, few),
            "PostgreSQL": await _on_postgresql(setting, server, file, few),
        }
    names = {
        "ours": f"this project, {lessons:,} lessons",
        "bare": "calamine and bare inserts, the same",
        "start": f"start of what reads files, with {FEW} lessons",
    }
    rows = [
        (f"{names[way]}, {system}", str(costs[way][0]), str(costs[way][1]))
        for system, costs in systems.items()
        for way in WAYS
    ]
    return Findings(
        {
            "import_of_bare": ratio(systems["SQLite"]["ours"][1], systems["SQLite"]["bare"][1]),
            "import_of_bare_postgresql": ratio(
                systems["PostgreSQL"]["ours"][0], systems["PostgreSQL"]["bare"][0]
            ),
        },
        [Table("A file of lessons into a report", ("import", "seconds", "CPU, s"), rows)],
    )


Costs = dict[str, tuple[Figure, Figure]]  # by way: seconds, and those of the processor


async def _on_sqlite(setting: Setting, file: Path, few: Path) -> Costs:
    empty = setting.folder / "empty.sqlite3"
    await databases.make(databases.sqlite(empty), coordinators=len(load_regions()))

    async def made(name: str) -> str:
        return databases.sqlite(Path(shutil.copy(empty, setting.folder / f"{name}.sqlite3")))

    return await _costs(setting, made, file, few)


async def _on_postgresql(setting: Setting, server: str, file: Path, few: Path) -> Costs:
    async def made(name: str) -> str:
        url = server.format(name)
        databases.create(url)
        await databases.make(url, coordinators=len(load_regions()))
        return url

    return await _costs(setting, made, file, few)


async def _costs(
    setting: Setting, made: Callable[[str], Awaitable[str]], file: Path, few: Path
) -> Costs:
    """Each round of each way has a database of its own, without events."""
    told: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for number in range(setting.rounds):
        for way in WAYS:
            url = await made(f"{way}_{number}")
            command = module("benchmarks.imports", way, url, file, few)
            cost = await output(command, setting.folder, on=setting.bots)
            told[way].append(cost)
    if len({cost["events"] for way in ("ours", "bare") for cost in told[way]}) != 1:
        raise RuntimeError("not all lessons have come in")
    return {
        way: (figure(each["seconds"] for each in costs), figure(each["cpu"] for each in costs))
        for way, costs in told.items()
    }
