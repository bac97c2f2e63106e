"""Reads the tables of a file that somebody has sent, whatever its format and its name."""

import posixpath
import re
from pathlib import Path

from domain.refusal import Refusal
from domain.tables.archive import LOCKED, WITH_MACROS, Archive
from domain.tables.compound_file import SIGNATURE, CompoundFile
from domain.tables.excel_xml import read_excel_xml
from domain.tables.limits import (
    DAMAGED,
    MOST_BYTES,
    MOST_FILLED_ROWS,
    NO_TABLE,
    TOO_LARGE,
    too_many_rows,
)
from domain.tables.ods import read_ods
from domain.tables.plain_text import NO_COLUMNS, NOT_TEXT, UNREADABLE, decode, read_text
from domain.tables.recognition import (
    OLD_WORD,
    PRESENTATION,
    WORD_XML,
    refuse_by_beginning,
    unread_archive,
)
from domain.tables.table import Table
from domain.tables.web_page import read_web_page
from domain.tables.word import read_word
from domain.tables.xls import read_xls
from domain.tables.xlsx import read_xlsx

EMPTY = "Файл пустой. Проверьте, сохранена ли таблица, и пришлите его ещё раз."
NOTHING_IN_IT = (
    "Файл пустой или повреждён: таблицы в нём нет. Откройте его на компьютере, проверьте, на месте "
    "ли таблица, сохраните заново и пришлите ещё раз."
)
_NO_TEXTS = (".xlsx", ".xls", ".ods", ".docx")  # though programs put web pages and texts into .xls
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype html|html|head|meta|table|style|body|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNING = 4096  # bytes, by which a format is known
_EXCEL_XML = "urn:schemas-microsoft-com:office:spreadsheet"


def read_tables(path: Path, name: str) -> list[Table]:
    """`path` is where the file is now, `name` what its sender calls it. The format is known by the
    content: endings are often wrong. At least one table is given, none of them empty.

    Raises Refusal with a sentence for every file that cannot be taken. It runs in a process of its
    own, whose memory and time are bounded: a file may still be made to use up either."""
    try:
        tables = _read(path, name)
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        # At a damaged file every library raises errors of its own, and whatever comes to hand.
        raise Refusal(DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # so calamine's language fails
            raise Refusal(DAMAGED) from error
        raise
    filled = sum(any(row) for table in tables for row in table.rows)
    if filled > MOST_FILLED_ROWS:
        raise too_many_rows(filled)
    if not tables:
        raise Refusal(NO_TABLE)
    return tables


def _read(path: Path, name: str) -> list[Table]:
    size = path.stat().st_size
    if not size:
        raise Refusal(EMPTY)
    if size > MOST_BYTES:
        raise Refusal(TOO_LARGE)
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    if beginning.startswith(b"PK"):
        with Archive(path) as archive:
            return _read_archive(path, archive)
    refuse_by_beginning(beginning)
    if beginning.startswith(SIGNATURE):
        return _read_container(path)
    return _read_text(path.read_bytes(), name)


def _read_archive(path: Path, archive: Archive) -> list[Table]:
    if any(posixpath.basename(part) == "vbaproject.bin" for part in archive.names):
        raise Refusal(WITH_MACROS)
    if "xl/workbook.xml" in archive.names:
        return read_xlsx(archive)
    if any(part.startswith("word/") for part in archive.names):
        return read_word(path)
    if archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return read_ods(archive)
    raise unread_archive(archive)


def _read_container(path: Path) -> list[Table]:
    container = CompoundFile(path.read_bytes())
    names = container.names
    if "EncryptedPackage" in names:
        raise Refusal(LOCKED)
    if "WordDocument" in names:
        raise Refusal(OLD_WORD)
    if "PowerPoint Document" in names:
        raise Refusal(PRESENTATION)
    if names & {"Workbook", "Book"}:
        return read_xls(path, container)
    raise Refusal(NOT_TEXT)


def _read_text(content: bytes, name: str) -> list[Table]:
    try:
        return _read_as_text(content, name)
    except Refusal as refusal:
        if name.lower().endswith(_NO_TEXTS) and str(refusal) in (NO_COLUMNS, NOT_TEXT, UNREADABLE):
            raise Refusal(NOTHING_IN_IT) from refusal
        raise


def _read_as_text(content: bytes, name: str) -> list[Table]:
    text = decode(content)
    beginning = text[:_BEGINNING]
    if _EXCEL_XML in beginning:
        # Excel pages that are HTML name it, too.
        return read_web_page(text) if _WEB_PAGE.match(text) else read_excel_xml(content)
    if "wordDocument" in beginning and beginning.lstrip("\ufeff \n").startswith("<?xml"):
        raise Refusal(WORD_XML)
    if _WEB_PAGE.match(text):
        return read_web_page(text)
    if not text.strip():
        raise Refusal(EMPTY)
    title = re.split(r"[/\\]", name)[-1].rpartition(".")[0]
    return read_text(text, title)
