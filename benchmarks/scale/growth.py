"""What one answer costs with few and with many events stored, on SQLite, in turn."""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from sqlalchemy import Engine, event, insert

from benchmarks.scale.data import FIRST_COORDINATOR, Size, fill
from benchmarks.scale.quiet_bot import MOSCOW, NOW, Nodding, Phone, quiet_bot
from benchmarks.scale.season import ANSWERS, UNIT
from bot.app import App
from bot.database import Database
from domain.regions.directory import load_regions
from handlers.event_form.texts.form import SAVE
from models import Region

UNITS, YEARS = 89, 10
STEPS = ("«Добавить мероприятие»", "A typed answer", "«Сохранить»")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one step, medians: milliseconds of processor, and statements."""

    cpu: float
    statements: int


@dataclass(frozen=True, slots=True)
class Growth:
    """By step, the cost with few and with many `events`, and the median of the ratios."""

    events: tuple[int, int]
    costs: dict[str, tuple[Cost, Cost]]
    ratios: dict[str, float]


class Meter:
    """Adds up by step."""

    def __init__(self) -> None:
        self.cpu: defaultdict[str, float] = defaultdict(float)
        self.statements: defaultdict[str, int] = defaultdict(int)

    async def measure(self, step: str, work: Awaitable[Any]) -> None:
        def count(*_: object) -> None:
            self.statements[step] += 1

        event.listen(Engine, "before_cursor_execute", count)
        begun = process_time()
        await work
        self.cpu[step] += process_time() - begun
        event.remove(Engine, "before_cursor_execute", count)


async def measure_growth(folder: Path, per_unit: tuple[int, int], rounds: int) -> Growth:
    """`per_unit` are the events that one region has in one year: few, and many."""
    telegram = Nodding()
    async with AsyncExitStack() as stack:
        apps = [
            await stack.enter_async_context(_filled(folder, events, telegram))
            for events in per_unit
        ]
        measured: list[list[Meter]] = []
        for number in range(rounds + 1):  # the first is to warm up
            each = [(app, Meter()) for app in apps]
            # Each goes first as often as the other.
            for app, meter in each if number % 2 else each[::-1]:
                await _one_event(Phone(app, telegram, FIRST_COORDINATOR + UNIT), number, meter)
            measured.append([meter for _, meter in each])
    return _summary(measured[1:], tuple(UNITS * YEARS * events for events in per_unit))


async def _one_event(phone: Phone, number: int, meter: Meter) -> None:
    begin, answer, save = STEPS
    await meter.measure(begin, phone.types("/new"))
    for what, text in ANSWERS:
        typed = f"{text} {number}" if what == "a line" else text
        await meter.measure(answer, phone.types(typed))
    await meter.measure(save, phone.presses(SAVE))


@asynccontextmanager
async def _filled(folder: Path, events: int, telegram: Nodding) -> AsyncIterator[App]:
    url = f"sqlite+aiosqlite:///{folder / f'{events}.sqlite3'}"
    size = Size(UNITS, coordinators=3 * UNITS, years=YEARS, events=events, received=1000)
    database = Database(url)
    await database.migrate()
    regions = [{"code": r.code, "number": r.number, "name": r.name} for r in load_regions()]
    async with database.engine.begin() as connection:
        await connection.execute(insert(Region), regions)
        await connection.run_sync(lambda sync: fill(sync, size, NOW, MOSCOW))
    await database.close()
    async with quiet_bot(url, telegram) as app:
        yield app


def _summary(measured: list[list[Meter]], events: tuple[int, ...]) -> Growth:
    times = dict(zip(STEPS, (1, len(ANSWERS), 1), strict=True))

    def cost(step: str, which: int) -> Cost:
        each = [meters[which] for meters in measured]
        cpu = median(meter.cpu[step] for meter in each) / times[step]
        statements = median(meter.statements[step] for meter in each) / times[step]
        return Cost(cpu * 1000, round(statements))

    few, many = events
    return Growth(
        events=(few, many),
        costs={step: (cost(step, 0), cost(step, 1)) for step in STEPS},
        ratios={
            step: median(lots.cpu[step] / little.cpu[step] for little, lots in measured)
            for step in STEPS
        },
    )
