"""Groups of regions that the ministry asks about: the silent ones, the overdue ones and so on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus


class Group(StrEnum):
    SILENT = "silent"
    IN_PROGRESS = "progress"
    RETURNED = "returned"
    REPORTED = "reported"
    OVERDUE = "overdue"
    EXTENDED = "extended"


def regions_in(
    statuses: Iterable[RegionStatus], group: Group, now: datetime
) -> Sequence[RegionStatus]:
    """In the order given. OVERDUE and EXTENDED overlap with the others."""
    return [status for status in statuses if _belongs(status, group, now)]


def _belongs(status: RegionStatus, group: Group, now: datetime) -> bool:
    match group:
        case Group.SILENT:
            return status.report_status == ReportStatus.SILENT
        case Group.IN_PROGRESS:
            return status.report_status == ReportStatus.IN_PROGRESS
        case Group.RETURNED:
            return status.report_status == ReportStatus.RETURNED
        case Group.REPORTED:
            return status.report_status.reported
        case Group.OVERDUE:
            return status.overdue(now)
        case Group.EXTENDED:
            return status.extended
