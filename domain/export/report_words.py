"""Where a report stands, in the words of the workbook."""

from datetime import datetime, tzinfo

from domain.campaigns.deadlines import has_passed
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus


def report_words(status: RegionStatus) -> str:
    """«Сдан», «Принят, сдан с опозданием», «Сдан, исправлен» after the ministry had returned it,
    «Заполняется»."""
    if not status.report_status.reported:
        return str(status.report_status)
    words = str(status.report_status)
    if status.late:
        is_zero = status.report_status == ReportStatus.ZERO
        words += ", сообщено с опозданием" if is_zero else " с опозданием"
    if status.accepted:
        return (
            "Принят"
            if words == ReportStatus.SUBMITTED
            else f"Принят, {words[0].lower()}{words[1:]}"
        )
    return words if status.returned_at is None else f"{words}, исправлен"


def term_words(status: RegionStatus, deadline: datetime, zone: tzinfo, now: datetime) -> str | None:
    """How the report stands to the region's own deadline; `deadline` is the campaign's."""
    if status.submitted_at is not None:
        if status.late:
            return "После срока"
        return "В срок (продлён)" if has_passed(deadline, status.submitted_at) else "В срок"
    if has_passed(status.deadline, now):
        return "Срок прошёл"
    return f"Продлён до {status.deadline.astimezone(zone):%d.%m.%Y}" if status.extended else None
