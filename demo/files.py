"""Files in the chats: saved, shown in the browser, or as JSON for the page to draw.

Anyone may have sent a file, so nothing is taken for what its name says, and nothing is shown that
a browser could run.
"""

import csv
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from itertools import islice
from typing import Any, Literal
from urllib.parse import quote
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from aiohttp import web
from openpyxl import load_workbook

from demo.doors import INLINE_POLICY
from sandbox.files import Upload

JSON = dict[str, Any]
Kind = Literal["table", "archive", "pdf", "picture"]

ROWS, COLUMNS, ENTRIES = 200, 40, 1000  # the most that is shown
UNPACKED_LIMIT = 200_000_000  # bytes: what claims to hold more is not opened
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def kind_of(upload: Upload) -> Kind | None:
    """How it can be shown, if it can."""
    ending = upload.name.rpartition(".")[2].lower()
    if _picture_type(upload):
        return "picture"
    if ending == "pdf" and upload.content.startswith(b"%PDF-"):
        return "pdf"
    if ending == "csv" or (ending == "xlsx" and _is_zip(upload)):
        return "table"
    return "archive" if ending == "zip" and _is_zip(upload) else None


def saved_upload(upload: Upload) -> web.Response:
    """For the browser to put among its downloads; photos are shown wherever they stand."""
    picture = _picture_type(upload)
    as_ = f"attachment; filename*=UTF-8''{quote(upload.name, safe='')}"
    return web.Response(
        body=upload.content,
        content_type=picture or "application/octet-stream",
        headers={"Content-Disposition": as_},
    )


def shown_upload(upload: Upload) -> web.Response:
    """A picture, or a PDF for the browser's own viewer within the page."""
    return web.Response(
        body=upload.content,
        content_type=_picture_type(upload) or "application/pdf",
        headers={"Content-Security-Policy": INLINE_POLICY},
    )


def preview(upload: Upload) -> JSON:
    """{"sheets": [{"name", "rows", "more"}]} of a table, {"entries": [{"name", "size"}]} of an
    archive. ValueError for what cannot be shown."""
    match kind_of(upload):
        case "table" if upload.name.lower().endswith(".csv"):
            return {"sheets": [_csv_sheet(upload)]}
        case "table":
            return {"sheets": _unpacked(upload, _workbook_sheets)}
        case "archive":
            return {"entries": _unpacked(upload, _entries)}
    raise ValueError("этот файл можно только скачать")


def _picture_type(upload: Upload) -> str | None:
    types = (type_ for start, type_ in _PICTURES.items() if upload.content.startswith(start))
    return next(types, None)


def _is_zip(upload: Upload) -> bool:
    return upload.content.startswith(b"PK")


def _csv_sheet(upload: Upload) -> JSON:
    text = upload.content.decode("utf-8-sig", errors="replace")
    first = text.partition("\n")[0]
    rows = csv.reader(StringIO(text), delimiter=";" if ";" in first else ",")
    return _sheet(upload.name, rows)


def _unpacked(upload: Upload, read: Callable[[bytes, ZipFile], list[JSON]]) -> list[JSON]:
    try:
        with ZipFile(BytesIO(upload.content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
                raise ValueError("файл слишком велик для просмотра")
            return read(upload.content, archive)
    except (BadZipFile, KeyError, OSError, ParseError, TypeError) as error:
        raise ValueError("файл повреждён") from error


def _entries(_content: bytes, archive: ZipFile) -> list[JSON]:
    files = (entry for entry in archive.infolist() if not entry.is_dir())
    return [{"name": each.filename, "size": each.file_size} for each in islice(files, ENTRIES)]


def _workbook_sheets(content: bytes, _archive: ZipFile) -> list[JSON]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        return [
            _sheet(sheet.title, sheet.iter_rows(values_only=True, max_col=COLUMNS))
            for sheet in book.worksheets
        ]
    finally:
        book.close()


def _sheet(name: str, rows: Iterable[Iterable[object]]) -> JSON:
    """As wide as what is written in it. `more`: there are rows beyond those given."""
    shown = [_written(islice(row, COLUMNS)) for row in islice(rows, ROWS + 1)]
    width = max(map(len, shown), default=0)
    even = [row + [""] * (width - len(row)) for row in shown[:ROWS]]
    return {"name": name, "rows": even, "more": len(shown) > ROWS}


def _written(row: Iterable[object]) -> list[str]:
    cells = ["" if cell is None else str(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
