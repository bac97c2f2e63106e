"""How fast typed answers are answered over HTTP, by the number of people who write at once: this
project's form beside what it could be compared with."""

from collections import defaultdict
from itertools import product

from benchmarks import databases
from benchmarks.contenders import ECHO, MEMORY, OURS, OURS_POSTGRESQL, Contender, contenders
from benchmarks.figures import Figure, figure, ratio
from benchmarks.findings import Curve, Findings, Setting, Table
from benchmarks.processes import Bot, running, until_asked
from benchmarks.telegram.api import BotApi, running_api
from benchmarks.telegram.crowd import Crowd, Played
from benchmarks.telegram.scripts import OWN_FORM

WARM_UP = 0.3  # seconds


async def measure(setting: Setting) -> Findings:
    answers = Answers((1, 30) if setting.quick else (1, 10, 30, 100))
    with databases.running_postgresql(setting.folder) as server:
        compared = contenders(setting.folder, server)
        postgresql = databases.version_of(server)
        async with running_api() as api:
            for number, contender in product(range(setting.rounds), compared):
                await _one_round(setting, api, contender, number, answers)
    names = [contender.name for contender in compared]
    return Findings(
        answers.figures(),
        [answers.table(names, postgresql)],
        [answers.curve(name) for name in names],
    )


async def _one_round(
    setting: Setting, api: BotApi, contender: Contender, number: int, answers: "Answers"
) -> None:
    url = contender.url and contender.url(number)
    if url is not None:
        if url.startswith("postgresql"):
            databases.create(url)
        await databases.make(url, coordinators=answers.people[-1])
    api.bot_starts()
    crowd = Crowd(api, contender.script)
    async with running(contender.command(api.port, number), setting.folder, on=setting.bots) as bot:
        await until_asked(bot, api.asked)
        await crowd.spread(answers.people[-1], contender.lines)
        for count in answers.people:
            seconds = 1.0 if setting.quick else 4.0 if count == 100 else 1.5
            await answers.take(contender.name, count, bot, crowd, seconds)
    if crowd.unasked:
        raise RuntimeError(f"{contender.name}: {crowd.unasked} messages too many")
    if url is not None:
        saved, finished = await databases.count_events(url), crowd.finished(OWN_FORM)
        if saved != finished:
            raise RuntimeError(f"{finished} forms were filled in, {saved} events are saved")


class Answers:
    """What was measured, by bot and number of people: a play for each round, and the CPU of an
    answer, in ms."""

    def __init__(self, people: tuple[int, ...]) -> None:
        self.people = people
        self._plays = defaultdict[tuple[str, int], list[Played]](list)
        self._costs = defaultdict[tuple[str, int], list[float]](list)

    async def take(self, name: str, people: int, bot: Bot, crowd: Crowd, seconds: float) -> None:
        used, answered = bot.cpu, crowd.answered.total()
        played = await crowd.play(people, seconds, warm_up=WARM_UP)
        answers = crowd.answered.total() - answered
        self._plays[name, people].append(played)
        self._costs[name, people].append((bot.cpu - used) * 1000 / answers)

    def figures(self) -> dict[str, Figure]:
        most = self.people[-1]
        echo, ours = self._rates(ECHO, most), self._rates(OURS, most)
        return {
            "sqlite_of_echo": ratio(ours, echo),
            "postgresql_of_echo": ratio(self._rates(OURS_POSTGRESQL, most), echo),
            "sqlite_of_memory_form": ratio(ours, self._rates(MEMORY, most)),
            "tail": ratio(self._waits(OURS, most, 99), self._waits(OURS, most, 50)),
            "alone_of_echo": ratio(self._waits(OURS, 1, 50), self._waits(ECHO, 1, 50)),
        }

    def table(self, names: list[str], postgresql: str) -> Table:
        head = ("bot", "people", "answers a second", "p50, ms", "p99, ms", "CPU, ms an answer")
        rows = [
            (
                name,
                str(count),
                str(self._rates(name, count)),
                str(self._waits(name, count, 50)),
                str(self._waits(name, count, 99)),
                str(figure(self._costs[name, count])),
            )
            for name, count in product(names, self.people)
        ]
        return Table(f"Typed answers over HTTP (PostgreSQL {postgresql})", head, rows)

    def curve(self, name: str) -> Curve:
        return Curve(
            name,
            self.people,
            rates=tuple(self._rates(name, count).median for count in self.people),
            half=tuple(self._waits(name, count, 50).median for count in self.people),
            nearly_all=tuple(self._waits(name, count, 99).median for count in self.people),
        )

    def _rates(self, name: str, people: int) -> Figure:
        return figure(played.rate for played in self._plays[name, people])

    def _waits(self, name: str, people: int, percent: float) -> Figure:
        return figure(played.wait(percent) for played in self._plays[name, people])
