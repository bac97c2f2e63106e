"""Tells the lines that sign a table from its rows."""

import re
from collections.abc import Iterable

from domain.text.cleaning import fold

_INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_PERSON = re.compile(
    rf"{_SURNAME}\s+{_INITIALS}|{_INITIALS}\s?{_SURNAME}"
    rf"|{_SURNAME}\s+{_SURNAME}\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична)"
)
# What a line begins with in which somebody signs, by `fold`.
_SIGNED = re.compile(
    r"\W*(?:министр|и\.? ?о\.|вр\.? ?и\.? ?о|начальник|глава|руководител|директор"
    r"|зам(?:\.|естител)|председател"
    r"|губернатор|исп\b|исполнил|исполнител|согласован|утвержд|подпись|составил|подготовил"
    r"|ответственн|контактн|м\. ?п\b|(?:главный |ведущий )?(?:специалист|консультант))"
)
# What stands beside: a line to sign on, a day, a telephone number, an address for letters.
_BESIDE = re.compile(
    r"[\s_/\\()–—-]*(?:подпись|фио|ф\. ?и\. ?о|дата|расшифровка подписи)?[\s_/\\().–—-]*"
    r"|[«\"]?[\d_]+[»\"]?\s*[а-я_]+\s*(?:20)?[\d_]*\s?г?\.?|\d\d?\.\d\d?\.\d{2,4}(?: ?г\.?)?"
    r"|(?:тел\w*|моб\w*|факс|e-?mail|почта)\b.*|[+(\d][\d ()-]{5,}|\S+@\S+"
)
_LONGEST = 200  # characters


def is_signature(cells: Iterable[str]) -> bool:
    """Whether all cells of the row belong to a signature: «Министр | подпись | И. И. Иванов»."""
    is_signed = False
    for cell in cells:
        text = " ".join(cell[: _LONGEST + 1].split())
        if not text:
            continue
        if len(text) > _LONGEST:
            return False
        if _PERSON.fullmatch(text) or _SIGNED.match(fold(text)):
            is_signed = True
        elif not _BESIDE.fullmatch(fold(text)):
            return False
    return is_signed
