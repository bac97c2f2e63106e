"""Numbers beside what they count, in a text of any length: people, times held, schools."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from domain.events.numbers_meant import with_digits
from domain.text.cleaning import drop_unwanted
from domain.text.counting import counted

_LARGEST = 7  # digits

_ANYBODY = (
    r"(?:участни[кц]\w*|человек\w*|чел\b|посетител\w*|гост(?:ей|я)\b|зрител\w*|слушател\w*"
    r"|жител\w*|люд(?:ей|и)\b|номинант\w*)"
)
_OF_A_GROUP = (
    r"(?:школьни[кц]\w*|учащ\w+ся|обучающ\w+ся|учени[кц]\w*|студент\w*|дет(?:ей|и)\b|ребят\w*"
    r"|воспитанни\w*|подростк\w*|\w*классни[кц]\w*|\w*курсни[кц]\w*|педагог\w*|учител\w*"
    r"|преподавател\w*|родител\w*|специалист\w*|представител\w*|предпринимател\w*|эксперт\w*"
    r"|пенсионер\w*|волонтер\w*|покупател\w*|взросл\w*|сотрудни\w*)"
)
_TIMES = (
    r"(?:раза?\b(?! (?:больше|выше|меньше|чаще))|урок(?:а|ов)?\b|заняти[йяе]\b|мероприяти[йяе]\b"
    r"|лекци[йи]\b|экскурси[йи]\b|публикаци[йи]\b|мастер - класс(?:а|ов)?\b|семинар(?:а|ов)?\b"
    r"|викторин[аы]?\b|выставк[аи]\b|выставок\b|ярмар(?:ка|ки|ок)\b|анонс(?:а|ов)?\b|встреч[аи]?\b"
    r"|(?:классных |классный )?час(?:а|ов)?\b(?= качества)|классных час(?:а|ов)\b|квеста?\b"
    r"|квестов\b|конкурс(?:а|ов)?\b|проведени[йяе]\b)"
)
# Each by its forms beside 1, 2 and 5. Of the last ones, those that events were not in may be many.
_VENUES = (
    (r"школ(?:а|ы|ах|ам)?\b", ("школа", "школы", "школ")),
    (r"лице(?:й|я|ев|ях)\b", ("лицей", "лицея", "лицеев")),
    (r"гимнази(?:я|и|й|ях)\b", ("гимназия", "гимназии", "гимназий")),
    (r"колледж(?:а|ей|ах)?\b", ("колледж", "колледжа", "колледжей")),
    (r"техникум(?:а|ов|ах)?\b", ("техникум", "техникума", "техникумов")),
    (r"вуз(?:а|ов|ах)?\b", ("вуз", "вуза", "вузов")),
    (r"детск\w+ сад(?:а|ов|ах)?\b", ("детский сад", "детских сада", "детских садов")),
    (r"библиотеках\b", ("библиотека", "библиотеки", "библиотек")),
    (r"магазинах\b", ("магазин", "магазина", "магазинов")),
    (r"предприятиях\b", ("предприятие", "предприятия", "предприятий")),
    (
        r"(?:обще|учебно )?образовательн\w+ (?:учреждени|организаци)\w+\b",
        ("образовательная организация", "образовательные организации",
         "образовательных организаций"),
    ),
    (
        r"учебн\w+ заведени\w+\b",
        ("учебное заведение", "учебных заведения", "учебных заведений"),
    ),
    (r"площадках\b", ("площадка", "площадки", "площадок")),
)  # fmt: skip
# Not the number of a school or a house, nor a part of a date or a range.
_FIGURE = r"(?<![\d№#.,:/-])(?<!№ )(?<!\d [-–—:] )(?<!\d )(?P<number>\d+)"
# «120 белгородских школьников», «более чем 85 юных жителей».
_BETWEEN = r" (?:(?!раз)[а-я]+(?:ых|их|ые|ие|ого|его|ый|ий|ой|ая|ое|ую) (?:- [а-я]+ )?){0,3}"
_LABEL = r" (?:(?:количество|число|всего|итого) )?[:–—-] (?:[а-я]+\.? ){0,2}?"
_NOTHING_ELSE = r"(?![\d.,/-])(?! (?:[.:/-] )?\d)(?! (?!чел)[а-я]{3})"
_ROUGHLY = re.compile(
    r"(?:(?:более|больше|свыше|не менее)(?: чем)?"
    r"|около|порядка|почти|примерно|менее|до|от|ок\.|~|≈|>) $"
)
_IN_ALL = re.compile(r"(?:всего|итого|общ\w+|в целом)(?: [а-я]+){0,4}(?: [:–—-])? $")
_EACH = re.compile(r"\b(?:по|кажд\w+)(?: [а-я]+)? $")
_AMONG_THEM = re.compile(
    r"(?:из них|в том числе|среди них|включая|победител|призер|лауреат)(?:[^.]{0,80})? $"
)


@dataclass(frozen=True, slots=True)
class Count:
    """What a text says of a number: `as_written` is the place in it. `others` are the different
    numbers of the same that it has; `reckoned` from them if they were added up («+»), or are how
    often and how many each time («×»). `exact` unless the text says «около» or «более»."""

    number: int
    as_written: str
    exact: bool = True
    others: tuple[int, ...] = ()
    reckoned: Literal["+", "×"] | None = None


@dataclass(frozen=True, slots=True)
class Venues:
    """«12 школ»: how many, and what they are called together."""

    number: int
    name: str
    as_written: str


@dataclass(frozen=True, slots=True)
class _Found:
    number: int
    as_written: str
    exact: bool
    in_all: bool
    each: bool


def people_in(text: str) -> Count | None:
    """How many took part: what is said of all of them, else of anybody, else of the groups
    together."""
    digits = _readable(text)
    anybody, groups = _counted(digits, _ANYBODY), _counted(digits, _OF_A_GROUP)
    found = [each for each in (*anybody, *groups) if not each.each]
    if not found:
        return _each_time((*anybody, *groups), times_in(text))
    in_all = [each for each in found if each.in_all]
    of_anybody = [each for each in anybody if not each.each]
    if in_all or of_anybody:
        return _largest(in_all or of_anybody, found)
    numbers = tuple(dict.fromkeys(each.number for each in found))
    exact = all(each.exact for each in found)
    if len(numbers) == 1:
        return Count(numbers[0], found[0].as_written, exact)
    return Count(sum(numbers), found[0].as_written, exact, others=numbers, reckoned="+")


def _each_time(each: Sequence[_Found], times: Count | None) -> Count | None:
    """«12 уроков по 25 человек»."""
    if not each or times is None:
        return None
    first = each[0]
    number = times.number * first.number
    return Count(number, first.as_written, others=(times.number, first.number), reckoned="×")


def times_in(text: str) -> Count | None:
    found = [each for each in _counted(_readable(text), _TIMES) if not each.each]
    return _largest([each for each in found if each.in_all] or found, found) if found else None


def venues_in(text: str) -> Venues | None:
    """More than one school or the like, by their number: the first that the text has."""
    digits = _readable(text)
    for word, forms in _VENUES:
        for found in _counted(digits, word):
            if found.number > 1 and found.exact:
                venues = counted(found.number, *forms)
                return Venues(found.number, venues, found.as_written)
    return None


def _readable(text: str) -> str:
    lines = (with_digits(line.casefold()) for line in drop_unwanted(text).splitlines())
    return " . ".join(line for line in lines if line)


def _counted(digits: str, word: str) -> list[_Found]:
    found = []
    for match in (match for beside in _beside(word) for match in beside.finditer(digits)):
        before = digits[max(match.start() - 100, 0) : match.start("number")]
        if len(match["number"]) > _LARGEST or _AMONG_THEM.search(before):
            continue
        rough = _ROUGHLY.search(before)
        start = match.start("number") - (len(rough[0]) if rough else 0)
        whole = digits[min(start, match.start()) : match.end()]
        found.append(
            _Found(
                number=int(match["number"]),
                as_written=whole.replace(" :", ":").replace(" - ", "-"),
                exact=rough is None,
                in_all=_IN_ALL.search(_without(before, rough)) is not None,
                each=_EACH.search(_without(before, rough)) is not None,
            )
        )
    return found


@cache
def _beside(word: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The number before what it counts, and behind it as behind a label."""
    return (
        re.compile(rf"{_FIGURE}{_BETWEEN}\b{word}"),
        re.compile(rf"\b{word}{_LABEL}(?P<number>\d+){_NOTHING_ELSE}"),
    )


def _without(before: str, rough: re.Match[str] | None) -> str:
    return before[: rough.start()] if rough else before


def _largest(among: Sequence[_Found], found: Sequence[_Found]) -> Count:
    best = max(among, key=lambda each: each.number)
    others = {each.number for each in found if each.number != best.number}
    said_of_all = best.in_all
    return Count(
        best.number,
        best.as_written,
        best.exact,
        others=() if said_of_all else tuple(sorted(others, reverse=True)),
    )
