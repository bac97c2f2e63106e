"""The cells of a workbook: their look, and texts as Excel can hold them."""

import re
from datetime import datetime
from typing import Literal

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.sheet import ColumnKind

# UTF-16 units in a cell; Excel calls a file corrupt that has more.
_TEXT_LIMIT = 32_767

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_INSIDE_ESCAPE = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")

_TEXTS: tuple[ColumnKind, ...] = ("text", "links", "link")

Look = Literal["plain", "link", "head", "total"]

_FORMATS: dict[ColumnKind, str] = {
    "index": "0",
    "number": "#,##0",
    # The text format keeps "=1+1" a text even when somebody edits the cell in Excel.
    "text": "@",
    "links": "@",
    "link": "@",
    "time": "dd.mm.yyyy hh:mm",
    "picture": "General",
}


def make_cell(sheet: Worksheet, kind: ColumnKind, look: Look, size: int) -> Cell:
    """`size` is the font's, in points."""
    cell = WriteOnlyCell(sheet)
    line = Side(style="thin", color="A6A6A6")
    cell.border = Border(left=line, right=line, top=line, bottom=line)
    cell.number_format = _FORMATS[kind]
    cell.alignment = Alignment(
        horizontal="center" if look == "head" or kind not in _TEXTS else None,
        vertical="center" if look == "head" else "top",
        wrap_text=kind != "link" or look == "head",
    )
    if look == "link":
        cell.font = Font(name="Calibri", size=size, color="0563C1", underline="single")
    else:
        cell.font = Font(name="Calibri", size=size, bold=look != "plain")
    if look in ("head", "total"):
        cell.fill = PatternFill("solid", fgColor="E7EBF0")
    return cell


def fill(cell: Cell, value: str | int | datetime | None) -> Cell:
    if not isinstance(value, str):
        cell.value = value
    elif text := clean(value):
        # Readers take "_x000D_" for a carriage return, unless it is split in two runs.
        runs = _INSIDE_ESCAPE.split(text)
        cell.value = CellRichText(runs) if len(runs) > 1 else text
        cell.data_type = "s"  # or a text that begins with "=" becomes a formula
    else:
        cell.value = None
    return cell


def clean(text: str) -> str:
    """Without what XML forbids, and shortened visibly to Excel's limit."""
    text = _NOT_XML.sub("", text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _TEXT_LIMIT:
        return text
    return units[: 2 * (_TEXT_LIMIT - 1)].decode("utf-16-le", errors="ignore") + "…"
