"""Whose report a table is, by the lines above it."""

import re
from collections.abc import Iterator

from domain.event_import.columns import Columns, text_at
from domain.event_import.headings import Role
from domain.regions.directory import Region, load_regions
from domain.regions.search import is_name_of
from domain.tables.table import Table

_WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
_SAYS_REGION = re.compile(r"област|кра[йяею]|республик|округ", re.IGNORECASE)
_LONGEST_NAME = 4  # words
_LONGEST = 300  # characters of a line
_LINES = 30


def region_of_title(table: Table, columns: Columns, own: Region) -> Region | None:
    """The other region that the lines above the heading name, in any case; None if they name the
    own one, or none, or if the rows say it in a column of their own."""
    if columns.of(Role.REGION) is not None:
        return None
    named = [
        region
        for row in range(min(columns.first, _LINES))
        for column in range(len(table.rows[row]))
        for region in _regions_in(text_at(table, row, column))
    ]
    return None if not named or own in named else named[0]


def _regions_in(line: str) -> Iterator[Region]:
    words = _WORD.findall(line[:_LONGEST]) if _SAYS_REGION.search(line[:_LONGEST]) else []
    for first in range(len(words)):
        for after in range(first + 2, min(first + _LONGEST_NAME, len(words)) + 1):
            name = " ".join(words[first:after])
            if _SAYS_REGION.search(name):
                yield from (each for each in load_regions() if is_name_of(each, name))
