"""The organisations that a text names: those of the region's earlier events, and such as have a
number or a name in quotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.events.spellings import city_key, organisation_key
from domain.pasted.inflection import in_any_case

# What is counted or dated is no number of a school: «в школе 12 ноября», «школа № 5, 120 детей».
_ITS_OWN = (
    r"\d{1,4}(?![\d.:]\d|\d)(?!\s*(?:участ|уч[ае]|челов|чел\b|дет|школьн|студ|посет|гост|урок|раз"
    r"|класс|ребят|мероприят|педаг|родит|лет\b|год|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август"
    r"|сентябр|октябр|ноябр|декабр))"
)
_NUMBERS = rf"\s*(?:№|N|#)?\s*(?P<numbers>{_ITS_OWN}(?:\s*(?:,|и|,\s*и)\s*№?\s*{_ITS_OWN})*)"
# By its beginning, what it is called alone and together.
_NUMBERED = (
    (r"школ[а-я]{0,3}", "Школа", "Школы"),
    (r"СОШ|сош", "СОШ", "СОШ"),
    (r"ООШ|оош", "ООШ", "ООШ"),
    (r"лице[йяюеи][а-я]{0,2}", "Лицей", "Лицеи"),
    (r"гимнази[яиюей][а-я]{0,2}", "Гимназия", "Гимназии"),
    (r"детск[а-я]{2,3} сад[а-я]{0,3}|ДОУ|МДОУ", "Детский сад", "Детские сады"),
    (r"колледж[а-я]{0,3}", "Колледж", "Колледжи"),
    (r"библиотек[а-я]{0,3}", "Библиотека", "Библиотеки"),
)
_WITH_NUMBER = tuple(
    (re.compile(rf"\b(?i:{begins}){_NUMBERS}"), one, several) for begins, one, several in _NUMBERED
)
_IN_QUOTES = r"\s+(?P<name>«[^«»\n]{2,80}»|\"[^\"\n]{2,80}\")"
_NAMED = (
    (r"двор(?:ец|ц[а-я]{1,2}) культуры", "Дворец культуры"),
    (r"двор(?:ец|ц[а-я]{1,2}) творчества", "Дворец творчества"),
    (r"дом[а-я]{0,2} культуры", "Дом культуры"),
    (r"торгов[а-я]{2,3}(?:-развлекательн[а-я]{2,3})? центр[а-я]{0,2}", "Торговый центр"),
    (r"кинотеатр[а-я]{0,2}", "Кинотеатр"),
    (r"завод[а-я]{0,2}", "Завод"),
    (r"комбинат[а-я]{0,2}", "Комбинат"),
    (r"фабрик[а-я]{1,2}", "Фабрика"),
    (r"музе[йяюе][а-я]?", "Музей"),
    (r"библиотек[а-я]{1,2}", "Библиотека"),
    (r"детск[а-я]{2,3} сад[а-я]{0,2}", "Детский сад"),
    (r"компани[а-я]{1,2}", "Компания"),
)
_WITH_NAME = tuple((re.compile(rf"\b(?i:{begins}){_IN_QUOTES}"), one) for begins, one in _NAMED)
_ABBREVIATED = re.compile(rf"\b(?P<what>[А-ЯЁ]{{2,8}}){_IN_QUOTES}")
_ABBREVIATION = re.compile(r"[А-ЯЁ]{2}")
_MOST_JOINED = 5
_LONGEST = 200  # what the question takes


@dataclass(frozen=True, slots=True)
class OrganisationFound:
    """`known` if an earlier event has it; `city` is that event's."""

    name: str
    known: bool = False
    city: str | None = None


def organisation_in(
    text: str, city: str | None, earlier: Sequence[tuple[str, str]]
) -> OrganisationFound | None:
    """`earlier` are the cities and organisations of the region's events; those in `city` come
    first. `text` is without «ё»."""
    unknown = _unknown(text)
    if unknown is not None and ", " in unknown.name:  # several, of which one may be known
        return unknown
    return _known(text, city, earlier) or unknown


def _known(
    text: str, city: str | None, earlier: Sequence[tuple[str, str]]
) -> OrganisationFound | None:
    here = city_key(city or "")
    # Of «Школа № 5» and «Школа № 5, спортзал» the longer one is meant.
    by_place = sorted(earlier, key=lambda place: (city_key(place[0]) != here, -len(place[1])))
    for town, name in by_place:
        elsewhere = bool(here) and city_key(town) != here
        if not elsewhere and _is_a_name(name) and _bent(name).search(text):
            return OrganisationFound(name, known=True, city=town)
    return None


def _is_a_name(organisation: str) -> bool:
    """Not just «школа» or «парк»."""
    return len(organisation.split()) > 1 or bool(_ABBREVIATION.search(organisation))


def _bent(organisation: str) -> re.Pattern[str]:
    """In any case, with a capital or without, with its legal form or without."""
    words = organisation_key(organisation).split()
    spelled = re.findall(r"\w+", organisation.replace("ё", "е").replace("Ё", "Е"))
    kept = spelled[-len(words) :] if len(words) <= len(spelled) else spelled
    bent = in_any_case(" ".join(kept)).pattern
    return re.compile(bent, re.IGNORECASE) if _has_small(kept) else re.compile(bent)


def _has_small(words: Sequence[str]) -> bool:
    return len(words) > 1 or not all(map(str.isupper, words))


def _unknown(text: str) -> OrganisationFound | None:
    """Those with a legal form or a number; without such, those with a name."""
    formal = [(match.span(), _formal(match)) for match in _ABBREVIATED.finditer(text)]
    numbered = [
        (start, name)
        for start, name in _numbered(text)
        if not any(begin <= start < end for (begin, end), _ in formal)
    ]
    names = [name for _, name in sorted([*((span[0], name) for span, name in formal), *numbered])]
    if not names:
        names = [
            f"{one} {match['name']}" for sign, one in _WITH_NAME for match in sign.finditer(text)
        ]
    together = ", ".join(list(dict.fromkeys(names))[:_MOST_JOINED])
    return OrganisationFound(together) if 0 < len(together) <= _LONGEST else None


def _formal(match: re.Match[str]) -> str:
    return f"{match['what']} {match['name']}"


def _numbered(text: str) -> list[tuple[int, str]]:
    found = []
    for sign, one, several in _WITH_NUMBER:
        for match in sign.finditer(text):
            numbers = " ".join(match["numbers"].replace("№", " ").split())
            what = one if numbers.isdecimal() else several
            found.append((match.start(), f"{what} № {numbers.replace(' ,', ',')}"))
    return found
