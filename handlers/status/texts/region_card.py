"""One region, as an admin looks it up."""

from datetime import datetime, tzinfo
from html import escape

from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.region_card import RegionCard
from domain.reports.status import RegionStatus
from handlers.formatting import figure, person_name, short_deadline, short_moment, shortened
from handlers.status.texts.lists import silence, step_title
from handlers.status.texts.overview import MARKS
from models import Campaign, Person

REMIND, EXTEND = "Напомнить", "Продлить срок"
SUBMITTED, RETURNED, ACCEPTED, DEADLINE = "Сдан", "Возвращён", "Принят", "Срок"
IN_TIME, LATE = "в срок", "после срока"
NO_COORDINATORS = "Координаторов нет. Пригласить: /invite."
REGION_REPORT, HISTORY = "Мероприятия региона", "Кто что сделал"
PEOPLE_SHOWN = 6  # more would not fit into a message beside the ministry's comments
COMMENT_SHOWN = 600


def region_card(
    card: RegionCard, *, campaign: Campaign, now: datetime, zone: tzinfo, past: bool
) -> str:
    status = card.status
    region = status.region
    head = f"<b>{escape(region.name)}</b>, {FEDERAL_DISTRICTS[region.federal_district]}"
    sums = figures(status.events, status.times_held, status.participants)
    parts = [
        f"{head}\n{of_year(campaign.year)}, {short_moment(now, zone)}",
        "\n".join([_standing(status, past), *_decisions(status, zone), sums]),
        _deadline(card, now, zone),
        "" if past else _people(card, zone),
    ]
    return "\n\n".join(part for part in parts if part)


def of_year(year: int) -> str:
    return f"{year} год"


def figures(events: int, times_held: int, participants: int) -> str:
    return (
        f"Мероприятий: {figure(events)}, проведений: {figure(times_held)}, "
        f"участников: {figure(participants)}"
    )


def _standing(status: RegionStatus, past: bool) -> str:
    words = f"{MARKS[status.report_status]} <b>{status.report_status}</b>"
    return f"{words} – {silence(status)}" if status.silence and not past else words


def _decisions(status: RegionStatus, zone: tzinfo) -> list[str]:
    """What was done with the report, in order of time."""
    lines = []
    if status.submitted_at is not None:
        by = status.changed_by if status.report_status.reported else None
        late = LATE if status.late else IN_TIME
        lines.append(f"{SUBMITTED} {_when(status.submitted_at, by, zone)}, {late}")
    if status.returned_at is not None:
        words = f"{RETURNED} {_when(status.returned_at, status.returned_by, zone)}"
        if status.return_comment:
            words += f": «{escape(shortened(status.return_comment, COMMENT_SHOWN))}»"
        lines.append(words)
    if status.accepted_at is not None:
        lines.append(f"{ACCEPTED} {_when(status.accepted_at, status.accepted_by, zone)}")
    return lines


def _when(at: datetime, by: str | None, zone: tzinfo) -> str:
    who = f", {escape(shortened(by, 60))}" if by else ""
    return f"{short_moment(at, zone)}{who}"


def _deadline(card: RegionCard, now: datetime, zone: tzinfo) -> str:
    status, extension = card.status, card.extension
    line = f"{DEADLINE}: {short_deadline(status.deadline, zone)}"
    if status.extended and extension is not None:
        given = _when(extension.granted_at, card.extended_by, zone)
        line += f", {extended(given, extension.reason)}"
    return f"{line}\n<b>Просрочен</b>" if status.overdue(now) else line


def extended(given: str, reason: str) -> str:
    """`given`: when and by whom."""
    return f"продлён {given}: «{escape(shortened(reason, COMMENT_SHOWN))}»"


def _people(card: RegionCard, zone: tzinfo) -> str:
    if not card.people:
        return NO_COORDINATORS
    shown = [_person(person, card, zone) for person in card.people[:PEOPLE_SHOWN]]
    more = len(card.people) - len(shown)
    rest = [f"и ещё {figure(more)}, все – в /people"] if more else []
    return "\n".join([f"Координаторы: {figure(len(card.people))}", *shown, *rest])


def _person(person: Person, card: RegionCard, zone: tzinfo) -> str:
    line = f"• {person_name(person)}"
    if person.blocked_at is not None:
        line += f" – {blocked(person.blocked_at, zone)}"
    step = card.steps.get(person.id)
    return line if step is None else f"{line}\n   {draft_at(step)}"


def blocked(at: datetime, zone: tzinfo) -> str:
    return f"заблокировал бота {short_moment(at, zone)}"


def draft_at(step: str) -> str:
    return f"черновик: {step_title(step)}"
