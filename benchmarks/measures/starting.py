"""From the start of the process to the first getUpdates, and what it holds in memory after some
answers: `python -m bot` beside bare aiogram."""

from collections import defaultdict
from itertools import product

from benchmarks import databases
from benchmarks.figures import figure, ratio
from benchmarks.findings import Findings, Setting, Table
from benchmarks.processes import module, running, until_asked
from benchmarks.season import ADMIN
from benchmarks.telegram.api import TOKEN, running_api
from benchmarks.telegram.crowd import Crowd
from benchmarks.telegram.scripts import own_form, small_talk

PEOPLE = 20
SECONDS = 1.0


async def measure(setting: Setting) -> Findings:
    url = databases.sqlite(setting.folder / "starting.sqlite3")
    await databases.make(url, coordinators=PEOPLE)
    starts, memory = defaultdict(list), defaultdict(list)
    async with running_api() as api:
        env = {
            "BOT_TOKEN": TOKEN,
            "ADMIN_IDS": str(ADMIN),
            "BOT_API_URL": f"http://127.0.0.1:{api.port}",
            "DATABASE_URL": url,
            "LOG_LEVEL": "ERROR",
        }
        bots = {
            "bare aiogram": (module("benchmarks.bots.echo", api.port), small_talk),
            "this bot": (module("bot"), own_form),
        }
        # An earlier round only warms the file cache and compiles.
        first = 1 if setting.quick else 0
        rounds = range(first, setting.rounds + 1)
        for number, (name, (command, script)) in product(rounds, bots.items()):
            api.bot_starts()
            async with running(command, setting.folder, on=setting.bots, env=env) as bot:
                start = await until_asked(bot, api.asked)
                await Crowd(api, script).play(PEOPLE, SECONDS)
                if number:
                    starts[name].append(start)
                    memory[name].append(bot.resident)
    seconds = {name: figure(values) for name, values in starts.items()}
    megabytes = {name: figure(values) for name, values in memory.items()}
    head = ("bot", "seconds to the first getUpdates", "resident memory, MB")
    rows = [(name, str(seconds[name]), str(megabytes[name])) for name in bots]
    return Findings(
        {
            "start_of_echo": ratio(seconds["this bot"], seconds["bare aiogram"]),
            "memory_of_echo": ratio(megabytes["this bot"], megabytes["bare aiogram"]),
        },
        [Table("Start", head, rows)],
    )
