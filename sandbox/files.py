"""Files on Telegram's side: stored under a file_id, by which they can be sent again."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, Literal

from sandbox.refusals import bad_request

DOWNLOADABLE = 20 * 1024 * 1024  # bytes: of larger files a bot gets nothing
# The guaranteed time; the real one may keep an address for longer.
ADDRESS_LIVES = timedelta(hours=1)
_FOLDERS = {"document": "documents", "photo": "photos", "sticker": "stickers", "voice": "voice"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a request or from a person's phone."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    unique_id: str
    kind: Literal["document", "photo", "sticker", "voice"]
    upload: Upload

    def json(self) -> dict[str, Any]:
        """The fields that all kinds of files have in common."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.upload.content),
        }


class FileStore:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._addresses: dict[str, tuple[StoredFile, datetime]] = {}

    def add(
        self, upload: Upload, kind: Literal["document", "photo", "sticker", "voice"]
    ) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        stored = StoredFile(
            file_id=f"{kind}-{secrets.token_urlsafe(40)}",
            unique_id=secrets.token_urlsafe(12),
            kind=kind,
            upload=upload,
        )
        self._by_id[stored.file_id] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def address_of(self, file_id: str, now: datetime) -> str:
        """The `file_path` by which a bot can download it for a while."""
        if not file_id:
            raise bad_request("file_id not specified")
        stored = self.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(stored.upload.content) > DOWNLOADABLE:
            raise bad_request("file is too big")
        ending = PurePath(stored.upload.name).suffix
        address = f"{_FOLDERS[stored.kind]}/file_{len(self._addresses)}{ending}"
        self._addresses[address] = (stored, now)
        return address

    def at(self, address: str, now: datetime) -> Upload | None:
        """What lies there; nothing once the address has expired."""
        stored, given_at = self._addresses.get(address, (None, now))
        return stored.upload if stored and now - given_at <= ADDRESS_LIVES else None

    def document(self, upload: Upload) -> dict[str, Any]:
        """A Document."""
        return self.add(upload, "document").json() | {
            "file_name": upload.name,
            "mime_type": upload.mime,
        }

    def photo(self, upload: Upload) -> list[dict[str, Any]]:
        """The sizes of a photo, the smallest first; only the last one is the picture itself."""
        thumbnail = Upload(upload.name, upload.content[: len(upload.content) // 2 + 1], upload.mime)
        small, full = self.add(thumbnail, "photo"), self.add(upload, "photo")
        return [
            small.json() | {"width": 90, "height": 67},
            full.json() | {"width": 1280, "height": 960},
        ]
