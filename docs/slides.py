"""The README's map and chart, drawn anew from made-up reports: `make screenshots`."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.sample import SampleReport, sample_reports
from demo.sampling import SEED
from domain.campaigns.campaigns import season
from domain.charts.day_chart import draw_chart
from domain.charts.tile_map import draw_map
from domain.regions.directory import load_regions
from domain.reports.state import ReportStatus, report_status
from domain.reports.status import RegionStatus
from domain.reports.submissions_by_day import count_by_day
from handlers import formatting
from handlers.status import texts as status_texts
from models import Campaign, ReportState

PICTURES = Path(__file__).parent / "pictures"
ZONE = ZoneInfo("Europe/Moscow")
YEAR = 2026
RETURNED = 20  # of so many regions one has its report given back, if it was submitted


def draw_all() -> None:
    """Four days before the deadline, when the map has all its colours."""
    campaign = Campaign(year=YEAR, deadline=season(YEAR, ZONE).deadline)
    now = campaign.deadline - timedelta(days=4, hours=7, minutes=59)
    reports = sample_reports(SEED, now)
    statuses = [_status(report, campaign, number) for number, report in enumerate(reports)]
    made_at = formatting.short_moment(now, ZONE)
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "map.png").write_bytes(
        draw_map(
            {each.region.code: each.report_status for each in statuses},
            title=status_texts.pictures.map_title(campaign),
            subtitle=status_texts.pictures.map_subtitle(statuses, campaign, now, ZONE),
            made_at=made_at,
        )
    )
    this = count_by_day(
        campaign, [each.submitted_at for each in statuses if each.submitted_at], ZONE
    )
    before = Campaign(year=YEAR - 1, deadline=season(YEAR - 1, ZONE).deadline)
    last = count_by_day(before, _a_year_before(before), ZONE)
    today, regions = (now.date() - this.deadline).days, len(load_regions())
    (PICTURES / "chart.png").write_bytes(
        draw_chart(
            this,
            last,
            today=today,
            regions=regions,
            title=status_texts.pictures.chart_title(campaign),
            subtitle=status_texts.pictures.chart_subtitle(this, last, today=today, regions=regions),
            made_at=made_at,
        )
    )


def _status(report: SampleReport, campaign: Campaign, number: int) -> RegionStatus:
    events = sum(event.finished for event in report.events)
    stands = report_status(report.state, events)
    if stands == ReportStatus.SUBMITTED and number % RETURNED == 0:
        stands = report_status(ReportState.RETURNED, events)
    return RegionStatus(
        region=report.region,
        report_status=stands,
        events=events,
        times_held=0,
        participants=0,
        drafts=0,
        coordinators=len(report.coordinators),
        reachable=len(report.coordinators),
        silence=None,
        draft_step=None,
        deadline=campaign.deadline,
        extended=False,
        submitted_at=report.state_at if report.state else None,
        events_changed_at=None,
        changed_at=None,
        changed_by=None,
        returned_at=None,
        returned_by=None,
        return_comment=None,
        accepted_at=None,
        accepted_by=None,
        last_accepted_at=None,
    )


def _a_year_before(campaign: Campaign) -> list[datetime]:
    """When its reports came in: many near the deadline, a few after it."""
    early = sample_reports(SEED - 1, campaign.deadline - timedelta(days=5))
    late = sample_reports(SEED - 2, campaign.deadline + timedelta(days=3))
    each_first = (
        first if first.state else second for first, second in zip(early, late, strict=True)
    )
    return [report.state_at for report in each_first if report.state]


if __name__ == "__main__":
    draw_all()
