"""Answers that a text gives one a line, each by its label: «Участников: 85»."""

import re
from typing import Any

from domain.events.fields import field
from domain.events.form import parse_answer
from domain.refusal import Refusal
from domain.regions.directory import Region

_AFTER = r"\s*(?:[:–—]|\s-)\s*(?P<answer>\S.*)"
_LABELS = (
    ("kind", r"вид(?: мероприятия)?|тип(?: мероприятия)?|формат(?: мероприятия)?"),
    (
        "name",
        r"(?:название|наименование)(?: мероприятия)?|мероприятие|проведенн?ое мероприятие"
        r"|проведённое мероприятие|тема(?: мероприятия| урока)?",
    ),
    (
        "city",
        r"место(?: проведения)?(?: \(.*\))?|город|нас(?:ел[её]нный|\.) пункт|адрес"
        r"|место и адрес",
    ),
    ("organisation", r"организаци[яи]|площадка|учреждение|школа|место работы"),
    (
        "times_held",
        r"(?:кол-во|количество|число) (?:проведений|мероприятий|раз|уроков|занятий)|проведено",
    ),
    (
        "participants",
        r"(?:(?:кол-во|количество|число|общее количество|всего) )?"
        r"(?:участников|человек|посетителей|слушателей|детей|школьников|учеников)|охват",
    ),
)
_ANSWERS = tuple(
    (key, re.compile(rf"\W*(?:{label}){_AFTER}", re.IGNORECASE)) for key, label in _LABELS
)
_OTHER_LABELS = r"дата(?: \w+)?|время|регион|ссылк[аи](?: на \w+)?|фото|видео"
_LABEL = "|".join((*(label for _, label in _LABELS), _OTHER_LABELS))
# «…; место: Шебекино». By a colon only: a dash stands within answers, too.
_WITHIN_A_LINE = re.compile(rf"[;,.]\s+(?=(?:{_LABEL})\s*:\s*\S)", re.IGNORECASE)
_LONGEST_LINE = 500


def a_line_each(text: str) -> str:
    """With what has a label of its own in a line of its own."""
    return _WITHIN_A_LINE.sub("\n", text)


def labelled_in(text: str, region: Region) -> dict[str, Any]:
    """Values by the fields' keys; what the form would not take is left out."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        for key, label in _ANSWERS if len(line) <= _LONGEST_LINE else ():
            match = label.fullmatch(line.strip())
            if match and key not in found:
                found |= _parsed(key, match["answer"].strip(), region, found)
    return found


def _parsed(key: str, answer: str, region: Region, found: dict[str, Any]) -> dict[str, Any]:
    try:
        values = parse_answer(field(key), answer, region, found)
    except Refusal:
        return {}
    return {name: value for name, value in values.items() if value is not None}
