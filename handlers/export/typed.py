"""What may be typed behind /export: «белгород», «2025», «только принятые ЦФО», in any order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.export.filters import Reports
from domain.text.cleaning import fold

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
    words = re.sub(r"\b(не)\s+", r"\1", argument, flags=re.IGNORECASE).split()
    year, reports, where = None, None, list[str]()
    for word in words:
        plain = fold(word.strip(",.;«»"))
        if re.fullmatch(r"\d{4}", plain, re.ASCII):
            year = int(plain)
        elif plain in _REPORTS:
            reports = _REPORTS[plain]
        elif plain not in ("только", "отчеты"):
            where.append(word)
    return Asked(year, reports, " ".join(where))
