"""Where a region's report stands, and what the ministry has decided, as admins read it."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from html import escape

from domain.reports.review import has_ignored_comments
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.formatting import quoted, short_moment, shortened
from handlers.phrases import corrections, state_words
from models import Campaign, Event

IN_TIME, LATE = "в срок", "с опозданием"
ACCEPTED, RETURNED = "<b>Принят</b>", "Возвращён на доработку"
OPEN_AGAIN = "Был возвращён"
MENDED = "<b>Исправлен и сдан снова</b>; был возвращён"
NOT_MENDED = "<b>Сдан снова без исправлений</b>; был возвращён"
NAME_SHOWN = 100
A_MOMENT = timedelta(minutes=1)  # between the receipt of a press and its effect


def where_it_stands(status: RegionStatus, campaign: Campaign, zone: tzinfo) -> str:
    """«Сдан 11.11.2026 в 12:00, в срок; снова 12.11.2026 в 15:25, Анна»."""
    state = f"<b>{state_words(status, campaign)}</b>"
    if status.submitted_at is None:
        return state
    first = f"{short_moment(status.submitted_at, zone)}, {LATE if status.late else IN_TIME}"
    if not status.report_status.reported or status.changed_at is None:
        return f"{state}, был сдан {first}"
    if status.changed_at - status.submitted_at < A_MOMENT:
        return f"{state} {first}{_by(status.changed_by)}"
    again = short_moment(status.changed_at, zone)
    return f"{state} {first}; снова {again}{_by(status.changed_by)}"


def decided(
    status: RegionStatus, returned: Sequence[Event], zone: tzinfo, *, room: int
) -> list[str]:
    """What the ministry has decided, and what became of it; `room` is for the comment, in
    characters."""
    lines = []
    if status.accepted_at is not None:
        lines.append(f"{ACCEPTED} {_when(status.accepted_at, status.accepted_by, zone)}")
    elif status.returned_at is not None:
        comment = shortened(status.return_comment or "", room)
        when = _when(status.returned_at, status.returned_by, zone)
        words = f"\n{quoted(comment)}" if comment else ""
        lines.append(f"{_since_return(status, returned)} {when}{words}")
    return [*lines, *corrections(returned)]


def _since_return(status: RegionStatus, returned: Sequence[Event]) -> str:
    if status.report_status == ReportStatus.RETURNED:
        return RETURNED
    if not status.report_status.reported:
        return OPEN_AGAIN
    return NOT_MENDED if has_ignored_comments(status, returned) else MENDED


def _when(at: datetime, by: str | None, zone: tzinfo) -> str:
    return f"{short_moment(at, zone)}{_by(by)}"


def _by(name: str | None) -> str:
    return f", {escape(shortened(name, NAME_SHOWN))}" if name else ""
