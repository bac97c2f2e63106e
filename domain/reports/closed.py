"""The rule by which a region's report is closed to changes."""

from datetime import datetime

from domain.campaigns.deadlines import has_passed
from models import Campaign


def report_is_closed(
    campaign: Campaign, deadline: datetime, *, returned: bool, now: datetime
) -> bool:
    """Whether a region with that deadline can change nothing in its report any more. A returned
    report stays open past the deadline, or it could not be corrected."""
    return campaign.closed_at is not None or (has_passed(deadline, now) and not returned)
