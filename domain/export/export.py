"""Makes one export: reads a campaign's table through a filter and writes it to a file. Blocking,
for a worker thread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from domain.campaigns.campaigns import in_year
from domain.export.changes import Changes, change_rows, count_changes
from domain.export.check_and_change_sheets import changes_sheet, remarks_sheet
from domain.export.events_sheet import EventRow, plain_sheet, report_sheet
from domain.export.filters import ExportFilter
from domain.export.log import AuditPosition, current_position, last_position
from domain.export.queries import (
    Scope,
    Totals,
    event_rows,
    kind_rows,
    most_links,
    region_rows,
    remark_rows,
    totals,
)
from domain.export.summary_sheets import (
    RegionRow,
    district_sheet,
    kind_sheet,
    not_reported_sheet,
    summary_sheet,
)
from domain.progress import counted
from domain.spreadsheets.csv_file import write_csv
from domain.spreadsheets.sheet import Sheet
from domain.spreadsheets.xlsx import write_workbook


@dataclass(frozen=True, slots=True)
class Export:
    """What was made. `export_filter` is what it shows: the whole table if only changes were asked
    for and there is no earlier export to compare with. `since` and `changes` are set for an export
    of changes."""

    export_filter: ExportFilter
    campaign_id: int
    title: str
    totals: Totals
    position: AuditPosition
    since: datetime | None
    changes: Changes | None


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
    if person_id is not None:
        since = last_position(session, person_id, campaign.id)
    if export_filter.changed and since is None:
        export_filter = export_filter.model_copy(update={"changed": False})
    export_filter = export_filter.model_copy(update={"year": campaign.year})
    scope = Scope(campaign, export_filter, since)
    regions = region_rows(session, scope, zone=zone, now=now)
    events = counted(event_rows(session, scope), on_progress)
    title = ", ".join(part for part in (campaign.title, export_filter.words) if part)
    if export_filter.format == "csv":
        write_csv(path, plain_sheet(events))
    else:
        sheets = _sheets(session, scope, events, regions, person_id=person_id, zone=zone)
        write_workbook(path, sheets, title=title, zone=zone, made_at=now)
    changes = None
    if export_filter.changed and since is not None:
        changes = count_changes(session, campaign.id, export_filter, since)
    return Export(
        export_filter=export_filter,
        campaign_id=campaign.id,
        title=campaign.title,
        totals=totals(regions),
        position=position,
        since=since.at if since and export_filter.changed else None,
        changes=changes,
    )


def _sheets(
    session: Session,
    scope: Scope,
    events: Iterator[EventRow],
    regions: list[RegionRow],
    *,
    person_id: int | None,
    zone: tzinfo,
) -> Iterator[Sheet]:
    """Those that say something about what is exported. Read one after the other, as they are
    written."""
    export_filter = scope.export_filter
    yield report_sheet(events, links=most_links(session, scope))
    if not export_filter.changed:
        yield summary_sheet(regions, zone)
        if export_filter.district is None and export_filter.region_code is None:
            yield district_sheet(regions)
        if export_filter.kind is None:
            yield kind_sheet(kind_rows(session, scope))
            if export_filter.region_code is None:  # of a single region, its state says it
                yield not_reported_sheet(regions)
    yield remarks_sheet(remark_rows(session, scope))
    if person_id is None:
        return
    if scope.since is None:
        yield changes_sheet(None, since=None, zone=zone)
        return
    changes = change_rows(session, scope.campaign.id, export_filter, scope.since)
    yield changes_sheet(changes, since=scope.since.at, zone=zone)
