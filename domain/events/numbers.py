"""Parses whole numbers as people type them."""

import re
import unicodedata

from babel.numbers import format_decimal

from domain.refusal import Refusal
from domain.text.cleaning import drop_unwanted

_NUMBER = r"(?:[1-9]\d{0,2}(?: \d{3})+|\d+)"

# Trimmed from both ends: quotes, brackets, emoji, writing direction. A dash, a sign or a leading
# point changes the number and stays; so do U+2795-2797, the plus and minus among the emoji.
_MARKS = (
    r"\s!?:;()\[\]{}«»\"'„“”`\u200c-\u200f\u202a-\u202e\u2060-\u2069\u20e3"
    r"\u2600-\u2794\u2798-\u27bf\ufe0f\U0001f000-\U0001faff"
)
# The lookbehind keeps it linear: a long run of marks inside the text is tried only once.
_EDGES = re.compile(rf"^[{_MARKS}]+|(?<![{_MARKS}.,])[{_MARKS}.,]+$")

_UNIT = re.compile(
    r"(?<=\d) ?(?:чел(?:овека?)?|люд(?:и|ей)|участни(?:к(?:а|ов)?|ц[аы]?)|раза?|шт(?:ука?|уки)?"
    r"|мероприяти[еяй]|проведени[еяй]|посетител[ьяей]+|зрител[ьяей]+|гост[ьяей]+)$"
)

_ONE_NUMBER = re.compile(_NUMBER)

# The first that matches says what is wrong. The order matters: «от 10 до 20» is a range, «до 20»
# alone an estimate; «1,5 тыс.» is about thousands, not about a fraction.
_MISTAKES = (
    (
        re.compile(rf"^(?:[-−–—➖] ?|минус ){_NUMBER}$"),
        "Число не может быть отрицательным. Отправьте его без минуса, например: 120.",
    ),
    (
        re.compile(
            rf"^{_NUMBER} ?(?:[-−–—…]|\.\.+) ?{_NUMBER}\b|\b(?:от|с) \d.{{0,40}}\b(?:до|по) \d"
        ),
        "Нужно одно точное число, а не промежуток. Отправьте, например: 15.",
    ),
    (
        re.compile(
            r"[~≈<>≤≥±+]|\b(?:около|приблизительно|примерно|порядка|почти|где-то|минимум|максимум"
            r"|более|больше|свыше|менее|меньше|до|от)\b"
        ),
        "Нужно точное число, без «около» и «более». Отправьте, например: 120.",
    ),
    (
        re.compile(r"\d ?(?:тыс|млн|млрд|миллион|к\b)"),
        "Запишите число целиком, без сокращений «тыс.» и «млн». Отправьте, например: 5000.",
    ),
    (
        re.compile(r"^\d*[.,]\d+$|^\d+ ?/ ?\d+$|[¼-¾⅐-⅞]"),
        "Нужно целое число, без дробной части. Отправьте, например: 15.",
    ),
    (
        re.compile(r"\d\D+\d"),
        "Здесь несколько чисел, а нужно одно. Отправьте, например: 120.",
    ),
    (
        re.compile(r"\d"),
        "Кроме числа, здесь есть что-то ещё. Отправьте только число цифрами, например: 120.",
    ),
)
_NO_DIGITS = "Нужно число цифрами. Отправьте, например: 120."

# A point or a comma before every three digits: 1.200 may be 1200 or 1.2.
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3}){1,3}")


def parse_count(text: str, *, minimum: int, maximum: int, too_few: str | None = None) -> int:
    """The whole number in `text`, from `minimum` to `maximum`. Thousands may be separated by any
    space («1 200»), a unit may follow («1200 чел.»). Raises Refusal for anything that would have
    to be guessed. `too_few` is the sentence for a number below `minimum`."""
    typed = _plain(text)
    if not _ONE_NUMBER.fullmatch(typed):
        raise Refusal(_mistake(typed))
    digits = typed.replace(" ", "").lstrip("0") or "0"
    # By length first: Python refuses to convert more than 4,300 digits.
    if len(digits) > len(str(maximum)) or int(digits) > maximum:
        raise Refusal(
            f"Слишком большое число: можно не больше {format_decimal(maximum, locale='ru')}. "
            "Проверьте и отправьте ещё раз."
        )
    count = int(digits)
    if count < minimum:
        least = format_decimal(minimum, locale="ru")
        raise Refusal(too_few or f"Слишком маленькое число: отправьте {least} или больше.")
    return count


def _plain(text: str) -> str:
    """`text` in lower case, with ASCII digits and single spaces, trimmed and without its unit."""
    digits = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in drop_unwanted(text).lower()
    )
    number = _EDGES.sub("", " ".join(digits.split()))
    return _UNIT.sub("", number)


def _mistake(typed: str) -> str:
    if _AMBIGUOUS.fullmatch(typed):
        digits = re.sub(r"\D", "", typed)
        return (
            f"«{typed}» можно понять и как целое, и как дробь. "
            f"Отправьте число без точек и запятых: {digits}."
        )
    return next((sentence for sign, sentence in _MISTAKES if sign.search(typed)), _NO_DIGITS)
