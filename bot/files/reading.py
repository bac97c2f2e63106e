"""Reads the files that people send, in the process for files. What reads them is imported there and
then, as in `making.py`."""

from datetime import datetime, tzinfo
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.connections import reading
from bot.files.worker import OnProgress
from bot.garbage import look_later
from domain.imports.checked import CheckedFile, check_file
from domain.imports.existing import ExistingEvents
from domain.regions.directory import region_by_code


@look_later()
def events(
    database_url: str,
    on_progress: OnProgress,
    *,
    path: Path,
    name: str,
    region_code: str,
    campaign_id: int,
    marked: Path,
    zone: tzinfo,
    now: datetime,
) -> CheckedFile:
    """If there is something to be mended, the file with marks is written to `marked`. Raises
    Refusal for a file that cannot be read."""
    from domain.event_import.marked import write_marked
    from domain.event_import.read_events import read_events
    from domain.tables.reading import read_tables

    tables = read_tables(path, name)
    on_progress(sum(len(table.rows) for table in tables))
    read = read_events(tables, region_by_code(region_code))
    with reading(make_url(database_url)) as connection:
        checked = check_file(read, ExistingEvents(connection, campaign_id, region_code))
    if read.refused_rows:
        existing = [each.place for each in checked.in_report]
        write_marked(marked, tables, read, existing=existing, zone=zone, made_at=now)
    return checked


def letter_template(_: str, __: OnProgress, *, path: Path, now: datetime) -> frozenset[str]:
    """The placeholders in it. Raises Refusal if it cannot be used."""
    from domain.papers.checking import check_template
    from domain.papers.placeholders import sample_of_any, without_events

    letter = sample_of_any(now)
    return check_template(path, (letter, without_events(letter)))
