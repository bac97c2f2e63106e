"""One region, as an admin looks it up."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from domain.history.since_decision import ChangedEvent
from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.region_card import RegionCard
from handlers import phrases
from handlers.formatting import (
    capital,
    figure,
    person_link,
    short_deadline,
    short_moment,
    shortened,
    sums_line,
)
from handlers.mended import changes
from handlers.phrases import closed_at
from handlers.report_state import decided, where_it_stands
from handlers.status.texts.lists import draft_left, silence
from handlers.status.texts.overview import MARKS, OVERDUE
from models import Campaign, Person

REMIND, EXTEND, TIME_REQUEST = "Напомнить", "Продлить срок", phrases.TIME_REQUEST
NO_COORDINATORS = "Координаторов нет. Пригласить: /invite."
REGION_REPORT, HISTORY = phrases.REGION_REPORT, "История"
# More people, or more characters of each, would not fit beside the ministry's comments.
PEOPLE_SHOWN, NAME_SHOWN, POST_SHOWN = 6, 100, 60
COMMENT_SHOWN = 450
REASON_SHOWN = 300
CHANGES_ROOM = 350


def region_card(
    card: RegionCard,
    changed: Sequence[ChangedEvent],
    *,
    campaign: Campaign,
    now: datetime,
    zone: tzinfo,
    past: bool,
) -> str:
    """`changed` is what was changed since the report was accepted."""
    status = card.status
    region = status.region
    head = f"<b>{escape(region.name)}</b>, {FEDERAL_DISTRICTS[region.federal_district]}"
    sums = capital(sums_line(status.sums))
    parts = [
        f"{head}\n{escape(campaign.title)}, {short_moment(now, zone)}",
        "\n".join([*_state(card, campaign, zone, past=past), sums]),
        *changes(status, [], changed, zone, room=CHANGES_ROOM),
        _deadline(card, campaign, now, zone),
        "" if past else _people(card, zone),
    ]
    return "\n\n".join(part for part in parts if part)


def _state(card: RegionCard, campaign: Campaign, zone: tzinfo, *, past: bool) -> list[str]:
    """Where the report stands, and what was done with it before and since."""
    status = card.status
    why = f" – {silence(status)}" if status.silence and not past else ""
    stands = f"{MARKS[status.report_status]} {where_it_stands(status, campaign, zone)}{why}"
    numbered = [phrases.numbered(card.submission, campaign)] if card.submission else []
    return [stands, *numbered, *decided(status, card.returned, zone, room=COMMENT_SHOWN)]


def _when(at: datetime, by: str | None, zone: tzinfo) -> str:
    who = f", {escape(shortened(by, 60))}" if by else ""
    return f"{short_moment(at, zone)}{who}"


def _deadline(card: RegionCard, campaign: Campaign, now: datetime, zone: tzinfo) -> str:
    status, extension = card.status, card.extension
    lines = [f"Срок: до {short_deadline(status.deadline, zone)}"]
    if campaign.closed_at is not None:
        lines = [closed_at(campaign, zone)]
    elif status.overdue(now):
        lines = [f"<b>{OVERDUE}</b> {short_moment(status.deadline, zone)}"]
    if status.extended and extension is not None:
        given = _when(extension.granted_at, card.extended_by, zone)
        lines.append(extended(given, extension.reason))
    if card.request is not None:
        lines.append(f"Просит продлить: {phrases.time_asked(card.request, zone, REASON_SHOWN)}")
    return "\n".join(lines)


def extended(given: str, reason: str) -> str:
    """`given`: when and by whom."""
    return f"Продлён {given}. Причина: {escape(shortened(reason, COMMENT_SHOWN))}"


def _people(card: RegionCard, zone: tzinfo) -> str:
    if not card.people:
        return NO_COORDINATORS
    shown = [_person(person, card, zone) for person in card.people[:PEOPLE_SHOWN]]
    more = len(card.people) - len(shown)
    rest = [f"и ещё {figure(more)}, все – в /people"] if more else []
    return "\n".join([f"Координаторы: {figure(len(card.people))}", *shown, *rest])


def _person(person: Person, card: RegionCard, zone: tzinfo) -> str:
    post = f", {escape(shortened(person.post, POST_SHOWN))}" if person.post else ""
    line = f"• {person_link(person, shortened(person.name, NAME_SHOWN))}{post}"
    if person.blocked_at is not None:
        line += f" – {blocked(person.blocked_at, zone)}"
    step = card.steps.get(person.id)
    return line if step is None else f"{line}\n   {draft_left(step)}"


def blocked(at: datetime, zone: tzinfo) -> str:
    return f"бот заблокирован {short_moment(at, zone)}"
