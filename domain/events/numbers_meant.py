"""Which number somebody meant who wrote it otherwise than as one number in digits: in words, as a
sum, as an estimate. It is never taken without a question."""

import re
from itertools import groupby

# By form without «ё»: nominative and genitive, and how the tens and hundreds of people speak.
_UNITS = {
    **dict.fromkeys(("ноль", "нуль", "ноля", "нуля", "никого", "никто"), 0),
    **dict.fromkeys(("один", "одна", "одно", "одного", "одной"), 1),
    **dict.fromkeys(("два", "две", "двух", "двое", "дважды"), 2),
    **dict.fromkeys(("три", "трех", "трое", "трижды"), 3),
    **dict.fromkeys(("четыре", "четырех", "четверо"), 4),
    **dict.fromkeys(("пять", "пяти", "пятеро"), 5),
    **dict.fromkeys(("шесть", "шести"), 6),
    **dict.fromkeys(("семь", "семи"), 7),
    **dict.fromkeys(("восемь", "восьми"), 8),
    **dict.fromkeys(("девять", "девяти"), 9),
    **dict.fromkeys(("десять", "десяти", "десяток"), 10),
    **dict.fromkeys(("одиннадцать", "одиннадцати"), 11),
    **dict.fromkeys(("двенадцать", "двенадцати", "дюжина"), 12),
    **dict.fromkeys(("тринадцать", "тринадцати"), 13),
    **dict.fromkeys(("четырнадцать", "четырнадцати"), 14),
    **dict.fromkeys(("пятнадцать", "пятнадцати"), 15),
    **dict.fromkeys(("шестнадцать", "шестнадцати"), 16),
    **dict.fromkeys(("семнадцать", "семнадцати"), 17),
    **dict.fromkeys(("восемнадцать", "восемнадцати"), 18),
    **dict.fromkeys(("девятнадцать", "девятнадцати"), 19),
    **dict.fromkeys(("двадцать", "двадцати"), 20),
    **dict.fromkeys(("тридцать", "тридцати"), 30),
    **dict.fromkeys(("сорок", "сорока"), 40),
    **dict.fromkeys(("пятьдесят", "пятидесяти", "полсотни"), 50),
    **dict.fromkeys(("шестьдесят", "шестидесяти"), 60),
    **dict.fromkeys(("семьдесят", "семидесяти"), 70),
    **dict.fromkeys(("восемьдесят", "восьмидесяти"), 80),
    **dict.fromkeys(("девяносто", "девяноста"), 90),
    **dict.fromkeys(("сто", "ста", "сотня"), 100),
    **dict.fromkeys(("полтораста", "полутораста"), 150),
    **dict.fromkeys(("двести", "двухсот"), 200),
    **dict.fromkeys(("триста", "трехсот"), 300),
    **dict.fromkeys(("четыреста", "четырехсот"), 400),
    **dict.fromkeys(("пятьсот", "пятисот", "полтысячи"), 500),
    **dict.fromkeys(("шестьсот", "шестисот"), 600),
    **dict.fromkeys(("семьсот", "семисот"), 700),
    **dict.fromkeys(("восемьсот", "восьмисот"), 800),
    **dict.fromkeys(("девятьсот", "девятисот"), 900),
}
_HALF = ("полтора", "полторы", "полутора")
_TIMES = (
    (re.compile(r"тыс\w*\.?|к|т\.р"), 1000),
    (re.compile(r"млн\.?|миллион\w*"), 1_000_000),
    (re.compile(r"сот(?:ни|ен)"), 100),
    (re.compile(r"десятк(?:а|ов)"), 10),
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?(?![\d.,])|[а-яa-z]+\.?|\S", re.IGNORECASE)
_LONGEST = 120  # characters
_LARGEST = 9  # digits

_GROUPS = re.compile(r"(?<![\d.,])([1-9]\d{0,2})((?:[ .,]\d{3})+)(?![\d.,])")
_LETTER_O = re.compile(r"(?<=\d)[оo]+(?![а-яa-z])")
# What is measured, dated or numbered, not counted; and fractions.
_NO_COUNT = re.compile(
    r"%|процент|\bкг\b|руб|\d-?(?:го|й|е|я|ый|ая|ое)\b|\bкласс\b|\bкурс\b|\d ?[а-г]\b|\d[:/]\d"
    r"|\d ?(?:дн|ден|день|час|мин|сек|недел|месяц|год|лет|т\b)|[¼-¾⅐-⅞²³]|\de\d|[№#]|\d 0\d"
    r"|трет[иь]|четверт|кажд|^[.,]\d"
)
_SENTENCE_END = re.compile(r"(?<=\d)(?=[.,](?!\d))")
_FRACTION = re.compile(r"\d[.,]\d")
_NOBODY = re.compile(
    r"не было(?: никого| участников)?|(?:участников|людей) не было|без участников|нет"
)
_NUMBER = re.compile(r"\d+")
_RANGE = re.compile(
    r"(?<!\d)(\d+) ?(?:[-−–—…]|\.\.+) ?(\d+)\b|\b(?:от|с) (\d+)\D{0,30}\b(?:до|по) (\d+)"
)
_EACH = re.compile(r"(\d+)(?: ?[xх×*] ?|[^\d+]{0,30}?\bпо )(\d+)")
# What follows is a part of what was said before.
_OF_THEM = re.compile(r"\bиз них\b|\bв том числе\b|\bв т\. ?ч|\bвключая\b")
_PLUS = re.compile(r"\+|\bплюс\b")
_SHOWN = 3


def numbers_meant(
    text: str, *, own: re.Pattern[str] | None = None, other: re.Pattern[str] | None = None
) -> tuple[int, ...]:
    """The number, or a few to choose from; none where it would be a guess. `text` is in lower
    case with ASCII digits. `own` finds the words for what is asked, `other` those for another
    count: «3 урока, 75 учеников»."""
    if len(text) > _LONGEST:
        return ()
    written = _figures_whole(_OF_THEM.split(text.replace("ё", "е"), maxsplit=1)[0])
    digits = _in_digits(written)
    if _NO_COUNT.search(written) or _FRACTION.search(digits):
        return ()
    if _NOBODY.fullmatch(written):
        return (0,)
    if any(len(each) > _LARGEST for each in _NUMBER.findall(digits)):
        return ()
    if ends := _RANGE.search(digits):
        return tuple(sorted({int(end) for end in ends.groups() if end}))
    if (each := _EACH.search(digits)) and not _PLUS.search(digits):
        times, size = int(each[1]), int(each[2])
        counts_times = other is not None and own is not None and bool(other.search("человек"))
        return (times if counts_times else times * size,)
    counted = _counted(digits)
    ours = [number for number, what in counted if own is not None and own.search(what)]
    rest = [number for number, what in counted if other is None or not other.search(what)]
    if _PLUS.search(digits):
        return (sum(rest),) if rest else ()
    if ours:
        return (sum(ours),)
    return tuple(dict.fromkeys(rest)) if len(set(rest)) <= _SHOWN else ()


def with_digits(text: str) -> str:
    """`text` (in lower case) on one line, with each number that it names as one in digits: «две
    тысячи», «1 200» and «1,2 тыс.», too. Words and signs stand apart."""
    # A point that ends a sentence is no part of the number before it.
    return _in_digits(_figures_whole(_SENTENCE_END.sub(" ", text.replace("ё", "е"))))


def _figures_whole(text: str) -> str:
    return _LETTER_O.sub(_zeros, _GROUPS.sub(_joined, text))


def _zeros(letters: re.Match[str]) -> str:
    return "0" * len(letters[0])


def _joined(thousands: re.Match[str]) -> str:
    return re.sub(r"\D", "", thousands[0])


def _counted(text: str) -> list[tuple[int, str]]:
    """Each number, with the words that follow it."""
    found = list(_NUMBER.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [
        (int(match[0]), text[match.end() : end]) for match, end in zip(found, ends, strict=False)
    ]


def _in_digits(text: str) -> str:
    """With digits for numbers in words and for «1,5 тыс.»."""
    words: list[str] = []
    tokens = _TOKEN.findall(text)
    for is_number, group in groupby(tokens, key=lambda token: _value(token) is not None):
        run = list(group)
        in_words = is_number and not all(map(_is_figure, run))
        words += [_whole(run)] if in_words else run
    return " ".join(words)


def _is_figure(token: str) -> bool:
    return token[0].isascii() and token[0].isdigit()


def _value(token: str) -> float | None:
    """Of a part of a number: a number, or what multiplies the one before."""
    if _is_figure(token):
        return float(token.replace(",", ".")) if len(token) <= _LARGEST else None
    if token in _HALF:
        return 1.5
    if (unit := _UNITS.get(token)) is not None:
        return unit
    return next((by for sign, by in _TIMES if sign.fullmatch(token)), None)


def _whole(run: list[str]) -> str:
    """«две тысячи триста» is 2300; what is no whole number stays as it is."""
    total, part = 0.0, 0.0
    for token in run:
        value = _value(token) or 0
        if any(sign.fullmatch(token) for sign, _ in _TIMES):
            total, part = total + (part or 1) * value, 0.0
        else:
            part += value
    number = round(total + part, 6)
    return str(int(number)) if number.is_integer() else " ".join(run)
