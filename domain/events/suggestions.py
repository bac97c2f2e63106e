"""Which of a region's earlier places are offered as quick answers, in which spelling and order."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from domain.events.spellings import city_key, organisation_key

PLACES = 40  # kept with an open form
OFFERED = 6  # of them as buttons under one question


@dataclass(frozen=True, slots=True)
class UsedPlace:
    """A city and an organisation as they are spelled in so many `events`; `newest` grows with the
    latest of them."""

    city: str
    organisation: str
    events: int
    newest: int


def suggested_places(used: Sequence[UsedPlace]) -> list[tuple[str, str]]:
    """City by city, and in each its organisations: first the last one, then by how often they are
    used, of equals the later one first. Spellings of one place are one, in the most used one."""
    cities = _ranked(used, lambda place: place.city, city_key)
    found: list[tuple[str, str]] = []
    for key, city in cities[:PLACES]:
        here = [place for place in used if city_key(place.city) == key]
        organisations = _ranked(here, lambda place: place.organisation, organisation_key)
        found += [(city, organisation) for _, organisation in organisations[:OFFERED]]
    return found if len(found) <= PLACES else _with_all_cities(found)


def _with_all_cities(places: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Fewer, but with each city's first organisation, as long as there is room for that."""
    firsts = dict(reversed(places))
    room = PLACES - len(firsts)
    kept = []
    for city, organisation in places:
        is_first = firsts[city] == organisation
        room -= not is_first
        if is_first or room >= 0:
            kept.append((city, organisation))
    return kept[:PLACES]


def _ranked(
    used: Iterable[UsedPlace], spelled: Callable[[UsedPlace], str], key: Callable[[str], str]
) -> list[tuple[str, str]]:
    """Each place once: its key, and the spelling that most events have."""
    events: Counter[str] = Counter()
    newest: dict[str, int] = {}
    spellings: dict[str, Counter[str]] = {}
    latest: dict[str, int] = {}
    for place in used:
        spelling = spelled(place)
        place_key = key(spelling)
        events[place_key] += place.events
        newest[place_key] = max(newest.get(place_key, 0), place.newest)
        latest[spelling] = max(latest.get(spelling, 0), place.newest)
        spellings.setdefault(place_key, Counter())[spelling] += place.events
    last = max(newest, key=lambda each: newest[each], default=None)
    ranked = sorted(events, key=lambda each: (each != last, -events[each], -newest[each]))
    return [
        (each, max(spellings[each], key=lambda one: (spellings[each][one], latest[one])))
        for each in ranked
    ]
