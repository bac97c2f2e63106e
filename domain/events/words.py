"""Parses names and places as people type them: what says nothing or names nothing is refused."""

import re
from functools import lru_cache

from domain.events.links import find_links
from domain.refusal import Refusal
from domain.text.cleaning import clean_line, fold

_KEPT = 1024  # lines whose meaning is remembered: towns and names come again
# What people send where they have nothing to say: «нет», «н/д», «не проводилось», «ссылок нет».
_NOUN = r"(?:данн|информац|сведени|организац|назван|город|ссыл|публикац|видео)\w*"
_NOTHING = re.compile(
    rf"(?:пока )?(?:нету?(?: пока)?|без|отсутств\w*|неизвестно|ничего|прочерк)(?: {_NOUN})?"
    rf"|{_NOUN} нет"
    r"|не (?:было|указан|провод|применим|известно|зна|публик|размещ)\w*"
    r"|н ?[/.]? ?[дап]|n ?/ ?a|[-–—_]+"
)
_TRIAL = r"(?:тест\w*|test|проб[аы]|пробн\w+|проверк[аи]|проверочн\w+)"
_OUR_WORD = r"(?:мероприяти[ея]|название|название мероприятия|событие|наименование)"
_MASHED = r"(?:фыв\w*|ыва\w{0,2}|йцу\w*|цук\w*|ячс\w*|asd\w*|qwe\w*|zxc\w*|абв\w?|abcd?)"
# And what names nothing: «тест 1», «мероприятие», «там же», «ххх», «фывап».
_NO_NAME = re.compile(
    rf"{_TRIAL}|(?:{_TRIAL} )?{_OUR_WORD}(?: ?№? ?\d+)?|{_TRIAL} ?№? ?\d+|{_MASHED}(?: {_MASHED})*"
    r"|(?:(\w)\1*(?: |$))+|/.*|(?:там|т[оа]т?) же(?: самое)?|как (?:выше|раньше)|аналогично"
    r"|см\.? .*|и ?т\. ?[дп]|и так далее|и др|итд|прочее|другое|все|вс[ея]|разн(?:ые|ое)|различные"
    r"|потом|позже|позднее|уточн\w*|да|ага|угу|ок|окей|хорошо|понятно|спасибо|привет|здравствуйте"
    r"|добрый день"
)

# An address that the search for links passes over: of an inner site or an app.
_ADDRESS = re.compile(r"\b[a-z][a-z\d+.-]*://\S", re.IGNORECASE)
_MAY_BE_ADDRESS = re.compile(r"\.\S|://")
# And what names no place nor event by itself: a house or a class («5а»), a mailbox, an account.
_BARE = re.compile(r"№? ?\d+ ?[а-яa-z]?|\S*@\S*")


def says_nothing(text: str) -> bool:
    """Whether it is a way to say that there is no answer."""
    return "://" not in text and _is_nothing(fold(text))


def _is_nothing(folded: str) -> bool:
    return bool(_NOTHING.fullmatch(folded.strip().rstrip(" .!")))


def _has_address(line: str) -> bool:
    """Whether a link is in it, also one that the question for links would not take."""
    if not _MAY_BE_ADDRESS.search(line):
        return False
    found = find_links(line)
    return bool(found.links or found.members_only or _ADDRESS.search(line))


@lru_cache(_KEPT)
def parse_words(text: str, *, limit: int, needed: str) -> str:
    """A line of words. Raises Refusal with `needed` for one without a letter («12.11», «-») and for
    what names nothing («нет», «там же», «5а»), and for one that is or has a link."""
    line = clean_line(text, limit=limit)
    folded = fold(line)
    if not any(map(str.isalpha, line)) or _is_nothing(folded):
        raise Refusal(needed)
    bare = folded.strip(" .!")
    if _NO_NAME.fullmatch(bare) or _BARE.fullmatch(bare):
        raise Refusal(needed)
    if _has_address(line):
        raise Refusal(f"Для ссылок есть отдельный вопрос. {needed}")
    return line
