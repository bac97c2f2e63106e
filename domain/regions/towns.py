"""The towns of each region, to recognise them in what people write.

`towns.csv` has the settlements of 5,000 people and more, from GeoNames (CC BY 4.0).
"""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from domain.regions.directory import Region, region_by_code
from domain.regions.transliteration import in_cyrillic, sounding
from domain.text.cleaning import fold

_KEPT = 4096  # texts of which it is remembered: in a list of events they come again
_LONGEST = 60  # characters in a town's name; the longest has 31
_POINT = re.compile(r"\. ?")
# No town has a figure in its name.
_CUT = re.compile(rf"(?=.*\.)[^\d\n]{{1,{_LONGEST}}}")


@lru_cache(_KEPT)
def is_town(text: str, region: Region) -> bool:
    """Whether it is the name of one of the region's towns, and nothing else. Words may be cut
    short by a point: «Наб. Челны»."""
    typed, towns = _plain(text), _towns()[region.code]
    if typed in towns or not _CUT.fullmatch(typed):
        return typed in towns
    words = _POINT.split(typed)
    begun = [town for town in towns if town.startswith(words[0])]
    if not begun:
        return False
    cut = re.compile(r"[а-я]* ".join(map(re.escape, words)))
    return any(map(cut.fullmatch, begun))


@lru_cache(_KEPT)
def towns_elsewhere(text: str, region: Region) -> tuple[str, ...]:
    """Those of the towns in the list «Белгород, Калининград» that only other regions have."""
    named = text.split(", ")
    return tuple(name for name in named if _plain(name) in _names() and not is_town(name, region))


def town_as_spelled(text: str, region: Region) -> str:
    """A town of the region that is typed in one case («белгород», «ГУБКИН») as the table has it;
    whatever else is typed stays."""
    if not (text.islower() or text.isupper()):
        return text
    return _towns()[region.code].get(_plain(text), text)


def towns_of(region: Region) -> Sequence[str]:
    """As the table spells them."""
    return tuple(_towns()[region.code].values())


@cache
def is_city(region: Region) -> bool:
    """Whether the region is a city itself: Moscow, Saint Petersburg, Sevastopol."""
    return is_town(region.name, region)


def regions_with_town(text: str) -> tuple[Region, ...]:
    """The regions that have a town of that name, in the letter's order. A part of the name does
    if it is a whole word and no town is called so: «Челны»."""
    typed = _plain(text)
    named = tuple(region for region in map(region_by_code, _towns()) if is_town(text, region))
    if not named and re.search("[a-z]", typed):
        heard = sounding(in_cyrillic(typed))
        named = tuple(
            region_by_code(code)
            for code, towns in _towns().items()
            if heard in map(sounding, towns)
        )
    if named or not typed:
        return named
    codes = [code for code, towns in _towns().items() if any(typed in t.split() for t in towns)]
    return tuple(map(region_by_code, codes))


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("-", " ").split())


@cache
def _names() -> frozenset[str]:
    """Of the towns of all regions."""
    return frozenset(name for towns in _towns().values() for name in towns)


@cache
def _towns() -> Mapping[str, Mapping[str, str]]:
    """By the region's code: each name by what `_plain` makes of it."""
    table = files("domain.regions").joinpath("towns.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            row["code"]: {_plain(town): town for town in row["towns"].split(";")}
            for row in csv.DictReader(table.splitlines())
        }
    )
