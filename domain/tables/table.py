"""A table as somebody has drawn it up, read from a file of whatever format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Place = tuple[int, int]  # row and column, both counted from 0


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook, one table of a Word file, or a CSV file.

    `name` is the sheet's, or says which table of the file it is. `rows` are all rows from the first
    of the sheet, also the empty and hidden ones, so that the row shown as number 17 is `rows[16]`;
    they may differ in length. Each cell is its text as a person reads it: whole numbers without a
    point («120»), dates as «13.11.2025», line breaks as «\\n»; empty cells are "".

    `links` are the addresses that lie under a cell, in the order in which they stand there.
    `merged` gives for each covered cell of a merged range the cell at its top left, which alone has
    the text. `numbered`: programs show the rows' numbers beside them; Word does not.
    """

    name: str
    rows: Sequence[Sequence[str]]
    links: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    merged: Mapping[Place, Place] = field(default_factory=dict)
    numbered: bool = True
