"""Where a region stands: the one answer to whether it has reported, and if not, why not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.campaigns.deadlines import has_passed
from domain.regions.directory import Region
from domain.reports.closed import report_is_closed
from domain.reports.state import ReportStatus
from domain.reports.sums import Part, Sums
from models import Campaign


class Silence(StrEnum):
    """Why a region has not begun its report, with the words that lists show."""

    NO_COORDINATOR = "нет координатора"
    BLOCKED = "координаторы заблокировали бота"
    NEVER_OPENED = "ничего не вводили"
    EMPTIED = "отчёт открыт, но пуст"  # what it held was deleted, or it was a zero report
    DRAFT = "черновик не сохранён"


@dataclass(frozen=True, slots=True)
class RegionStatus:
    """One region and its report.

    `drafts` counts the unfinished events with at least one answer. `silence` is set for
    ReportStatus.NOT_BEGUN only, and `draft_step` (a step of the event form) for Silence.DRAFT only:
    where the draft with the most answers was left. `deadline` is the region's own; `extended` says
    that it is later than the campaign's. `events_changed_at` is when an event was last added,
    changed or deleted. The fields from `changed_at` to `accepted_by` are as in RegionReport, but
    people are names. `last_accepted_at` is when the report was accepted last, also if it was
    returned or opened since.
    """

    region: Region
    report_status: ReportStatus
    events: int
    times_held: int
    participants: int
    coordinators: int
    reachable: int  # of them, those who have not blocked the bot
    events_changed_at: datetime | None
    changed_at: datetime | None
    changed_by: str | None
    submitted_at: datetime | None
    returned_at: datetime | None
    returned_by: str | None
    return_comment: str | None
    accepted_at: datetime | None
    accepted_by: str | None
    last_accepted_at: datetime | None
    drafts: int
    silence: Silence | None
    draft_step: str | None
    deadline: datetime
    extended: bool

    @property
    def part(self) -> Part:
        return Part.SUBMITTED if self.report_status.reported else Part.UNSUBMITTED

    @property
    def sums(self) -> Sums:
        return Sums(self.events, self.times_held, self.participants)

    @property
    def accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def acceptable(self) -> bool:
        """Submitted, and not accepted yet."""
        return self.report_status.reported and not self.accepted

    @property
    def changed_since_acceptance(self) -> bool:
        """Whether an event has been added, changed or deleted since the report was accepted last,
        and the ministry has not accepted it again."""
        if self.accepted or self.last_accepted_at is None or self.events_changed_at is None:
            return False
        return self.events_changed_at > self.last_accepted_at

    @property
    def returnable(self) -> bool:
        """Whether the report can be returned as a whole: it is submitted, or open only because
        single events of it were returned."""
        opened_for_events = (
            self.report_status == ReportStatus.RETURNED and self.return_comment is None
        )
        return self.report_status.reported or opened_for_events

    @property
    def emptied(self) -> bool:
        """There was something to report before, or that there was nothing; now there is neither."""
        changed = self.last_change is not None
        return changed and self.report_status == ReportStatus.NOT_BEGUN

    @property
    def last_change(self) -> datetime | None:
        """Of the report's state or of an event."""
        changes = (self.events_changed_at, self.changed_at)
        return max((at for at in changes if at is not None), default=None)

    @property
    def late(self) -> bool:
        """Submitted, but after the region's deadline."""
        return self.submitted_at is not None and has_passed(self.deadline, self.submitted_at)

    def overdue(self, now: datetime) -> bool:
        """Not submitted by the region's deadline. A returned report is not overdue: the ministry
        decides until when it waits for the correction."""
        submitted = self.report_status.reported or self.submitted_at is not None
        return not submitted and has_passed(self.deadline, now)

    def has_more_time(self, now: datetime) -> bool:
        """A deadline of its own that has not passed yet."""
        return self.extended and not has_passed(self.deadline, now)

    def can_be_late(self, campaign: Campaign, now: datetime) -> bool:
        """Whether the report can still be submitted as it is, though nothing can be changed in it
        any more."""
        open_end = campaign.closed_at is None and not self.report_status.reported
        return open_end and self.is_closed(campaign, now)

    def is_closed(self, campaign: Campaign, now: datetime) -> bool:
        """Whether the region can change nothing in its report any more."""
        returned = self.report_status == ReportStatus.RETURNED
        return report_is_closed(campaign, self.deadline, returned=returned, now=now)

    @property
    def version(self) -> str:
        """Version token for optimistic locking: adding, changing or deleting an event changes
        it."""
        return f"{self.events}-{_milliseconds(self.events_changed_at)}"

    @property
    def decision_version(self) -> str:
        """Version token for the ministry's decisions: submitting, returning, opening and accepting
        the report change it, too."""
        decided = max(_milliseconds(self.changed_at), _milliseconds(self.accepted_at))
        return f"{self.version}-{decided}{'+' if self.accepted else ''}"


def _milliseconds(at: datetime | None) -> int:
    return round(at.timestamp() * 1000) if at else 0
