"""Made-up regions' statuses, for tests of what is counted, written and drawn from them."""

from datetime import datetime, timedelta

from reports.fields import FIELDS
from reports.form import DOUBT, REVIEW
from reports.region_reports import Standing
from reports.regions import Region
from reports.status import RegionStatus, Silence
from tests.world import DEADLINE

STEPS = [*(each.key for each in FIELDS), DOUBT, REVIEW]


def status(
    region: Region,
    standing: Standing,
    *,
    step: str | None = None,
    submitted_at: datetime | None = None,
    deadline: datetime = DEADLINE,
    accepted: bool = False,
    silence: Silence = Silence.NEVER_OPENED,
) -> RegionStatus:
    """One that could be: submitted a week before the deadline unless told otherwise."""
    if submitted_at is None and standing.reported:
        submitted_at = DEADLINE - timedelta(days=7)
    silent = standing == Standing.SILENT
    return RegionStatus(
        region=region,
        standing=standing,
        events=0 if standing in (Standing.SILENT, Standing.ZERO) else 12,
        coordinators=1,
        reachable=1,
        silence=(Silence.DRAFT if step else silence) if silent else None,
        draft_step=step if silent else None,
        deadline=deadline,
        extended=deadline > DEADLINE,
        submitted_at=submitted_at,
        returned_at=DEADLINE if standing == Standing.RETURNED else None,
        accepted=accepted and standing.reported,
    )
