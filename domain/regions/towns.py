"""The towns of each region, to recognise them in what people write.

`towns.csv` has the settlements of 5,000 people and more, from GeoNames (CC BY 4.0).
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from domain.regions.directory import Region, region_by_code
from domain.text.cleaning import fold


def is_town(text: str, region: Region) -> bool:
    """Whether it is the name of one of the region's towns, and nothing else."""
    return fold(text).strip() in _towns()[region.code]


def is_city(region: Region) -> bool:
    """Whether the region is a city itself: Moscow, Saint Petersburg, Sevastopol."""
    return is_town(region.name, region)


def regions_with_town(text: str) -> tuple[Region, ...]:
    """The regions that have a town of that name, in the letter's order. A part of the name does
    if it is a whole word and no town is called so: «Челны»."""
    typed = fold(text).strip()
    for is_meant in (typed.__eq__, lambda town: typed in town.replace("-", " ").split()):
        codes = [code for code, towns in _towns().items() if any(map(is_meant, towns))]
        if codes and typed:
            return tuple(map(region_by_code, codes))
    return ()


@cache
def _towns() -> Mapping[str, frozenset[str]]:
    """By the region's code: names, folded."""
    table = files("domain.regions").joinpath("towns.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            row["code"]: frozenset(map(fold, row["towns"].split(";")))
            for row in csv.DictReader(table.splitlines())
        }
    )
