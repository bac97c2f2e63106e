"""Makes one export: reads a campaign's table through a filter and writes it to a file. Blocking,
for a worker thread."""

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from domain.campaigns.campaigns import in_year
from domain.export.changes import change_rows, count_changes
from domain.export.check_and_change_sheets import changes_sheet, remarks_sheet
from domain.export.events_sheet import NOT_SUBMITTED, REPORT, plain_sheet, report_sheet
from domain.export.filters import ExportFilter
from domain.export.log import current_position, position_since
from domain.export.not_reported_sheet import not_reported_sheet
from domain.export.queries import (
    event_rows,
    kind_rows,
    most_links,
    region_rows,
    remark_rows,
    silent_rows,
)
from domain.export.result import Export, Totals
from domain.export.scope import Scope
from domain.export.summary_sheets import (
    RegionRow,
    district_sheet,
    kind_sheet,
    summary_sheet,
    sums_of,
)
from domain.progress import counted
from domain.reports.sums import Part
from domain.spreadsheets.csv_file import write_csv
from domain.spreadsheets.sheet import Sheet
from domain.spreadsheets.xlsx import write_workbook


def make_export(
    connection: Connection,
    path: Path,
    export_filter: ExportFilter,
    *,
    person_id: int | None = None,
    zone: tzinfo,
    now: datetime,
    on_progress: Callable[[int], None] | None = None,
) -> Export:
    """Write what the filter leaves to `path`, for a person or (None) for the command line. The
    whole file shows one instant, the beginning of the connection's transaction. `on_progress` is
    called with the number of events written, every 500."""
    session = Session(connection)
    campaign = session.scalars(in_year(export_filter.year)).one()
    position, since = current_position(session, now), None
    if person_id is not None and (export_filter.changed or export_filter.is_whole):
        since = position_since(session, person_id, campaign.id, export_filter.since)
    if export_filter.changed and since is None:
        export_filter = export_filter.model_copy(update={"changed": False})
    export_filter = export_filter.model_copy(update={"year": campaign.year})
    scope = Scope.read(session, campaign, export_filter, since)
    regions = region_rows(session, scope, zone=zone, now=now)
    sums, parts = sums_of(regions), export_filter.parts
    if export_filter.format == "csv":
        # One table: what is submitted, unless the other part is asked for, so that whoever adds a
        # column up gets no unfinished events.
        parts = parts[:1]
        write_csv(path, plain_sheet(counted(event_rows(session, scope, parts[0]), on_progress)))
    else:
        title = ", ".join(part for part in (campaign.title, export_filter.words) if part)
        sheets = _sheets(session, scope, regions, zone=zone, on_progress=on_progress)
        write_workbook(path, sheets, title=title, zone=zone, made_at=now)
    return Export(
        export_filter=export_filter,
        campaign_id=campaign.id,
        title=campaign.title,
        totals=Totals(
            regions=len(regions),
            counted=sum(region.left and region.part == parts[0] for region in regions),
            with_events=sum(region.sums.events > 0 for region in regions),
            sums=sums,
        ),
        rows=sum(sums[part].events for part in parts),
        report_state=regions[0].state if export_filter.region_code and regions else None,
        position=position,
        since=since,
        changes=count_changes(session, scope, since) if since else None,
    )


def _sheets(
    session: Session,
    scope: Scope,
    regions: list[RegionRow],
    *,
    zone: tzinfo,
    on_progress: Callable[[int], None] | None,
) -> Iterator[Sheet]:
    """Those that say something about what is exported. Read one after the other, as they are
    written."""
    export_filter, sums = scope.export_filter, sums_of(regions)
    parts, submitted = export_filter.parts, sums[Part.SUBMITTED].events

    def events(part: Part, title: str, after: int = 0) -> Sheet:
        rows = counted(event_rows(session, scope, part), on_progress, after=after)
        return report_sheet(rows, title, links=most_links(session, scope, part))

    if Part.SUBMITTED in parts:
        yield events(Part.SUBMITTED, REPORT)
    if parts == (Part.UNSUBMITTED,) or sums[Part.UNSUBMITTED].events:
        yield events(Part.UNSUBMITTED, NOT_SUBMITTED, submitted)
    if not export_filter.changed:
        headings = export_filter.headings
        yield summary_sheet(regions, zone, headings)
        if export_filter.district is None and export_filter.region_code is None:
            yield district_sheet(regions, headings, export_filter.counted)
        if export_filter.kind is None:
            yield kind_sheet(kind_rows(session, scope), headings)
            # Of a single region its state says it.
            if export_filter.region_code is None and Part.UNSUBMITTED in parts:
                yield not_reported_sheet(silent_rows(session, scope), zone)
    yield remarks_sheet(remark_rows(session, scope))
    if export_filter.changed and scope.since is not None:
        changes = change_rows(session, scope, scope.since)
        yield changes_sheet(changes, since=scope.since.at, zone=zone)
