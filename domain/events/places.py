"""Takes a place apart as people write it: region, towns, organisation, street and house."""

import re
from dataclasses import dataclass

from domain.regions.directory import Region
from domain.regions.search import is_name_of
from domain.regions.towns import is_city, is_town
from domain.text.cleaning import fold

_SEPARATOR = re.compile(r"\s*[,;\n]\s*|\s+[–—]\s+")
_COUNTRY = re.compile(r"(?:россия|российская федерация|рф|\d{6})\.?", re.IGNORECASE)
_TOWN = r"(?:г|гор|город)"
_OTHER_SETTLEMENT = (
    r"(?:с|село|п|пос|пос[её]лок|пгт|п\.\s?г\.\s?т|р\.?\s?п|с\.?\s?п|д|дер|деревня|ст-ца|станица|ст|х"
    r"|хут|хутор|аул|сл|слобода|ж/д ст|мкр|снт)"
)
_NAME = r"[А-ЯЁ][^,;]*"
# «г. Белгород» and, as in the address register, «Белгород г».
_TOWN_BEFORE = re.compile(rf"(?i:{_TOWN})(?:\.\s*|\s+)(?P<name>{_NAME})")
_TOWN_AFTER = re.compile(rf"(?P<name>{_NAME})\s+(?i:{_TOWN})\.?")
_SETTLEMENT = re.compile(
    rf"(?i:{_OTHER_SETTLEMENT})(?:\.\s*|\s+){_NAME}|{_NAME}\s+(?i:{_OTHER_SETTLEMENT})\.?"
)
_NO_SPACE_AFTER_POINT = re.compile(r"^([а-яё-]+\.)(?=[А-ЯЁ])")
_DISTRICT = re.compile(
    r".*\b(?:район[а-я]{0,2}|р-н|округ[а-я]{0,2}|г\.?\s?о|м\.?\s?о|м\.?\s?р)\b\.?.*", re.IGNORECASE
)
_STREET_KIND = (
    r"(?:ул|улица|пр|пр-т|пр-кт|просп|проспект|пр-д|проезд|пл|площадь|пер|переулок|наб|набережная"
    r"|ш|шоссе|б-р|бул|бульвар|туп|тупик|тракт|квартал|кв-л)"
)
_HOUSE = r"(?:д|дом|к|корп|корпус|стр|строение|литер|лит|оф|офис|каб|кабинет|ауд|пом|помещение|зд)"
_ADDRESS = re.compile(
    rf"{_STREET_KIND}(?:\.\s*|\s+)\S.*|\S.*\s{_STREET_KIND}\.?|{_HOUSE}\.?\s*№?\s*\d.*"
    r"|\d{1,4}\s?[а-яё]?(?:\s?/\s?\d+)?(?:\s?(?:к|корп|стр)\.?\s?\d+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """`city` names one town, or `several` with commas between them; "" if a street came first.
    `organisation` is None if none was; `address` (streets and houses) then stands
    alone, otherwise it is a part of the organisation."""

    city: str
    organisation: str | None = None
    address: str | None = None
    several: bool = False


def parse_place(text: str, region: Region) -> Place:
    """«Белгородская обл., г. Шебекино, СОШ № 1, ул. Ленина, д. 5» as a place in the region."""
    parts = [part for part in map(str.strip, _SEPARATOR.split(text)) if part.strip(" .")]
    parts = [part for part in parts if not _COUNTRY.fullmatch(part)] or parts
    parts = _without_region(parts, region)
    towns = []
    while parts and (here := _settlements(parts[0], region)):
        towns += here
        del parts[0]
    districts = [town for town in towns if _is_district(town)]
    several = len(towns) - len(districts) > 1
    if not towns and parts and not _ADDRESS.fullmatch(parts[0]):
        towns.append(parts.pop(0))
    addresses = [part for part in parts if _ADDRESS.fullmatch(part)]
    venue = [part for part in parts if part not in addresses]
    address = ", ".join(addresses) or None
    organisation = ", ".join([*venue, *addresses]) if venue else None
    city = ", ".join(towns)
    return Place(city, organisation, None if organisation else address, several)


def parse_venue(text: str, city: str, address: str | None) -> str:
    """The organisation, without the city that was said before, and with the address that was."""
    parts = [part for part in map(str.strip, _SEPARATOR.split(text)) if part]
    if len(parts) > 1 and fold(_town_name(parts[0])) == fold(city):
        text = text[text.index(parts[1], len(parts[0])) :]
    return f"{text}, {address}" if address and fold(address) not in fold(text) else text


def _without_region(parts: list[str], region: Region) -> list[str]:
    """A region that is a city stays, as the city; another goes, unless it is all there is."""
    named = [part for part in parts if is_name_of(region, part)]
    rest = [part for part in parts if part not in named]
    if not named or not rest:
        return parts
    return [region.name, *rest] if is_city(region) and not _town_first(rest, region) else rest


def _town_first(parts: list[str], region: Region) -> bool:
    return bool(_settlements(parts[0], region))


def _settlements(part: str, region: Region) -> list[str]:
    """The towns, villages or districts that the part consists of; none if it is something else."""
    if _is_district(part) or (_SETTLEMENT.fullmatch(part) and not _ADDRESS.fullmatch(part)):
        return [_NO_SPACE_AFTER_POINT.sub(r"\1 ", part)]
    name = _town_name(part)
    if name != part or is_town(name, region):
        return [name]
    several = part.split(" и ")
    known = [_settlements(one, region) for one in several] if len(several) > 1 else []
    return [town for one in known for town in one] if known and all(known) else []


def _town_name(part: str) -> str:
    match = _TOWN_BEFORE.fullmatch(part) or _TOWN_AFTER.fullmatch(part)
    return match["name"].strip() if match else part


def _is_district(part: str) -> bool:
    return bool(_DISTRICT.fullmatch(part)) and len(part) < 60
