"""What a disk holds after a power cut: of each file of SQLite's, what was there at its last fsync.

SQLite's way to the system is wrapped, by the interface that it has for that; whatever is written
and not yet synchronised is as good as lost.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_void_p, cast, pointer
from ctypes.util import find_library
from pathlib import Path
from typing import Any

OK = 0
_MAIN_DATABASE, _JOURNAL = 0x100, 0x80000  # the flags of sqlite3_vfs.xOpen


class _File(Structure):
    pass


class _Methods(Structure):
    _fields_ = [
        ("version", c_int),
        ("before", c_void_p * 4),  # close, read, write, truncate
        ("sync", CFUNCTYPE(c_int, POINTER(_File), c_int)),
        ("after", c_void_p * 13),
    ]


_File._fields_ = [("methods", POINTER(_Methods))]


class _System(Structure):
    pass


_Open = CFUNCTYPE(c_int, POINTER(_System), c_void_p, POINTER(_File), c_int, c_void_p)
_System._fields_ = [
    ("version", c_int),
    ("file_size", c_int),
    ("longest_path", c_int),
    ("next", c_void_p),
    ("name", c_char_p),
    ("data", c_void_p),
    ("open", _Open),
    ("others", c_void_p * 15),
]


class Disk:
    """`synced`: by path, the content that no power cut takes away."""

    def __init__(self) -> None:
        self.synced: dict[Path, bytes] = {}
        self._kept: list[Any] = []  # or what SQLite points to would be collected

    def open(self, path: Path, file: _File) -> None:
        if path.stat().st_size:
            self.synced.setdefault(path, path.read_bytes())  # from long ago
        usual = file.methods.contents
        methods = _Methods.from_buffer_copy(usual)

        def sync(opened: Any, flags: int) -> int:
            code: int = usual.sync(opened, flags)
            if code == OK:
                self.synced[path] = path.read_bytes()
            return code

        methods.sync = type(methods.sync)(sync)
        self._kept.append(methods)
        file.methods = pointer(methods)

    def write_to(self, folder: Path) -> None:
        for path, content in self.synced.items():
            (folder / path.name).write_bytes(content)


@contextmanager
def watched_disk() -> Iterator[Disk]:
    """Of all databases that are opened meanwhile in this process."""
    library = ctypes.CDLL(find_library("sqlite3"))
    library.sqlite3_vfs_find.restype = POINTER(_System)
    usual = library.sqlite3_vfs_find(None)
    system = _System.from_buffer_copy(usual.contents)
    system.name = b"watched"
    disk = Disk()

    def open_(_: Any, path: int | None, file: Any, flags: int, given: int | None) -> int:
        code: int = usual.contents.open(usual, path, file, flags, given)
        if code == OK and path and flags & (_MAIN_DATABASE | _JOURNAL):
            name = cast(path, c_char_p).value
            assert name is not None
            disk.open(Path(name.decode()), file.contents)
        return code

    system.open = _Open(open_)
    library.sqlite3_vfs_register(pointer(system), 1)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_unregister(pointer(system))
