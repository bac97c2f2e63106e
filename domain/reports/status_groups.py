"""Counts and groups of regions by their status."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from domain.reports.sums import PartSums, apart


@dataclass(frozen=True, slots=True)
class StatusSummary:
    """How many regions have which status: `by_status` has every ReportStatus and adds up to
    `regions`. Across that, `late` were submitted after their deadline, and the ministry
    has `accepted` some."""

    regions: int
    by_status: Mapping[ReportStatus, int]
    accepted: int
    late: int
    sums: PartSums

    @property
    def reported(self) -> int:
        return sum(
            count for report_status, count in self.by_status.items() if report_status.reported
        )


def summarize(statuses: Sequence[RegionStatus]) -> StatusSummary:
    counts = Counter(status.report_status for status in statuses)
    return StatusSummary(
        regions=len(statuses),
        by_status={report_status: counts[report_status] for report_status in ReportStatus},
        accepted=sum(status.accepted for status in statuses),
        late=sum(status.late for status in statuses),
        sums=apart((status.part, status.sums) for status in statuses),
    )


def by_district(statuses: Sequence[RegionStatus]) -> Mapping[str | None, StatusSummary]:
    """The summary of each of FEDERAL_DISTRICTS, in that order."""
    return {
        district: summarize(
            [status for status in statuses if status.region.federal_district == district]
        )
        for district in FEDERAL_DISTRICTS
    }


class Group(StrEnum):
    """CHANGED (since the report was accepted), OVERDUE, EXTENDED (until a later deadline that is
    still to come) and UNREACHABLE overlap with the others; of an earlier year nobody knows who
    could be reached."""

    NOT_BEGUN = "silent"
    IN_PROGRESS = "progress"
    RETURNED = "returned"
    REPORTED = "reported"
    CHANGED = "changed"
    OVERDUE = "overdue"
    EXTENDED = "extended"
    UNREACHABLE = "unreachable"


def regions_in(
    statuses: Iterable[RegionStatus], group: Group, now: datetime
) -> Sequence[RegionStatus]:
    """In the order given."""
    return [status for status in statuses if _belongs(status, group, now)]


def _belongs(status: RegionStatus, group: Group, now: datetime) -> bool:
    match group:
        case Group.NOT_BEGUN:
            return status.report_status == ReportStatus.NOT_BEGUN
        case Group.IN_PROGRESS:
            return status.report_status == ReportStatus.IN_PROGRESS
        case Group.RETURNED:
            return status.report_status == ReportStatus.RETURNED
        case Group.REPORTED:
            return status.report_status.reported
        case Group.CHANGED:
            return status.changed_since_acceptance
        case Group.OVERDUE:
            return status.overdue(now)
        case Group.EXTENDED:
            return status.has_more_time(now)
        case Group.UNREACHABLE:
            return not status.reachable
