"""Writes sheets as an .xlsx file, with openpyxl. The rows are streamed, so memory does not grow
with them. Slow and blocking, for a worker thread."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, tzinfo
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.fitting import LINE, SIZES, fit
from domain.spreadsheets.sheet import (
    ColumnKind,
    Link,
    Picture,
    Sheet,
    Sum,
    Value,
    in_zone,
    zone_name,
)
from domain.spreadsheets.sheet_writer import SheetWriter
from domain.spreadsheets.xlsx_cells import Look, clean, fill, make_cell
from domain.spreadsheets.xlsx_chart import bar_chart
from domain.spreadsheets.xlsx_page import set_page, set_printed

_EMU_A_POINT = 12_700  # English Metric Units, in which drawings are placed
_PICTURE_MARGIN = 3.0  # points
BUTTON = 3.0  # the filter's beside a column's title, in characters


def write_workbook(
    path: Path, sheets: Iterable[Sheet], *, title: str, zone: tzinfo, made_at: datetime
) -> None:
    """Replaces `path` only when the whole file is ready. Each of `sheets` is requested when those
    before it are written. `title` is the header of printed pages; `made_at` is aware, and is in
    their footer, in `zone`."""
    book = Workbook(write_only=True)
    book.properties.title = clean(title)
    book.properties.creator = None
    book.properties.created = made_at.astimezone(UTC)
    made = f"Сформировано {in_zone(made_at, zone):%d.%m.%Y %H:%M} ({zone_name(zone)})"
    with TemporaryDirectory(dir=path.parent, prefix=".workbook-") as folder, ExitStack() as stack:
        writers = []
        for table in sheets:
            sheet = book.create_sheet(table.title)
            set_page(sheet, table, title=title, made=made)
            writer = stack.enter_context(SheetWriter(sheet, Path(folder)))
            _write_rows(sheet, table, writer)
            writers.append(writer)
        draft = Path(folder, path.name)
        book.save(draft)
        with ZipFile(draft, "a", ZIP_DEFLATED) as archive:
            for writer in writers:
                writer.write_targets(archive)
        draft.replace(path)


def _write_rows(sheet: Worksheet, table: Sheet, writer: SheetWriter) -> None:
    height, heights = _RowHeight(sheet), list[float]()
    chart, bars = table.chart, list[tuple[str, list[int]]]()

    # Styling a cell takes far longer than filling it: each row reuses the same cells.
    @cache
    def cell(column: int, look: Look, size: int) -> Cell:
        return make_cell(sheet, table.columns[column].kind, look, size)

    def append(number: int, values: Sequence[Value], look: Look) -> None:
        row: list[Cell | None] = []
        highest, height.kept = LINE, False
        for column, value in enumerate(values):
            kind, width = table.columns[column].kind, table.columns[column].width
            if value is None and kind == "link":  # most of them are empty
                row.append(None)
                continue
            size, needed = _room(value, kind, width - (BUTTON if look == "head" else 0))
            highest = max(highest, needed)
            match value:
                case Link():
                    linked = writer.link(f"{get_column_letter(column + 1)}{number}", value.target)
                    row.append(fill(cell(column, "link" if linked else look, size), value.text))
                case Picture():
                    sheet.add_image(_placed(value, column, number - 1))
                    row.append(fill(cell(column, look, size), None))
                    height.kept = True
                case Sum() if number == 2:  # no rows above: the formula would take itself in
                    row.append(fill(cell(column, look, size), value.value))
                case Sum():
                    # 109: the sum of the rows that a filter leaves visible.
                    letter = get_column_letter(column + 1)
                    formula = f"=SUBTOTAL(109,{letter}2:{letter}{number - 1})"
                    total = cell(column, look, size)
                    row.append(writer.sum_up(total, f"{letter}{number}", formula, value.value))
                case _:
                    row.append(fill(cell(column, look, size), value))
        height.ht = highest
        heights.append(highest)
        sheet.row_dimensions[number] = height
        sheet.append(row)
        del sheet.row_dimensions[number]

    number = 1
    append(number, [column.title for column in table.columns], "head")
    for number, values in enumerate(table.rows, start=2):
        append(number, values, "plain")
        if chart is not None:
            lengths = [int(str(values[column])) for column in chart.values.values()]
            bars.append((str(values[chart.labels]), lengths))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{number}"
    if table.total is not None:
        number += 1
        append(number, table.total, "total")
    set_printed(sheet, table, heights)
    if chart is not None:
        sheet.add_chart(bar_chart(sheet, chart, bars), f"A{number + 3}")


def _room(value: Value, kind: ColumnKind, width: float) -> tuple[int, float]:
    """The size of font and the height, in points, that the value needs."""
    match value:
        case Picture():
            return SIZES[0], value.side + 2 * _PICTURE_MARGIN
        case str() if kind != "link":
            return fit(value, width)
        case _:
            return SIZES[0], LINE


def _placed(picture: Picture, column: int, row: int) -> Image:
    """In the upper left corner of the cell, counted from 0, with a margin."""
    image = Image(BytesIO(picture.png))
    margin, side = round(_PICTURE_MARGIN * _EMU_A_POINT), round(picture.side * _EMU_A_POINT)
    corner = AnchorMarker(col=column, colOff=margin, row=row, rowOff=margin)
    image.anchor = OneCellAnchor(_from=corner, ext=XDRPositiveSize2D(side, side))
    return image


class _RowHeight(RowDimension):
    """A height that Excel goes on fitting to the text, unless it is `kept`: the text would leave
    no room for a picture."""

    kept = False

    @property
    def customHeight(self) -> bool:  # noqa: N802 - openpyxl's name
        return self.kept
