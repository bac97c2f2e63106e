"""Writes a sheet as a .csv file that the Russian Excel opens by a double click. Streamed, slow and
blocking: for a worker thread."""

import csv
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.spreadsheets.sheet import Link, Sheet, Sum, Value

# What a spreadsheet may take for a formula: also after blanks, invisible ones included, and with
# full-width signs.
_FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠]|[\t\r]")
# What it takes for a number, a date or a time, and shows as another text.
_FIGURE = re.compile(
    r"\s*\d[\d\s.,/:%-]*(?:e[+-]?\d+)?\s*"
    r"|\s*\d{1,2}[\s.-]*(?:янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек)[а-я]*[\s.-]*\d*\s*",
    re.IGNORECASE,
)
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def write_csv(path: Path, sheet: Sheet) -> None:
    """UTF-8 with BOM, semicolons. `path` is replaced only when the whole file is ready."""
    with TemporaryDirectory(dir=path.parent, prefix=".table-") as folder:
        draft = Path(folder, path.name)
        with draft.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file, delimiter=";", lineterminator="\r\n")
            out.writerow([column.title for column in sheet.columns])
            out.writerows(map(_cell, row) for row in sheet.rows)
        draft.replace(path)


def _cell(value: Value) -> str | int | None:
    match value:
        case Link(text=text) | str(text):
            text = _UNWANTED.sub("", text.replace("\r\n", "\n"))
            guarded = _FORMULA.match(text) or _FIGURE.fullmatch(text)
            return f"'{text}" if guarded else text
        case Sum():
            return value.value
        case int() | None:
            return value
        case _:
            return f"{value:%d.%m.%Y %H:%M}"
