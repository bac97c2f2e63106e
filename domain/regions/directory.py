"""The 89 regions (subjects of the Federation), from the mailing list of the ministry's letter."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo

# In the letter's order. None is for the four regions that belong to no district.
FEDERAL_DISTRICTS: Mapping[str | None, str] = MappingProxyType(
    {
        "ЦФО": "Центральный федеральный округ",
        "СЗФО": "Северо-Западный федеральный округ",
        "ЮФО": "Южный федеральный округ",
        "СКФО": "Северо-Кавказский федеральный округ",
        "ПФО": "Приволжский федеральный округ",
        "УФО": "Уральский федеральный округ",
        "СФО": "Сибирский федеральный округ",
        "ДФО": "Дальневосточный федеральный округ",
        None: "Вне федеральных округов",
    }
)


@dataclass(frozen=True, slots=True)
class Region:
    """One line of the letter's mailing list.

    `number` is its place there, from 1. `code` is the tax service's, two digits. `short` is at
    most three letters, for a tile. `authority` is the addressee of letters, `delivery` how they
    are delivered. `time_zone` is the capital's, an IANA name. The tiles form a map of the
    country, 18 columns by 11 rows, both counted from 0.
    """

    number: int
    code: str
    name: str
    short: str
    authority: str
    delivery: str
    federal_district: str | None
    time_zone: str
    tile_column: int
    tile_row: int

    def __hash__(self) -> int:
        # By what tells them apart: what is remembered of texts is looked up by their region.
        return hash(self.code)


@cache
def load_regions() -> tuple[Region, ...]:
    """In the letter's order. Raises ValueError if the table contradicts itself, and
    ZoneInfoNotFoundError for a time zone that the machine does not know."""
    table = files("domain.regions").joinpath("regions.csv").read_text(encoding="utf-8")
    regions = tuple(map(_region, csv.DictReader(table.splitlines())))
    if [region.number for region in regions] != list(range(1, len(regions) + 1)):
        raise ValueError("regions.csv: the regions are not numbered in order")
    for field in ("code", "name", "short"):
        if len({getattr(region, field) for region in regions}) < len(regions):
            raise ValueError(f"regions.csv: two regions share a {field}")
    if len({(region.tile_column, region.tile_row) for region in regions}) < len(regions):
        raise ValueError("regions.csv: two regions share a tile")
    if not {region.federal_district for region in regions} <= FEDERAL_DISTRICTS.keys():
        raise ValueError("regions.csv: an unknown federal district")
    return regions


def region_by_code(code: str) -> Region:
    """`code` has two digits. Raises KeyError if there is no such region."""
    return _by_code()[code]


def regions_of(district: str | None) -> tuple[Region, ...]:
    """`district` is one of FEDERAL_DISTRICTS, None too. In the letter's order."""
    return tuple(region for region in load_regions() if region.federal_district == district)


@cache
def _by_code() -> Mapping[str, Region]:
    return MappingProxyType({region.code: region for region in load_regions()})


def _region(row: dict[str, str]) -> Region:
    return Region(
        number=int(row["number"]),
        code=row["code"],
        name=row["name"],
        short=row["short"],
        authority=row["authority"],
        delivery=row["delivery"],
        federal_district=row["federal_district"] or None,
        time_zone=_zone(row["time_zone"]).key,
        tile_column=int(row["tile_column"]),
        tile_row=int(row["tile_row"]),
    )


@cache
def _zone(name: str) -> ZoneInfo:
    """Fails for an unknown one. Kept for the whole process: ZoneInfo itself keeps the eight that
    were asked for last, the country has eleven, and the others would be read from the disk at each
    look of the clock."""
    return ZoneInfo(name)
