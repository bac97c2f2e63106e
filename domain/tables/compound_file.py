"""The container of Microsoft's files from before 2007: a small file system of named streams.

Format: [MS-CFB]. Only what is needed to know what is in it and to read a large stream.
"""

import struct
from collections.abc import Sequence

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128  # bytes of an entry in the directory
_NAME = 64  # bytes of its name
_ROOT = "Root Entry"


class CompoundFile:
    """`names` are those of its streams and folders. Raises struct.error or KeyError if it is
    damaged."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)  # of a sector
        self._next = self._table_of_sectors()
        directory, self._small, self._next_small = struct.unpack_from("<I4xII", content, 48)
        self._entries = _entries(self._stream(directory))
        self.names = self._entries.keys()

    def stream(self, name: str) -> bytes:
        first, size = self._entries[name]
        if size >= self._small:
            return self._stream(first)[:size]
        # The small ones lie together in one stream, in sectors and with a table of their own.
        all_small = self._stream(self._entries[_ROOT][0])
        following = _numbers(self._stream(self._next_small))
        sectors = _chain(first, following)
        return b"".join(all_small[each * 64 : each * 64 + 64] for each in sectors)[:size]

    def _table_of_sectors(self) -> list[int]:
        """By sector: which one comes after it."""
        (further,) = struct.unpack_from("<I", self._content, 68)
        numbers = list(struct.unpack_from("<109I", self._content, 76))
        seen = set[int]()
        while (sector := self._sector(further)) and further not in seen:
            seen.add(further)
            *more, further = _numbers(sector)
            numbers += more
        return [number for each in numbers for number in _numbers(self._sector(each))]

    def _stream(self, first: int) -> bytes:
        return b"".join(map(self._sector, _chain(first, self._next)))

    def _sector(self, number: int) -> bytes:
        """b"" for a number that marks an end."""
        start = (number + 1) * self._size
        return self._content[start : start + self._size]


def _chain(first: int, following: Sequence[int]) -> list[int]:
    """A damaged one may lead in a circle."""
    found: list[int] = []
    while first < len(following) and len(found) < len(following):
        found.append(first)
        first = following[first]
    return found


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """By name: the first sector and the length."""
    found = {}
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", directory, at + _NAME)
        name = directory[at : at + min(max(length - 2, 0), _NAME)].decode("utf-16-le", "replace")
        if name:
            found[name] = struct.unpack_from("<II", directory, at + 116)
    return found
