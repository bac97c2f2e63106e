"""The made-up reports: all sorts of them, and nothing in them that the form would not take."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from yarl import URL

from demo.sample import SampleEvent, SampleReport, sample_reports
from demo.sample_recipes import places
from domain.events import form
from domain.events.fields import FIELDS, KINDS, field
from domain.regions.directory import load_regions
from models import ReportState

SEED = 7
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def reports() -> tuple[SampleReport, ...]:
    return sample_reports(SEED, NOW)


@pytest.fixture(scope="module")
def events(reports: tuple[SampleReport, ...]) -> list[SampleEvent]:
    return [event for report in reports for event in report.events]


def test_the_same_seed_gives_the_same_and_another_one_gives_other_data(
    reports: tuple[SampleReport, ...],
) -> None:
    assert sample_reports(SEED, NOW) == reports
    assert sample_reports(SEED + 1, NOW) != reports


def test_all_regions_are_there_in_the_letters_order_and_stand_at_various_points(
    reports: tuple[SampleReport, ...],
) -> None:
    assert [report.region for report in reports] == list(load_regions())
    standings = Counter((report.state, bool(report.events)) for report in reports)
    assert standings == {
        (None, False): 14,
        (None, True): 22,
        (ReportState.ZERO, False): 4,
        (ReportState.SUBMITTED, True): 49,
    }
    assert {len(report.coordinators) for report in reports} == {1, 2}


@pytest.mark.parametrize("seed", [1, 2, 3, 2025])
def test_there_are_about_fifteen_hundred_events_in_reports_short_and_long(seed: int) -> None:
    sizes = [sum(each.finished for each in report.events) for report in sample_reports(seed, NOW)]
    assert 1_200 < sum(sizes) < 1_800
    assert max(sizes) > 40
    assert any(0 < size < 10 for size in sizes)


def test_the_form_takes_every_answer_and_is_done_when_all_are_given(
    events: list[SampleEvent],
) -> None:
    region = load_regions()[0]
    keys = [each.key for each in FIELDS]
    for event in events:
        assert list(event.answers) == keys[: len(event.answers)]
        for key, typed in event.answers.items():
            if field(key).answers == "links":
                taken = form.take_links([], typed, ())
                assert (list(taken.added), taken.not_links) == (typed.split(), ())
            else:
                answer = form.parse_answer(field(key), typed, region, {})[key]
                assert str(answer) == typed or key == "kind"
        assert (list(event.answers) == keys) == event.finished


def test_events_are_of_every_kind_with_no_one_or_many_links_in_the_regions_own_towns(
    reports: tuple[SampleReport, ...], events: list[SampleEvent]
) -> None:
    finished = [event.answers for event in events if event.finished]
    assert {each["kind"] for each in finished} == set(KINDS.values())
    for key in ("publication_links", "video_links"):
        assert {0, 1, 5} <= {len(each[key].split()) for each in finished}
    assert any(each["participants"] == "0" for each in finished)
    for report in reports:
        towns = {each.answers["city"] for each in report.events if "city" in each.answers}
        assert towns <= set(places()[report.region.code].cities)
    assert not any(set("{}") & set("".join(each.answers.values())) for each in events)


def test_links_lead_to_no_page_of_anybody(events: list[SampleEvent]) -> None:
    for event in events:
        for key in ("publication_links", "video_links"):
            for link in map(URL, event.answers.get(key, "").split()):
                assert (
                    str(link.host).endswith(".example")
                    or link.path.startswith("/wall-9")
                    or link.host == "rutube.ru"
                )


def test_everything_happened_in_its_order_and_before_now(
    reports: tuple[SampleReport, ...],
) -> None:
    for report in reports:
        joined = {each.id: each.joined_at for each in report.coordinators}
        assert NOW - timedelta(days=30) < min(joined.values())
        assert all(joined[event.by] < event.at for event in report.events)
        assert all(one.at <= other.at for one, other in pairwise(report.events))
        last = report.events[-1].at if report.events else joined[report.coordinators[0].id]
        assert last <= report.state_at <= NOW
        assert all(each.joined_at < (each.blocked_at or NOW) <= NOW for each in report.coordinators)


def test_an_unfinished_form_is_the_last_of_its_author_and_its_report_is_not_handed_in(
    reports: tuple[SampleReport, ...],
) -> None:
    unfinished = 0
    for report in reports:
        latest = {event.by: event for event in report.events}
        for event in report.events:
            if not event.finished:
                unfinished += 1
                assert latest[event.by] is event
                assert report.state is None
    assert unfinished > 3


def test_a_few_people_blocked_the_bot_and_nobody_has_an_id_of_telegrams(
    reports: tuple[SampleReport, ...],
) -> None:
    people = [each for report in reports for each in report.coordinators]
    assert 1 <= sum(each.blocked_at is not None for each in people) <= 15
    assert len({each.id for each in people}) == len(people)
    # Telegram's ids have no more than 40 significant bits today.
    assert min(each.id for each in people) > 2**43
