"""What one typed answer asks of the database, counted over whole forms: many people at once, and
one alone."""

import asyncio

from benchmarks import databases
from benchmarks.contenders import ours
from benchmarks.figures import Figure, figure
from benchmarks.findings import Findings, Setting, Table
from benchmarks.processes import running, until_asked
from benchmarks.telegram.api import running_api
from benchmarks.telegram.crowd import Crowd
from benchmarks.telegram.scripts import OWN_FORM, own_form

AFTER = 0.5  # seconds, in which what follows an answer is done, too
COUNTED = ("statements", "transactions")


async def measure(setting: Setting) -> Findings:
    # Alone two forms: what is done now and then must not weigh much.
    plays = ((50, 3 if setting.quick else OWN_FORM), (1, 2 * OWN_FORM))
    url = databases.sqlite(setting.folder / "statements.sqlite3")
    await databases.make(url, coordinators=50)
    counted: dict[tuple[str, int], list[float]] = {}
    async with running_api() as api:
        command = ours(api.port, url, "--count", "--without-jobs")
        async with running(command, setting.folder, on=setting.bots) as bot:
            await until_asked(bot, api.asked)
            crowd = Crowd(api, own_form)
            for _ in range(setting.rounds):
                for people, lines in plays:
                    before, answered = await bot.costs(), crowd.answered.total()
                    await crowd.send_each(people, lines)
                    await asyncio.sleep(AFTER)
                    after, answers = await bot.costs(), crowd.answered.total() - answered
                    for name in COUNTED:
                        cost = (after[name] - before[name]) / answers
                        counted.setdefault((name, people), []).append(cost)
    figures = {key: figure(values) for key, values in counted.items()}
    return Findings(
        {
            name + ("" if people == 50 else "_alone"): each
            for (name, people), each in figures.items()
        },
        [_table(figures)],
    )


def _table(figures: dict[tuple[str, int], Figure]) -> Table:
    rows = [(str(people), *(str(figures[name, people]) for name in COUNTED)) for people in (1, 50)]
    return Table("The database, for one typed answer", ("people at once", *COUNTED), rows)
