"""What a region has changed in its report since the ministry returned it, in words for admins."""

from collections.abc import Sequence
from html import escape
from typing import Any

from domain.events.fields import FIELDS, Field
from domain.history.since_return import Mended
from handlers.formatting import figure, shortened, shown

HISTORY = "История"  # the button below, to all that is on record
EVENTS_SHOWN, VALUE_SHOWN = 6, 40  # events, and characters of each value


def what_was_mended(mended: Sequence[Mended], *, room: int) -> str:
    """A line for each of the first events, as many as there is room for (in characters)."""
    lines = list[str]()
    for line in map(_line, mended[:EVENTS_SHOWN]):
        if lines and sum(map(len, lines)) + len(line) > room:
            break
        lines.append(line)
    more = len(mended) - len(lines)
    left = [f"и ещё {figure(more)}, все: «{HISTORY}»."] if more else []
    return "\n".join(["<b>Что изменилось после возврата</b>", *lines, *left])


def _line(event: Mended) -> str:
    """«№ 3. Число участников: 120 → 125»."""
    if event.added or event.deleted:
        return f"№ {event.number}. {'Добавлено' if event.added else 'Удалено'}"
    changed = (
        f"{field.title}: {_in_short(field, event.before)} → {_in_short(field, event.after)}"
        for field in FIELDS
        if field.key in event.before and event.before[field.key] != event.after[field.key]
    )
    return f"№ {event.number}. {'; '.join(changed)}"


def _in_short(field: Field, answers: dict[str, Any]) -> str:
    """Of links their number."""
    if field.answers == "links":
        return figure(len(answers[field.key]))
    if field.answers == "line":
        return escape(shortened(answers[field.key], VALUE_SHOWN))
    return shown(field, answers)
