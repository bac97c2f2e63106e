"""What may be typed behind /export: «белгород», «2025», «только принятые ЦФО», «уроки csv», in any
order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from domain.events.fields import kind_called
from domain.export.filters import Reports
from domain.text.cleaning import fold
from domain.text.years import year_in

Format = Literal["xlsx", "csv"]

_REPORTS: Mapping[str, Reports] = MappingProxyType(
    {
        **dict.fromkeys(("сданные", "сданное", "сдано"), "submitted"),
        **dict.fromkeys(("принятые", "принятое", "принято"), "accepted"),
        **dict.fromkeys(("несданные", "несданное", "несдано"), "unsubmitted"),
    }
)
_FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        **dict.fromkeys(("csv", "цсв"), "csv"),
        **dict.fromkeys(("xlsx", "excel", "эксель"), "xlsx"),
    }
)
_CHANGED = frozenset({"изменения", "изменение", "измененные", "измененное"})
_NO_MATTER = frozenset({"только", "отчеты", "мероприятия", "файл", "вид"})


@dataclass(frozen=True, slots=True)
class Asked:
    """`where` is what is left: a district, a region, or nothing."""

    year: int | None
    reports: Reports | None
    kind: str | None
    format: Format
    changed: bool
    where: str


def read(argument: str) -> Asked | None:
    """None if it asks for two kinds of reports at once, or for two formats."""
    # «Не принятые» is one word: it must not be taken for the accepted ones.
    year, rest = year_in(argument)
    typed = re.sub(r"\b(не)\s+", r"\1", rest, flags=re.IGNORECASE).split()
    plain = {word: fold(word.strip(",.;«»")) for word in typed}
    reports = {_REPORTS[each] for each in plain.values() if each in _REPORTS}
    formats = {_FORMATS[each] for each in plain.values() if each in _FORMATS}
    if len(reports) > 1 or len(formats) > 1:
        return None
    known = _REPORTS.keys() | _FORMATS.keys() | _CHANGED | _NO_MATTER
    kind, where = _kind_in([word for word in typed if plain[word] not in known])
    changed = not _CHANGED.isdisjoint(plain.values())
    return Asked(
        year=year,
        reports=next(iter(reports), None),
        kind=kind,
        format=next(iter(formats), "xlsx"),
        changed=changed,
        where=" ".join(where),
    )


def _kind_in(words: list[str]) -> tuple[str | None, list[str]]:
    """The kind of events that some of the words, one behind the other, name; and the others."""
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            kind = kind_called(" ".join(words[start:end]))
            if kind is not None:
                return kind, words[:start] + words[end:]
    return None, words
