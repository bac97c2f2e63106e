"""Reads an .xlsx: the values by calamine; what it does not show (links, percents, errors) from the
sheets' own parts.

Calamine is given a copy of the archive that has only the parts it needs, unpacked: so each is
unpacked once, and none is longer than the archive's directory says.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from zipfile import ZIP_STORED, ZipFile

from python_calamine import CalamineSheet, load_workbook

from domain.tables.archive import Archive
from domain.tables.calamine_rows import rows_of
from domain.tables.grid import table_of
from domain.tables.sheet_xml import check_extent, links_of, shown_otherwise, without_empty_cells
from domain.tables.table import Table
from domain.tables.xml_events import Attributes, parse_xml

_WORKBOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_COPIED = (
    _WORKBOOK,
    _STYLES,
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "[Content_Types].xml",
    "_rels/.rels",
)
_LARGE = 8 * 1024 * 1024  # bytes of a sheet; a larger one is mostly empty cells with borders
_PERCENT_FORMATS = frozenset({"9", "10"})  # those that every workbook has


def read_xlsx(archive: Archive) -> list[Table]:
    """The sheets that are shown, without those that are empty or hold a chart. A hidden sheet is
    not read: its sender does not see it, and most often it holds the lists of drop-downs."""
    sheets = _shown_sheets(archive)
    copy = _copy(archive, sheets)
    percents = _percent_styles(archive.read(_STYLES))
    with load_workbook(copy) as book:
        tables = [
            _table(book.get_sheet_by_name(title), content, _targets(archive, part), percents)
            for title, (part, content) in sheets.items()
        ]
    return [table for table in tables if table]


def _table(
    sheet: CalamineSheet, content: bytes, targets: Mapping[str, str], percents: Sequence[int]
) -> Table | None:
    rows = rows_of(sheet)
    for (row, column), text in shown_otherwise(content, percents):
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    links = links_of(content, targets, len(rows))
    return table_of(sheet.name, rows, links, sheet.merged_cell_ranges or ())


def _shown_sheets(archive: Archive) -> dict[str, tuple[str, bytes]]:
    """By title: the sheet's part and its XML."""
    parts = {
        key: join("xl", target) for key, target in _relations(archive, _WORKBOOK, external=False)
    }
    found: dict[str, str] = {}

    def on_start(name: str, attributes: Attributes) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            part = normpath(parts.get(attributes.get("id", ""), "")).lstrip("/")
            if part.lower() in archive.names and "chartsheets/" not in part:
                found[attributes.get("name", "")] = part

    parse_xml(archive.read(_WORKBOOK), on_start)
    return {title: (part, _content(archive, part, title)) for title, part in found.items()}


def _content(archive: Archive, part: str, title: str) -> bytes:
    if archive.size(part) > _LARGE:
        with archive.open(part) as sheet:
            content = without_empty_cells(sheet)
    else:
        content = archive.read(part)
    check_extent(content, title)
    return content


def _copy(archive: Archive, sheets: Mapping[str, tuple[str, bytes]]) -> BytesIO:
    copy = BytesIO()
    with ZipFile(copy, "w", ZIP_STORED) as out:
        for name in _COPIED:
            if content := archive.read(name):
                out.writestr(name, content)
        for part, content in sheets.values():
            out.writestr(part, content)
    copy.seek(0)
    return copy


def _targets(archive: Archive, part: str) -> dict[str, str]:
    return dict(_relations(archive, part, external=True))


def _relations(archive: Archive, part: str, *, external: bool) -> list[tuple[str, str]]:
    """What the part refers to, other parts or addresses outside: pairs of id and target."""
    found: list[tuple[str, str]] = []

    def on_start(_: str, attributes: Attributes) -> None:
        if "Id" in attributes and (attributes.get("TargetMode") == "External") == external:
            found.append((attributes["Id"], attributes.get("Target", "")))

    if document := archive.read(f"{dirname(part)}/_rels/{basename(part)}.rels"):
        parse_xml(document, on_start)
    return found


def _percent_styles(styles: bytes) -> list[int]:
    """The numbers of the cell styles that show a number as percents."""
    formats, percents = set(_PERCENT_FORMATS), list[int]()
    style, inside = 0, False

    def on_start(name: str, attributes: Attributes) -> None:
        nonlocal style, inside
        if name == "numFmt" and "%" in attributes.get("formatCode", ""):
            formats.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            inside = True
        elif inside and name == "xf":
            if attributes.get("numFmtId") in formats:
                percents.append(style)
            style += 1

    def on_end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"

    if styles:
        parse_xml(styles, on_start, on_end)
    return percents
