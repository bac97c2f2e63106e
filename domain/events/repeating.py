"""What a new event takes over from one that is there already, and what is asked anew."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.events.fields import FIELDS, KINDS, Field


@dataclass(frozen=True, slots=True)
class Repeated:
    """By the fields' keys: `answers` are taken over, `before` has what was answered to the
    questions that are asked anew. Links are an event's own: of them nothing is taken over."""

    answers: dict[str, Any]
    before: dict[str, Any]


def one_more(answers: Mapping[str, Any]) -> Repeated:
    """For the next event like that one: what differs from one to the next is asked."""
    return _repeated(answers, lambda field: answers["kind"] in field.differs)


def a_year_later(answers: Mapping[str, Any], *, was: int, now: int) -> Repeated:
    """For the same event in a later year's report, which has other numbers; the year in its name
    is the new one."""
    name = re.sub(rf"(?<!\d){was}(?!\d)", str(now), answers["name"])

    def is_asked(field: Field) -> bool:
        own_links = field.answers == "links" and answers["kind"] in field.differs
        return field.answers == "count" or own_links

    return _repeated({**answers, "name": name}, is_asked)


def _repeated(answers: Mapping[str, Any], is_asked: Callable[[Field], bool]) -> Repeated:
    again, before = dict[str, Any](), dict[str, Any]()
    for field in FIELDS:
        value = answers[field.key]
        if field.answers == "choice" and value not in KINDS:
            continue  # of a kind that there was in an earlier year only
        if is_asked(field):
            before |= {} if field.answers == "links" else {field.key: value}
        else:
            again[field.key] = [] if field.answers == "links" else value
    return Repeated(again, before)
