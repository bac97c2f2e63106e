"""A town that is misspelled: «Белгоорд», «Старй Оскол». It is asked about, never put right."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from domain.events.spellings import city_key
from domain.regions.directory import Region
from domain.regions.towns import is_town, towns_of

_SHORTEST = 5  # letters: of shorter names, one letter makes another one
_LONG = 9  # letters: two slips are forgiven from here on
# «Майское» beside «Майский» is a village of its own, not a slip.
_ADJECTIVE = re.compile(r"(?:[ыио]й|[ая]я|[ое]е|[ыи]е|о)$")
_SINGLE_NAME = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,3}")


def town_meant(typed: str, region: Region, known: Iterable[str]) -> str | None:
    """The town of the region, or the city of an earlier event (`known`), that is very near to the
    one that was typed; None if that is one of them itself, or no name of a town at all."""
    key = city_key(typed)
    earlier = [city for city in known if "," not in city]
    if not _SINGLE_NAME.fullmatch(key) or is_town(typed, region):
        return None
    towns = {city_key(town): town for town in (*earlier, *towns_of(region))}
    if key in towns or len(key) < _SHORTEST:
        return None
    most = 2 if len(key) >= _LONG else 1
    near = [(distance, town) for town in towns if (distance := _slips(key, town, most)) <= most]
    return towns[min(near)[1]] if near else None


def _slips(typed: str, town: str, most: int) -> int:
    """How many letters are wrong, missing, too many or changed about; more than `most` if it is
    another name."""
    if typed[0] != town[0] and typed[1:] != town[1:]:
        return most + 1
    as_adjectives = _ADJECTIVE.sub("", typed), _ADJECTIVE.sub("", town)
    if as_adjectives[0] == as_adjectives[1]:
        return most + 1
    return OSA.distance(typed, town, score_cutoff=most)
