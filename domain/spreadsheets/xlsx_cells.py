"""The cells of a workbook: their look, and their values as Excel can hold them."""

import re
from datetime import datetime, timedelta
from typing import Literal
from xml.sax.saxutils import escape

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.styleable import StyleableObject
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.sheet import ColumnKind

# UTF-16 units in a cell; Excel calls a file corrupt that has more.
_TEXT_LIMIT = 32_767

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_INSIDE_ESCAPE = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")
# Nothing in a text that would have to be changed: so most are, which is seen in one look.
_AS_IT_IS = re.compile("[^\x00-\x09\x0b-\x1f<>&\ud800-\udfff\ufffe\uffff]*")

# Excel's time is the number of days since this one, and knows no time zones.
_FIRST_DAY, _DAY = datetime(1899, 12, 30), timedelta(days=1)  # noqa: DTZ001

_TEXTS: tuple[ColumnKind, ...] = ("text", "links", "link")

Look = Literal["plain", "link", "head", "total", "above", "wrong"]

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


def style_id(sheet: Worksheet, kind: ColumnKind, look: Look, size: int) -> int:
    """Under what number the workbook of the sheet keeps the style of such cells. `size` is the
    font's, in points."""
    cell = WriteOnlyCell(sheet)
    set_style(cell, kind, look, size)
    return cell.style_id


def set_style(cell: StyleableObject, kind: ColumnKind, look: Look, size: int) -> None:
    """Of a cell, or of a column where it has no cells."""
    line = Side(style="thin", color="A6A6A6")
    if look != "above":
        cell.border = Border(left=line, right=line, top=line, bottom=line)
    cell.number_format = _FORMATS[kind]
    cell.alignment = Alignment(
        horizontal="center" if look == "head" or (kind not in _TEXTS and look != "above") else None,
        vertical="center" if look == "head" else "top",
        wrap_text=(kind != "link" or look == "head") and look != "above",
    )
    if look == "link":
        cell.font = Font(name="Calibri", size=size, color="0563C1", underline="single")
    else:
        cell.font = Font(name="Calibri", size=size, bold=look not in ("plain", "wrong"))
    if look in ("head", "total"):
        cell.fill = PatternFill("solid", fgColor="E7EBF0")
    elif look == "wrong":
        cell.fill = PatternFill("solid", fgColor="FFC7CE")


def inside(style: int, value: str | int | datetime | None) -> str:
    """A cell as XML, but for its begin and its place: <c r="A1. A text is always one, even if it
    begins with "="."""
    if isinstance(value, str):
        if runs := _runs(value):
            return f'" s="{style}" t="inlineStr"><is>{runs}</is></c>'
    elif value is not None:
        figure = (value - _FIRST_DAY) / _DAY if isinstance(value, datetime) else value
        return f'" s="{style}"><v>{figure}</v></c>'
    return f'" s="{style}"/>'


def sum_inside(style: int, formula: str, value: int) -> str:
    """With the formula's result, for programs that do not calculate, such as viewers on phones."""
    return f'" s="{style}"><f>{formula}</f><v>{value}</v></c>'


def clean(text: str) -> str:
    """Without what XML forbids, and shortened visibly to Excel's limit."""
    text = _NOT_XML.sub("", text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _TEXT_LIMIT:
        return text
    return units[: 2 * (_TEXT_LIMIT - 1)].decode("utf-16-le", errors="ignore") + "…"


def _runs(text: str) -> str:
    if not (_AS_IT_IS.fullmatch(text) and "_x" not in text and 2 * len(text) <= _TEXT_LIMIT):
        text = escape(clean(text))
        # Readers take "_x000D_" for a carriage return, unless it is split in two runs.
        if len(runs := _INSIDE_ESCAPE.split(text)) > 1:
            return "".join(f"<r>{_text(run)}</r>" for run in runs)
    return _text(text) if text else ""


def _text(text: str) -> str:
    return f"<t>{text}</t>" if text == text.strip() else f'<t xml:space="preserve">{text}</t>'
