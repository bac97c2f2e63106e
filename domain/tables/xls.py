"""Reads an .xls of Excel 97 to 2003: the values by calamine, the rest from the sheets' records."""

from pathlib import Path

from python_calamine import (
    CalamineSheet,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from domain.refusal import Refusal
from domain.tables.archive import LOCKED, WITH_MACROS
from domain.tables.calamine_rows import rows_of
from domain.tables.compound_file import CompoundFile
from domain.tables.grid import table_of
from domain.tables.table import Table
from domain.tables.xls_records import SheetRecords, records_by_sheet

_MACROS = "_VBA_PROJECT_CUR"


def read_xls(path: Path, container: CompoundFile) -> list[Table]:
    """The sheets that are shown and not empty. Percents are their numbers: «0,5» for «50%»."""
    if _MACROS in container.names:
        raise Refusal(WITH_MACROS)
    try:
        book = load_workbook(path)
    except PasswordError as error:
        raise Refusal(LOCKED) from error
    with book:
        records = records_by_sheet(container)
        tables = [
            _table(book.get_sheet_by_index(number), records.get(about.name))
            for number, about in enumerate(book.sheets_metadata)
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible
        ]
    return [table for table in tables if table]


def _table(sheet: CalamineSheet, records: SheetRecords | None) -> Table | None:
    rows = rows_of(sheet)
    if records is None:
        return table_of(sheet.name, rows, {}, sheet.merged_cell_ranges or ())
    for (row, column), text in records.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    return table_of(sheet.name, rows, records.links, sheet.merged_cell_ranges or ())
