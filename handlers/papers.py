"""The buttons for a region's own papers: the table, the letter, the picture, the submitted file."""

from aiogram.types import InlineKeyboardButton

from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers import phrases
from handlers.callbacks import CopyReport, RegionPaper, SubmittedFile
from handlers.keyboards import button
from handlers.on_behalf import ForRegion
from models import ReportState, Submission


def paper_rows(
    status: RegionStatus, year: int, submission: Submission | None
) -> list[list[InlineKeyboardButton]]:
    """Those that there are of the report of that year; `submission` is the newest that is kept."""
    papers = []
    if status.events:
        papers.append(button(phrases.DOWNLOAD_REPORT, CopyReport(year=year)))
    if status.events or status.report_status == ReportStatus.ZERO:
        papers.append(button(phrases.LETTER, RegionPaper(what="letter", year=year)))
        papers.append(button(phrases.PICTURE, RegionPaper(what="picture", year=year)))
    papers += _as_submitted(status, year, submission)
    return [papers[at : at + 2] for at in range(0, len(papers), 2)]


def papers_for_admin(
    status: RegionStatus, year: int, submission: Submission | None
) -> list[list[InlineKeyboardButton]]:
    """The same for an admin, who presses for the region."""
    return [
        [
            button(each.text, ForRegion(code=status.region.code, pressed=str(each.callback_data)))
            for each in row
        ]
        for row in paper_rows(status, year, submission)
    ]


def _as_submitted(
    status: RegionStatus, year: int, submission: Submission | None
) -> list[InlineKeyboardButton]:
    """Of a zero report there is no file."""
    if submission is None:
        before = status.report_status == ReportStatus.SUBMITTED
        return [button(phrases.AS_SUBMITTED, SubmittedFile(year=year, number=0))] if before else []
    if submission.state == ReportState.ZERO:
        return []
    return [button(phrases.AS_SUBMITTED, SubmittedFile(year=year, number=submission.number))]
