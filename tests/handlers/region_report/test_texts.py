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
    text = texts.report(
        seen,
        region=REGION,
        campaign=Campaign(year=2026),
        deadline=DEADLINE,
        zone=MOSCOW,
        returned=returned,
    )
    return plain(text).split("\n")


def event(number: int, *, corrected: bool = False) -> Event:
    """One that the ministry has returned."""
    at = IN_THE_WEEK if corrected else None
    return Event(number=number, returned_at=IN_THE_WEEK, corrected_at=at)


def test_a_report_tells_where_it_stands_and_what_is_not_in_it() -> None:
    figures = [*sums(2, 3, 4).split("\n"), plain(f"Срок: {until(DEADLINE, MOSCOW, REGION)}")]
    assert report(OPEN) == [
        "Отчёт: Белгородская область, 2026",
        f"Состояние: {ReportStatus.IN_PROGRESS}",
        *figures,
        "",
        "Незаконченных мероприятий в регионе: 1. Они не войдут в отчёт, пока их не сохранят.",
    ]
    submitted = replace(OPEN, report_status=ReportStatus.SUBMITTED)
    state = f"Состояние: {ReportStatus.SUBMITTED} ({NOON}, Анна <b>)"
    assert report(submitted)[1:] == [state, *figures], "what is unfinished is no use any more"
    accepted = replace(submitted, accepted_at=IN_THE_WEEK)
    assert report(accepted)[-1] == f"Принят министерством {NOON}"


def test_a_returned_report_tells_what_the_ministry_wants() -> None:
    returned = replace(
        OPEN,
        report_status=ReportStatus.RETURNED,
        drafts=0,
        returned_at=IN_THE_WEEK,
        return_comment="Где ссылки?",
    )
    told = report(returned, event(1), event(2), event(3, corrected=True))[-4:]
    assert told == [
        f"Министерство вернуло отчёт {NOON}",
        "Где ссылки?",
        f"{Correction.RETURNED.capitalize()}: {numbered_events([1, 2])}",
        f"{Correction.CORRECTED.capitalize()}: {numbered_events([3])}",
    ]
    again = replace(returned, report_status=ReportStatus.SUBMITTED)
    assert f"Министерство вернуло отчёт {NOON}, сдан снова" in report(again)
