"""Finds the region or the federal district that somebody has typed, with mistakes or in part."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from rapidfuzz import fuzz
from rapidfuzz.distance.OSA import normalized_similarity as _alike

from domain.regions.directory import FEDERAL_DISTRICTS, Region, load_regions
from domain.regions.towns import is_city, is_town, regions_with_town
from domain.regions.transliteration import in_cyrillic

# By code, what people call a region and no rule would find.
_ALIASES = MappingProxyType(
    {
        "02": "башкирия",
        "07": "кабардино-балкария кбр",
        "09": "карачаево-черкесия кчр",
        "15": "рсо",
        "16": "татария",
        "17": "тува",
        "18": "удмуртия",
        "20": "чечня",
        "22": "алтай",
        "23": "кубань",
        "25": "приморье",
        "28": "приамурье",
        "41": "камчатка",
        "43": "вятка",
        "47": "ленобласть",
        "49": "колыма",
        "50": "подмосковье мособласть",
        "52": "нижний новгород",
        "53": "великий новгород",
        "57": "орёл",
        "59": "прикамье",
        "65": "сахалин",
        "75": "забайкалье",
        "78": "питер петербург спб",
        "79": "еао",
        "83": "нао",
        "86": "хмао",
        "87": "чукотка чао",
        "89": "янао",
        "93": "днр",
        "94": "лнр",
    }
)

_LONGEST_QUERY = 100
_KEPT = 4096  # texts whose meaning is remembered: in a list of events they come again
_WORD = re.compile(r"[а-я0-9]+")
_DIGIT = re.compile(r"\d")
_CYRILLIC = re.compile(r"[а-я]")
# Latin letters that look like Cyrillic ones (capitals too, hence «b» for «в»), and those on the
# same key.
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_KEYS = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~", "йцукенгшщзхъфывапролджэячсмитьбюехъжэбюе"
)
# Case endings. The lookbehind leaves «коми» and «крым» whole.
_ENDING = re.compile(r"(?<=\w{3})(?:[оеыи](?:го|му|м|й|х)|[аеиоуыюяй]+|ь)$")
_STOP_WORDS = frozenset(
    {"в", "во", "на", "по", "из", "и", "г", "город", "правительств", "администрац"}
    | {"регион", "рег", "код"}
)
_TOWN_KIND = re.compile(r"\b(?:г|гор|город)\b")
_MASCULINE = re.compile(r"[сц]к(?:ий|ое)$")
# The kinds of region, a group for each.
_KIND = re.compile(
    r"(обл(?:аст\w{0,3})?)|(респ(?:ублик\w{0,3})?)|(кр(?:а(?:й|я|ю|е|ем))?)"
    r"|(окр(?:уг\w{0,3})?)|(авт(?:ономн\w{0,3})?)"
)
_AUTONOMOUS = 5  # its group
_KIND_WORDS = ("область", "республика", "край", "округ", "автономный", "автономная")

# Similarities from 0 to 1, found by trial: with lower ones, names of other towns match.
_SAME_KIND = 0.8
_PLAUSIBLE = 0.74
_AS_GOOD_AS_BEST = 0.08
# The beginning of a word counts less than the whole word, and must have some length: with
# mistakes forgiven, and without («да» is not Dagestan).
_BEGINNING = 0.95
_SHORTEST_BEGINNING = 4
_SHORTEST_EXACT_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class _Query:
    """What was typed: the distinguishing words, the kinds of region, the stems of both in any
    order, and all of it as one word, because spaces are forgotten too."""

    words: tuple[str, ...]
    kinds: frozenset[int]
    stems: frozenset[str]
    joined: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a region is found by: its name and its distinguishing words, with their stems.
    `own_words` are those that name no town of it; `initials` «рт» or «рсо» and «рсоа»."""

    region: Region
    name: _Query
    words: frozenset[str]
    stems: frozenset[str]
    own_words: frozenset[str]
    initials: frozenset[str]


def find_regions(query: str) -> tuple[Region, ...]:
    """The regions that `query` may mean, the likeliest first; one if it is clear. It is a code, a
    colloquial name, a name or a part of it in any case, with mistakes, in the wrong keyboard
    layout or in Latin letters, or a town; a word may be as general as «область»."""
    spellings = [_parsed(spelling) for spelling in _spellings(query[:_LONGEST_QUERY].casefold())]
    for spelling in spellings:
        if found := _plainly(spelling):
            return _with_namesakes(found, query[:_LONGEST_QUERY])
    # «Сибирский» is a town, too.
    towns = regions_with_town(query[:_LONGEST_QUERY]) if find_district(query) is None else ()
    if towns:
        return towns
    for search in (_by_initials, _by_likeness):
        for spelling in spellings:
            if found := search(spelling):
                return found
    return ()


def _with_namesakes(found: tuple[Region, ...], query: str) -> tuple[Region, ...]:
    """«Кировск» is a part of «Кировская область», but a town elsewhere: then both may be meant."""
    in_full = any(query.strip().casefold() in region.name.casefold().split() for region in found)
    if in_full or any(is_town(query, region) for region in found):
        return found
    return (*found, *(region for region in load_regions() if is_town(query, region)))


def is_plain(query: str, region: Region) -> bool:
    """Whether `query` names the region itself, as a whole or in part, and not a town of it or
    something like it: then nobody need be asked whether it is meant."""
    spellings = _spellings(query[:_LONGEST_QUERY].casefold())
    return any(region in _plainly(_parsed(spelling)) for spelling in spellings)


def begun_with(query: str) -> tuple[Region, ...]:
    """The regions that the beginning of `query` names plainly: «белгород Анна»."""
    words = query[:_LONGEST_QUERY].split()
    for last in range(len(words) - 1, 0, -1):
        name = " ".join(words[:last])
        if found := tuple(region for region in find_regions(name) if is_plain(name, region)):
            return found
    return ()


@lru_cache(_KEPT)
def is_name_of(region: Region, text: str) -> bool:
    """Whether `text` is a usual name of the region and not that of one of its towns: «Белгородская
    обл.», «респ. Татарстан», «РТ», «Удмуртия», but not «Белгород» or «г. Донецк»."""
    if _DIGIT.search(text):  # as in most of what is no name of a region
        return False
    typed, entry = _parsed(text), _entry_of(region)
    if not is_city(region) and (_TOWN_KIND.search(text.casefold()) or is_town(text, region)):
        return False
    if typed.joined in entry.initials:
        return True
    kinds = typed.kinds <= entry.name.kinds or _AUTONOMOUS in typed.kinds & entry.name.kinds
    return kinds and bool(typed.words) and all(_names(word, typed, entry) for word in typed.words)


@cache
def _entry_of(region: Region) -> _Entry:
    return next(entry for entry in _entries() if entry.region == region)


def _names(word: str, typed: _Query, entry: _Entry) -> bool:
    """Whether the word is one of the region's. Beside the kind of region it may be cut short
    («Свердл. обл.»); alone «Приморский» is rather a town, and so is «в Курске»."""
    if not typed.kinds:
        return word in entry.own_words and not _MASCULINE.search(word)
    stem = _stem(word)
    # Not in «Белгородская область Белгород».
    beginning = len(stem) >= _SHORTEST_EXACT_BEGINNING and len(typed.words) <= len(entry.name.words)
    return any(
        stem == own or (beginning and own.startswith(stem)) for own in map(_stem, entry.own_words)
    )


def find_district(typed: str) -> str | None:
    """The key in FEDERAL_DISTRICTS of «ЦФО», «Сибирский» or a full name; "" for the regions outside
    districts, None if it is no district."""
    words = " ".join(typed.casefold().split())
    for short, name in FEDERAL_DISTRICTS.items():
        full = name.casefold()
        if words in {full, full.removesuffix(" федеральный округ"), (short or full).casefold()}:
            return short or ""
    return None


@cache
def _entries() -> tuple[_Entry, ...]:
    entries = []
    for region in load_regions():
        name = _parsed(region.name)
        aliases = _ALIASES.get(region.code, "")
        # One by one: «мособласть» beside another word would be taken for «область».
        alias = {word for one in aliases.split() for word in _parsed(one).words}
        words = frozenset({*name.words, *alias, name.joined})
        own = {*name.words, *(() if is_town(aliases, region) else alias)}
        first = {region.name, region.name.partition(" – ")[0]}
        initials = {
            "".join(word[0] for word in re.findall(r"\w+", part.casefold())) for part in first
        }
        stems = frozenset(map(_stem, words))
        entries.append(_Entry(region, name, words, stems, frozenset(own), frozenset(initials)))
    return tuple(entries)


def _spellings(query: str) -> list[str]:
    """The ways to read `query` (in lower case): by the looks of its letters and, if it has no
    Cyrillic ones, by their keys and by their sounds."""
    seen = query.translate(_LOOKALIKES)
    if _CYRILLIC.search(query):
        return [seen]
    typed, heard = query.translate(_KEYS), in_cyrillic(query)
    return [typed, heard] if re.search("[a-z]", seen) else [seen, typed, heard]


def _parsed(text: str) -> _Query:
    plain = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    typed = _WORD.findall(re.sub(r"\bао\b", "автономный округ", plain))
    typed = [word for word in typed if _stem(word) not in _STOP_WORDS] or typed
    kinds = {word: _kind(word, by_likeness=len(typed) > 1) for word in typed}
    return _Query(
        words=tuple(word for word, kind in kinds.items() if kind is None),
        kinds=frozenset(kind for kind in kinds.values() if kind is not None),
        stems=frozenset(map(_stem, typed)),
        joined="".join(typed),
    )


def _kind(word: str, *, by_likeness: bool) -> int | None:
    if match := _KIND.fullmatch(word):
        return match.lastindex
    if by_likeness:
        for kind_word in _KIND_WORDS:
            if fuzz.ratio(word, kind_word) >= 100 * _SAME_KIND:
                return _kind(kind_word, by_likeness=False)
    return None


def _stem(word: str) -> str:
    return _ENDING.sub("", word)


def _plainly(query: _Query) -> tuple[Region, ...]:
    return _by_exact_name(query) or _by_parts(query)


def _by_exact_name(query: _Query) -> tuple[Region, ...]:
    if query.words == (query.joined,) and query.joined.isdecimal():
        code = query.words[0].zfill(2)
        return tuple(region for region in load_regions() if region.code == code)
    return tuple(
        entry.region
        for entry in _entries()
        if entry.name.stems == query.stems or entry.name.joined == query.joined
    )


def _by_parts(query: _Query) -> tuple[Region, ...]:
    """Each word of the query is one of the region's or its beginning."""
    found = []
    for entry in _entries():
        shares = [_share(word, entry) for word in query.words]
        if all(shares):
            unsaid = len(entry.name.words) - len(shares) if shares else 0
            found.append((-sum(shares), unsaid, entry))
    found.sort(key=lambda item: item[:2])
    return _of_named_kinds([entry for *_, entry in found], query)


def _share(typed: str, entry: _Entry) -> float:
    """The part of one of the region's words that is typed: 1 for a whole word, 0 for none."""
    if typed == entry.region.short.casefold() or _stem(typed) in entry.stems:
        return 1
    if len(typed) < _SHORTEST_EXACT_BEGINNING:
        return 0
    # «тула» is for «тульская».
    beginning = typed if len(typed) < 4 else typed[:3] + typed[3:].rstrip("аеиоуыюяь")
    begun = [len(word) for word in entry.words if word.startswith(beginning)]
    return len(beginning) / min(begun) if begun else 0


def _by_initials(query: _Query) -> tuple[Region, ...]:
    return tuple(entry.region for entry in _entries() if query.joined in entry.initials)


def _by_likeness(query: _Query) -> tuple[Region, ...]:
    if not query.words:
        return ()
    scores = sorted(
        ((_likeness(query.words, entry), entry) for entry in _entries()),
        key=lambda item: -item[0],
    )
    least = max(_PLAUSIBLE, scores[0][0] - _AS_GOOD_AS_BEST)
    return _of_named_kinds([entry for score, entry in scores if score >= least], query)


def _likeness(words: tuple[str, ...], entry: _Entry) -> float:
    """The similarity of the words to the region's closest ones, weighted by length."""
    total = sum(len(word) * max(_similarity(word, own) for own in entry.words) for word in words)
    return total / sum(map(len, words))


def _similarity(typed: str, name: str) -> float:
    root = _stem(typed)
    whole = max(_alike(typed, name), _alike(root, _stem(name)))
    if len(root) < _SHORTEST_BEGINNING:
        return whole
    beginning = max(_alike(root, name[: len(root)]), _alike(root, name[: len(root) + 1]))
    return max(whole, beginning * _BEGINNING)


def _of_named_kinds(entries: list[_Entry], query: _Query) -> tuple[Region, ...]:
    """Those that fit the kinds best: «алтай край» is the territory, not the republic."""
    fits = [len(query.kinds & entry.name.kinds) for entry in entries]
    best = max(fits, default=0)
    if not best and not query.words:
        return ()
    return tuple(entry.region for entry, fit in zip(entries, fits, strict=True) if fit == best)
