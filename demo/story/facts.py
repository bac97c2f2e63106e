"""What has really happened, read from the bot's own records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from demo.sample import FIRST_ID
from domain.regions.directory import load_regions
from models import AuditAction, AuditEntry, Campaign, Person, ReminderDelivery, ReminderKind


@dataclass(frozen=True, slots=True)
class Entry:
    """An action on record. `person` (an id) did it; `subject` is as AuditSubject says."""

    at: datetime
    action: AuditAction
    person: int | None
    subject: str
    region: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """`entries` in order, from the demonstration's start on; `cast` are the ids of those with a
    phone on the page: what the sample's people did is none of the story's. `sampled`: all regions
    have some. `listed`: the admins have been told who has not reported by the deadline."""

    entries: tuple[Entry, ...]
    cast: frozenset[int]
    deadline: datetime
    now: datetime
    sampled: bool
    listed: bool

    def done(self, *actions: AuditAction, region: str | None = None) -> Iterator[int]:
        """Where among the entries the cast did one of these, and to that region if named."""
        for at, entry in enumerate(self.entries):
            ours = entry.action in actions and entry.person in self.cast
            if ours and region in (None, entry.region):
                yield at

    def joined(self, region: str) -> bool:
        """Whether someone with a phone here has become the region's coordinator."""
        people = {str(id_) for id_ in self.cast}
        return any(
            entry.action == AuditAction.PERSON_JOINED
            and entry.subject in people
            and entry.region == region
            for entry in self.entries
        )


def last_entry(connection: Connection) -> int:
    """The number of the newest one, 0 if there is none."""
    return connection.execute(select(func.coalesce(func.max(AuditEntry.id), 0))).scalar_one()


def read_facts(connection: Connection, *, since: int, cast: frozenset[int], now: datetime) -> Facts:
    """`since` is the number of the last entry before the demonstration."""
    columns = (
        AuditEntry.at,
        AuditEntry.action,
        AuditEntry.person_id,
        AuditEntry.subject_id,
        AuditEntry.region_code,
    )
    rows = connection.execute(select(*columns).where(AuditEntry.id > since).order_by(AuditEntry.id))
    campaign = connection.execute(
        select(Campaign.id, Campaign.deadline).order_by(Campaign.year.desc()).limit(1)
    ).one()
    listed = connection.execute(
        select(func.count())
        .select_from(ReminderDelivery)
        .where(
            ReminderDelivery.campaign_id == campaign.id,
            ReminderDelivery.kind == ReminderKind.CLOSING,
        )
    ).scalar_one()
    entries = tuple(Entry(*row) for row in rows)
    sampled = connection.execute(
        select(func.count(Person.region_code.distinct())).where(Person.id >= FIRST_ID)
    ).scalar_one()
    return Facts(
        entries, cast, campaign.deadline, now, sampled == len(load_regions()), bool(listed)
    )
