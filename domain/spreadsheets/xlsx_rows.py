"""Writes the rows of a sheet: how each value looks in its column, and how high it makes its row."""

from array import array
from collections.abc import Sequence
from functools import cache, partial
from io import BytesIO

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.fitting import LINE, SIZES, fit
from domain.spreadsheets.sheet import ColumnKind, Link, Marked, Picture, Sheet, Sum, Value
from domain.spreadsheets.sheet_writer import SheetWriter
from domain.spreadsheets.xlsx_cells import Look, inside, style_id, sum_inside
from domain.spreadsheets.xlsx_chart import bar_chart
from domain.spreadsheets.xlsx_form import add_checks, set_notes
from domain.spreadsheets.xlsx_page import set_printed

_EMU_A_POINT = 12_700  # English Metric Units, in which drawings are placed
_PICTURE_MARGIN = 3.0  # points
BUTTON = 3.0  # the filter's beside a column's title, in characters


def write_rows(sheet: Worksheet, table: Sheet, writer: SheetWriter) -> None:
    """And what depends on them: the filter, the printed area, the chart."""
    rows, heights = _Rows(sheet, table, writer), array("f")
    chart, bars = table.chart, list[tuple[str, list[int]]]()
    titles = number = len(table.above) + 1
    for above, values in enumerate(table.above, start=1):
        heights.append(rows.write(above, values, "above"))
    heights.append(rows.write(titles, [column.title for column in table.columns], "head"))
    for number, values in enumerate(table.rows, start=titles + 1):
        heights.append(rows.write(number, values, "plain"))
        if chart is not None:
            lengths = [int(str(values[column])) for column in chart.values.values()]
            bars.append((str(values[chart.labels]), lengths))
    if table.checks:
        add_checks(sheet, table)
    else:
        letter = get_column_letter(len(table.columns))
        sheet.auto_filter.ref = f"A{titles}:{letter}{number}"
    if table.total is not None:
        number += 1
        heights.append(rows.write(number, table.total, "total"))
    set_printed(sheet, table, heights)
    if chart is not None:
        sheet.add_chart(bar_chart(sheet, chart, bars), f"A{number + 3}")
    if rows.notes:
        set_notes(sheet, rows.notes)


class _Column:
    """Of cells that look one way. A text is measured and written out once as long as it stands in
    one row after the other, as regions and states do."""

    def __init__(self, sheet: Worksheet, letter: str, kind: ColumnKind, width: float, look: Look):
        self.letter = letter
        self.style = cache(partial(style_id, sheet, kind, look))
        self.link_style = cache(partial(style_id, sheet, kind, "link"))
        self.wrong_style = cache(partial(style_id, sheet, kind, "wrong"))
        self.width = width - BUTTON if look == "head" else width
        self._is_on_one_line = kind == "link" or look == "above"
        self._last, self._fitted = "", self._fit("")

    def text(self, text: str) -> tuple[str, float]:
        """The cell's inside, and how high it makes the row."""
        if text != self._last:
            self._last, self._fitted = text, self._fit(text)
        return self._fitted

    def _fit(self, text: str) -> tuple[str, float]:
        size, height = (SIZES[0], LINE) if self._is_on_one_line else fit(text, self.width)
        return inside(self.style(size), text), height


class _Rows:
    def __init__(self, sheet: Worksheet, table: Sheet, writer: SheetWriter) -> None:
        self._sheet, self._table, self._writer = sheet, table, writer
        self._columns = cache(self._looking)
        self.notes: dict[str, str] = {}  # by cell

    def write(self, number: int, values: Sequence[Value], look: Look) -> float:
        """How high the row has become, in points."""
        cells, highest, kept = [], LINE, False
        # A row may end before columns of the kind "link".
        for column, value in zip(self._columns(look), values, strict=False):
            if isinstance(value, str):
                content, height = column.text(value)
                highest = max(highest, height)
            elif isinstance(value, Link):
                linked = self._writer.link(f"{column.letter}{number}", value.target)
                style = column.link_style if linked else column.style
                content = inside(style(SIZES[0]), value.text)
            elif isinstance(value, Sum):
                content = _sum(column.letter, number, column.style(SIZES[0]), value)
            elif isinstance(value, Marked):
                fitted = fit(str(value.value or ""), column.width)
                highest = max(highest, fitted[1])
                content = inside(column.wrong_style(fitted[0]), value.value)
                self.notes[f"{column.letter}{number}"] = value.note
            elif isinstance(value, Picture):
                self._sheet.add_image(_placed(value, f"{column.letter}{number}"))
                content = inside(column.style(SIZES[0]), None)
                highest, kept = max(highest, value.side + 2 * _PICTURE_MARGIN), True
            else:
                content = inside(column.style(SIZES[0]), value)
            cells.append(f'<c r="{column.letter}{number}{content}')
        self._writer.row(number, highest, cells, kept=kept)
        return highest

    def _looking(self, look: Look) -> list[_Column]:
        return [
            _Column(self._sheet, get_column_letter(number), column.kind, column.width, look)
            for number, column in enumerate(self._table.columns, start=1)
        ]


def _sum(letter: str, number: int, style: int, value: Sum) -> str:
    if number == 2:  # no rows above: the formula would take itself in
        return inside(style, value.value)
    # 109: the sum of the rows that a filter leaves visible.
    formula = f"SUBTOTAL(109,{letter}2:{letter}{number - 1})"
    return sum_inside(style, formula, value.value)


def _placed(picture: Picture, at: str) -> Image:
    """In the upper left corner of the cell, with a margin."""
    row, column = coordinate_to_tuple(at)
    image = Image(BytesIO(picture.png))
    margin, side = round(_PICTURE_MARGIN * _EMU_A_POINT), round(picture.side * _EMU_A_POINT)
    corner = AnchorMarker(col=column - 1, colOff=margin, row=row - 1, rowOff=margin)
    image.anchor = OneCellAnchor(_from=corner, ext=XDRPositiveSize2D(side, side))
    return image
