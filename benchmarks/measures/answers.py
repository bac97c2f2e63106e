"""How fast typed answers are answered over HTTP, by the number of people who write at once: this
project's form beside what it could be compared with."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product

from benchmarks import databases
from benchmarks.figures import Figure, figure, ratio
from benchmarks.findings import Curve, Findings, Setting, Table
from benchmarks.processes import PEERS_PYTHON, ROOT, module, running, until_asked
from benchmarks.telegram import scripts
from benchmarks.telegram.api import BotApi, running_api
from benchmarks.telegram.crowd import Crowd, Played, Script

WARM_UP = 0.3  # seconds


@dataclass(frozen=True, slots=True)
class Contender:
    """`command` is given the port and the number of the round. Of this project's own form, `url`
    gives the address of the round's database."""

    name: str
    script: Script
    command: Callable[[int, int], list[str]]
    url: Callable[[int], str] | None = None


ECHO = "aiogram, echo, nothing stored"
MEMORY = "python-telegram-bot, form in memory"
STORED = "aiogram, form, a transaction per storage call (SQLite)"
OURS = "this bot, SQLite"
OURS_POSTGRESQL = "this bot, PostgreSQL"

# Of a bot, by the number of people: one play for each round, and the CPU of an answer, in ms.
Plays = dict[tuple[str, int], list[Played]]
Costs = dict[tuple[str, int], list[float]]


async def measure(setting: Setting) -> Findings:
    people = (1, 100) if setting.quick else (1, 10, 30, 100)
    plays: Plays = defaultdict(list)
    costs: Costs = defaultdict(list)
    with databases.running_postgresql(setting.folder) as server:
        contenders = _contenders(setting, server)
        async with running_api() as api:
            for number, contender in product(range(setting.rounds), contenders):
                await _one_round(setting, api, contender, number, people, plays, costs)
    names = [contender.name for contender in contenders]
    return Findings(
        _figures(plays),
        [_table(names, people, plays, costs)],
        [_curve(name, people, plays) for name in names],
    )


def _contenders(setting: Setting, server: str) -> list[Contender]:
    def sqlite_url(number: int) -> str:
        return databases.sqlite(setting.folder / f"ours-{number}.sqlite3")

    def ours(url: Callable[[int], str], port: int, number: int) -> list[str]:
        at = databases.QUIET_MOMENT.isoformat()
        return module("benchmarks.bots.ours", port, url(number), "--at", at)

    def postgresql_url(number: int) -> str:
        return server.format(f"ours_{number}")

    def stored(port: int, number: int) -> list[str]:
        return module("benchmarks.bots.stored_form", port, f"stored-{number}.sqlite3")

    def in_memory(port: int, _: int) -> list[str]:
        return [str(PEERS_PYTHON), str(ROOT / "benchmarks/bots/memory_form.py"), str(port)]

    def echo(port: int, _: int) -> list[str]:
        return module("benchmarks.bots.echo", port)

    return [
        Contender(ECHO, scripts.small_talk, echo),
        Contender(OURS, scripts.own_form, partial(ours, sqlite_url), sqlite_url),
        Contender(OURS_POSTGRESQL, scripts.own_form, partial(ours, postgresql_url), postgresql_url),
        Contender(MEMORY, scripts.plain_form, in_memory),
        Contender(STORED, scripts.plain_form, stored),
    ]


async def _one_round(
    setting: Setting,
    api: BotApi,
    contender: Contender,
    number: int,
    people: tuple[int, ...],
    plays: Plays,
    costs: Costs,
) -> None:
    url = contender.url and contender.url(number)
    if url is not None:
        if url.startswith("postgresql"):
            databases.create(url)
        await databases.make(url, coordinators=max(people))
    api.bot_starts()
    crowd = Crowd(api, contender.script)
    async with running(contender.command(api.port, number), setting.folder, on=setting.bots) as bot:
        await until_asked(bot, api.asked)
        for count in people:
            used, answered = bot.cpu, crowd.answered.total()
            played = await crowd.play(count, _seconds(setting, count), warm_up=WARM_UP)
            plays[contender.name, count].append(played)
            answers = crowd.answered.total() - answered
            costs[contender.name, count].append((bot.cpu - used) * 1000 / answers)
    if crowd.unasked:
        raise RuntimeError(f"{contender.name}: {crowd.unasked} messages too many")
    if url is not None:
        saved, finished = await databases.count_events(url), crowd.finished(scripts.OWN_FORM)
        if saved != finished:
            raise RuntimeError(f"{finished} forms were filled in, {saved} events are saved")


def _seconds(setting: Setting, people: int) -> float:
    if setting.quick:
        return 1.0
    return 4.0 if people == 100 else 1.5


def _rates(plays: Plays, name: str, people: int) -> Figure:
    return figure(played.rate for played in plays[name, people])


def _waits(plays: Plays, name: str, people: int, percent: float) -> Figure:
    return figure(played.wait(percent) for played in plays[name, people])


def _figures(plays: Plays) -> dict[str, Figure]:
    echo, ours = _rates(plays, ECHO, 100), _rates(plays, OURS, 100)
    return {
        "sqlite_of_echo": ratio(ours, echo),
        "postgresql_of_echo": ratio(_rates(plays, OURS_POSTGRESQL, 100), echo),
        "sqlite_of_memory_form": ratio(ours, _rates(plays, MEMORY, 100)),
        "tail": ratio(_waits(plays, OURS, 100, 99), _waits(plays, OURS, 100, 50)),
        "alone_of_echo": ratio(_waits(plays, OURS, 1, 50), _waits(plays, ECHO, 1, 50)),
    }


def _table(names: list[str], people: tuple[int, ...], plays: Plays, costs: Costs) -> Table:
    head = ("bot", "people at once", "answers a second", "p50, ms", "p99, ms", "CPU, ms an answer")
    rows = [
        (
            name,
            str(count),
            str(_rates(plays, name, count)),
            str(_waits(plays, name, count, 50)),
            str(_waits(plays, name, count, 99)),
            str(figure(costs[name, count])),
        )
        for name in names
        for count in people
    ]
    return Table("Typed answers over HTTP", head, rows)


def _curve(name: str, people: tuple[int, ...], plays: Plays) -> Curve:
    return Curve(
        name,
        people,
        rates=tuple(_rates(plays, name, count).median for count in people),
        half=tuple(_waits(plays, name, count, 50).median for count in people),
        nearly_all=tuple(_waits(plays, name, count, 99).median for count in people),
    )
