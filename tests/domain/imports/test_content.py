"""The events of a file as JSON."""

import json
import tracemalloc

import pytest

from domain.imports.content import events_as_json
from tests.world import ANSWERS


@pytest.mark.parametrize("count", [0, 1, 100, 101, 250])
def test_it_has_all_events_in_their_order(count: int) -> None:
    events = [{**ANSWERS, "name": f"Урок {number}"} for number in range(count)]
    assert json.loads(events_as_json(events)) == events


def test_an_emoji_in_one_event_makes_the_others_take_no_more_memory() -> None:
    links = [f"https://rskrf.ru/{'news/' * 50}{number}" for number in range(20)]
    events = [{**ANSWERS, "publication_links": links} for _ in range(1_000)]
    events[0] = {**ANSWERS, "name": "Урок 🎉"}
    tracemalloc.start()
    try:
        written = events_as_json(events)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4 * len(written)
