"""Tells the lines of sums from the rows above them."""

import re
from collections.abc import Mapping

from domain.event_import.headings import Role
from domain.text.cleaning import fold

COUNTS = (Role.TIMES_HELD, Role.PARTICIPANTS)
_TOTAL = re.compile(
    r"\W*(?:итог\w?|всего|общее количество|общее число|сумма|в том числе|в т\. ?ч|из них)\b"
    r"|.*\b(?:итого|всего)\W*$"
)
# With what is counted, but nothing else.
_FIGURE = re.compile(r"([\d\s]{1,20})(?:чел|человек|раза?|ед|шт)?\.?")
_LONGEST_FIGURE = 12  # digits
_LONGEST = 200  # characters


def says_total(words: str) -> bool:
    """«Итого», «Губкин, всего»."""
    return _TOTAL.match(fold(words[:_LONGEST])) is not None


class Sums:
    """Of the rows above: all of them, and those since the last line that was no event."""

    def __init__(self) -> None:
        self._whole, self._group = dict.fromkeys(COUNTS, 0), dict.fromkeys(COUNTS, 0)
        # Added up only where it is asked: in most tables it never is.
        self._to_add: list[Mapping[Role, str]] = []

    def add(self, counts: Mapping[Role, str]) -> None:
        self._to_add.append(counts)

    def end_group(self) -> None:
        self._add_up()
        self._group = dict.fromkeys(COUNTS, 0)

    def _add_up(self) -> None:
        for counts in self._to_add:
            for role, text in counts.items():
                figure = _figure(text) or 0
                self._whole[role] += figure
                self._group[role] += figure
        self._to_add.clear()

    def are(self, counts: Mapping[Role, str]) -> bool:
        """Whether all the counts that a row has are sums: one of them may be so by chance."""
        self._add_up()
        figures = {role: _figure(text) for role, text in counts.items() if text}
        return any(figures.values()) and any(
            all(figure == sums[role] for role, figure in figures.items())
            for sums in (self._whole, self._group)
        )


def _figure(text: str) -> int | None:
    digits = text
    if not text.isdecimal():
        match = _FIGURE.fullmatch(text)
        digits = "".join(match[1].split()) if match else ""
    return int(digits) if digits.isdecimal() and len(digits) <= _LONGEST_FIGURE else None
