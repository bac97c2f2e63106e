"""Whether a text that nobody asked for is an event at all, or several."""

import re

from domain.event_import.kinds import guess_kind
from domain.pasted.counts import people_in, times_in
from domain.pasted.reading import Pasted

# A question to the ministry, or a plea: no report of what has been.
_PLEA = re.compile(
    r"\b(?:подскажи\w*|скажите|помогите|можно ли|нельзя ли|^(?:а )?можно|что делать"
    r"|как (?:мне|нам|быть|внести|исправить|удалить|указать|добавить|сдать|заполнить)"
    r"|не (?:могу|можем|получается|работает|открывается|успева\w+|успел\w*|нашл[аи]|приходит)"
    r"|не понял[аи]?|(?:прош[уи]м?|просьба) (?:\w+ )?(?:продлить|вернуть|удалить|исправить|уточнить"
    r"|разъяснить|сообщить|подсказать|помочь|перенести|отсрочить|дать)|нужно ли|надо ли"
    r"|правильно ли|верно ли|будет ли|когда (?:будет|нужно|надо)|у (?:меня|нас) вопрос|вопрос[:.]"
    r"|ошибк[аиу]|продлить|в отпуске|на больничном|удалите|исправьте|верните|перезвоните"
    r"|позвоните)",
    re.IGNORECASE,
)
# What the text tells of has been.
_HAPPENED = re.compile(
    r"\b(?:прош(?:е|ё)?л[аио]?|прошедш\w+|состоял(?:ась|ось|ись|ся)|проходил[аио]?|пров(?:е|ё)л"
    r"|провел[аио]|провед(?:ен[аоы]?|ён)|организов(?:ал[аио]?|ан[аоы]?)|принял[аио]? участие"
    r"|участи\w* принял[аио]?|участвовал[аио]?|посетил[аио]?|открыл(?:ась|ось|ись|ся)|собрал[аио]?"
    r"|завершил(?:ась|ось|ись|ся)|стартовал[аио]?|размест(?:ил[аио]?|ился)|размещ(?:ен[аоы]?|ён)"
    r"|отметил[аио]?|опубликован[аоы]?|вышл[аио]|оформ(?:лен[аоы]?|или)|появил(?:ась|ось|ись|ся))\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\s*(?:\d{1,2}\s*[.)]|[-–—•*▪◾✅🔹🔸➡])\s*\S.{10,}$", re.MULTILINE)
_CAPTION = 12  # words beside a link
_POST = 60  # characters: with a link there may be a question in it
_SHORTEST = 25  # characters of a text without a link
_LONG = 120  # characters: a post, in which there may be a question, too
_WORDS = re.compile(r"[^\W\d_]{2,}")


def is_event(text: str, read: Pasted, *, forwarded: bool) -> bool:
    """Whether the text tells of an event: it names some of kind, place, numbers and links. A
    question or a plea does not; a channel's post that is passed on does sooner."""
    has_link = bool(read.values.get("publication_links") or read.values.get("video_links"))
    signs = [
        "kind" in read.values,
        "city" in read.values or "organisation" in read.values,
        "participants" in read.values or "times_held" in read.values,
        has_link,
        bool(_HAPPENED.search(text)),
    ]
    if forwarded and (has_link or any(signs)):
        return True
    if _PLEA.search(text):
        return False
    words = _WORDS.findall(text)
    if has_link and (len(text) >= _POST or not _asks(text)):
        return sum(signs) > 1 or len(words) <= _CAPTION
    if len(text) < _SHORTEST or len(words) < 3 or (_asks(text) and len(text) < _LONG):
        return False
    return sum(signs) >= (4 if _asks(text) else 3) or (signs[2] and signs[0] and not _asks(text))


def _asks(text: str) -> bool:
    return "?" in text


def has_several(text: str) -> bool:
    """Whether it lists events: items or lines, of which two at least have a kind and a number of
    their own. A programme of one event has not."""
    rows = [line for line in text.splitlines() if line.count("\t") > 1]
    items = rows if len(rows) > 1 else _ITEM.findall(text)
    told = [item for item in items if guess_kind(item) and (people_in(item) or times_in(item))]
    return len(told) > 1
