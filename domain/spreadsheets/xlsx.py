"""Writes sheets as an .xlsx file, with openpyxl. The rows are streamed, so memory does not grow
with them. Slow and blocking, for a worker thread."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from domain.spreadsheets.sheet import Sheet, in_zone, zone_name
from domain.spreadsheets.sheet_writer import SheetWriter
from domain.spreadsheets.xlsx_cells import clean
from domain.spreadsheets.xlsx_page import set_page
from domain.spreadsheets.xlsx_rows import write_rows

# Of 1 to 9: a third of what the usual 6 costs, for a file larger by a sixth.
_COMPRESSION = 3


def write_workbook(
    path: Path, sheets: Iterable[Sheet], *, title: str, zone: tzinfo, made_at: datetime
) -> None:
    """Replaces `path` only when the whole file is ready. Each of `sheets` is requested when those
    before it are written. `title` is the header of printed pages; `made_at` is aware, and is in
    their footer, in `zone`. The same sheets at the same time give the same bytes."""
    book = Workbook(write_only=True)
    book.properties.title = clean(title)
    book.properties.creator = None
    book.properties.created = made_at.astimezone(UTC)
    made = f"Сформировано {in_zone(made_at, zone):%d.%m.%Y %H:%M} ({zone_name(zone)})"
    with TemporaryDirectory(dir=path.parent, prefix=".workbook-") as folder, ExitStack() as stack:
        written = []
        for table in sheets:
            sheet = book.create_sheet(table.title)
            set_page(sheet, table, title=title, made=made)
            writer = stack.enter_context(SheetWriter(Path(folder), table.title))
            write_rows(sheet, table, writer)
            written.append((sheet, writer))
        empty, draft = Path(folder, "empty"), Path(folder, path.name)
        book.save(empty)
        book.properties.modified = book.properties.created  # and not when it happened to be saved
        # Only what is saved knows the names of its parts.
        parts = {sheet.path.strip("/"): writer for sheet, writer in written}
        _fill(empty, draft, parts, tostring(book.properties.to_tree()))
        draft.replace(path)


def _fill(empty: Path, full: Path, sheets: Mapping[str, SheetWriter], properties: bytes) -> None:
    """Copies the workbook with those properties, and writes the rows and links into its sheets."""
    targets = {_relations(part): each for part, each in sheets.items() if each.has_links}
    with (
        ZipFile(empty) as made,
        ZipFile(full, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive,
    ):
        parts = made.namelist()
        for part in dict.fromkeys([*parts, *targets]):
            content = made.read(part) if part in parts else b""
            content = properties if part == ARC_CORE else content
            with archive.open(part, "w") as out:
                if part in targets:
                    targets[part].put_targets(content, out)
                elif part in sheets:
                    sheets[part].put_rows(content, out)
                else:
                    out.write(content)


def _relations(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"
