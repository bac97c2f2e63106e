"""What is said of a region's report: the wording that depends on something."""

from dataclasses import replace

from domain.regions.directory import region_by_code
from domain.reports.review import Correction
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.formatting import numbered_events, short_moment, sums, until
from handlers.region_report import texts
from models import Campaign, Event
from tests.regional import status
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, plain

REGION = region_by_code("31")
OPEN = status(
    REGION,
    ReportStatus.IN_PROGRESS,
    events=2,
    times_held=3,
    participants=4,
    drafts=1,
    changed_at=IN_THE_WEEK,
    changed_by="Анна <b>",
)
NOON = short_moment(IN_THE_WEEK, MOSCOW)


def report(seen: RegionStatus, *returned: Event) -> list[str]:
    """In lines, as a phone shows it."""
    text = texts.report.report(
        seen,
        region=REGION,
        campaign=Campaign(year=2026),
        deadline=DEADLINE,
        zone=MOSCOW,
        is_closed=False,
        returned=returned,
    )
    return plain(text).split("\n")


def event(number: int, *, corrected: bool = False) -> Event:
    """One that the ministry has returned."""
    at = IN_THE_WEEK if corrected else None
    return Event(number=number, returned_at=IN_THE_WEEK, corrected_at=at)


HEADING = f"{REGION.name}. Отчёт о Неделе качества 2026"


def test_a_report_tells_where_it_stands_and_what_is_not_in_it() -> None:
    deadline = plain(until(DEADLINE, MOSCOW, REGION))
    assert report(OPEN) == [
        HEADING,
        texts.report.unfinished(1),
        "",
        ReportStatus.IN_PROGRESS,
        *sums(2, 3, 4).split("\n"),
        f"Сдать нужно до {deadline}.",
    ]
    submitted = replace(OPEN, report_status=ReportStatus.SUBMITTED)
    assert report(submitted) == [
        HEADING,
        f"{ReportStatus.SUBMITTED} {NOON}, Анна <b>",
        *sums(2, 3, 4).split("\n"),
        f"Исправить можно до {deadline}.",
        "",
        texts.report.left_out(1),
    ], "a draft is not forgotten once the report is submitted"
    accepted = replace(submitted, accepted_at=IN_THE_WEEK, drafts=0)
    assert report(accepted)[-1] == f"Принят министерством {NOON}"


def test_an_empty_report_shows_no_zeros_and_without_events_since_when_that_is_known() -> None:
    nothing = replace(OPEN, events=0, times_held=0, participants=0, drafts=0)
    emptied = replace(nothing, report_status=ReportStatus.NOT_BEGUN)
    assert report(emptied)[1:-1] == [texts.report.NOTHING_LEFT]
    assert report(replace(emptied, changed_at=None))[1:-1] == [ReportStatus.NOT_BEGUN]
    zero = report(replace(nothing, report_status=ReportStatus.ZERO))
    assert zero[1] == f"{ReportStatus.ZERO}. Сообщено {NOON}, Анна <b>"


def test_drafts_that_a_report_leaves_out_are_told_of_before_it_is_submitted_empty() -> None:
    assert texts.report.left_out(2) in texts.report.confirm_zero(REGION, 2026, 2)
    assert texts.report.left_out(0) not in texts.report.confirm_zero(REGION, 2026, 0)


def test_a_returned_report_tells_what_the_ministry_wants() -> None:
    returned = replace(
        OPEN,
        report_status=ReportStatus.RETURNED,
        drafts=0,
        returned_at=IN_THE_WEEK,
        return_comment="Где ссылки?",
    )
    told = report(returned, event(1), event(2), event(3, corrected=True))
    assert told[1].startswith(f"{ReportStatus.RETURNED}.")
    assert told[-4:] == [
        f"Министерство вернуло отчёт {NOON}. Комментарий министерства:",
        "Где ссылки?",
        f"{Correction.RETURNED.capitalize()}: {numbered_events([1, 2])}",
        f"{Correction.CORRECTED.capitalize()}: {numbered_events([3])}",
    ], "and no deadline, past which it stays open"
    again = "\n".join(report(replace(returned, report_status=ReportStatus.SUBMITTED)))
    assert f"Министерство вернуло отчёт {NOON}; отчёт сдан снова." in again
