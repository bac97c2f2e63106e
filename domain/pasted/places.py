"""The towns and the organisations that a text names, in any case."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.events.spellings import city_key
from domain.pasted.inflection import in_any_case
from domain.regions.directory import Region
from domain.regions.towns import is_city, towns_of
from domain.text.cleaning import fold

_TOWN_WORD = r"(?:\bг|\bгор|\bгород[аеу]?|\bпгт|\bп|\bпос|\bпоселк[аеу]|\bпоселок|\bс|\bсел[оеау])"
_NAMED_A_TOWN = re.compile(rf"{_TOWN_WORD}\.?\s*[«\"]?$", re.IGNORECASE)
_IN = re.compile(r"\b(?:в|во)\s+(?:[а-я]+(?:ом|ем)\s+)?$", re.IGNORECASE)
# «в 12 школах Губкина», «администрация Шебекино».
_OF = re.compile(
    r"\b(?:школ(?!ьн)|гимнази|лице|колледж|техникум|библиотек|детск\w+ сад|центр|администраци"
    r"|музе|театр|парк|завод|предприяти|рынк|ярмарк)\w*\s+(?:№\s*\d+\s+)?$",
    re.IGNORECASE,
)
_NO_TOWN_BEFORE = re.compile(
    r"(?:\bулиц\w*|\bул\.|\bпроспект\w*|\bпр-т|\bплощад\w+|\bпл\.|\bимени|\bим\.|[«\"„“]|№)\s*$",
    re.IGNORECASE,
)
_NO_TOWN_AFTER = re.compile(
    r"[\s-]*(?:район|округ|област|обл\b|край|края|крае|республик|улиц|ул\b|проспект|пр-т|шоссе"
    r"|площад|сельсовет|поселени)",
    re.IGNORECASE,
)
# «Шебекино | …», «📍Губкин, парк», «Мастер-класс. Губкин, парк», but not «Н. Губкин, 7 класс».
_LINE_BEGINS = re.compile(r"(?:^|\n|\||(?<!\b[А-ЯЁ])[.!;]\s)[^\w\n]*$")
_HEADING_ENDS = re.compile(r"\s*(?:[|:,–—\n]|\.\s|\.?$)")
_ADJECTIVE = re.compile(r"^\w+(?:[ыи]й|ой|[ая]я|[ое]е)$")
_LISTED = re.compile(r"\s*(?:,|,?\s+и|,?\s+а также)\s+(?:в\s+)?(?:г\.\s*|город[аеу]?\s+)?")
_UNKNOWN_TOWN = re.compile(
    r"\b(?:г\.|гор\.|город[аеу]?)\s*(?P<name>[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁ][а-яё]+)?)"
)
_VILLAGE = re.compile(
    r"\b(?P<kind>с\.|сел[оеа]|п\.|пос\.|пос[её]л(?:ок|к[еа])|пгт\.?|станиц[еаы]|хутор[еа]?|дер\."
    r"|деревн[еия])\s*(?P<name>[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁ][а-яё]+)?)"
)
_VILLAGE_KINDS = (
    ("с", "с."), ("пгт", "пгт"), ("п", "п."), ("ст", "ст-ца"), ("х", "х."), ("д", "д."),
)  # fmt: skip
_SAME_ROOT = 4  # letters: «Белгород» of the Belgorod region
_MOST_JOINED = 6


@dataclass(frozen=True, slots=True)
class CityFound:
    """`sure` if the text says that it is where the event was. `others` are named, too; with
    `oblique` the name may stand in another case than the first."""

    city: str
    sure: bool = True
    others: tuple[str, ...] = ()
    oblique: bool = False


@dataclass(frozen=True, slots=True)
class _Town:
    name: str
    start: int
    end: int
    strength: int  # 3 «в городе X», 2 «в X», 1 X of which the region is likely to speak, 0 just X


def city_in(text: str, region: Region, earlier: Sequence[str]) -> CityFound | None:
    """The town where the event was, or several with commas between them. `earlier` are cities of
    the region's events. `text` is without «ё»."""
    in_haste = text.islower()  # without capitals, so that no name is seen by them
    found = _towns_in(text.title() if in_haste else text, region, earlier, any_town=in_haste)
    strength = max((town.strength for town in found), default=0)
    if strength:
        best = [town for town in found if town.strength == strength]
        joined = _joined(text, found, best[0])
        others = dict.fromkeys(town.name for town in best if town.name not in joined)
        return CityFound(", ".join(joined), strength > 1 and not others, tuple(others))
    if match := _VILLAGE.search(text):
        kinds = (sign for begins, sign in _VILLAGE_KINDS if match["kind"].startswith(begins))
        return CityFound(f"{next(kinds)} {match['name']}", sure=False, oblique=True)
    if match := _UNKNOWN_TOWN.search(text):
        return CityFound(match["name"], sure=False, oblique=True)
    return CityFound(region.name) if is_city(region) else None


def _towns_in(text: str, region: Region, earlier: Sequence[str], *, any_town: bool) -> list[_Town]:
    folded = fold(text)
    names = {city_key(name): name for name in (*towns_of(region), *earlier) if "," not in name}
    used = set(map(city_key, earlier))
    found: list[_Town] = []
    for key, name in names.items():
        if not key or key.split()[0][:-2] not in folded:  # most are not: to look costs less
            continue
        for match in in_any_case(_bare(name)).finditer(text):
            own = (
                any_town or key in used or fold(name)[:_SAME_ROOT] == fold(region.name)[:_SAME_ROOT]
            )
            strength = _strength(text, match, name, is_own=own)
            if strength is not None:
                found.append(_Town(name, match.start(), match.end(), strength))
    found.sort(key=lambda town: (town.start, -town.end))
    # «Оскол» within «Старый Оскол» is none.
    return [
        town
        for town in found
        if not any(
            other.start <= town.start and town.end <= other.end and other.name != town.name
            for other in found
            if other.end - other.start > town.end - town.start
        )
    ]


def _bare(name: str) -> str:
    """Without «с.» or «г.»."""
    return re.sub(r"^[а-яё-]{1,4}\.\s*(?=[А-ЯЁ])|^(?:село|поселок|город)\s+", "", name)


def _strength(text: str, match: re.Match[str], name: str, *, is_own: bool) -> int | None:
    """None if it is no town here."""
    before, after = text[max(match.start() - 30, 0) : match.start()], text[match.end() :]
    if _NO_TOWN_BEFORE.search(before) or _NO_TOWN_AFTER.match(after):
        return None
    if _NAMED_A_TOWN.search(before):
        return 3
    is_adjective = bool(_ADJECTIVE.match(name))
    if _IN.search(before):
        # «в Северном», but not «в Северном форуме».
        return None if is_adjective and re.match(r"\s+[а-я]", after) else 2
    if is_adjective:
        return None
    is_heading = _LINE_BEGINS.search(before) and _HEADING_ENDS.match(after)
    if is_heading or _OF.search(before):
        return 2
    return 1 if is_own else 0


def _joined(text: str, found: Sequence[_Town], first: _Town) -> list[str]:
    """The town and those that are listed with it: «в Белгороде, Губкине и Старом Осколе»."""
    names, end = [first.name], first.end
    for town in (town for town in found if town.start > first.start):
        if not _LISTED.fullmatch(text[end : town.start]):
            break
        names.append(town.name)
        end = town.end
    return list(dict.fromkeys(names))[:_MOST_JOINED]
