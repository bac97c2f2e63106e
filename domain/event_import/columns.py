"""Finds the heading of a table, and what each of its columns is for."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from domain.event_import.headings import Meaning, Role, meaning_of
from domain.event_import.result import shown
from domain.events.fields import PLACE_COLUMN, field
from domain.tables.table import Table
from domain.text.cleaning import fold

_DEEPEST = 3  # rows of a heading
_SEARCHED = 200  # rows of a table, above which it has to begin
_LONGEST_LABEL = 250
_FIGURE = re.compile(r"[\d\s.,:%–-]*")
_SEVERAL = (Role.PUBLICATION_LINKS, Role.VIDEO_LINKS)
_ANY_OF = (Role.NUMBER, Role.REGION, Role.KIND, Role.TO_MEND)  # the first of two is as good
_SAID_BY = {
    Role.NAME: str(field("name").column),
    Role.PLACE: PLACE_COLUMN,
    Role.TIMES_HELD: str(field("times_held").column),
    Role.PARTICIPANTS: str(field("participants").column),
}
PLACES = (Role.PLACE, Role.CITY, Role.ORGANISATION)
# By these a table is known for a report at all.
_TELLING = frozenset({Role.NAME, *PLACES, Role.TIMES_HELD, Role.PARTICIPANTS, Role.BOTH_COUNTS})


@dataclass(frozen=True, slots=True)
class Columns:
    """`first` and `last` are the rows of the heading, counted from 0. `by_role` has columns in
    their order; `headings` are as they stand there, by column. `refused` is why they will not
    do."""

    first: int
    last: int
    by_role: Mapping[Role, tuple[int, ...]]
    headings: Mapping[int, str]
    not_taken: tuple[str, ...]
    refused: str | None = None

    def of(self, role: Role) -> int | None:
        columns = self.by_role.get(role)
        return columns[0] if columns else None


def text_at(table: Table, row: int, column: int) -> str:
    """The cell's own text, without space at its ends."""
    return text_in(table.rows[row], column)


def text_in(cells: Sequence[str], column: int | None) -> str:
    """The same of a row; "" if there is no such column."""
    return cells[column].strip() if column is not None and column < len(cells) else ""


def find_columns(table: Table) -> Columns | None:
    """None if it has no heading of a report."""
    rows = range(min(len(table.rows), _SEARCHED))
    labels = [is_label_row(table, row) for row in rows]
    found = []
    for depth, first in product(range(1, _DEEPEST + 1), rows):
        if all(labels[first : first + depth]) and first + depth <= len(rows):
            columns = columns_at(table, first, first + depth - 1)
            if columns is not None and columns.refused is None:
                return columns
            found += [] if columns is None else [columns]
    return max(found, key=_likelihood, default=None)


def columns_at(table: Table, first: int, last: int) -> Columns | None:
    """What the rows say if they are the heading; None if they are none of a report."""
    headings = _headings(table, first, last)
    meanings = {
        column: _meaning(table, last, column, heading) for column, heading in headings.items()
    }
    roles = {meaning.role for meaning in meanings.values() if meaning}
    telling = roles & _TELLING
    if len(telling) < 2 or not telling & {Role.NAME, Role.TIMES_HELD, Role.PARTICIPANTS}:
        return None
    by_role, rivals = _best(table, last, meanings)
    used = {column for columns in by_role.values() for column in columns}
    left = [heading for column, heading in headings.items() if column not in used]
    refused = _refusal(by_role, rivals, headings)
    not_taken = tuple(dict.fromkeys(map(shown, left)))
    return Columns(first, last, by_role, headings, not_taken, refused)


def _meaning(table: Table, last: int, column: int, heading: str) -> Meaning | None:
    """«Публикации | видео» in two rows is about videos, in one row about all links."""
    lowest = meaning_of(text_at(table, last, column))
    return lowest if lowest and lowest.role is Role.VIDEO_LINKS else meaning_of(heading)


def _likelihood(columns: Columns) -> tuple[int, int]:
    return len(columns.by_role.keys() & _TELLING), columns.first - columns.last


def is_label_row(table: Table, row: int) -> bool:
    """Whether it has words only, and those of no address."""
    texts = [text for text in map(str.strip, table.rows[row]) if text]
    return bool(texts) and all(
        len(text) <= _LONGEST_LABEL and not _FIGURE.fullmatch(text) and "://" not in text
        for text in texts
    )


def _headings(table: Table, first: int, last: int) -> dict[int, str]:
    """By column; what stands in several rows, or over several columns, in each of them."""
    width = max(len(table.rows[row]) for row in range(first, last + 1))
    headings = {}
    for column in range(width):
        texts = []
        for row in range(first, last + 1):
            top, left = table.merged.get((row, column), (row, column))
            text = text_at(table, top, left) if top >= first else ""
            texts.append(text)
        if heading := " ".join(dict.fromkeys(filter(None, texts))):
            headings[column] = heading
    return headings


def _best(
    table: Table, last: int, meanings: Mapping[int, Meaning | None]
) -> tuple[dict[Role, tuple[int, ...]], tuple[int, int] | None]:
    """The columns of each role, and the first two of which either may be meant."""
    candidates = defaultdict[Role, list[int]](list)
    for column, meaning in meanings.items():
        if meaning:
            candidates[meaning.role].append(column)
    by_role, rivals = {}, None
    for role, columns in candidates.items():
        if role not in _SEVERAL:
            best = max(meaning.strength for at in columns if (meaning := meanings[at]))
            columns = [at for at in columns if (each := meanings[at]) and each.strength == best]
            if len(columns) > 1 and role not in _ANY_OF:
                columns = [at for at in columns if _has_text(table, last, at)] or columns[:1]
                rivals = rivals or ((columns[0], columns[1]) if len(columns) > 1 else None)
            columns = columns[:1]
        by_role[role] = tuple(columns)
    return by_role, rivals


def _has_text(table: Table, last: int, column: int) -> bool:
    """Below the heading: one of two columns that a merged heading covers may be empty."""
    return any(text_at(table, row, column) for row in range(last + 1, len(table.rows)))


def _refusal(
    by_role: Mapping[Role, object], rivals: tuple[int, int] | None, headings: Mapping[int, str]
) -> str | None:
    if rivals is not None:
        one, other = (shown(headings[column]) for column in rivals)
        if fold(one) == fold(other):
            return f"Два столбца названы одинаково: «{one}». Оставьте один или назовите их точнее."
        return (
            f"Непонятно, какой из столбцов взять: «{one}» или «{other}». "
            "Оставьте один или назовите их, как в форме министерства."
        )
    missing = [
        heading
        for role, heading in _SAID_BY.items()
        if role not in by_role and not (role is Role.PLACE and any(map(by_role.get, PLACES)))
    ]
    if not missing:
        return None
    wanted = ", ".join(f"«{heading}»" for heading in missing)
    have = ", ".join(f"«{shown(heading)}»" for heading in headings.values())
    column = "столбца" if len(missing) == 1 else "столбцов"
    both = "Проведения и участники нужны в разных столбцах. " * (Role.BOTH_COUNTS in by_role)
    return f"Нет {column} {wanted}. {both}Есть: {have}."
