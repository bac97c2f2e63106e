"""What admins hear when a report that they had returned is submitted again."""

from collections.abc import Sequence
from datetime import tzinfo
from html import escape

from domain.history.since_decision import ChangedEvent
from domain.regions.directory import Region
from domain.reports.review import Correction, has_ignored_comments, numbers_marked
from domain.reports.status import RegionStatus
from handlers.formatting import numbered_events
from handlers.mended import changes
from models import Event

CHANGES_ROOM = 2500  # characters, of the 4096 of a message


def resubmitted(
    status: RegionStatus,
    returned: Sequence[Event],
    mended: Sequence[ChangedEvent],
    since_accepted: Sequence[ChangedEvent],
    *,
    region: Region,
    zone: tzinfo,
) -> str:
    """To the admin who had returned it: what became of that, and what was changed since, also since
    an earlier acceptance."""
    corrected = numbers_marked(returned, Correction.CORRECTED)
    unchanged = numbers_marked(returned, Correction.RETURNED)
    if not has_ignored_comments(status, returned):
        outcome = "Отчёт исправлен и сдан снова."
    elif corrected:
        outcome = "Отчёт сдан снова, исправлено не всё."
    else:
        outcome = "Отчёт сдан снова без исправлений."
    lines = [f"<b>{escape(region.name)}</b>. {outcome}"]
    if corrected:
        lines.append(f"Исправлено: {numbered_events(corrected)}.")
    if unchanged:
        lines.append(f"Не исправлено: {numbered_events(unchanged)}.")
    for part in changes(status, mended, since_accepted, zone, room=CHANGES_ROOM):
        lines += ["", part]
    return "\n".join(lines)
