"""Makes a region's own copy of its report: the form of the annex, and nothing of the neighbours'.
Blocking, for a worker thread."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from domain.campaigns.campaigns import in_year
from domain.export.events_sheet import report_sheet
from domain.export.filters import ExportFilter
from domain.export.queries import event_rows, most_links
from domain.export.scope import Scope
from domain.progress import counted
from domain.reports.status import RegionStatus
from domain.spreadsheets.xlsx import write_workbook


def make_region_report(
    connection: Connection,
    path: Path,
    region_code: str,
    year: int,
    *,
    zone: tzinfo,
    now: datetime,
    on_progress: Callable[[int], None] | None = None,
) -> RegionStatus:
    """Write what the region has saved for that year's campaign, submitted or not, to `path`, and
    give where the report stands at that instant. On paper times are in `zone`."""
    session = Session(connection)
    campaign = session.scalars(in_year(year)).one()
    export_filter = ExportFilter(year=year, region_code=region_code)
    scope = Scope.read(session, campaign, export_filter, None)
    (status,) = scope.statuses
    rows = counted(event_rows(session, scope, status.part), on_progress)
    sheet = report_sheet(rows, links=most_links(session, scope, status.part))
    title = f"{campaign.title}, {status.region.name}"
    write_workbook(path, [sheet], title=title, zone=zone, made_at=now)
    return status
