"""Reads where an event was from one cell or two."""

import re
from typing import Any, NamedTuple

from domain.event_import.result import Guess, GuessKind, shown
from domain.event_import.wording import NO_ORGANISATION, for_file
from domain.events.fields import field
from domain.events.form import parse_answer
from domain.refusal import Refusal
from domain.regions.directory import Region
from domain.regions.towns import is_town
from domain.text.cleaning import fold

# «13.11.2025, 10:00, Белгород»: the date beside the place.
_DAY = r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?:\s?г(?:ода|\.)?)?"
_DATE = re.compile(rf"{_DAY}(?:\s*[-–—]\s*{_DAY})?(?:,?\s*(?:в\s)?\d{{1,2}}[:.]\d\d)?[\s,;–—-]+")
# What says that a name is a settlement's: before a town it is left out, elsewhere it stays.
_SAID = r"(?:г|гор|город|с|село|п|пос|поселок|пгт|рп|р\.п|д|дер|деревня|ст|ст-ца|х|хутор|аул)"
_SAID_BEFORE = re.compile(rf"\b{_SAID}[.\s]+$")
_SAID_IN = re.compile(
    rf"{_SAID}[.\s]|.*\s{_SAID}\.?$|.*(?:район|округ|поселени|улус|р-н|\bмо\b|\bго\b)"
)
_SAID_BEFORE_ALL = re.compile(rf"{_SAID}[.\s]+")
_DISTRICT = re.compile(r"[а-я]+(?:ск|цк)(?:ий|ой)(?: городской| муниципальный)? (?:район|округ)")
_LONGEST_TOWN = 60  # characters


class PlaceRead(NamedTuple):
    answers: dict[str, Any]
    guesses: tuple[Guess, ...] = ()
    refused: str | None = None
    is_venue_refused: bool = False


def read_place(region: Region, where: str, venue: str, above: str) -> PlaceRead:
    """`where` begins with the town and may name the organisation, too; `venue` is that of a column
    of its own, or "". If it says no town, the one `above` is taken, if that is one."""
    read = _read_place(where, venue, region)
    if not read.refused or "city" in read.answers or not names_town(above, region):
        return read
    under = _read_place(f"{above.strip()}, {where}", venue, region)
    if under.refused:
        return read
    guess = Guess(GuessKind.CITY_ABOVE, "city", shown(above), shown(under.answers["city"]))
    return under._replace(guesses=(*under.guesses, guess))


def names_town(text: str, region: Region) -> bool:
    """«Белгород», «г. Губкин», «Алексеевский район», and nothing else."""
    name = fold(" ".join(text.split()))
    return is_town(_SAID_BEFORE_ALL.sub("", name), region) or (
        len(name) < _LONGEST_TOWN and bool(_DISTRICT.fullmatch(name))
    )


def _read_place(where: str, venue: str, region: Region) -> PlaceRead:
    where = _DATE.sub("", where, count=1) if _DATE.match(where) else where
    try:
        found = parse_answer(field("city"), where, region, {})
    except Refusal as refusal:
        return PlaceRead({}, (), for_file(refusal))
    address, also = found.pop("address", None), found.get("organisation")
    guesses = _guessed_city(where, found["city"], region)
    if not venue and also is None:
        if address is None:
            return PlaceRead(found, (), NO_ORGANISATION, is_venue_refused=True)
        guesses += (Guess(GuessKind.ADDRESS, "organisation", shown(where), shown(address)),)
    try:
        asked = {**found, "address": address}
        if venue:
            own = parse_answer(field("organisation"), venue, region, asked)["organisation"]
            if also is not None and fold(also) not in fold(own):
                own = parse_answer(field("organisation"), f"{own}, {also}", region, {})[
                    "organisation"
                ]
            found["organisation"] = own
        elif also is None:
            found |= parse_answer(field("organisation"), str(address), region, {})
    except Refusal as refusal:
        return PlaceRead(found, (), for_file(refusal), is_venue_refused=True)
    return PlaceRead(found, guesses)


def _guessed_city(where: str, city: str, region: Region) -> tuple[Guess, ...]:
    """Where nothing but its place says that it is a town, or it is not even written."""
    text = fold(where)
    for town in city.split(", "):
        name = fold(town)
        before, written, _ = text.partition(name)
        known = is_town(town, region) or _SAID_IN.match(name) or _SAID_BEFORE.search(before)
        if written and known:
            continue
        return (Guess(GuessKind.CITY, "city", shown(where), shown(city)),)
    return ()
