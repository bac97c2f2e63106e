"""The ZIP archive that an .xlsx, .ods or .docx is. Its directory is looked at before anything is
unpacked, and nothing is ever unpacked to the disk."""

from itertools import pairwise
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from domain.refusal import Refusal
from domain.tables.limits import DAMAGED, TOO_COMPLEX

MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024  # bytes, all parts together
_LARGE = 4 * 1024 * 1024  # bytes of a part from which on it matters how far it was compressed
_MOST_RATIO = 150  # a sheet of formatted empty rows has 30 to 80, a bomb 1,000
_ENCRYPTED = 0x1

LOCKED = (
    "Файл защищён паролем. Откройте его, снимите пароль («Файл» → «Сведения» → «Защита»), "
    "сохраните и пришлите ещё раз."
)

WITH_MACROS = (
    "В этом файле есть макросы, такие бот не открывает. Сохраните его как обычный .xlsx (документ "
    "Word – как .docx) и пришлите ещё раз."
)


class Archive:
    """Raises Refusal if its directory shows a bomb, a password or damage. `names` are those of its
    parts in small letters, with «/» between the folders: not all programs write them alike."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, NotImplementedError) as error:
            raise Refusal(DAMAGED) from error
        _check(self._zip.infolist())
        self._parts = {_name(part): part for part in self._zip.infolist()}
        self.names = self._parts.keys()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def size(self, name: str) -> int:
        return self._parts[name.lower()].file_size

    def read(self, name: str) -> bytes:
        """The part, which is no longer than the directory says. b"" if there is none."""
        part = self._parts.get(name.lower())
        return self._zip.read(part) if part else b""

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(self._parts[name.lower()])


def _check(parts: list[ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refusal(TOO_COMPLEX)
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise Refusal(LOCKED)
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refusal(DAMAGED)
        if part.file_size > max(_LARGE, part.compress_size * _MOST_RATIO):
            raise Refusal(TOO_COMPLEX)
    # The same bytes under many names would be a bomb that no part shows by itself.
    in_place = sorted(parts, key=lambda part: part.header_offset)
    for one, two in pairwise(in_place):
        if one.header_offset + one.compress_size > two.header_offset:
            raise Refusal(DAMAGED)
    names = {_name(part) for part in parts}
    if len(names) < len(parts) or any(".." in name.split("/") for name in names):
        raise Refusal(DAMAGED)


def _name(part: ZipInfo) -> str:
    return part.filename.replace("\\", "/").lstrip("/").lower()
