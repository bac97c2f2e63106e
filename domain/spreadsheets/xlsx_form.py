"""What makes a sheet easy to fill in and to mend: checks of what is entered, prompts and notes."""

from collections.abc import Mapping
from itertools import islice

from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.spreadsheets.fitting import SIZES
from domain.spreadsheets.sheet import Check, Sheet
from domain.spreadsheets.xlsx_cells import clean, set_style

_LONGEST = 225  # characters of an error or a prompt
_NOTES = 1000  # in a sheet: each is a drawing of its own, and many make a file slow to open
_AUTHOR = "Проверка"


def add_checks(sheet: Worksheet, table: Sheet) -> None:
    """To the rows below the titles, and to those that are still to be filled in, which look like
    them without being there: nothing of them is printed."""
    for number, column in enumerate(table.columns, start=1):
        set_style(
            sheet.column_dimensions[get_column_letter(number)], column.kind, "plain", SIZES[0]
        )
    first = len(table.above) + 2
    for check in table.checks:
        letter = get_column_letter(check.column + 1)
        rule = _rule(check)
        rule.add(f"{letter}{first}:{letter}{first + table.room - 1}")
        sheet.data_validations.append(rule)


def _rule(check: Check) -> DataValidation:
    rule = DataValidation(allow_blank=True)
    if check.choices:
        rule = DataValidation(type="list", formula1=check.choices, allow_blank=True)
    elif check.between:
        low, high = map(str, check.between)
        rule = DataValidation(
            type="whole", operator="between", formula1=low, formula2=high, allow_blank=True
        )
    rule.showInputMessage, rule.prompt = True, check.prompt[:_LONGEST]
    if check.error:
        rule.showErrorMessage, rule.error = True, check.error[:_LONGEST]
    return rule


def set_notes(sheet: Worksheet, notes: Mapping[str, str]) -> None:
    """By cell, shown when it is pointed at; the first ones where there are very many. The last
    thing that is done to a sheet."""
    records = [CommentRecord(ref=cell, author=_AUTHOR) for cell in islice(notes, _NOTES)]
    for record in records:
        record.text.t = clean(notes[record.ref])
    # A sheet whose rows are written as text has no other way to them, and making its writer
    # drops those that it has.
    sheet._get_writer()  # type: ignore[attr-defined]  # unknown to the stubs
    sheet._comments = records  # type: ignore[attr-defined]  # unknown to the stubs
