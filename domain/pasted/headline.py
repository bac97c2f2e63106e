"""The name of an event from the text of a post: its first sentence or headline."""

import re
import unicodedata
from dataclasses import dataclass

from domain.event_import.kinds import guess_kind
from domain.events.fields import field
from domain.events.links import apart_from_links
from domain.refusal import Refusal
from domain.text.cleaning import drop_unwanted

LIMIT = 300  # characters, as the question for it takes them
_TRIED = 12  # sentences
_FEWEST = 3  # words
_WORD = re.compile(r"[^\W\d_]{3,}")
# «Шебекино | В гимназии открыли выставку».
_RUBRIC = re.compile(r"^[^|]{1,30}\|\s*(?=\S)")
_HASHTAG = re.compile(r"(?<!\w)#[\w@-]+")
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪>]+|\d{1,2}[.)])\s+")
_GREETING = re.compile(
    r"^(?:(?:добр(?:ый|ое|ого|ой)\s+(?:день|утро|вечер|дня|ночи|времени суток|здоровья)"
    r"|здравствуйте|приветству\w+(?:\s+вас)?|всем\s+привет|привет(?:ик)?|уважаем\w+|дорог(?:ие|ая|ой)"
    r"|коллеги?|друзья|товарищи|господа|всем)\b[\s,!.…–—-]*)+",
    re.IGNORECASE,
)
_COVERING = re.compile(
    r"^(?:(?:мы|прошу|просим|настоящим)\s+)*"
    r"(?:направля\w+|высыла\w+|отправля\w+|присыла\w+|пересыла\w+|сообща\w+|информиру\w+|докладыва\w+"
    r"|внести|принять|включить|добавить)\b[^.:!?\n]{0,120}?(?:[:]|,\s+что\b|\.(?=\s))\s*",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"^(?:во исполнение|на основании|в соответствии с|в ответ на)\b[^.:\n]{0,200}?"
    r"\b(?:направля|высыла|сообща|информиру)\w+[^.:\n]{0,200}(?:[.:]|$)\s*",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^(?:название|наименование|мероприятие|тема|событие)(?: мероприятия)?\s*[:–—-]\s*",
    re.IGNORECASE,
)
_DATE_ALONE = re.compile(
    r"(?:\d{1,2}\s*[-–—и]\s*)?\d{1,2}(?:\.\d{1,2}\.\d{2,4}|\s+[а-я]+(?:\s+\d{4})?)\s*(?:г\.?|года)?"
    r"(?:\s*,?\s*(?:в\s+)?\d{1,2}[:.]\d{2})?\s*[.,:–—-]*",
    re.IGNORECASE,
)
# «12.11.2026 Лекция …»: the day is no part of the name.
_DATE_BEFORE = re.compile(
    r"^\d{1,2}\.\d{1,2}(?:\.\d{2}|\.\d{4})?(?:\s*г\.|\s+года)?[\s,:–—-]+(?=[А-ЯЁ«])"
)
_OTHER_FIELD = re.compile(
    r"^(?:дата|время|место|адрес|город|организац|количеств|число|кол-во|участник|ссылк|фото|видео"
    r"|источник|регион|вид|охват|подробн|читайте|смотрите|подписывай)[\w ]{0,40}\s*[:–—-]"
    r"|^(?:ссылк|подробн|фото|видео|источник|читайте|смотрите|подписывай)[\w ]{0,40}$",
    re.IGNORECASE,
)
# A point after these, or after a single letter, ends no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:г|гг|ул|им|пр|пл|д|к|с|п|пос|обл|руб|тыс|млн|чел|стр|корп|т|ок|др|проф|доц|акад|ст|кл|см|рис"
    r"|[А-ЯЁа-яё])|\b[А-ЯЁ])\.$"
)
_END = re.compile(r"[.!?…]+[»\")]*(?=\s+[«\"(–—-]*[А-ЯЁA-Z\d]|\s*$)")
_FIRST_ARROW = "\u2190"
_FIELD_SIGNS = (
    "📍",
    "🗓",
    "📅",
    "📆",
    "⏰",
    "🕐",
    "👥",
    "📞",
    "☎",
    "📧",
    "🔗",
    "📸",
    "📷",
    "🎥",
    "📹",
)
_EDGES = " \t,;:|–—-•*_~\"'"


@dataclass(frozen=True, slots=True)
class Headline:
    """`shortened` if the sentence was too long for a name."""

    name: str
    shortened: bool = False


def headline_in(text: str) -> Headline | None:
    """Without greetings, links, hashtags and emoji; a question or an exclamation («Ура!») only if
    there is nothing else. None if no sentence could be a name."""
    found = [name for name in map(_as_name, _first_sentences(text)) if name is not None]
    return next((each for each in found if _says_what(each.name)), found[0] if found else None)


def _first_sentences(text: str) -> list[str]:
    sentences: list[str] = []
    for line in drop_unwanted(text).splitlines():
        if not line.lstrip().startswith(_FIELD_SIGNS):
            sentences += _sentences(_without_covering(_plain(line)))
        if len(sentences) >= _TRIED:
            break
    return sentences[:_TRIED]


def _says_what(name: str) -> bool:
    if name.endswith("?") and ":" not in name:
        return False
    is_told = "«" in name or len(_WORD.findall(name)) >= _FEWEST
    return is_told or guess_kind(name) is not None


def _plain(line: str) -> str:
    words, _ = apart_from_links(_HASHTAG.sub(" ", _BULLET.sub("", line)))
    signs = "".join(" " if _is_emoji(sign) else sign for sign in words)
    return _BULLET.sub("", " ".join(signs.split()))


def _is_emoji(sign: str) -> bool:
    is_sign = sign >= _FIRST_ARROW and unicodedata.category(sign) in ("So", "Sk", "Co")
    return is_sign or unicodedata.category(sign) == "Me" or sign in "\ufe0f\u200d"


def _without_covering(line: str) -> str:
    """Without what a letter begins with: «Коллеги, добрый день! Направляем информацию:»."""
    bare = _GREETING.sub("", _RUBRIC.sub("", line))
    told = _COVERING.sub("", _BECAUSE.sub("", bare, count=1), count=1)
    return _DATE_BEFORE.sub("", _CAPTION.sub("", told, count=1)).strip()


def _sentences(line: str) -> list[str]:
    sentences, start = [], 0
    for end in _END.finditer(line):
        sentence = line[start : end.end()]
        in_quotes = sentence.count("«") > sentence.count("»")  # «Вкусно! По-белгородски»
        if not in_quotes and not _ABBREVIATED.search(sentence):
            sentences.append(line[start : end.end()].strip())
            start = end.end()
    rest = line[start:].strip()
    return [*sentences, rest] if rest else sentences


def _as_name(sentence: str) -> Headline | None:
    if _DATE_ALONE.fullmatch(sentence) or _OTHER_FIELD.match(sentence):
        return None
    name = sentence.strip(_EDGES).rstrip(".…!").rstrip(_EDGES)
    shortened = len(name) > LIMIT
    if shortened:
        whole, _, _ = name[: LIMIT - 1].rpartition(" ")
        name = f"{whole}…"
    parse = field("name").parse
    assert parse is not None, "a name is a line of words"
    try:
        return Headline(parse(name[:1].upper() + name[1:]), shortened)
    except Refusal:
        return None
