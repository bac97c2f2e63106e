"""What may be typed behind /export: «белгород», «2025», «только принятые ЦФО», in any order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.export.filters import Reports
from domain.text.cleaning import fold
from domain.text.years import year_in

_REPORTS: Mapping[str, Reports] = MappingProxyType(
    {
        **dict.fromkeys(("сданные", "сданное", "сдано"), "submitted"),
        **dict.fromkeys(("принятые", "принятое", "принято"), "accepted"),
        **dict.fromkeys(("несданные", "несданное", "несдано"), "unsubmitted"),
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`where` is what is left: a district, a region, or nothing."""

    year: int | None
    reports: Reports | None
    where: str


def read(argument: str) -> Asked:
    # «Не принятые» is one word: it must not be taken for the accepted ones.
    year, rest = year_in(argument)
    words = re.sub(r"\b(не)\s+", r"\1", rest, flags=re.IGNORECASE).split()
    reports, where = None, list[str]()
    for word in words:
        plain = fold(word.strip(",.;«»"))
        if plain in _REPORTS:
            reports = _REPORTS[plain]
        elif plain not in ("только", "отчеты"):
            where.append(word)
    return Asked(year, reports, " ".join(where))
