"""Tells the lines of sums from the rows above them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Sums:
    """Of the rows above: all of them, and those since the last line that was no event."""

    whole: dict[Role, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    group: dict[Role, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))

    def add(self, counts: Mapping[Role, str]) -> None:
        for role, text in counts.items():
            figure = _figure(text) or 0
            self.whole[role] += figure
            self.group[role] += figure

    def end_group(self) -> None:
        self.group = dict.fromkeys(COUNTS, 0)

    def are(self, counts: Mapping[Role, str]) -> bool:
        """Whether all the counts that a row has are sums: one of them may be so by chance."""
        figures = {role: _figure(text) for role, text in counts.items() if text}
        return any(figures.values()) and any(
            all(figure == sums[role] for role, figure in figures.items())
            for sums in (self.whole, self.group)
        )


def _figure(text: str) -> int | None:
    digits = text
    if not text.isdecimal():
        match = _FIGURE.fullmatch(text)
        digits = "".join(match[1].split()) if match else ""
    return int(digits) if digits.isdecimal() and len(digits) <= _LONGEST_FIGURE else None
