"""`python -m benchmarks [--quick] [MEASURE …]`: run the measures, print what they find, and write
RESULTS.md and curves.svg beside this file if all of them ran in full."""

import argparse
import asyncio
import gc
import os
import signal
import sys
import tempfile
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from benchmarks import machine, picture, report
from benchmarks.figures import Figure
from benchmarks.findings import Curve, Setting, Table
from benchmarks.measures import MEASURES
from benchmarks.processes import cores
from benchmarks.profiles import PROFILES


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


async def run(names: list[str], *, quick: bool, to: Path | None) -> None:
    about = list(machine.described())
    bots, rest = cores()
    os.sched_setaffinity(0, rest)
    figures: dict[str, Figure] = {}
    tables: list[Table] = []
    curves: list[Curve] = []
    for name in names:
        start = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            findings = await MEASURES[name](Setting(quick, Path(folder), bots, rest))
        figures |= findings.figures
        tables += findings.tables
        curves += findings.curves
        say(f"\n== {name}, {time.monotonic() - start:.0f} s")
        say("\n".join(map(report.plain, findings.tables)))
    if quick:
        say("\nThat every measure runs is all that this shows: its sizes are far too small.")
    say("\n" + report.plain(report.targets_table(figures)))
    if to is not None:
        profiles = await _profiles(figures, Setting(quick, Path(), bots, rest))
        date = f"{datetime.now(UTC):%Y-%m-%d}"
        text = report.page(date, about, figures, tables, profiles)
        (to / "RESULTS.md").write_text(text, encoding="utf-8")
        if curves:
            (to / "curves.svg").write_text(picture.draw(curves), encoding="utf-8")


async def _profiles(figures: dict[str, Figure], setting: Setting) -> list[Table]:
    """Of what was not reached."""
    missed = {target.key for target in report.missed(figures)}
    wanted = dict.fromkeys(make for key, make in PROFILES.items() if key in missed)
    tables: list[Table] = []
    for make in wanted:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            own = Setting(setting.quick, Path(folder), setting.bots, setting.rest)
            tables += await make(own)
    return tables


async def _until_stopped(names: list[str], *, quick: bool, to: Path | None) -> None:
    """SIGTERM ends whatever runs, as Ctrl-C does."""
    task = asyncio.create_task(run(names, quick=quick, to=to))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await task


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=", ".join(MEASURES))
    parser.add_argument("--quick", action="store_true", help="small sizes; writes nothing")
    parser.add_argument("--to", type=Path, help="write the results there, whatever was measured")
    chosen = parser.parse_args()
    names = chosen.measures or list(MEASURES)
    if unknown := set(names) - set(MEASURES):
        parser.error(f"there is no measure {', '.join(sorted(unknown))}")
    whole = names == list(MEASURES) and not chosen.quick
    to = chosen.to or (Path(__file__).parent if whole else None)
    warnings.filterwarnings("ignore", category=RuntimeWarning)  # of libraries, about the system
    gc.freeze()  # what is loaded need not be looked through while people wait for an answer
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_until_stopped(names, quick=chosen.quick, to=to))


if __name__ == "__main__":
    main()
