"""The rows of a sheet that calamine has read, as text."""

import re

from python_calamine import CalamineSheet

from domain.tables.cell_text import Value, cell_text
from domain.tables.limits import MOST_COLUMNS

# How Excel writes a line break that came in from elsewhere.
_BREAK = re.compile(r"(?:_x000[dD]_)?\n|_x000[aAdD]_")


def rows_of(sheet: CalamineSheet) -> list[list[str]]:
    """From the sheet's first row and column, also if they are empty."""
    rows = sheet.to_python(skip_empty_area=False)
    # What most cells are is asked here: there may be half a million, and a call for each takes
    # as long as reading them.
    return [
        [
            value.strip()
            if type(value) is str and "\r" not in value and "_x000" not in value
            else _text(value)
            for value in row[:MOST_COLUMNS]
        ]
        for row in rows
    ]


def _text(value: Value) -> str:
    if type(value) is float and value.is_integer() and -1e15 < value < 1e15:
        return str(int(value))
    text = cell_text(value)
    return _BREAK.sub("\n", text).strip() if "_x000" in text else text
