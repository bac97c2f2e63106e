"""How a sheet of a workbook is shown on the screen and on paper."""

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.fitting import SIZES
from domain.spreadsheets.sheet import Sheet
from domain.spreadsheets.xlsx_cells import clean

_TITLE_LIMIT = 120  # of the 255 units a page header has, with every "&" doubled
# Margins, in inches. From the header's to the table's is a bit less than the header's two lines, of
# which the second is empty: so LibreOffice gives it just that room. It would otherwise measure what
# its fonts need, with another result when it counts pages than when it draws them, and leave blank
# ones at the end of a long sheet. The foot is the same upside down.
_SIDE, _TOP, _HEADER = 0.4, 0.55, 0.25
# An A4 page in landscape without them, and a digit of the default font, in points.
_WIDTH, _HEIGHT = 842 - 2 * 72 * _SIDE, 595 - 2 * 72 * _TOP
_DIGIT = 5.4  # 5.25 in Excel, 5.6 in LibreOffice
_SMALLEST = 7.0  # points, in which the default font is read with ease
_ANY_NUMBER = 0  # of pages: as many as needed


class _Lines(HeaderFooterItem):
    """With its lines' ends as Excel writes them; openpyxl's are read by Excel only."""

    def to_tree(self, tagname: str) -> Any:
        element = super().to_tree(tagname)
        element.text = str(element.text).replace("_x000a_", "\n")
        return element


def set_page(sheet: Worksheet, table: Sheet, *, title: str, made: str) -> None:
    """`title` and `made` (when) stand on every page; the numbers of pages begin anew with the
    sheet, so that each can be handed over by itself. Their total would be that of the book."""
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    titles = len(table.above) + 1
    sheet.freeze_panes = f"A{titles + 1}"
    sheet.print_title_rows = f"{titles}:{titles}"
    setup = sheet.page_setup
    setup.orientation = "landscape"
    setup.paperSize = 9  # A4
    setup.firstPageNumber, setup.useFirstPageNumber = 1, True
    sheet.page_margins = PageMargins(_SIDE, _SIDE, _TOP, _TOP, header=_HEADER, footer=_HEADER)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    short = " ".join(clean(title).split())[:_TITLE_LIMIT]
    sheet.HeaderFooter.scaleWithDoc = False  # what is fitted to the page is smaller
    sheet.oddHeader = header = _Lines()
    header.left.text = short.replace("&", "&&") + "\n"
    header.right.text = "&A\n"  # the sheet's name
    sheet.oddFooter = footer = _Lines()
    footer.left.text = f"\n{made}"
    footer.right.text = "\nСтраница &P"


def set_printed(sheet: Worksheet, table: Sheet, heights: Sequence[float]) -> None:
    """Of the written sheet, whose rows are so high, what there is room for on paper."""
    printed = [column.width for column in table.columns if column.kind != "link"]
    if len(printed) < len(table.columns):
        sheet.print_area = f"A1:{get_column_letter(len(printed))}{len(heights)}"
    if table.chart is not None:
        sheet.page_setup.fitToHeight = 1  # a chart must not be cut in two
    elif table.above:
        sheet.page_setup.fitToHeight = _ANY_NUMBER
    else:
        sheet.page_setup.fitToHeight = _most_pages(sum(printed), heights)


def _most_pages(width: float, heights: Sequence[float]) -> int:
    """To how many pages the rows are fitted, the first of which is repeated on each: a few rows
    that would be left over for another page go on those before, all a bit smaller."""
    scale = min(_WIDTH / (width * _DIGIT), 1)
    head, *rows = heights
    room = _HEIGHT / scale - head
    full, used = 0, 0.0
    for height in rows:
        if used + height > room:
            full, used = full + 1, 0.0
        used += height
    left_over = used / room
    if not full or left_over > 1 / 3:
        return _ANY_NUMBER
    smaller = SIZES[0] * scale * full / (full + left_over)
    return full if smaller >= _SMALLEST else _ANY_NUMBER
