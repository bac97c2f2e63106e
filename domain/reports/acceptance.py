"""Accepting many reports at once: which are ready for that, and doing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.locking import lock_regions
from domain.reports.data_check_queries import remarks_on_regions
from domain.reports.decisions import accept_reports
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_statuses
from models import AuditEntry, Campaign, Event, Person


class LeftOut(StrEnum):
    """Why a submitted report is to be looked at by itself."""

    RETURNED = "returned"  # it, or an event of it, and not accepted since
    CHANGED = "changed"  # since it was accepted
    REMARKS = "remarks"  # of the data checks


@dataclass(frozen=True, slots=True)
class Acceptable:
    """The submitted reports that are not accepted yet, in the letter's order. `ready` are those
    that nothing is open about, whether they have events or none."""

    ready: Sequence[RegionStatus]
    left_out: Mapping[LeftOut, Sequence[RegionStatus]]

    def within(self, district: str | None) -> "Acceptable":
        """Those of a federal district; None: of the regions outside them."""
        return Acceptable(
            ready=_of_district(self.ready, district),
            left_out={
                why: _of_district(statuses, district) for why, statuses in self.left_out.items()
            },
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of the reports that an admin wanted to accept. `entries` has by region's code the
    entry in the audit trail of each that is accepted now; `already` were accepted before, `changed`
    are no longer what the admin saw."""

    statuses: Sequence[RegionStatus]
    entries: Mapping[str, AuditEntry]
    already: Sequence[RegionStatus]
    changed: Sequence[RegionStatus]


async def acceptable_reports(session: AsyncSession, campaign: Campaign) -> Acceptable:
    waiting = [each for each in await region_statuses(session, campaign) if each.acceptable]
    codes = [status.region.code for status in waiting]
    of_events = await session.scalars(
        select(Event.region_code)
        .where(
            Event.campaign_id == campaign.id,
            Event.region_code.in_(codes),
            Event.returned_at.is_not(None),
            Event.deleted_at.is_(None),
        )
        .distinct()
    )
    returned = set(of_events)
    remarked = {
        remark.event.region_code for remark in await remarks_on_regions(session, campaign, codes)
    }

    def why(status: RegionStatus) -> LeftOut | None:
        if status.returned_at is not None or status.region.code in returned:
            return LeftOut.RETURNED
        if status.changed_since_acceptance:
            return LeftOut.CHANGED
        return LeftOut.REMARKS if status.region.code in remarked else None

    reasons = [(status, why(status)) for status in waiting]
    return Acceptable(
        ready=[status for status, reason in reasons if reason is None],
        left_out={
            wanted: [status for status, reason in reasons if reason == wanted] for wanted in LeftOut
        },
    )


def _of_district(statuses: Sequence[RegionStatus], district: str | None) -> Sequence[RegionStatus]:
    return [status for status in statuses if status.region.federal_district == district]


async def accept_as_seen(
    session: AsyncSession,
    campaign: Campaign,
    seen: Mapping[str, str],
    *,
    by: Person,
    now: datetime,
) -> Accepted:
    """`seen` has by region's code the `decision_version` that the admin saw: only that one is
    accepted. What the data checks say of an unchanged report is not asked again. All regions are
    locked at once, and for a few statements only."""
    await lock_regions(session, seen)
    meant = [
        status for status in await region_statuses(session, campaign) if status.region.code in seen
    ]
    already = [status for status in meant if status.accepted]
    ready = [
        status
        for status in meant
        if status.acceptable and status.decision_version == seen[status.region.code]
    ]
    codes = [status.region.code for status in ready]
    return Accepted(
        statuses=ready,
        entries=await accept_reports(session, campaign, codes, by=by, now=now) if codes else {},
        already=already,
        changed=[status for status in meant if status not in (*already, *ready)],
    )
