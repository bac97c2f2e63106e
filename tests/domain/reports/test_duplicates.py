"""Looking for repetitions in groups finds what comparing every event with every other one would."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from domain.reports.duplicates import duplicates
from domain.reports.reported_event import ReportedEvent

# In the order of the alphabet, and without what is left out or must be the same: such texts are
# compared as they are written.
WORDS = ("библиотека", "библиотеке", "библиотеки", "школа")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(sorted).map(" ".join)
EVENTS = st.lists(st.tuples(st.sampled_from("12"), TEXTS, TEXTS, TEXTS), max_size=25)


@given(EVENTS)
def test_each_repetition_is_found_with_the_first_event_like_it(
    given: list[tuple[str, str, str, str]],
) -> None:
    events = [
        ReportedEvent(number, region, number, "fair", name, city, organisation, 1, 1, 1)
        for number, (region, name, city, organisation) in enumerate(given)
    ]
    expected = dict[int, ReportedEvent]()
    for event in events:
        for other in events[: event.number]:
            if other.id not in expected and alike(event, other):
                expected[event.id] = other
                break
    assert duplicates(reversed(events)) == expected


def alike(one: ReportedEvent, other: ReportedEvent) -> bool:
    texts = zip(
        (one.name, one.city, one.organisation),
        (other.name, other.city, other.organisation),
        strict=True,
    )
    return one.region_code == other.region_code and all(fuzz.ratio(*pair) >= 90 for pair in texts)
