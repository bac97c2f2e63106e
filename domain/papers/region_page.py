"""Reads what stands on the page with a region's report. Blocking, for a worker process."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.campaigns.campaigns import in_year
from domain.charts.region_page import RegionPage, draw_page
from domain.events.fields import KINDS
from domain.export.filters import ExportFilter
from domain.export.report_words import report_words
from domain.export.scope import Scope
from domain.reports.status import RegionStatus
from domain.reports.submissions import newest, receipt_number
from domain.text.cleaning import drop_unwanted
from models import Campaign, Event


def make_region_page(
    connection: Connection, region_code: str, year: int, *, now: datetime
) -> tuple[bytes, RegionStatus]:
    """The picture, and where the report stands at that instant. Times are the region's own."""
    session = Session(connection)
    campaign = session.scalars(in_year(year)).one()
    scope = Scope.read(session, campaign, ExportFilter(year=year, region_code=region_code), None)
    (status,) = scope.statuses
    zone = ZoneInfo(status.region.time_zone)
    page = RegionPage(
        title=status.region.name,
        subtitle=f"{campaign.title}, {campaign.week_start:%d.%m} – {campaign.week_end:%d.%m.%Y}",
        report_status=status.report_status,
        state=_state(session, campaign, status, zone),
        sums=status.sums,
        kinds=[(KINDS.get(kind, kind), n) for kind, n in _by(session, scope, Event.kind)],
        places=[(drop_unwanted(city), n) for city, n in _by(session, scope, Event.city)],
        made_at=f"{now.astimezone(zone):%d.%m.%Y}",
    )
    return draw_page(page), status


def _state(session: Session, campaign: Campaign, status: RegionStatus, zone: tzinfo) -> str:
    """«Сдан 11.11.2026, № 31-2026/1»."""
    words = f"Отчёт: {report_words(status).lower()}"
    submission = session.scalar(newest(campaign, status.region.code))
    if not status.report_status.reported or submission is None:
        return words
    when = submission.submitted_at.astimezone(zone)
    return f"{words}. № {receipt_number(submission, campaign.year)}, {when:%d.%m.%Y}"


def _by(
    session: Session, scope: Scope, column: InstrumentedAttribute[str]
) -> list[tuple[str, int]]:
    """How many events there are of each, the most first."""
    number = func.count()
    query = select(column, number).where(*scope.events()).group_by(column)
    found = session.execute(query.order_by(number.desc(), column))
    return [(value, count) for value, count in found]
