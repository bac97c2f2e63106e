"""One export in a process of its own: `python -m benchmarks.exports ours|bare DATABASE FILE
[PROFILE]`. Writes what it has cost."""

import cProfile
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import create_engine, make_url, select

from benchmarks.processes import memory
from benchmarks.season import ADMIN, QUIET_MOMENT, ZONE
from bot.connections import reading
from domain.export.export import make_export
from domain.export.filters import ExportFilter
from models import Event, Region

STATE = "Сдан"


def make_ours(database: Path, file: Path) -> None:
    with reading(make_url(f"sqlite:///{database}")) as connection:
        make_export(
            connection,
            file,
            ExportFilter(),
            person_id=ADMIN,
            zone=ZONE,
            now=QUIET_MOMENT,
        )


def make_bare(database: Path, file: Path) -> None:
    """The same events and the same cells with openpyxl alone, without a style or a link."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _rows(database):
        sheet.append(row)
    book.save(file)


def _rows(database: Path) -> Iterator[tuple[object, ...]]:
    engine = create_engine(f"sqlite:///{database}")
    rows = (
        select(
            Region.name,
            Event.name,
            Event.city,
            Event.organisation,
            Event.times_held,
            Event.participants,
            Event.publication_links,
            Event.video_links,
        )
        .join(Region, Region.code == Event.region_code)
        .order_by(Region.number, Event.id)
        .execution_options(yield_per=1000)
    )
    with engine.connect() as connection:
        for number, row in enumerate(connection.execute(rows), start=1):
            region, name, city, organisation, times, people, publications, videos = row
            links = [*publications, *videos, None][:3]
            yield (
                number,
                region,
                name,
                f"{city}, {organisation}",
                times,
                people,
                "\n".join(publications),
                "\n".join(videos),
                STATE,
                *links,
            )
    engine.dispose()


def main() -> None:
    maker, *paths = sys.argv[1:]
    database, file, *profile = map(Path, paths)
    make = make_ours if maker == "ours" else make_bare
    before = time.process_time()
    if profile:
        measured = cProfile.Profile(time.thread_time)
        measured.runcall(make, database, file)
        measured.dump_stats(profile[0])
    else:
        make(database, file)
    cpu = time.process_time() - before
    sys.stdout.write(json.dumps({"cpu": cpu, "peak": memory(os.getpid(), "VmHWM")}) + "\n")


if __name__ == "__main__":
    main()
