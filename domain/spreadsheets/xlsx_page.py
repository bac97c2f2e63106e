"""How a sheet of a workbook is shown on the screen and on paper."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.sheet import Sheet
from domain.spreadsheets.xlsx_cells import clean

_TITLE_LIMIT = 120  # of the 255 units a page header has, with every "&" doubled


def set_page(sheet: Worksheet, table: Sheet, *, title: str, made: str) -> None:
    """`title` and `made` (when) stand on every page; the numbers of pages begin anew with the
    sheet, so that each can be handed over by itself. Their total would be that of the book."""
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    setup = sheet.page_setup
    setup.orientation = "landscape"
    setup.paperSize = 9  # A4
    setup.firstPageNumber, setup.useFirstPageNumber = 1, True
    # As many pages as needed; but one for a sheet with a chart, which must not be cut in two.
    setup.fitToHeight = 0 if table.chart is None else 1
    # In inches, with room for header and footer, which keep their size.
    margins = PageMargins(left=0.4, right=0.4, top=0.75, bottom=0.75, header=0.25, footer=0.25)
    sheet.page_margins = margins
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    short = " ".join(clean(title).split())[:_TITLE_LIMIT]
    sheet.HeaderFooter.scaleWithDoc = False  # what is fitted to the page is smaller
    sheet.oddHeader = header = HeaderFooterItem()
    header.left.text = short.replace("&", "&&")
    header.right.text = "&A"  # the sheet's name
    sheet.oddFooter = footer = HeaderFooterItem()
    footer.left.text = made
    footer.right.text = "Страница &P"


def set_printed(sheet: Worksheet, table: Sheet, rows: int) -> None:
    """Of the written sheet, what there is room for on paper."""
    printed = sum(column.kind != "link" for column in table.columns)
    if printed < len(table.columns):
        sheet.print_area = f"A1:{get_column_letter(printed)}{rows}"
