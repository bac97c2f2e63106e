"""What has been changed in a region's report since the ministry returned or accepted it, in words
for admins."""

from collections.abc import Sequence
from datetime import tzinfo
from html import escape
from typing import Any

from domain.events.fields import FIELDS, Field
from domain.history.since_decision import ChangedEvent
from domain.reports.status import RegionStatus
from handlers.formatting import figure, short_moment, shortened, shown
from models import Event

HISTORY = "История"  # the button below, to all that is on record
SINCE_RETURN, SINCE_ACCEPTANCE = "Что изменилось после возврата", "Что изменилось с приёмки"
NOTHING_DIFFERS = "Мероприятия те же, что при приёмке: изменения отменены."
EVENTS_SHOWN, VALUE_SHOWN = 6, 40  # events, and characters of each value


def changes(
    status: RegionStatus,
    since_return: Sequence[ChangedEvent],
    since_acceptance: Sequence[ChangedEvent],
    zone: tzinfo,
    *,
    room: int,
) -> list[str]:
    """A part for each decision that something was changed after; one if it is the same twice."""
    parts = []
    if since_return == since_acceptance:
        since_return = []
    if since_return and since_acceptance:
        room //= 2
    if status.changed_since_acceptance:
        parts.append(what_changed_since_acceptance(status, since_acceptance, zone, room=room))
    if since_return:
        parts.append(what_changed(since_return, room=room))
    return parts


def what_changed_since_acceptance(
    status: RegionStatus, changed: Sequence[ChangedEvent], zone: tzinfo, *, room: int
) -> str:
    assert status.last_accepted_at is not None
    heading = f"{SINCE_ACCEPTANCE} {short_moment(status.last_accepted_at, zone)}"
    if not changed:
        return f"<b>{heading}</b>\n{NOTHING_DIFFERS}"
    return what_changed(changed, heading, room=room)


def what_changed(changed: Sequence[ChangedEvent], heading: str = SINCE_RETURN, *, room: int) -> str:
    """A line for each of the first events, as many as there is room for (in characters)."""
    lines = list[str]()
    for line in map(_line, changed[:EVENTS_SHOWN]):
        if sum(map(len, lines)) + len(line) > room:
            break
        lines.append(line)
    more = len(changed) - len(lines)
    rest = f"и ещё {figure(more)}" if lines else f"Мероприятий: {figure(more)}"
    left = [f"{rest}, все: «{HISTORY}»."] if more else []
    return "\n".join([f"<b>{heading}</b>", *lines, *left])


def answered_fields(event: Event, mended: ChangedEvent | None) -> str:
    """What has become of each field that the ministry has named, a line each."""
    named = event.return_fields or {}
    lines = []
    for field in (field for field in FIELDS if field.key in named):
        if mended is not None and _differs(field, mended):
            now = f"{_in_short(field, mended.before)} → {_in_short(field, mended.after)}"
        else:
            now = "оставлено как есть" if named[field.key] else "ещё не исправлено"
        lines.append(f"• {field.title}: {now}")
    return "\n".join(["<b>Что исправить</b>", *lines])


def _differs(field: Field, event: ChangedEvent) -> bool:
    return field.key in event.before and event.before[field.key] != event.after[field.key]


def _line(event: ChangedEvent) -> str:
    """«№ 3. Число участников: 120 → 125»."""
    if event.added or event.deleted:
        return f"№ {event.number}. {'Добавлено' if event.added else 'Удалено'}"
    changed = (
        f"{field.title}: {_in_short(field, event.before)} → {_in_short(field, event.after)}"
        for field in FIELDS
        if _differs(field, event)
    )
    return f"№ {event.number}. {'; '.join(changed)}"


def _in_short(field: Field, answers: dict[str, Any]) -> str:
    """Of links their number."""
    if field.answers == "links":
        return figure(len(answers[field.key]))
    if field.answers == "line":
        return escape(shortened(answers[field.key], VALUE_SHOWN))
    return shown(field, answers)
