"""Writes sheets as an .xlsx file, with openpyxl. The rows are streamed, so memory does not grow
with them. Slow and blocking, for a worker thread."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, tzinfo
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
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.sheet import (
    PICTURE_MARGIN,
    Link,
    Picture,
    Sheet,
    Sum,
    Value,
    in_zone,
    row_height,
    zone_name,
)
from domain.spreadsheets.sheet_writer import SheetWriter
from domain.spreadsheets.xlsx_cells import clean, fill, make_cell
from domain.spreadsheets.xlsx_chart import bar_chart

_EMU_A_POINT = 12_700  # English Metric Units, in which drawings are placed
_TITLE_LIMIT = 120  # of the 255 units a page header has, with every "&" doubled


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
            _set_page(sheet, table, title=title, made=made)
            writer = stack.enter_context(SheetWriter(sheet, Path(folder)))
            _write_rows(sheet, table, writer)
            writers.append(writer)
        draft = Path(folder, path.name)
        book.save(draft)
        with ZipFile(draft, "a", ZIP_DEFLATED) as archive:
            for writer in writers:
                writer.write_targets(archive)
        draft.replace(path)


def _set_page(sheet: Worksheet, table: Sheet, *, title: str, made: str) -> None:
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    # As many pages as needed; but one for a sheet with a chart, which must not be cut in two.
    sheet.page_setup.fitToHeight = 0 if table.chart is None else 1
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.8, bottom=0.8)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    short = " ".join(clean(title).split())[:_TITLE_LIMIT]
    sheet.oddHeader = header = HeaderFooterItem()
    header.center.text = short.replace("&", "&&")
    sheet.oddFooter = footer = HeaderFooterItem()
    footer.left.text = made
    footer.right.text = "&P из &N"


def _write_rows(sheet: Worksheet, table: Sheet, writer: SheetWriter) -> None:
    # Styling a cell takes far longer than filling it: each row reuses the same cells.
    heads = [make_cell(sheet, "text", "head") for _ in table.columns]
    cells = [make_cell(sheet, column.kind) for column in table.columns]
    links = [make_cell(sheet, column.kind, "link") for column in table.columns]
    totals = [make_cell(sheet, column.kind, "total") for column in table.columns]
    height = _RowHeight(sheet)
    chart, bars = table.chart, list[tuple[str, int]]()

    def append(number: int, values: Sequence[Value], styled: Sequence[Cell]) -> None:
        row = []
        for column, value in enumerate(values):
            letter = get_column_letter(column + 1)
            match value:
                case Link():
                    linked = writer.link(f"{letter}{number}", value.target)
                    row.append(fill(links[column] if linked else styled[column], value.text))
                case Picture():
                    sheet.add_image(_placed(value, column, number - 1))
                    row.append(fill(styled[column], None))
                case Sum():
                    # 109: the sum of the rows that a filter leaves visible.
                    formula = f"=SUBTOTAL(109,{letter}2:{letter}{number - 1})"
                    at = f"{letter}{number}"
                    row.append(writer.sum_up(styled[column], at, formula, value.value))
                case _:
                    row.append(fill(styled[column], value))
        height.ht = row_height(values, table.columns)
        height.kept = any(isinstance(value, Picture) for value in values)
        sheet.row_dimensions[number] = height
        sheet.append(row)
        del sheet.row_dimensions[number]

    number = 1
    append(number, [column.title for column in table.columns], heads)
    for number, values in enumerate(table.rows, start=2):
        append(number, values, cells)
        if chart is not None:
            bars.append((str(values[chart.labels]), int(str(values[chart.values]))))
        if table.page_a_row:
            sheet.row_breaks.append(Break(id=number))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{number}"
    if table.total is not None:
        append(number + 1, table.total, totals)
    if chart is not None:
        sheet.add_chart(bar_chart(sheet, chart, bars), f"A{number + 4}")


def _placed(picture: Picture, column: int, row: int) -> Image:
    """In the upper left corner of the cell, counted from 0, with a margin."""
    image = Image(BytesIO(picture.png))
    margin, side = round(PICTURE_MARGIN * _EMU_A_POINT), round(picture.side * _EMU_A_POINT)
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
