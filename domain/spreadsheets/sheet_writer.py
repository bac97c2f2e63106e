"""Writes the rows and hyperlinks of a sheet as text. They wait on disk while openpyxl makes the
workbook with empty sheets, and are then put into it: openpyxl itself writes cell by cell, which
takes many times as long, and keeps every hyperlink in memory."""

import re
from collections.abc import Iterable
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Self
from xml.sax.saxutils import quoteattr

# Excel calls a file corrupt that has more hyperlinks in a sheet.
LINKS_LIMIT = 65_530
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NO_TARGETS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b"</Relationships>"
)
# An address that stands in XML as it is.
_PLAIN = re.compile(r"[\w:/.,~?=+-]*", re.ASCII)
_TOGETHER = 100  # pieces of text that are encoded and written at once


class SheetWriter:
    """Its files are in `folder`, which the caller removes."""

    def __init__(self, folder: Path, name: str) -> None:
        self._parts = [_Part(folder / f"{name}.{part}") for part in ("rows", "links", "targets")]
        self._rows, self._links, self._targets = self._parts
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts:
            part.close()

    def row(self, number: int, height: float, cells: Iterable[str], *, kept: bool) -> None:
        """`cells` are XML. Excel goes on fitting the height, in points, to the text, unless it is
        `kept`: then the text would leave no room for a picture."""
        custom = ' customHeight="1"' if kept else ""
        self._rows.add(f'<row r="{number}" ht="{height:g}"{custom}>{"".join(cells)}</row>')

    def link(self, cell: str, target: str) -> bool:
        """False if the sheet can hold no more hyperlinks."""
        if self._count == LINKS_LIMIT:
            return False
        self._count += 1
        if _PLAIN.fullmatch(target):
            address, location = f'"{target}"', ""
        else:
            address, _, place = target.partition("#")  # Excel keeps a page's place apart
            address, location = quoteattr(address), f" location={quoteattr(place)}" * bool(place)
        self._links.add(f'<hyperlink ref="{cell}" r:id="link{self._count}"{location}/>')
        self._targets.add(
            f'<Relationship Id="link{self._count}" Type="{_RELATIONS}/hyperlink"'
            f' Target={address} TargetMode="External"/>'
        )
        return True

    @property
    def has_links(self) -> bool:
        return self._count > 0

    def put_rows(self, empty: bytes, out: IO[bytes]) -> None:
        """Writes the sheet's part, as openpyxl has made it, with the rows and links."""
        top, end_of_rows, rest = empty.partition(b"</sheetData>")
        middle, margins, bottom = rest.partition(b"<pageMargins")  # what links stand before
        assert end_of_rows
        assert margins
        out.write(top)
        self._rows.copy(out)
        out.write(end_of_rows + middle)
        if self.has_links:
            out.write(f'<hyperlinks xmlns:r="{_RELATIONS}">'.encode())
            self._links.copy(out)
            out.write(b"</hyperlinks>")
        out.write(margins + bottom)

    def put_targets(self, relations: bytes, out: IO[bytes]) -> None:
        """The same with the part that says what the sheet refers to, empty if it has none."""
        top, end, _ = (relations or _NO_TARGETS).partition(b"</Relationships>")
        assert end
        out.write(top)
        self._targets.copy(out)
        out.write(end)


class _Part:
    """Text that waits in a file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._pieces: list[str] = []

    def add(self, piece: str) -> None:
        self._pieces.append(piece)
        if len(self._pieces) == _TOGETHER:
            self._write()

    def copy(self, out: IO[bytes]) -> None:
        self._write()
        self._file.seek(0)
        copyfileobj(self._file, out, 1 << 16)

    def close(self) -> None:
        self._file.close()

    def _write(self) -> None:
        self._file.write("".join(self._pieces).encode())
        self._pieces.clear()
