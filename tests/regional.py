"""Made-up regions' statuses, for tests of what is counted, written and drawn from them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.events.fields import FIELDS
from domain.events.form import DOUBT, LINKS_DOUBT, REVIEW
from domain.regions.directory import Region
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus, Silence
from tests.world import DEADLINE

STEPS = [*(each.key for each in FIELDS), DOUBT, LINKS_DOUBT, REVIEW]


def status(
    region: Region,
    report_status: ReportStatus,
    *,
    step: str | None = None,
    submitted_at: datetime | None = None,
    deadline: datetime = DEADLINE,
    accepted: bool = False,
    silence: Silence = Silence.NEVER_OPENED,
    **given: Any,
) -> RegionStatus:
    """One that could be: submitted a week before the deadline unless `given` says otherwise."""
    if submitted_at is None and report_status.reported:
        submitted_at = DEADLINE - timedelta(days=7)
    silent = report_status == ReportStatus.NOT_BEGUN
    usual = RegionStatus(
        region=region,
        report_status=report_status,
        events=0 if report_status in (ReportStatus.NOT_BEGUN, ReportStatus.ZERO) else 12,
        times_held=0,
        participants=0,
        drafts=0,
        coordinators=1,
        reachable=1,
        silence=(Silence.DRAFT if step else silence) if silent else None,
        draft_step=step if silent else None,
        deadline=deadline,
        extended=deadline > DEADLINE,
        submitted_at=submitted_at,
        returned_at=DEADLINE if report_status == ReportStatus.RETURNED else None,
        events_changed_at=None,
        changed_at=None,
        changed_by=None,
        returned_by=None,
        return_comment=None,
        accepted_at=DEADLINE if accepted and report_status.reported else None,
        accepted_by=None,
        last_accepted_at=DEADLINE if accepted and report_status.reported else None,
    )
    return replace(usual, **given)
