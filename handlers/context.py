"""What a handler is given: who the update is from, their report, their open form, the time."""

from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from domain.regions.directory import Region, region_by_code
from models import Campaign, Draft, Person, RegionReport, ReportState


@dataclass(slots=True)
class Context:
    """One update's unit of work, as a handler sees it. The transaction is committed after the
    handler returns, and only then does the bot speak.

    `zone` is the ministry's, in which deadlines are shown and reckoned. `deadline` is that of
    the coordinator's region, for everyone else the campaign's. `report` is the region's, None
    if nothing is stored of it yet; `draft` the form that is open. `sent_at` is when the person
    did what is being handled: a message's own date, the receipt of a press. It may lie long
    before `now` if the bot was down, and is what counts for a deadline. `remind_at` is the time
    of a region's own day at which it is reminded. `on_behalf_of` is the
    region that an admin reports for just now (handlers/on_behalf.py); `deadline` and `report`
    are its then.
    """

    session: AsyncSession
    person: Person
    campaign: Campaign
    deadline: datetime
    report: RegionReport | None
    draft: Draft | None
    now: datetime
    sent_at: datetime
    zone: tzinfo
    remind_at: time
    bot_username: str
    on_behalf_of: Region | None = None

    @property
    def region(self) -> Region:
        """The coordinator's, or the one that an admin reports for; nobody else has one."""
        if self.on_behalf_of is not None:
            return self.on_behalf_of
        assert self.person.region_code is not None
        return region_by_code(self.person.region_code)

    def link(self, token: str) -> str:
        """The deep link that brings an invitation's token to the bot."""
        return f"https://t.me/{self.bot_username}?start={token}"

    @property
    def reported(self) -> bool:
        """Whether the region's report is submitted, with events or without."""
        return self.report is not None and self.report.state in (
            ReportState.SUBMITTED,
            ReportState.ZERO,
        )

    @property
    def own_zone(self) -> tzinfo:
        """The time zone of the region."""
        return ZoneInfo(self.region.time_zone)
