"""Takes a place apart as people write it: region, towns, organisation, street and house."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.regions.directory import Region
from domain.regions.search import is_name_of
from domain.regions.towns import is_city, is_town, town_as_spelled
from domain.text.cleaning import fold

_BULLET = re.compile(r"^\s*(?:[-–—•*·▪]|\d{1,2}[.)])\s+", re.MULTILINE)
_POSTCODE = re.compile(r"(?:^|(?<=[,;\n]))\s*\d{6}(?=[\s,;]|$)[\s,;]*")
_SEPARATOR = re.compile(r"\s*[,;\n\t\r\x85\u2028\u2029]\s*")
_AFTER_TOWN = re.compile(rf"{_SEPARATOR.pattern}|\s+[-–—]\s+")
_LABEL = re.compile(
    r"(?:город|место(?: проведения)?|нас(?:ел[её]нный|\.) пункт|адрес|организация)\s*[:–—-]\s+",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^\W+|\W+$")
# A comma within brackets or quotes separates nothing.
_ENCLOSED = re.compile(r"\([^()\n]*\)|«[^«»\n]*»|\"[^\"\n]*\"")
_HIDDEN = str.maketrans(",;", "\ue000\ue001")
_SHOWN = str.maketrans("\ue000\ue001", ",;")
_COUNTRY = re.compile(r"(?:россия|российская федерация|рф)\.?", re.IGNORECASE)
_TOWN = r"(?:г|гор|город|г\.?-к|город федерального значения)"
# «города Белгород и Губкин», «…, а также Губкин».
_LEAD = re.compile(r"(?:гг\.|г\.\s?г\.|города|и|а также)\s*(?=[А-ЯЁ])|(?:и|а также)\s+")
_AND = re.compile(r"\s+(?:и|а также)\s+")
_OTHER_SETTLEMENT = (
    r"(?:с|село|п|пос|пос[её]лок|пгт|п\.\s?г\.\s?т|р\.?\s?п|д|дер|деревня|ст-ца|станица|ст|х"
    r"|хут|хутор|аул|сл|слобода|ж/д ст)"
)
_NAME = r"[А-ЯЁ][^,;]*"
# «г. Белгород» and, as in the address register, «Белгород г».
_TOWN_BEFORE = re.compile(rf"(?i:{_TOWN})(?:\.\s*|\s+)(?P<name>{_NAME})")
_TOWN_AFTER = re.compile(rf"(?P<name>{_NAME})\s+(?i:{_TOWN})\.?")
_TOWN_IN_ANY_CASE = re.compile(rf"{_TOWN}(?:\.\s*|\s+)(?P<name>.+)", re.IGNORECASE)
_SETTLEMENT = re.compile(
    rf"(?i:{_OTHER_SETTLEMENT})(?:\.\s*|\s+){_NAME}|{_NAME}\s+(?i:{_OTHER_SETTLEMENT})\.?"
)
_NO_SPACE_AFTER_POINT = re.compile(r"^([а-яё-]+\.)(?=[А-ЯЁ])")
_DISTRICT_KIND = (
    r"(?i:(?:(?:муниципальный|городской|административный|национальный|сельское|городское)\s+)?"
    r"(?:район|округ|поселение)|(?:м\.?\s?)?р-о?н|улус|наслег|кожуун|сельсовет"
    r"|[гмс]\.?\s?о|м\.?\s?р|[гс]\.?\s?п|[гс]/[пос]|зато)"
)
_DISTRICT = re.compile(
    rf"{_DISTRICT_KIND}\.?\s+[^«\"№]*[А-ЯЁ][^«\"№]*"
    rf"|[А-ЯЁ][^«\"№]*(?:[иыо]й|ое)\s+{_DISTRICT_KIND}\.?(?:\s+\S+\s+(?i:обл|области|края)\.?)?"
    r"|(?i:МО|МР|ГО|муниципальное образование|муниципальный район)\s+[«\"].*[»\"]"
)
_STREET_KIND = (
    r"(?:ул|улица|пр|пр-т|пр-кт|просп|проспект|пр-д|проезд|пл|площадь|пер|переулок|наб|набережная"
    r"|ш|шоссе|б-р|бул|бульвар|туп|тупик|тракт|квартал|кв-л|мкр|мкрн|м-н|микрорайон|снт)"
)
_HOUSE = r"(?:д|дом|к|корп|корпус|стр|строение|литер|лит|оф|офис|каб|кабинет|ауд|пом|помещение|зд)"
_ADDRESS = re.compile(
    rf"{_STREET_KIND}(?:\.\s*|\s+)\S.*|\S.*\s{_STREET_KIND}\.?|{_HOUSE}\.?\s*№?\s*\d.*",
    re.IGNORECASE,
)
# Of a house only after its street: «СОШ № 1, 2».
_NUMBER = re.compile(
    r"\d{1,4}\s?[а-яё]?(?:\s?/\s?\d+)?(?:\s?(?:к|корп|стр)\.?\s?\d+)?", re.IGNORECASE
)
# What names an organisation, not a town.
_VENUE = re.compile(
    r"[№«\"]|\b(?:[сон]ош|о?ф?г[абк]*п?оу|м[абк]?д?оу|школ\w*|гимнази[яи]|лице[йи]|колледж\w*|вуз\w*"
    r"|техникум\w*|университет\w*|институт\w*|детск\w+ сад\w*|библиотек[аи]|музе[йи]|театр|дк|тр?ц"
    r"|ооо|[по]ао|филиал|администрация|управление|министерство|департамент)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\b[А-Яа-яё]*[А-ЯЁ]{2,}\b")
# Where the organisation may begin without a comma: «Белгород (БГТУ)», «Губкин – ЛГОК».
_BREAK = re.compile(r"\s*[:/(+.–—]\s*(?!на\b)|(?<!\sна)\s+-\s*(?!\s*на\b)|-\s+|\s+")
_LONGEST_PART = 400  # characters; a longer one is refused, however it is taken apart
_KEPT = 4096  # parts whose meaning is remembered: in a list of events they come again
_VENUE_BEFORE_TOWN = re.compile(r"(?P<venue>.*\S)\s+(?:г\.\s*|город\s+)(?P<town>[А-ЯЁ].*)")


@dataclass(frozen=True, slots=True)
class Place:
    """`city` names one town, or `several` with commas between them; "" if none was.
    `organisation` is None if none was; `address` (streets and houses) then stands
    alone, otherwise it is a part of the organisation."""

    city: str
    organisation: str | None = None
    address: str | None = None
    several: bool = False


def parse_place(text: str, region: Region) -> Place:
    """«Белгородская обл., г. Шебекино, СОШ № 1, ул. Ленина, д. 5» as a place in the region. Towns
    are found wherever they stand; what is first and no organisation is one, known or not."""
    parts = _without_region(_parts(text, region), region)
    settlements = [_settlements(part, region) for part in parts]
    if parts and not settlements[0] and not _is_no_town(parts[0], region, among=settlements):
        settlements[0] = (parts[0],)
    towns: list[str] = []
    venue: list[str] = []
    addresses: list[str] = []
    last = venue
    for part, found in zip(parts, settlements, strict=True):
        known = set(map(fold, towns))
        towns += [town_as_spelled(town, region) for town in found if fold(town) not in known]
        if not found:
            street = _ADDRESS.fullmatch(part) or (last is addresses and _NUMBER.fullmatch(part))
            last = addresses if street else venue
            last.append(part)
    if not towns and is_city(region):
        towns.append(region.name)
    several = len([town for town in towns if not _is_district(town)]) > 1
    if addresses and not any(map(_has_letter, venue)):  # «1, пл. Кирова» is a house
        venue, addresses = [], [*venue, *addresses]
    address = ", ".join(addresses) or None
    organisation = ", ".join([*venue, *addresses]) if venue else None
    return Place(", ".join(towns), organisation, None if organisation else address, several)


def parse_venue(text: str, city: str, region: Region) -> str:
    """The organisation, without the city that was said before."""
    town, *rest = _AFTER_TOWN.split(text.strip(), maxsplit=1)
    return rest[0] if any(rest) and fold(_town_name(town, region)) == fold(city) else text


def with_address(venue: str, address: str | None) -> str:
    """The organisation with the address that was said before it."""
    return f"{venue}, {address}" if address and fold(address) not in fold(venue) else venue


def _parts(text: str, region: Region) -> list[str]:
    plain = _POSTCODE.sub("", _BULLET.sub("", text)) or text
    hidden = _ENCLOSED.sub(lambda enclosed: enclosed[0].translate(_HIDDEN), plain)
    parts = [part.translate(_SHOWN).strip() for part in _SEPARATOR.split(hidden)]
    parts = [_LABEL.sub("", part, count=1) if _LABEL.match(part) else part for part in parts]
    parts = [part for part in parts if part.strip(" .")]
    parts = [part for part in parts if not _COUNTRY.fullmatch(part)] or parts
    pieces = (_apart(part, region, first=part is parts[0]) for part in parts)
    return [piece for apart in pieces for piece in apart]


def _has_letter(part: str) -> bool:
    return any(map(str.isalpha, part))


def _is_no_town(part: str, region: Region, *, among: Sequence[Sequence[str]]) -> bool:
    """Whether what comes first is a street, or an organisation, if only by its abbreviation where
    the town is known: «БГТУ, Белгород»."""
    if _ADDRESS.fullmatch(part) or _VENUE.search(part):
        return True
    town_is_known = any(among) or is_city(region)
    return town_is_known and bool(_ABBREVIATION.search(part)) and not is_name_of(region, part)


@lru_cache(_KEPT)
def _apart(part: str, region: Region, *, first: bool = False) -> tuple[str, ...]:
    """A place and what is written after it without a comma: «Белгород (БГТУ)», «Губкин – ЛГОК»; in
    what comes `first` also an organisation before it: «школа № 5 г. Белгород»."""
    if len(part) > _LONGEST_PART:
        return (part,)
    if is_name_of(region, part) or is_town(_town_name(part, region), region):
        return (part,)
    for gap in _BREAK.finditer(part):
        place, rest = part[: gap.start()], part[gap.end() :]
        if _is_apart(place, gap[0], rest, region, first=first):
            rest = rest.removesuffix(")") if "(" in gap[0] else rest
            return (place, *_apart(rest, region))
    before = _VENUE_BEFORE_TOWN.fullmatch(part) if first else None
    if before and _VENUE.search(before["venue"]) and is_town(before["town"], region):
        return (before["venue"], before["town"])
    return (part,)


def _is_apart(place: str, gap: str, rest: str, region: Region, *, first: bool) -> bool:
    """Whether the gap (a sign or a space) stands between a place and something else."""
    if first and gap in (" – ", " — ") and not _VENUE.search(place):
        return True
    is_region = is_name_of(region, place)
    if not rest or not (is_region or _settlements(place, region)):
        return False
    known, sign = is_town(_town_name(place, region), region), gap.strip()
    if sign == "(":
        return rest.endswith(")")
    if sign and (known or sign != "."):
        return known or gap == f" {sign} "
    if _VENUE.match(rest) or _ADDRESS.fullmatch(rest):
        return True
    if _ABBREVIATION.match(rest) and not place.isupper() and known:
        return True
    if is_name_of(region, rest) and not is_region:
        return True
    return (is_region or _is_district(place)) and bool(
        _settlements(_apart(rest, region)[0], region)
    )


def _without_region(parts: list[str], region: Region) -> list[str]:
    """A region that is a city stays, as the city; another goes, unless nothing but organisations
    is left."""
    named = [part for part in parts if is_name_of(region, part)]
    rest = [part for part in parts if part not in named]
    towns = [town for part in rest for town in _settlements(part, region)]
    if not named or not rest:
        return parts
    if is_city(region):
        return rest if any(not _is_district(town) for town in towns) else [region.name, *rest]
    return rest if towns or not _VENUE.search(rest[0]) else parts


@lru_cache(_KEPT)
def _settlements(part: str, region: Region) -> tuple[str, ...]:
    """The towns, villages or districts that the part consists of; none if it is something else."""
    if lead := _LEAD.match(part):
        return _settlements(part[lead.end() :], region)
    names = _AND.split(part)
    several = [_settlements(name, region) for name in names] if len(names) > 1 else []
    if several and all(several):
        return tuple(town for towns in several for town in towns)
    if _is_district(part) or (_SETTLEMENT.fullmatch(part) and not _ADDRESS.fullmatch(part)):
        return (_NO_SPACE_AFTER_POINT.sub(r"\1 ", part),)
    name = _town_name(part, region)
    if is_town(bare := _EDGES.sub("", name), region):
        return (bare,)
    return (name,) if name != part or is_town(name, region) else ()


def _town_name(part: str, region: Region) -> str:
    match = _TOWN_BEFORE.fullmatch(part) or _TOWN_AFTER.fullmatch(part)
    if match is None and (match := _TOWN_IN_ANY_CASE.fullmatch(part)):
        match = match if is_town(match["name"], region) else None
    return match["name"].strip() if match else part


def _is_district(part: str) -> bool:
    return bool(_DISTRICT.fullmatch(part)) and len(part) < 60
