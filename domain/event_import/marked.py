"""The sender's own rows as a workbook in which what is wrong is marked, to be mended and sent
again."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from domain.event_import.columns import text_at
from domain.event_import.headings import TO_MEND, Role, meaning_of
from domain.event_import.result import EventsRead, Flaw, RowPlace, TableRead
from domain.spreadsheets.link_target import link_target
from domain.spreadsheets.sheet import Column, Link, Marked, Sheet, Value
from domain.spreadsheets.xlsx import write_workbook
from domain.tables.table import Table

TITLE = "Проверка таблицы"
GOOD, TWIN, EXISTS = "Ошибок нет", "Повторяет строку {}", "Уже есть в отчёте"
DIFFERS = (
    "Но числа или ссылки другие: сложите их в одной строке, а если это другое мероприятие, "
    "уточните название или место."
)
TWIN_ELSEWHERE = "Повторяет строку {} листа «{}»"
_NARROWEST, _WIDEST, _MEND_WIDTH = 8, 36, 50
_ROOM_IN_TITLE = 5  # characters: bold letters and the filter's button
_MEASURED = 200  # rows
_NAME_LIMIT = 31  # characters of a sheet's name
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]|^'|'$")
_FIGURE = re.compile(r"[1-9]\d{0,8}|0")


def write_marked(
    path: Path,
    tables: Sequence[Table],
    read: EventsRead,
    *,
    existing: Collection[RowPlace] = (),
    zone: tzinfo,
    made_at: datetime,
) -> None:
    """Each sheet under its name and each row under its number. `existing` are the rows of events
    that the report has already. Slow and blocking, for a worker."""
    said, flaws = _said(read, existing), defaultdict[RowPlace, dict[int, Flaw]](dict)
    for row in read.refused:
        for flaw in row.flaws:
            flaws[row.place].setdefault(flaw.column, flaw)
    names: set[str] = set()
    sheets = [
        _sheet(_name(table.name, names), _Marks(at, table, found, said, flaws))
        for at, (table, found) in enumerate(zip(tables, read.tables, strict=True))
    ]
    write_workbook(path, sheets, title=TITLE, zone=zone, made_at=made_at)


def _said(read: EventsRead, existing: Collection[RowPlace]) -> dict[RowPlace, str]:
    """What the last column says of each row."""
    said = {event.place: GOOD for event in read.events} | dict.fromkeys(existing, EXISTS)
    for twin in read.twins:
        first = twin.repeats
        here = first.table == twin.place.table
        repeats = TWIN.format(first.row) if here else TWIN_ELSEWHERE.format(first.row, first.sheet)
        said[twin.place] = f"{repeats}. {DIFFERS}" if twin.differs else repeats
    for row in read.refused:
        said[row.place] = "\n".join(f"«{flaw.heading}»: {flaw.sentence}" for flaw in row.flaws)
    return said


class _Marks:
    """The rows of one sheet, with what is said of them."""

    def __init__(
        self,
        at: int,
        table: Table,
        found: TableRead,
        said: Mapping[RowPlace, str],
        flaws: Mapping[RowPlace, Mapping[int, Flaw]],
    ) -> None:
        self.table, self.found = table, found
        self._at, self._all_said, self._flaws = at, said, flaws
        self.titles = (found.heading or 1) - 1
        self.width = max(map(len, table.rows), default=0)
        self.mend = self._mend_column() if found.is_report else None

    def _mend_column(self) -> int:
        """That of a file that comes back for the second time, or a new one."""
        for column in range(self.width):
            meaning = meaning_of(text_at(self.table, self.titles, column))
            if meaning and meaning.role is Role.TO_MEND:
                return column
        return self.width

    def columns(self) -> tuple[Column, ...]:
        width = self.width + (self.mend == self.width)
        titles = [TO_MEND if at == self.mend else self.text(self.titles, at) for at in range(width)]
        return tuple(
            Column(title, _MEND_WIDTH if at == self.mend else self._width_of(at), "text")
            for at, title in enumerate(titles)
        )

    def _width_of(self, column: int) -> float:
        words = self.text(self.titles, column).split()
        least = max((len(word) + _ROOM_IN_TITLE for word in words), default=_NARROWEST)
        below = range(self.titles + 1, min(len(self.table.rows), self.titles + _MEASURED))
        lines = (text_at(self.table, row, column).split("\n") for row in below)
        longest = max((len(line) for each in lines for line in each), default=0)
        return min(max(longest + 2, least), _WIDEST)

    def text(self, row: int, column: int) -> str:
        """A merged cell's text in each row of it: it comes back as single cells. Not in a row that
        is none by itself, of more links."""
        text = text_at(self.table, row, column)
        top = self.table.merged.get((row, column)) if not text else None
        if top is None or (row > self.titles and (top[1] != column or not self._is_event(row))):
            return text
        return text_at(self.table, *top)

    def _is_event(self, row: int) -> bool:
        place = RowPlace(self._at, self.table.name, row + 1)
        return self.found.refused is not None or place in self._all_said

    def rows(self) -> Iterator[Sequence[Value]]:
        for row in range(self.titles + 1, len(self.table.rows)):
            yield self.row(row)

    def row(self, row: int) -> Sequence[Value]:
        place = RowPlace(self._at, self.table.name, row + 1)
        flaws = self._flaws.get(place, {})
        width = self.width + (self.mend == self.width)
        return [self._value(row, column, place, flaws.get(column)) for column in range(width)]

    def _value(self, row: int, column: int, place: RowPlace, flaw: Flaw | None) -> Value:
        if column == self.mend:
            refused = self.found.refused if row == self.titles + 1 else None
            return refused or self._all_said.get(place, "")
        own = text_at(self.table, row, column)
        if flaw is not None:
            return Marked("" if flaw.cleared else _figure(own), flaw.sentence)
        text = self.text(row, column)
        return _linked(text, self.table.links.get((row, column), ())) if text else text


def _sheet(name: str, marks: _Marks) -> Sheet:
    above = [marks.row(row) for row in range(marks.titles)]
    return Sheet(name, marks.columns(), marks.rows(), above=above)


def _linked(text: str, links: Sequence[str]) -> Value:
    """With what lies under it, which would otherwise be lost."""
    hidden = [link for link in links if link not in text]
    if not hidden:
        return _figure(text)
    target = link_target(hidden[0])
    if len(hidden) == 1 and target is not None:
        return Link(text, target)
    return "\n".join((text, *hidden))


def _figure(text: str) -> str | int:
    return int(text) if _FIGURE.fullmatch(text) else text


def _name(name: str, taken: set[str]) -> str:
    """As Excel takes it, once in the file."""
    base = _NOT_IN_NAMES.sub(" ", name).strip()[:_NAME_LIMIT].strip() or "Лист"
    unique, number = base, 1
    while unique.casefold() in taken:
        number += 1
        unique = f"{base[: _NAME_LIMIT - 5]} ({number})"
    taken.add(unique.casefold())
    return unique
