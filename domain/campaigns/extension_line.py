"""Reads what /extend is given in one line: «брянск до 5 декабря 18:00 ремонт»."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial

from domain.regions.search import find_regions, is_plain
from domain.text.dates import is_moment, names_other_zone

_LONGEST = 6  # words of a region's name or of a date
_SHORTEST_GUESS = 4  # characters of a name with mistakes in it


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """As typed; "" for what is not there."""

    region: str = ""
    until: str = ""
    reason: str = ""


def extension_line(text: str, now: datetime, zone: tzinfo) -> ExtensionLine:
    """What cannot be made out stays in `region`, or beside a plain region in `until`, to be
    refused there."""
    if _is_plain(text):
        return ExtensionLine(text)
    is_date = partial(is_moment, now=now, zone=zone)
    plainly = [cut for cut in _cuts(text) if _is_plain(cut[0])]
    line = _dated(plainly, is_date)
    if line is None and is_date(text):
        return ExtensionLine(until=text)
    line = line or _dated([cut for cut in _cuts(text) if _is_guess(cut[0])], is_date)
    line = line or _date_first(text, is_date)
    if line is not None:
        return line
    # «белгородская облсть» is one region, and «брянск 5» is not.
    if plainly and (any(map(str.isdigit, plainly[-1][1])) or not find_regions(text)):
        return ExtensionLine(*plainly[-1])
    return ExtensionLine(text)


def names_region(text: str, now: datetime, zone: tzinfo) -> bool:
    """Whether a new deadline is that of a region, by name: «брянск 5 декабря», or «брянск»."""
    line = extension_line(text, now, zone)
    is_name = any(map(str.isalpha, line.region)) and bool(find_regions(line.region))
    return is_name and (not line.until or is_moment(line.until, now, zone))


def _dated(cuts: list[tuple[str, str]], is_date: Callable[[str], bool]) -> ExtensionLine | None:
    """The cut behind which a date comes, perhaps with a reason behind it."""
    for region, rest in cuts:
        if is_date(rest):
            return ExtensionLine(region, rest)
    for region, rest in cuts:
        for until, reason in reversed(_cuts(rest)):
            if is_date(until) and not until.endswith(" по"):  # «по болезни»
                if names_other_zone(rest):
                    return ExtensionLine(region, rest)
                return ExtensionLine(region, until, reason.strip(" ,.;:–—-"))
    return None


def _date_first(text: str, is_date: Callable[[str], bool]) -> ExtensionLine | None:
    """«до 5 декабря брянск»."""
    for until, region in reversed(_cuts(text)):
        if is_date(until) and _is_guess(region):
            return ExtensionLine(region, until)
    return None


def _cuts(text: str) -> list[tuple[str, str]]:
    """The beginnings of the text, the shortest first, each with the rest."""
    words = text.split()
    last = min(len(words), _LONGEST + 1)
    return [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, last)]


def _is_plain(name: str) -> bool:
    return any(is_plain(name, region) for region in find_regions(name))


def _is_guess(name: str) -> bool:
    return len(name) >= _SHORTEST_GUESS and bool(find_regions(name))
