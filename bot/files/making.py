"""Makes each kind of file, in the process for files. What writes them is imported there and then:
the bot itself keeps none of it in its memory."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.connections import reading
from bot.files.worker import OnProgress
from domain.export.filters import ExportFilter
from domain.export.result import Export
from domain.history.history import all_entries
from domain.history.sheet import history_sheet
from domain.history.subjects import Subject
from domain.progress import counted
from domain.regions.directory import load_regions, region_by_code
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from domain.reports.submissions_by_day import SubmissionsByDay
from domain.reports.sums import Sums


def export(
    database_url: str,
    on_progress: OnProgress,
    *,
    path: Path,
    export_filter: ExportFilter,
    person_id: int | None,
    zone: tzinfo,
    now: datetime,
) -> Export:
    from domain.export.export import make_export

    with reading(make_url(database_url)) as connection:
        return make_export(
            connection,
            path,
            export_filter,
            person_id=person_id,
            zone=zone,
            now=now,
            on_progress=on_progress,
        )


def region_report(
    database_url: str,
    on_progress: OnProgress,
    *,
    path: Path,
    region_code: str,
    year: int,
    zone: tzinfo,
    now: datetime,
) -> RegionStatus:
    from domain.export.region_report import make_region_report

    with reading(make_url(database_url)) as connection:
        return make_region_report(
            connection, path, region_code, year, zone=zone, now=now, on_progress=on_progress
        )


def submitted_report(
    database_url: str,
    on_progress: OnProgress,
    *,
    path: Path,
    region_code: str,
    year: int,
    number: int,
    zone: tzinfo,
) -> Sums:
    from domain.export.submitted_report import make_submitted_report

    with reading(make_url(database_url)) as connection:
        return make_submitted_report(
            connection, path, region_code, year, number, zone=zone, on_progress=on_progress
        )


def letter(
    database_url: str,
    on_progress: OnProgress,
    *,
    path: Path,
    region_code: str,
    year: int,
    executor_id: int,
) -> RegionStatus:
    from domain.papers.letter import make_letter

    with reading(make_url(database_url)) as connection:
        return make_letter(
            connection, path, region_code, year, executor_id=executor_id, on_progress=on_progress
        )


def letter_template(
    _: str, __: OnProgress, *, path: Path, content: bytes | None, sample: bool, now: datetime
) -> None:
    """`content` is None for the bot's own template; `sample`: a letter by it."""
    from domain.papers.placeholders import sample_of_any, values_of
    from domain.papers.template import fill, original

    template = content or original()
    path.write_bytes(fill(template, values_of(sample_of_any(now))) if sample else template)


def region_page(
    database_url: str, _: OnProgress, *, path: Path, region_code: str, year: int, now: datetime
) -> RegionStatus:
    from domain.papers.region_page import make_region_page

    with reading(make_url(database_url)) as connection:
        png, status = make_region_page(connection, region_code, year, now=now)
    path.write_bytes(png)
    return status


def history(
    database_url: str,
    on_progress: OnProgress,
    *,
    path: Path,
    subject: Subject,
    zone: tzinfo,
    now: datetime,
) -> None:
    from domain.spreadsheets.xlsx import write_workbook

    with reading(make_url(database_url)) as connection:
        entries = counted(all_entries(connection, subject), on_progress)
        sheet = history_sheet(entries, zone)
        write_workbook(path, [sheet], title=f"История. {subject.name}", zone=zone, made_at=now)


def invitation_table(
    database_url: str,
    _: OnProgress,
    *,
    path: Path,
    links: Mapping[str, str],
    until: datetime,
    zone: tzinfo,
    now: datetime,
) -> None:
    from domain.people.invitation_sheet import TITLE, coordinator_names, mailing_sheet
    from domain.spreadsheets.xlsx import write_workbook

    with reading(make_url(database_url)) as connection:
        names = coordinator_names(connection)
    sheet = mailing_sheet(links, names, until=until, zone=zone)
    write_workbook(path, [sheet], title=TITLE, zone=zone, made_at=now)


def invitation_pages(
    _: str,
    __: OnProgress,
    *,
    path: Path,
    links: Mapping[str, str],
    deadlines: Mapping[str, datetime],
    until: datetime,
    year: int,
    zone: tzinfo,
) -> Path:
    """In one document, or in an archive if the path is a ZIP's. A single page is named after its
    region, in the same folder. `links` and `deadlines` are by region's code."""
    from domain.people.invitation_page import InvitationPage, write_archive, write_pages

    pages = [
        InvitationPage(region, links[region.code], deadlines[region.code], until)
        for region in load_regions()
        if region.code in links
    ]
    if path.suffix == ".zip":
        write_archive(path, pages, year=year, zone=zone)
        return path
    if len(pages) == 1:
        path = path.with_name(pages[0].file_name)
    write_pages(path, pages, year=year, zone=zone)
    return path


def template(
    _: str,
    __: OnProgress,
    *,
    path: Path,
    region_code: str,
    title: str,
    zone: tzinfo,
    now: datetime,
) -> None:
    from domain.event_import.template import write_template

    write_template(path, region_by_code(region_code), title=title, zone=zone, made_at=now)


def tile_map(
    _: str,
    __: OnProgress,
    *,
    path: Path,
    statuses: Mapping[str, ReportStatus],
    title: str,
    subtitle: str,
    made_at: str,
) -> None:
    from domain.charts.tile_map import draw_map

    path.write_bytes(draw_map(statuses, title=title, subtitle=subtitle, made_at=made_at))


def day_chart(
    _: str,
    __: OnProgress,
    *,
    path: Path,
    this: SubmissionsByDay,
    last: SubmissionsByDay | None,
    today: int,
    regions: int,
    title: str,
    subtitle: str,
    made_at: str,
) -> None:
    from domain.charts.day_chart import draw_chart

    png = draw_chart(
        this,
        last,
        today=today,
        regions=regions,
        title=title,
        subtitle=subtitle,
        made_at=made_at,
    )
    path.write_bytes(png)
