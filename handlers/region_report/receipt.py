"""The receipt of a submitted report: its number, the time, and the file as it was submitted."""

from handlers.context import Context
from handlers.region_report import texts
from handlers.responses import Responses, SendSubmitted
from models import ReportState, Submission


def receipt(context: Context, submission: Submission | None) -> str:
    """Below that the report is submitted; empty if that was before receipts had numbers. Of a zero
    report there is no file."""
    line = receipt_line(context, submission)
    if submission is None or submission.state == ReportState.ZERO:
        return line
    return f"{line}\n{texts.submitted.FILE_FOLLOWS}"


def receipt_line(context: Context, submission: Submission | None) -> str:
    if submission is None:
        return ""
    return texts.submitted.numbered(submission, context.region, context.campaign)


def submitted_file(context: Context, submission: Submission | None) -> Responses:
    """What comes with the receipt, to be kept."""
    if submission is None or submission.state == ReportState.ZERO:
        return []
    chat, code = context.person.id, context.region.code
    year, number = context.campaign.year, submission.number
    return [SendSubmitted(chat_id=chat, region_code=code, year=year, number=number)]
