"""Parses whole numbers as people type them."""

import re
import unicodedata

from domain.events.numbers_meant import numbers_meant
from domain.refusal import Refusal
from domain.text.cleaning import drop_unwanted
from domain.text.counting import figure

_NUMBER = r"(?:[1-9]\d{0,2}(?: \d{3})+|\d+)"

# Trimmed from both ends: quotes, brackets, emoji, writing direction. A dash, a sign or a leading
# point changes the number and stays; so do U+2795-2797, the plus and minus among the emoji.
_MARKS = (
    r"\s!?:;()\[\]{}«»\"'„“”‘’`*_\u200c-\u200f\u202a-\u202e\u2060-\u2069\u20e3"
    r"\u2600-\u2794\u2798-\u27bf\ufe0f\U0001f000-\U0001faff"
)
# The lookbehind keeps it linear: a long run of marks inside the text is tried only once.
_EDGES = re.compile(rf"^[{_MARKS}]+|(?<![{_MARKS}.,])[{_MARKS}.,]+$")

# A key of the emoji keyboard: «1️⃣2️⃣0️⃣».
_KEYCAP = re.compile(r"\ufe0f?\u20e3")

# What is counted: up to four words after the number, but none that changes it («тыс.», «12о»), says
# that it is not exact, or measures something else.
_NOT_COUNTED = (
    r"о+\b|[абвгдежзклмнпрт]\b|прибл|прим\b|ок\b|дн\b|мин\b|сек|кг\b|класс\b|курс\b|тыс|млн|млрд"
    r"|миллион|миллиард|сот(?:ен|ни|ня)|дюжин|десят(?:ок|к)|пар[аы]?\b|к\b|лишн|небольш"
    r"|примерно|около|порядка|почти|где|минимум|максимум|более|больше|свыше|менее"
    r"|меньше|половин|плюс|минус|кажд|или\b|либо|(?:не|в|во|на|за|по|из|с|со|до|от|км|г|го)\b"
    r"|д(?:ень|ня|ней)\b|(?<!классных )(?<!классный )час|минут|недел|месяц|год|лет\b|руб|процент"
)
_COUNTED = re.compile(rf"(?<=\d)\s?(?:(?!{_NOT_COUNTED})[а-яё]+(?:-[а-яё]+)*\.?(?:\s|$)){{1,4}}$")

_ONE_NUMBER = re.compile(_NUMBER)

# The first that matches says what is wrong. The order matters: «от 10 до 20» is a range, «до 20»
# alone an estimate; «1,5 тыс.» is about thousands, not about a fraction.
_MISTAKES = (
    (
        re.compile(r"^(?=[^+]*\+[^+]*\d)[^+]*\d"),
        "Сложите эти числа и пришлите одно.",
    ),
    (
        re.compile(rf"^(?:[-−–—➖] ?|минус ){_NUMBER}$"),
        "Число не может быть отрицательным. Пришлите его без минуса.",
    ),
    (
        re.compile(
            rf"^{_NUMBER} ?(?:[-−–—…]|\.\.+) ?{_NUMBER}\b|\b(?:от|с) \d.{{0,40}}\b(?:до|по) \d"
        ),
        "Нужно одно точное число, а не промежуток.",
    ),
    (
        re.compile(
            r"[~≈<>≤≥±]|\+$|^\+|\b(?:до|от) ?\d|\b(?:около|прибл(?:изительно)?|прим(?:ерно)?|ок"
            r"|порядка|почти|где-то|минимум|максимум|более|больше|свыше|менее|меньше)(?![а-яё])"
        ),
        "Нужно точное число, без «около» и «более».",
    ),
    (
        re.compile(r"\d ?(?:тыс|млн|млрд|миллион|к\b)"),
        "Запишите число целиком, без сокращений «тыс.» и «млн».",
    ),
    (
        re.compile(r"^\d*[.,]\d+$|^\d+ ?/ ?\d+$|[¼-¾⅐-⅞]"),
        "Нужно целое число, без дробной части.",
    ),
    (
        re.compile(r"\d\D+\d"),
        "Здесь несколько чисел, а нужно одно.",
    ),
    (
        re.compile(r"\d"),
        "Кроме числа, здесь есть что-то ещё. Пришлите только число цифрами.",
    ),
)
_NO_DIGITS = "Нужно число цифрами."
# Said even where the number itself is plain.
NOT_EXACT = frozenset(sentence for _, sentence in _MISTAKES if "точное" in sentence)

# A point or a comma before every three digits: 1.200 may be 1200 or 1.2.
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3}){1,3}")


# What is counted where something else is asked for: «120 чел.» is no number of lessons.
PEOPLE = re.compile(
    r"\b(?:чел|люд|участ|дет(?:и|ей|ям)|ребят|учен|учащ|студ|школьник|зрит|гост|посет|слушат|педагог"
    r"|учител|родител|взросл|жител|онлайн|очно|заочно)"
)
TIMES = re.compile(
    r"\b(?:раза?\b|урок|заняти|проведени|мероприяти|публикаци|школ(?!ь)|площад|групп|организаци)"
)


def parse_count(
    text: str,
    *,
    minimum: int,
    maximum: int,
    too_few: str | None = None,
    own: re.Pattern[str] | None = None,
    something_else: tuple[re.Pattern[str], str] | None = None,
) -> int:
    """The whole number in `text`, from `minimum` to `maximum`. Thousands may be separated by any
    space within a line («1 200»), and what is counted may follow («1200 чел.»). Raises Refusal
    for anything that would have to be guessed, with what may have been meant. `too_few` is the
    sentence for a number below `minimum`; `own` finds the words for what is counted,
    `something_else` is those for another thing, and the sentence for that."""
    whole, words = _plain(text), text.casefold()
    typed = _COUNTED.sub("", whole).rstrip()
    other = something_else[0] if something_else else None
    is_other = other is not None and bool(other.search(words))
    is_own = own is not None and bool(own.search(words))
    if something_else is not None and is_other and not is_own:
        raise Refusal(something_else[1])
    if is_other or not _ONE_NUMBER.fullmatch(typed):
        found = numbers_meant(whole, own=own, other=other)
        meant = tuple(number for number in found if minimum <= number <= maximum)
        raise Refusal(_asked(_mistake(typed), meant), meant)
    digits = typed.replace(" ", "").lstrip("0") or "0"
    # By length first: Python refuses to convert more than 4,300 digits.
    if len(digits) > len(str(maximum)) or int(digits) > maximum:
        raise Refusal(
            f"Слишком большое число: можно не больше {figure(maximum)}. "
            "Проверьте и пришлите ещё раз."
        )
    count = int(digits)
    if count < minimum:
        raise Refusal(too_few or f"Слишком маленькое число: пришлите {figure(minimum)} или больше.")
    return count


def _plain(text: str) -> str:
    """`text` in lower case, with ASCII digits, and trimmed. Spaces are single; a tab is the end of
    a line, because it parts the cells of a copied table."""
    digits = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in _KEYCAP.sub("", drop_unwanted(text)).lower()
    )
    lines = (" ".join(line.split()) for line in digits.replace("\t", "\n").splitlines())
    return _EDGES.sub("", "\n".join(line for line in lines if line))


def _asked(mistake: str, meant: tuple[int, ...]) -> str:
    """Not what is wrong, where that can be read past, but what may have been meant."""
    match meant:
        case ():
            return mistake
        case (number,):
            why = f"{mistake} " if mistake in NOT_EXACT else ""
            return f"{why}Записать {figure(number)}?"
        case _:
            return f"{mistake} Какое записать?"


def _mistake(typed: str) -> str:
    if _AMBIGUOUS.fullmatch(typed):
        digits = re.sub(r"\D", "", typed)
        return (
            f"«{typed}» можно понять и как целое, и как дробь. "
            f"Пришлите число без точек и запятых: {digits}."
        )
    written = typed.replace("плюс", "+")
    return next((sentence for sign, sentence in _MISTAKES if sign.search(written)), _NO_DIGITS)
