"""Makes a region's letter to the ministry, ready to be signed. Blocking, for a worker process."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from domain.campaigns.campaigns import in_year
from domain.export.events_sheet import columns, report_sheet
from domain.export.filters import ExportFilter
from domain.export.queries import event_rows
from domain.export.scope import Scope
from domain.papers.placeholders import Letter, values_of
from domain.papers.template import fill, original
from domain.papers.templates import in_force
from domain.progress import counted
from domain.reports.status import RegionStatus
from domain.reports.submissions import newest, receipt_number
from models import Campaign, Person

# As many as Word still opens with ease, a hundred pages or more; the other events are only counted.
ROWS_LIMIT = 5000


def make_letter(
    connection: Connection,
    path: Path,
    region_code: str,
    year: int,
    *,
    executor_id: int,
    on_progress: Callable[[int], None] | None = None,
) -> RegionStatus:
    """Write the letter with what the region has saved for that year's campaign to `path`, and give
    where its report stands. `executor_id` is who asks for it: named if they are its coordinator."""
    session = Session(connection)
    campaign = session.scalars(in_year(year)).one()
    scope = Scope.read(session, campaign, ExportFilter(year=year, region_code=region_code), None)
    (status,) = scope.statuses
    sheet = report_sheet(event_rows(session, scope, status.part))
    annex, rows = len(columns()), list[tuple[object, ...]]()
    for row in counted(sheet.rows, on_progress):
        if len(rows) == ROWS_LIMIT:
            break
        rows.append(tuple(row[:annex]))
    number, submitted_at = _receipt(session, campaign, status)
    letter = Letter(
        region=status.region,
        year=year,
        week=(campaign.week_start, campaign.week_end),
        day=campaign.day,
        sums=status.sums,
        receipt_number=number,
        submitted_on=submitted_at.date() if submitted_at else None,
        executor=_executor(session, executor_id, region_code),
        rows=rows,
        left_out=status.events - len(rows),
    )
    template = session.scalar(in_force())
    content = template.content if template else None
    path.write_bytes(fill(content or original(), values_of(letter)))
    return status


def _receipt(
    session: Session, campaign: Campaign, status: RegionStatus
) -> tuple[str | None, datetime | None]:
    """The number of the report and when it was submitted, by the region's clock; of a report that
    is open again there is none: it is going to get another."""
    if not status.report_status.reported:
        return None, None
    submission = session.scalar(newest(campaign, status.region.code))
    if submission is None:
        return None, None
    zone: tzinfo = ZoneInfo(status.region.time_zone)
    return receipt_number(submission, campaign.year), submission.submitted_at.astimezone(zone)


def _executor(session: Session, person_id: int, region_code: str) -> str:
    person = session.get(Person, person_id)
    if person is None or person.region_code != region_code:
        return ""
    return ", ".join(filter(None, (person.name, person.post)))
