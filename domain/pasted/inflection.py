"""Names as they stand in a text, in any case: «Старый Оскол» in «в Старом Осколе»."""

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")
_BETWEEN = r"[^\w\n]{1,3}"
_SHORTEST = 3  # letters: «на» stays as it is
# By the ending of the nominative, what may stand in its place; of several the first.
_ENDINGS = (
    (r"(?<=.)(?:ый|ий|ой)", r"(?:[ыио]й|[ое]го|[ое]му|[ыи]м|[ое]м)"),
    (r"(?<=..)(?:ая|яя)", r"(?:[ая]я|[оеё]й|[ую]ю)"),
    (r"(?<=..)(?:ое|ее)", r"(?:[ое]е|[ое]го|[ое]му|[ыи]м|[ое]м)"),
    (r"(?<=..)(?:ые|ие)", r"(?:[ыи]е|[ыи]х|[ыи]ми?)"),
    (r"(?<=..)(?:ец)", r"(?:ец|ь?ц(?:а|у|ем|ом|е))"),
    (r"(?<=..)(?:ок|ек)", r"(?:[ое]к|ь?к(?:а|у|ом|е))"),
    (r"(?<=..)(?:ел)", r"(?:ел|л(?:а|у|ом|е)|ел(?:а|у|ом|е))"),
    (r"(?<=..)[ая]", r"(?:[аяыиеую]|[оеё]й)"),
    (r"(?<=..)[ое]", r"(?:[оеаяую]|[оеё]м)"),
    (r"(?<=..)[ыи]", r"(?:[ыи]|[оеё]в|[ая]ми?|[ая]х|)"),
    (r"(?<=..)ь", r"(?:[ьяюеи]|[её]м|ью)"),
    (r"(?<=..)й", r"(?:[йяюеи]|[её]м)"),
)
_NOMINATIVE = tuple((re.compile(f"{ending}$"), forms) for ending, forms in _ENDINGS)
_CONSONANT = re.compile(r"[бвгджзклмнпрстфхцчшщ]$")


@lru_cache(maxsize=4000)
def in_any_case(name: str) -> re.Pattern[str]:
    """Finds the name in a text without «ё»; its first letter has to be as in the name."""
    words = [_word(word) for word in _WORD.findall(name.replace("ё", "е").replace("Ё", "Е"))]
    return re.compile(rf"\b{_BETWEEN.join(words)}\b")


def _word(word: str) -> str:
    if not word.isalpha() or word.isupper() or len(word) < _SHORTEST:
        return re.escape(word)
    first, rest = word[0], word[1:].casefold()
    for ending, forms in _NOMINATIVE:
        if ending.search(word.casefold()):
            stem = ending.sub("", word.casefold())[1:]
            return f"{first}(?i:{re.escape(stem)}{forms})"
    bent = r"(?:[аеуы]|[оыеё]м)?" if _CONSONANT.search(rest) else ""
    return f"{first}(?i:{re.escape(rest)}{bent})"
