"""Workbooks made by XlsxWriter and openpyxl, and by hand from their parts."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("Наименование мероприятия", "Город, организация", "Участников, чел.", "Ссылки")
ROW = ("Урок качества", "Казань, школа № 5", 120, "https://example.ru/1")


def xlsx(draw: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    """Drawn by XlsxWriter."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        draw(book)
    return content.getvalue()


def by_openpyxl(draw: Callable[[Worksheet], object]) -> bytes:
    book = Workbook()
    assert book.active is not None
    draw(book.active)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def of_rows(*rows: Sequence[object]) -> bytes:
    """From its first cell, on one sheet «Лист1»."""

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Лист1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return xlsx(draw)


def parts_of(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def of_xml(rows: str, *, after: str = "") -> bytes:
    """Of one sheet whose rows are written by hand; `after` comes after them."""
    parts = parts_of(of_rows(("x",)))
    parts["xl/worksheets/sheet1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        f'spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{after}</worksheet>'
    ).encode()
    return zipped(parts)
