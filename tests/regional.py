"""Made-up regions' statuses, for tests of what is counted, written and drawn from them."""

from datetime import datetime, timedelta

from domain.events.fields import FIELDS
from domain.events.form import DOUBT, REVIEW
from domain.regions.directory import Region
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus, Silence
from tests.world import DEADLINE

STEPS = [*(each.key for each in FIELDS), DOUBT, REVIEW]


def status(
    region: Region,
    report_status: ReportStatus,
    *,
    step: str | None = None,
    submitted_at: datetime | None = None,
    deadline: datetime = DEADLINE,
    accepted: bool = False,
    silence: Silence = Silence.NEVER_OPENED,
) -> RegionStatus:
    """One that could be: submitted a week before the deadline unless told otherwise."""
    if submitted_at is None and report_status.reported:
        submitted_at = DEADLINE - timedelta(days=7)
    silent = report_status == ReportStatus.SILENT
    return RegionStatus(
        region=region,
        report_status=report_status,
        events=0 if report_status in (ReportStatus.SILENT, ReportStatus.ZERO) else 12,
        coordinators=1,
        reachable=1,
        silence=(Silence.DRAFT if step else silence) if silent else None,
        draft_step=step if silent else None,
        deadline=deadline,
        extended=deadline > DEADLINE,
        submitted_at=submitted_at,
        returned_at=DEADLINE if report_status == ReportStatus.RETURNED else None,
        accepted=accepted and report_status.reported,
        changed_at=None,
    )
