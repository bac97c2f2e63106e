"""How the rows of a sender's file are called."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from domain.event_import.result import EventsRead, RefusedRow, RowPlace
from handlers.formatting import counted, figure, in_quotes

SHOWN = 8
NAMES_SHOWN = 3
_NAME = 40  # characters of an event's name, or a sheet's


def rows_count(number: int) -> str:
    return counted(number, "строка", "строки", "строк")


class Rows:
    """Of one file. They are called by the numbers that stand beside them, with the sheet where
    there are several. Word shows no numbers: there it is the place in the table. HTML."""

    def __init__(self, read: EventsRead) -> None:
        self._tables = read.tables
        self._several = sum(each.is_report for each in read.tables) > 1

    def named(self, places: Sequence[RowPlace]) -> str:
        """«строка 4», «строки 4, 6–9»."""
        noun = "строка" if len(places) == 1 else "строки"
        if not (self._several or self._is_numbered(places[0])):
            noun = f"{noun} таблицы"
        runs = list(_runs_of(places))
        shown = [f"{_figures(rows)}{self._sheet(at, rows, runs)}" for at, rows in runs[:SHOWN]]
        left = sum(len(rows) for _, rows in runs[SHOWN:])
        return f"{noun} {', '.join(shown)}{_more(left)}"

    def refused(self, rows: Sequence[RefusedRow]) -> str:
        """With what they call the events: «строка 6, «Ярмарка мёда»»."""
        titles = list(dict.fromkeys(row.title for row in rows if row.title))
        numbers = [row.number.rstrip(".)") for row in rows if row.number]
        needed = not (titles and self._is_numbered(rows[0].place))
        number = f" (№ {_numbers(numbers)})" if numbers and needed else ""
        return f"{self.named([row.place for row in rows])}{number}{called(titles, before=', ')}"

    def _is_numbered(self, place: RowPlace) -> bool:
        return self._tables[place.table].numbered

    def _sheet(self, at: RowPlace, rows: range, runs: Sequence[tuple[RowPlace, range]]) -> str:
        """After the last of the rows of a sheet that are shown."""
        here = [each for each in runs[:SHOWN] if each[0].table == at.table]
        if not self._several or here[-1] != (at, rows):
            return ""
        name = in_quotes(at.sheet, _NAME)
        return f" (лист {name})" if self._is_numbered(at) else f" ({escape(at.sheet.lower())})"


def called(names: Sequence[str], *, before: str = "") -> str:
    """The first of them: «Урок», «Ярмарка», «Квест» и ещё 4. HTML."""
    quoted = ", ".join(in_quotes(name, _NAME) for name in names[:NAMES_SHOWN])
    return f"{before}{quoted}{_more(len(names) - NAMES_SHOWN)}" if names else ""


def _runs_of(places: Sequence[RowPlace]) -> Iterator[tuple[RowPlace, range]]:
    """Rows of a sheet that follow one another, with the place of one of them."""
    for _, of_sheet in groupby(places, key=lambda place: place.table):
        here = list(of_sheet)
        for run in _runs([place.row for place in here]):
            yield here[0], run


def _runs(numbers: Sequence[int]) -> Iterator[range]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield range(first, last + 1)
            first = number
        last = number
    yield range(first, last + 1)


def _figures(run: range) -> str:
    """«4», «4, 5», «4–9»."""
    if len(run) == 1:
        return str(run[0])
    return f"{run[0]}{', ' if len(run) == 2 else '–'}{run[-1]}"


def _numbers(numbers: Sequence[str]) -> str:
    """As the sender counts: «5», «4–9», «2.1, 2.2»."""
    if all(number.isdecimal() for number in numbers):
        shown = [_figures(run) for run in _runs([int(number) for number in numbers])]
    else:
        shown = [escape(number) for number in numbers]
    return f"{', '.join(shown[:SHOWN])}{' …' if len(shown) > SHOWN else ''}"


def _more(left: int) -> str:
    return f" и ещё {figure(left)}" if left > 0 else ""
