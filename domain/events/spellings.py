"""One place under several spellings: «г. Белгород» and «БЕЛГОРОД», «МБОУ СОШ №5» and «СОШ № 5»."""

import re
from functools import lru_cache

from domain.text.cleaning import fold

_KEPT = 4096  # names of which it is remembered: a region's towns are compared with every answer
_WORD = re.compile(r"\w+")
_TOWN = r"(?:г|гор|город)"
_TOWN_KIND = re.compile(rf"^{_TOWN}(?:\.\s*|\s+)(?=\w)|\s+{_TOWN}\.?$")
# Villages of one name but of two kinds are two places, so the kind stays, in one spelling.
_VILLAGE_KINDS = (
    ("с", r"(?:с|село)"),
    ("п", r"(?:п|пос|поселок)"),
    ("пгт", r"(?:пгт|п\.\s?г\.\s?т|рп|р\.\s?п)"),
    ("д", r"(?:д|дер|деревня)"),
    ("х", r"(?:х|хут|хутор)"),
    ("ст", r"(?:ст|ст-ца|станица)"),
)
_VILLAGES = tuple(
    (kind, re.compile(rf"^{words}(?:\.\s*|\s+)(?P<name>\w.*)|^(?P<first>.*\w)\s+{words}\.?$"))
    for kind, words in _VILLAGE_KINDS
)
# What kind of institution it is in law says nothing of which one it is.
_LEGAL_FORM = re.compile(
    r"(?:(?:муниципальн|государственн|областн|бюджетн|автономн|казенн|федеральн|частн)\w+\s+)*"
    r"(?:(?:обще|профессиональн\w+ )?образовательн\w+\s+)?(?:учреждени[ея]|организаци[яи])\s+"
    r"|(?:м|г|ф|фг|ог|кг|рг)[бак]?(?:[дп]?оу|удо|удп|ук)\s+(?:(?:во|впо|спо|дпо|до)\s+)?"
    r"|(?:[опз]?ао|ооо|ано|[гм][бакау]у|[мг]уп)\s+"
)
_NAMES = re.compile(r"[^\W\d_]{2}")
_SCHOOL = re.compile(r"\bсредн\w+ (?:общеобразовательн\w+ )?школ\w+\b")
_NAMED_AFTER = re.compile(r"\bимени\b")
_NUMBER = re.compile(r"(?:№|#|\bn(?=[\s.\d]))[\s.]*(?=\d)")
_QUOTES = str.maketrans(dict.fromkeys("«»„“”\"'‘’`", " "))


@lru_cache(_KEPT)
def city_key(city: str) -> str:
    """Equal for the spellings of one town or village."""
    name = " ".join(fold(city).split()).strip(" .,")
    for kind, village in _VILLAGES:
        if found := village.fullmatch(name):
            return " ".join([kind, *_WORD.findall(found["name"] or found["first"])])
    return " ".join(_WORD.findall(_TOWN_KIND.sub("", name)))


def organisation_key(organisation: str) -> str:
    """Equal for the spellings of one organisation, with its legal form or without."""
    name = " ".join(fold(organisation).translate(_QUOTES).split())
    form = _LEGAL_FORM.match(name)
    bare = name[form.end() :] if form else name
    if not _NAMES.search(bare):  # «МДОУ № 5» and «МОУ № 5» are two
        bare = name
    bare = _NAMED_AFTER.sub("им", _SCHOOL.sub("сош", bare))
    return " ".join(_WORD.findall(_NUMBER.sub(" ", bare)))
