"""Files on Telegram's side: stored under a file_id, given back by getFile and its path."""

import itertools
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.refusals import bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024


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
    path: str
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
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def add(
        self, upload: Upload, kind: Literal["document", "photo", "sticker", "voice"]
    ) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        extension = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        stored = StoredFile(
            file_id=f"{kind}-{secrets.token_urlsafe(40)}",
            unique_id=secrets.token_urlsafe(12),
            path=f"{kind}s/file_{next(self._numbers)}.{extension}",
            kind=kind,
            upload=upload,
        )
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """None too for what is over the limit: getFile gives no path to it."""
        stored = self._by_path.get(path)
        return stored if stored and len(stored.upload.content) <= DOWNLOAD_LIMIT else None

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
