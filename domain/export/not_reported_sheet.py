"""The sheet of the regions that have not reported: whom to turn to, and whether they were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.spreadsheets.sheet import INDEX, Column, Sheet, Value, zone_name

NOT_REPORTED = "Не отчитались"
ALL_REPORTED = "Все субъекты отчитались"
NOBODY = "нет координатора"


@dataclass(frozen=True, slots=True)
class Contact:
    """A coordinator, `blocked` if they have blocked the bot. `told_at` is aware: when the last
    reminder or other message of the ministry reached them, None if none has."""

    name: str
    username: str | None
    blocked: bool
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class SilentRow:
    """A region, with its saved `events` and its unfinished ones; `state` is in words, `delivery` is
    how letters reach the authority."""

    name: str
    state: str
    contacts: Sequence[Contact]
    events: int
    drafts: int
    delivery: str


def not_reported_sheet(regions: Sequence[SilentRow], zone: tzinfo) -> Sheet:
    """Times are shown in `zone`."""
    rows: list[tuple[Value, ...]] = [
        (
            number,
            region.name,
            region.state,
            "\n".join(_contact(each, zone) for each in region.contacts) or NOBODY,
            _reached(region.contacts),
            region.events,
            region.drafts,
            region.delivery,
        )
        for number, region in enumerate(regions, start=1)
    ]
    return Sheet(
        NOT_REPORTED,
        (
            INDEX,
            Column("Субъект РФ", 32, "text"),
            Column("Состояние отчёта", 18, "text"),
            Column(f"Координаторы и последнее сообщение им ({zone_name(zone)})", 50, "text"),
            Column("Сообщения доходят", 18, "text"),
            Column("Внесено мероприятий", 16, "number"),
            Column("Черновиков", 15, "number"),
            Column("Способ доставки писем", 16, "text"),
        ),
        rows or [(None, ALL_REPORTED, *[None] * 6)],
    )


def _contact(contact: Contact, zone: tzinfo) -> str:
    who = f"{contact.name}, @{contact.username}" if contact.username else contact.name
    told = (
        f"{contact.told_at.astimezone(zone):%d.%m.%Y %H:%M}"
        if contact.told_at
        else "сообщений не было"
    )
    return f"{who}{' (бот заблокирован)' if contact.blocked else ''}: {told}"


def _reached(contacts: Sequence[Contact]) -> str:
    if not contacts:
        return NOBODY
    blocked = [contact.blocked for contact in contacts]
    if all(blocked):
        return "нет"
    return "не всем" if any(blocked) else "да"
