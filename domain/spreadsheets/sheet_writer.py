"""Writes a sheet of a workbook to disk row by row: openpyxl's writer with less memory."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self
from zipfile import ZipFile

from openpyxl.cell import Cell, MergedCell
from openpyxl.cell._writer import write_cell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.constants import PKG_REL_NS, REL_NS
from openpyxl.xml.functions import Element, SubElement, xmlfile

# Excel calls a file corrupt that has more hyperlinks in a sheet.
LINKS_LIMIT = 65_530


class SheetWriter(WorksheetWriter):
    """openpyxl's own writer keeps 1.3 KB in memory for each hyperlink until the sheet is closed,
    and leaves its temporary file behind after an error. This one keeps both on disk, in `folder`,
    which the caller removes. And it stores the results of formulas, for programs that do not
    calculate, such as viewers on phones."""

    def __init__(self, sheet: WriteOnlyWorksheet, folder: Path) -> None:
        super().__init__(sheet, out=folder / f"{sheet.title}.xml")
        self._sheet = sheet
        self._links = (folder / f"{sheet.title}.links").open("w+", encoding="ascii")
        self._count = 0
        self._sums: dict[str, int] = {}
        # The stubs leave out what append() uses.
        sheet._writer = self  # type: ignore[attr-defined]
        sheet._values_to_row = _in_place  # type: ignore[attr-defined]
        self.write_top()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._sheet.closed:
            self._sheet.close()
        self._links.close()

    def link(self, cell: str, target: str) -> bool:
        """False if the sheet can hold no more hyperlinks."""
        if self._count == LINKS_LIMIT:
            return False
        self._count += 1
        self._links.write(f"{cell} {target}\n")
        return True

    def sum_up(self, cell: Cell, at: str, formula: str, value: int) -> Cell:
        """The cell, to be appended at that place, with a formula whose result is `value`."""
        cell.value = formula
        self._sums[at] = value
        return cell

    def write_row(self, xf: Any, row: Iterable[Cell | MergedCell], row_idx: int) -> None:
        if not self._sums:
            super().write_row(xf, row, row_idx)
            return
        sheet: Any = self._sheet  # the stubs leave out that it has dimensions
        attributes = {"r": str(row_idx), **dict(sheet.row_dimensions.get(row_idx, {}))}
        with xf.element("row", attributes):
            for cell in row:
                if cell.coordinate in self._sums:
                    xf.write(_formula(cell, self._sums[cell.coordinate]))
                else:
                    write_cell(xf, self._sheet, cell, styled=True)

    def write_hyperlinks(self) -> None:
        if not self._count:
            return
        xf: Any = self.xf.send(True)
        with xf.element("hyperlinks"):
            for number, cell, _, place in self._stored():
                attributes = {"ref": cell, f"{{{REL_NS}}}id": f"rId{number}"}
                if place:
                    attributes["location"] = place
                xf.write(Element("hyperlink", attributes))
        self.xf.send(None)

    def write_targets(self, archive: ZipFile) -> None:
        """Adds the hyperlinks' addresses to the saved workbook."""
        if not self._count:
            return
        folder, _, name = self._sheet.path.strip("/").rpartition("/")
        with (
            archive.open(f"{folder}/_rels/{name}.rels", "w") as out,
            xmlfile(out) as xf,
            xf.element("Relationships", xmlns=PKG_REL_NS),
        ):
            for number, _, target, _ in self._stored():
                attributes = {"Id": f"rId{number}", "Type": f"{REL_NS}/hyperlink"}
                attributes |= {"Target": target, "TargetMode": "External"}
                xf.write(Element("Relationship", attributes))

    def cleanup(self) -> None:
        """Nothing to do: the caller removes the folder."""

    def _stored(self) -> Iterator[tuple[int, str, str, str]]:
        self._links.seek(0)
        for number, line in enumerate(self._links, start=1):
            cell, address = line.split()
            target, _, place = address.partition("#")  # Excel keeps a page's place apart
            yield number, cell, target, place


def _in_place(row: Iterable[Cell | None], number: int) -> Iterator[Cell]:
    """openpyxl's own tries first whether each cell is a value, which takes longer than to write
    it."""
    for column, cell in enumerate(row, start=1):
        if cell is not None:
            cell.column, cell.row = column, number
            yield cell


def _formula(cell: Cell | MergedCell, value: int) -> Any:
    element = Element("c", {"r": cell.coordinate, "s": str(cell.style_id)})
    SubElement(element, "f").text = str(cell.value).removeprefix("=")
    SubElement(element, "v").text = str(value)
    return element
