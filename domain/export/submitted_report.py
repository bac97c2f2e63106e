"""Makes the file of a report exactly as it was submitted, whatever became of it since. Blocking,
for a worker thread."""

from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session, undefer

from domain.campaigns.campaigns import in_year
from domain.events.fields import FIELDS
from domain.export.events_sheet import EventRow, report_sheet
from domain.progress import counted
from domain.regions.directory import region_by_code
from domain.reports.state import ReportStatus
from domain.reports.submissions import numbered, receipt_number
from domain.reports.sums import Sums
from domain.spreadsheets.xlsx import write_workbook
from models import Submission

_LINKS = [field.key for field in FIELDS if field.answers == "links"]


def make_submitted_report(
    connection: Connection,
    path: Path,
    region_code: str,
    year: int,
    number: int,
    *,
    zone: tzinfo,
    on_progress: Callable[[int], None] | None = None,
) -> Sums:
    """Write the submission with that number to `path`, always with the same bytes; give its sums.
    On paper times are in `zone`. Raises NoResultFound if there is no such submission."""
    session = Session(connection)
    campaign = session.scalars(in_year(year)).one()
    query = numbered(campaign, region_code, number).options(undefer(Submission.events))
    submission = session.scalars(query).one()
    region, events = region_by_code(region_code), submission.events
    state = f"{ReportStatus.SUBMITTED}{' с опозданием' if submission.late else ''}"
    rows = (EventRow(region.name, state, answers) for answers in events)
    links = max((sum(len(answers[key]) for key in _LINKS) for answers in events), default=0)
    sheet = report_sheet(counted(rows, on_progress), links=links)
    title = f"{campaign.title}, {region.name}, № {receipt_number(submission, year)}"
    write_workbook(path, [sheet], title=title, zone=zone, made_at=submission.submitted_at)
    return Sums(
        len(events),
        sum(answers["times_held"] for answers in events),
        sum(answers["participants"] for answers in events),
    )
