"""Tells the rows of a table that are events from all others."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.event_import.columns import PLACES, Columns, columns_at, is_label_row, text_at, text_in
from domain.event_import.headings import Role, meaning_of
from domain.event_import.result import LineKind
from domain.event_import.signatures import is_signature
from domain.event_import.totals import COUNTS, Sums, says_total
from domain.events.links import find_links
from domain.tables.table import Table
from domain.text.cleaning import fold

_LINKS = (Role.PUBLICATION_LINKS, Role.VIDEO_LINKS)
_DATA = (
    Role.NAME, Role.PLACE, Role.CITY, Role.ORGANISATION, *COUNTS, Role.BOTH_COUNTS, *_LINKS
)  # fmt: skip
_UNITS = re.compile(r"\W*(?:ед|единиц\w?|чел|человек|шт|штук|раз)\W*")
_LETTER = re.compile(r"[^\W\d_]")
_DEEPEST = 2  # rows of a heading that stands below another
_LONGEST_UNIT = 20  # characters


class EventLine(NamedTuple):
    """`section` is the text of the line that heads it; `row` is counted from 0. More of its links
    stand in the rows below it that have nothing else."""

    row: int
    columns: Columns
    section: str | None
    links_below: tuple[int, ...] = ()


class OtherLine(NamedTuple):
    row: int
    kind: LineKind
    text: str


class Lines:
    """Reads a table below its heading once; `columns` change where another heading follows."""

    def __init__(self, table: Table, columns: Columns) -> None:
        self.table = table
        self.section: str | None = None
        self._take(columns)

    def _take(self, columns: Columns) -> None:
        """With what is asked of every row, there being thousands."""
        self.columns = columns
        self._counted = [(role, columns.of(role)) for role in COUNTS]
        self._name = columns.of(Role.NAME)
        self._places = [columns.of(role) for role in PLACES]
        self._links = frozenset(at for role in _LINKS for at in columns.by_role.get(role, ()))

    def __iter__(self) -> Iterator[EventLine | OtherLine]:
        sums = Sums()
        row = self.columns.last + 1
        while row < len(self.table.rows):
            counts = self._counts(row)
            if self._is_plain(row, counts):
                line: EventLine | OtherLine | None = EventLine(row, self.columns, self.section)
            elif heading := self._heading_at(row, counts):
                self._take(heading)
                row = heading.last + 1
                continue
            else:
                line = self._line(row, counts, sums)
            if line:
                if isinstance(line, EventLine):
                    sums.add(counts)
                    if links_below := tuple(self._links_below(row)):
                        line = line._replace(links_below=links_below)
                        row += len(links_below)
                else:
                    sums.end_group()
                    self.section = line.text if line.kind is LineKind.SECTION else self.section
                yield line
            row += 1

    def _is_plain(self, row: int, counts: Mapping[Role, str]) -> bool:
        """Whether it is an event at first sight, of which nothing below need be asked: it has both
        numbers, a name that is none, and a place called otherwise."""
        if not all(map(str.isdecimal, counts.values())):
            return False
        cells = self.table.rows[row]
        name = text_in(cells, self._name)
        if not name or name[0].isdecimal():
            return False
        return any(text_in(cells, at) not in ("", name) for at in self._places)

    def _heading_at(self, row: int, counts: Mapping[Role, str]) -> Columns | None:
        """The heading repeated at the top of a page, or that of another table below."""
        if any(map(_has_digit, counts.values())):
            return None
        if not is_label_row(self.table, row):
            return None
        for last in range(row, min(row + _DEEPEST, len(self.table.rows))):
            found = columns_at(self.table, row, last)
            if found is not None and found.refused is None:
                return found
        return None

    def _line(
        self, row: int, counts: Mapping[Role, str], sums: Sums
    ) -> EventLine | OtherLine | None:
        own = self._own(row)
        words = self._first_words(row)
        if not own:
            return OtherLine(row, _kind_of(words), words) if words else None
        if self._is_numbering(row) or self._is_units(row, counts):
            return None
        roles = set(own)
        if words and says_total(words) and self._is_total(row, roles, words):
            return OtherLine(row, LineKind.TOTAL, words)
        if roles <= set(COUNTS) and not self._number(row) and sums.are(counts):
            return OtherLine(row, LineKind.TOTAL, words)
        if self._is_section(row, roles):
            return OtherLine(row, LineKind.SECTION, self._text(row, Role.NAME))
        is_counted = all(map(str.isdecimal, counts.values()))
        if not is_counted and is_signature(self.table.rows[row]):
            return OtherLine(row, LineKind.SIGNATURE, words)
        return EventLine(row, self.columns, self.section)

    def _own(self, row: int) -> list[Role]:
        """What the row itself says: not by a merged cell that stands in a row above."""
        cells = self.table.rows[row]
        return [
            role
            for role in _DATA
            for column in self.columns.by_role.get(role, ())
            if (column < len(cells) and cells[column].strip()) or (row, column) in self.table.links
        ]

    def _first_words(self, row: int) -> str:
        """The first text with a letter, but for what is filled in beforehand: region and kind."""
        passed = {self.columns.of(role) for role in (Role.KIND, Role.TO_MEND)}
        region = self.columns.of(Role.REGION)
        merged = self.table.merged
        for column, cell in enumerate(self.table.rows[row]):
            if column in passed or not _LETTER.search(cell[:200]):
                continue
            wide = merged.get((row, column + 1)) == (row, column)
            if column != region or wide or says_total(cell):
                return cell.strip()
        return ""

    def _is_total(self, row: int, roles: set[Role], words: str) -> bool:
        """A line of sums; an event may be called «Всего хорошего», but has a place."""
        others = roles - {*COUNTS, Role.BOTH_COUNTS}
        texts = {self._text(row, role) for role in others}
        return texts <= {words, ""}

    def _is_section(self, row: int, roles: set[Role]) -> bool:
        """«г. Алексеевка» alone, or «3 | Региональный конкурс», which «3.1» follows, also with the
        sums of these; but not «3 | Урок качества» by itself."""
        if Role.NAME not in roles or not roles <= {Role.NAME, *COUNTS}:
            return False
        number = self._number(row)
        following = self._text(row + 1, Role.NUMBER) if row + 1 < len(self.table.rows) else ""
        if number and re.match(rf"{number}\.\d", following):
            return True
        return roles == {Role.NAME} and not number

    def _number(self, row: int) -> str:
        """That of an event; "" if there is none, or another one."""
        number = self._text(row, Role.NUMBER).rstrip(".)")
        return number if number.isdecimal() else ""

    def _counts(self, row: int) -> dict[Role, str]:
        cells = self.table.rows[row]
        return {role: text_in(cells, at) for role, at in self._counted}

    def _links_below(self, row: int) -> Iterator[int]:
        for below in range(row + 1, len(self.table.rows)):
            filled = False
            for at, text in enumerate(self.table.rows[below]):
                if text and text.strip():
                    if at not in self._links or not self._has_link(below, at):
                        return
                    filled = True
            if not filled:
                return
            yield below

    def _has_link(self, row: int, column: int) -> bool:
        return (row, column) in self.table.links or bool(
            find_links(text_at(self.table, row, column)).links
        )

    def _is_numbering(self, row: int) -> bool:
        """«1 2 3 4» under the heading."""
        if not self._text(row, Role.NAME)[:3].rstrip(".").isdecimal():
            return False
        texts = [text.strip(" .()") for text in self.table.rows[row]]
        figures = [int(text) for text in texts if text.isdecimal() and len(text) < 3]
        whole = len(figures) == sum(map(bool, texts))
        return whole and figures == list(range(1, len(figures) + 1))

    def _is_units(self, row: int, counts: Mapping[Role, str]) -> bool:
        """«ед.», «чел.» under the heading, and what else of it stands there."""
        units = [text for text in counts.values() if text]
        if row != self.columns.last + 1 or not units:
            return False
        texts = [text for text in self.table.rows[row] if text.strip()]
        return all(
            len(text) < _LONGEST_UNIT and _UNITS.fullmatch(fold(text)) for text in units
        ) and (all(meaning_of(text) for text in texts if text.strip() not in units))

    def _text(self, row: int, role: Role) -> str:
        return text_in(self.table.rows[row], self.columns.of(role))


def _kind_of(words: str) -> LineKind:
    return LineKind.TOTAL if says_total(words) else LineKind.SECTION


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def looks_like_events(table: Table, columns: Columns) -> bool:
    """Whether a table without a heading goes on with these columns: most rows have both counts."""
    events = [line.row for line in Lines(table, columns) if isinstance(line, EventLine)]
    counted = [row for row in events if all(_has_count(table, columns, row))]
    return bool(events) and 2 * len(counted) > len(events)


def _has_count(table: Table, columns: Columns, row: int) -> Sequence[bool]:
    return [
        _has_digit(text_at(table, row, column))
        for role in COUNTS
        if (column := columns.of(role)) is not None
    ]
