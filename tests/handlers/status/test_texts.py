"""What /status says: the wording that depends on something, and the longest forms. Telegram takes
4096 characters of a message and 1024 under a picture, counted without the tags."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from domain.events.fields import field
from domain.events.form import REVIEW
from domain.history.since_decision import ChangedEvent
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions
from domain.reports.region_card import RegionCard
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus, Silence
from domain.reports.status_groups import Group, regions_in
from domain.reports.submissions_by_day import SubmissionsByDay
from handlers import phrases
from handlers.formatting import short_deadline, short_moment, time_left
from handlers.status import texts
from models import Campaign, Event, Extension, ExtensionRequest, Person, Submission
from tests.regional import STEPS, status
from tests.world import DEADLINE, MOSCOW, plain

REGIONS = load_regions()
LATER = DEADLINE + timedelta(days=30)
CAMPAIGN = Campaign(id=1, year=2026, title="Н" * 200, deadline=DEADLINE)

COUNTRIES: dict[str, Sequence[RegionStatus]] = {
    "drafts left everywhere": [
        status(each, ReportStatus.NOT_BEGUN, step=STEPS[number % len(STEPS)])
        for number, each in enumerate(REGIONS)
    ],
    "silent for all reasons": [
        status(each, ReportStatus.NOT_BEGUN, silence=list(Silence)[number % 3])
        for number, each in enumerate(REGIONS)
    ],
    "all in progress, all extended": [
        status(each, ReportStatus.IN_PROGRESS, deadline=LATER) for each in REGIONS
    ],
    "all late and accepted": [
        status(each, ReportStatus.SUBMITTED, submitted_at=LATER, accepted=True) for each in REGIONS
    ],
    "no events, late and accepted": [
        status(each, ReportStatus.ZERO, submitted_at=LATER, accepted=True) for each in REGIONS
    ],
    "all returned": [status(each, ReportStatus.RETURNED, deadline=LATER) for each in REGIONS],
    "all changed after they were accepted": [
        status(
            each,
            ReportStatus.SUBMITTED,
            submitted_at=LATER,
            last_accepted_at=DEADLINE,
            events_changed_at=LATER,
        )
        for each in REGIONS
    ],
}

WORDS = ("name", "city", "organisation")
BEFORE = dict.fromkeys(WORDS, "<" * 200) | {"kind": "education", "participants": 10**8}
AFTER = dict.fromkeys(WORDS, ">" * 200) | {"kind": "contest", "participants": 10**9}
BEFORE |= {"times_held": 10**5, "publication_links": ["а"] * 20, "video_links": ["а"] * 20}
AFTER |= {"times_held": 10**6, "publication_links": [], "video_links": []}
CHANGED_IN_ALL = ChangedEvent(10**4, before=BEFORE, after=AFTER)


def overview(statuses: Sequence[RegionStatus]) -> str:
    return texts.overview.overview(statuses, campaign=CAMPAIGN, now=LATER, zone=MOSCOW, past=False)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_text_fits_into_a_message(country: str) -> None:
    statuses = COUNTRIES[country]
    lists = [
        texts.lists.group_list(
            regions_in(statuses, group, LATER + timedelta(days=1)), group, zone=MOSCOW, past=past
        )
        for group in Group
        for past in (False, True)
    ]
    districts = [
        texts.lists.district_list(
            [each for each in statuses if each.region.federal_district == district],
            district,
            now=DEADLINE,
            zone=MOSCOW,
            past=False,
        )
        for district in FEDERAL_DISTRICTS
    ]
    for text in (overview(statuses), *lists, *districts):
        assert len(plain(text)) <= 4096
    assert len(plain(texts.pictures.map_caption(statuses, CAMPAIGN, LATER, MOSCOW))) <= 1024


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_region_is_lost_between_the_lists(country: str) -> None:
    statuses = COUNTRIES[country]
    groups = (Group.NOT_BEGUN, Group.IN_PROGRESS, Group.RETURNED, Group.REPORTED)
    text = "".join(
        texts.lists.group_list(regions_in(statuses, group, LATER), group, zone=MOSCOW, past=False)
        for group in groups
    )
    assert [each.name for each in REGIONS if each.name not in text] == []


def test_the_overview_is_short_even_when_everything_has_happened() -> None:
    every = list(ReportStatus)
    statuses = [
        status(each, every[each.number % 5], deadline=(DEADLINE, LATER)[each.number % 2])
        for each in REGIONS
    ]
    assert len(overview(statuses).splitlines()) <= 14


def test_the_districts_add_up_to_the_country() -> None:
    statuses = [status(each, list(ReportStatus)[each.number % 5]) for each in REGIONS]
    text = texts.overview.districts(statuses, CAMPAIGN)
    for state, mark in texts.overview.MARKS.items():
        found = [int(number) for number in re.findall(rf"{mark} (\d+)", text)]
        assert sum(found) == sum(each.report_status == state for each in statuses)
    assert sum(int(number) for number in re.findall(r" из (\d+):", text)) == 89


def test_the_longest_card_of_a_region_fits() -> None:
    region = max(REGIONS, key=lambda each: len(each.name))
    card = RegionCard(
        status=status(
            region,
            ReportStatus.RETURNED,
            submitted_at=LATER,
            deadline=LATER,
            events=500,
            times_held=10**8,
            participants=10**9,
            returned_by="<" * 150,
            return_comment="<" * 1000,
            last_accepted_at=DEADLINE,
            events_changed_at=LATER,
        ),
        people=[
            Person(id=each, name="&" * 150, post="&" * 150, username="u" * 32, blocked_at=DEADLINE)
            for each in range(40)
        ],
        steps=dict.fromkeys(range(40), "organisation"),
        extension=Extension(until=LATER, reason="&" * 500, granted_by=4, granted_at=DEADLINE),
        extended_by="<" * 150,
        request=ExtensionRequest(requested_at=LATER, until=LATER, reason="<" * 500),
        returned=[Event(number=each, returned_at=LATER) for each in range(1, 501)],
        submission=Submission(region_code=region.code, number=10**6),
    )
    text = texts.region_card.region_card(
        card,
        [CHANGED_IN_ALL] * 500,
        campaign=CAMPAIGN,
        now=LATER + timedelta(days=1),
        zone=MOSCOW,
        past=False,
    )
    assert "Что изменилось с приёмки 29.11.2026" in text
    assert len(plain(text)) <= 4096


# ── Wording that depends on something ────────────────────────────────────────────────────


def test_a_regions_line_tells_whatever_is_out_of_the_ordinary() -> None:
    region, now = REGIONS[0], DEADLINE + timedelta(minutes=1)
    submitted = status(region, ReportStatus.SUBMITTED, submitted_at=LATER, accepted=True)
    lines = [
        texts.lists.in_short(each, now, MOSCOW, past=False)
        for each in (
            submitted,
            status(region, ReportStatus.ZERO),
            status(region, ReportStatus.RETURNED),
            status(
                region,
                ReportStatus.SUBMITTED,
                last_accepted_at=LATER,
                events_changed_at=LATER + timedelta(hours=1),
            ),
            status(region, ReportStatus.IN_PROGRESS, deadline=LATER),
            status(region, ReportStatus.NOT_BEGUN, step="organisation"),
            status(region, ReportStatus.NOT_BEGUN, step=REVIEW),
        )
    ]
    silent = status(region, ReportStatus.NOT_BEGUN)
    assert [*lines, texts.lists.in_short(silent, DEADLINE, MOSCOW, past=True)] == [
        "сдан (29.12), с опозданием, мероприятий: 12, принят",
        "мероприятий не было (22.11)",
        "возвращён (29.11), срок прошёл",
        "сдан (22.11), мероприятий: 12, изменён после приёмки",
        "заполняется, мероприятий: 12, срок продлён до 29.12, 23:59",
        f"черновик: шаг 4 из 8, «{field('organisation').title}», срок прошёл",
        "черновик заполнен, не сохранён, срок прошёл",
        "не начат",
    ]


def test_the_time_left_is_told_until_the_deadline_or_the_closing() -> None:
    campaign = Campaign(deadline=DEADLINE)
    before, after = DEADLINE - timedelta(hours=5), DEADLINE + timedelta(minutes=1)
    deadline, left = short_deadline(DEADLINE, MOSCOW), time_left(timedelta(hours=5))
    left = f"Отчёты принимаются до {deadline}, осталось {left}."
    assert texts.overview.term(campaign, before, MOSCOW) == left
    over = phrases.expired(DEADLINE, MOSCOW)
    assert texts.overview.term(campaign, after, MOSCOW) == over
    campaign.closed_at = before
    closed = f"Приём закрыт {short_moment(before, MOSCOW)}."
    assert texts.overview.term(campaign, before, MOSCOW) == closed


def test_the_chart_is_told_beside_the_year_before_as_far_as_that_went_on() -> None:
    this = SubmissionsByDay(2027, date(2027, 11, 28), {-3: 2, 0: 5})
    last = SubmissionsByDay(2026, date(2026, 11, 29), {-5: 4, 1: 6})
    subtitle = texts.pictures.chart_subtitle
    came = "Поступило отчётов: 2 из 89"
    assert subtitle(this, None, today=-2, regions=89) == came
    then = f"{came}; в 2026 году к этому же дню: 4"
    assert subtitle(this, last, today=-2, regions=89) == f"{then}, всего: 10"
    finished = "Поступило отчётов: 7 из 89; в 2026 году к этому же дню: 10"
    assert subtitle(this, last, today=1, regions=89) == finished
