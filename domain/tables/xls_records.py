"""What an .xls says of its cells that calamine does not show: addresses under them, and errors.

Format: [MS-XLS], records BoundSheet8, HLink, Formula and BoolErr; [MS-OSHARED], Hyperlink Object.
"""

import struct
from collections.abc import Iterator

from domain.tables.compound_file import CompoundFile
from domain.tables.limits import MOST_COLUMNS, MOST_FILLED_ROWS
from domain.tables.table import Place

_BEGIN, _END, _SHEET, _LINK, _FORMULA, _BOOL_OR_ERROR = 0x809, 0x0A, 0x85, 0x1B8, 0x06, 0x205
# What a link's record has, by the bits of its flags.
_MONIKER, _PART, _TITLE, _FRAME, _AS_TEXT = 0x01, 0x08, 0x10, 0x80, 0x100
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")  # the address is an URL, not a file's path
# A formula is written in the order of reckoning: a text, other arguments, the function's number.
_TEXT_FIRST, _HYPERLINK = 0x17, (359).to_bytes(2, "little")
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class SheetRecords:
    """By cell: `links` under it, and the text of `errors`."""

    def __init__(self, book: bytes, at: int) -> None:
        self.errors: dict[Place, str] = {}
        self._links: dict[Place, list[str]] = {}
        for kind, data in _records(book, at):
            if kind == _LINK and (address := _address(data)):
                self._over_range(data, address)
            elif kind in (_FORMULA, _BOOL_OR_ERROR):
                self._one_cell(kind, data)

    @property
    def links(self) -> dict[Place, tuple[str, ...]]:
        return {place: tuple(dict.fromkeys(links)) for place, links in self._links.items()}

    def _over_range(self, data: bytes, address: str) -> None:
        top, bottom, left, right = struct.unpack_from("<4H", data)
        for row in range(top, min(bottom + 1, MOST_FILLED_ROWS)):
            for column in range(left, min(right + 1, MOST_COLUMNS)):
                self._links.setdefault((row, column), []).append(address)

    def _one_cell(self, kind: int, data: bytes) -> None:
        place: Place = struct.unpack_from("<2H", data)
        if kind == _BOOL_OR_ERROR:
            code = data[6] if data[7] else None
        else:
            code = data[8] if data[6] == 2 and data[12:14] == b"\xff\xff" else None
            formula = data[22:]
            if formula[:1] == bytes([_TEXT_FIRST]) and formula.endswith(_HYPERLINK):
                self._links.setdefault(place, []).append(_sized_text(formula, 1))
        if code is not None:
            self.errors[place] = _ERRORS.get(code, "#N/A")


def records_by_sheet(container: CompoundFile) -> dict[str, SheetRecords]:
    """By the sheet's name. In an .xls from before 1997 they are others, and not read."""
    if "Workbook" not in container.names:
        return {}
    book = container.stream("Workbook")
    sheets = [data for kind, data in _records(book, 0) if kind == _SHEET]
    return {
        _sized_text(data, 6): SheetRecords(book, *struct.unpack_from("<I", data)) for data in sheets
    }


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Of one sheet, or what is said of the whole book; also of charts inside of it."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        at += 4
        yield kind, book[at : at + length]
        at += length
        depth += (kind == _BEGIN) - (kind == _END)
        if not depth:
            return


def _sized_text(data: bytes, at: int) -> str:
    """After a byte that says how many signs, and one that says whether each is two bytes."""
    length, wide = data[at], data[at + 1] & 1
    signs = data[at + 2 : at + 2 + length * (1 + wide)]
    return signs.decode("utf-16-le" if wide else "latin-1", "replace")


def _address(data: bytes) -> str:
    """ "" if it leads to a place in the book or to a file."""
    (flags,) = struct.unpack_from("<I", data, 28)
    at = 32
    for flag in (_TITLE, _FRAME):
        if flags & flag:
            _, at = _string(data, at)
    address = ""
    if flags & _MONIKER and flags & _AS_TEXT:
        address, at = _string(data, at)
    elif flags & _MONIKER:
        if data[at : at + 16] != _URL:
            return ""
        (length,) = struct.unpack_from("<I", data, at + 16)
        address = _until_zero(data[at + 20 : at + 20 + length])
        at += 20 + length
    if address and flags & _PART:
        part, _ = _string(data, at)
        return f"{address}#{part}"
    return address


def _string(data: bytes, at: int) -> tuple[str, int]:
    """And where it ends."""
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + length * 2
    return _until_zero(data[at + 4 : end]), end


def _until_zero(data: bytes) -> str:
    return data.decode("utf-16-le", "replace").partition("\0")[0]
