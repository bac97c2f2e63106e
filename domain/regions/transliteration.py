"""Reads Russian names in Latin letters, as signs, passports and foreign phones have them."""

import re

# What stands first is tried first: English names, endings, then letters, the longest before others.
_LETTERS = (
    (r"\bmoscow\b", "москва"),
    (r"\bcrimea\b", "крым"),
    (r"\b(?:st|saint)\b", "санкт"),
    (r"shch|sch", "щ"),
    (r"(?:[iy][yj]|yi|(?<=[bcdfghjklmnpqrstvwxz])y)\b", "ий"),
    (r"(?<=[aeou])[iyj]\b", "й"),
    (r"zh", "ж"),
    (r"kh", "х"),
    (r"t[sz]", "ц"),
    (r"ch", "ч"),
    (r"sh", "ш"),
    (r"ia\b", "ия"),
    (r"[yj]a", "я"),
    (r"[yj]u", "ю"),
    (r"[yj][oe]", "е"),
    (r"(?<=[aeiou])[yj]", "й"),
    (r"c(?=[aoulrk])", "к"),
    (r"x", "кс"),
)
_ANY = re.compile("|".join(f"({latin})" for latin, _ in _LETTERS))
_SINGLE = str.maketrans("abcdefghijklmnopqrstuvwyz'’`", "абцдефгхийклмнопкрстуввызььь")
_UNHEARD = str.maketrans("эйыё", "еиие", "ьъ")


def in_cyrillic(latin: str) -> str:
    """«moskva» (lower case) as «москва». What Latin letters do not show stays out: `sounding`."""
    return _ANY.sub(lambda found: _LETTERS[(found.lastindex or 1) - 1][1], latin).translate(_SINGLE)


def sounding(name: str) -> str:
    """A Russian name without what is lost in Latin letters: «казань» is like «казан»."""
    return name.translate(_UNHEARD)
