"""Containers of Microsoft's files from before 2007, and an .xls in one, written by hand: no library
writes them any more."""

import struct

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
LINK_CLASS = bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")


def container(*names: str, stream: bytes = b"") -> bytes:
    """A header, the table of sectors, the directory, and the content of the first stream."""
    entries = [("Root Entry", 5, 0), *((name, 2, 0) for name in names)]
    directory_sectors = -(-len(entries) * 128 // SECTOR)
    if stream:
        stream = stream.ljust(4096, b"\0")
        entries[1] = (names[0], 2, len(stream))
    data = stream + b"\0" * (-len(stream) % SECTOR)
    at = 1 + directory_sectors
    chain = [TABLE, *range(2, at), END]
    if stream:
        chain += [*range(at + 1, at + len(data) // SECTOR), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    directory = b"".join(
        _entry(name, kind, at if size else END, size) for name, kind, size in entries
    )
    header = struct.pack(
        "<8s16sHHHHH6s10I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        *(0x3E, 3, 0xFFFE, 9, 6),
        b"",
        *(0, 1, 1, 0, 4096, END, 0, END, 0, 0),
    )
    tables = struct.pack("<108I", *[FREE] * 108)
    return header + tables + table + directory.ljust(directory_sectors * SECTOR, b"\0") + data


def xls(*records: bytes, name: str = "Отчёт", state: int = 0) -> bytes:
    """One sheet of those records."""
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    title = name.encode("utf-16-le")
    length = len(begin) + 4 + 8 + len(title) + 4
    about = struct.pack("<IBBBB", length, state, 0, len(name), 1) + title
    book = begin + _record(0x85, about) + _record(0x0A, b"")
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    return container("Workbook", stream=book + start + b"".join(records) + _record(0x0A, b""))


def number(row: int, column: int, value: float) -> bytes:
    return _record(0x203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, words: str) -> bytes:
    encoded = words.encode("utf-16-le")
    return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(words), 1) + encoded)


def error(row: int, column: int, code: int) -> bytes:
    return _record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def formula(row: int, column: int, result: bytes, tokens: bytes, words: str = "") -> bytes:
    """`result` are 8 bytes; the text that it came to stands in a record of its own."""
    head = struct.pack("<HHH8sHIH", row, column, 0, result, 0, 0, len(tokens))
    encoded = words.encode("utf-16-le")
    text = _record(0x207, struct.pack("<HB", len(words), 1) + encoded) if words else b""
    return _record(0x06, head + tokens) + text


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    return _record(0xE5, struct.pack("<5H", 1, top, bottom, left, right))


def link(place: tuple[int, int, int, int], address: str, part: str = "", title: str = "") -> bytes:
    """`place`: the first row and the last, the first column and the last."""
    flags = 0x03 | (0x08 if part else 0) | (0x14 if title else 0)
    data = struct.pack("<4H", *place) + LINK_CLASS + struct.pack("<II", 2, flags)
    if title:
        data += _counted(title)
    url = f"{address}\0".encode("utf-16-le")
    data += URL + struct.pack("<I", len(url)) + url
    return _record(0x1B8, data + (_counted(part) if part else b""))


def _counted(words: str) -> bytes:
    return struct.pack("<I", len(words) + 1) + f"{words}\0".encode("utf-16-le")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    head = struct.pack("<64sHBB", encoded, len(encoded) + 2, kind, 1)
    return head + struct.pack("<12s16s20sIIxxxx", b"\xff" * 12, b"", b"", first, size)
