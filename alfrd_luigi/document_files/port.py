"""The port to the page files: registered copies that are written once, never change, and are read by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Protocol
from uuid import UUID

from alfrd_luigi.document_files.marker import Mark
from alfrd_luigi.errors import AlfrdError, PermanentError

S3 = "s3"  # the name of the service in `outages`
EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "image/avif": ".avif",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/jp2": ".jp2",
    "text/plain": ".txt",
    "application/xml": ".xml",
    "message/rfc822": ".eml",
    "application/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}


class PageMissingError(PermanentError):
    """No stored file has that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the stored file {key!r} is missing", "Restore it from a backup of the documents")


class PageDamagedError(PermanentError):
    """The stored file differs from what was stored."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the stored file {key!r} is damaged", "Restore it from a backup of the documents")


class PageConflictError(AlfrdError):
    """Other content is already stored under that document's id. Stored content never changes."""


class StoredFile(NamedTuple):
    """A file in the store: `key` is its relative path, `sha256` hex, `size` bytes, `name` the original name."""

    key: str
    sha256: str
    size: int
    name: str
    media_type: str
    pages: int


class IncomingFile(NamedTuple):
    """A checked copy, in a folder from `PageStore.staging`. The other fields are those of `StoredFile`."""

    path: Path
    sha256: str
    size: int
    name: str
    media_type: str
    pages: int

    def stored_as(self, key: str) -> StoredFile:
        """The same file after it was stored."""
        return StoredFile(key, self.sha256, self.size, self.name, self.media_type, self.pages)


class PageStore(Protocol):
    """A store of page files: a folder or a bucket. Threads and processes share stores.

    All methods of a remote store but `staging` raise SettingsError if its configuration does not work. Refusals of the
    operating system are OSErrors.
    """

    def staging(self) -> AbstractContextManager[Path]:
        """An empty, private local folder to prepare files in. It is removed with its content at exit."""
        ...

    def put(self, document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
        """Store a document's files, in order. They are durable when this returns. The staged copies are consumed.

        Putting the same content under the same id again changes nothing and returns the same files, so repeating an
        interrupted put repairs it. Raises PageConflictError if the id has other content, and ServiceError while a
        remote store is unavailable.
        """
        ...

    def fetch(self, key: str, sha256: str) -> AbstractContextManager[Path]:
        """A local, read-only file that exists while the context lasts, verified against the SHA-256 (hex).

        Raises PageMissingError. Raises PageDamagedError for other content, also at the end of the context if the file
        has changed in between. Raises ServiceError while a remote store is unavailable.
        """
        ...

    def size(self, key: str) -> int:
        """The size of a stored file in bytes, without reading it. Raises like `fetch`, except PageDamagedError."""
        ...

    def delete(self, keys: Iterable[str]) -> None:
        """Delete files that belong to no registered document. Missing keys are ignored."""
        ...

    def keys(self) -> Iterator[str]:
        """Every key in the store, in no order. A key that no document refers to is an orphan."""
        ...


class MarkedPageStore(PageStore, Protocol):
    """A page store with a marker that identifies it (see ownership)."""

    @property
    def place(self) -> str:
        """Its location, for messages: a path or a URL."""
        ...

    @property
    def is_mounted(self) -> bool:
        """Whether it is a folder, over which a file system may be mounted or unmounted at any time."""
        ...

    def mark(self) -> Mark | None:
        """The marker's content; None if there is none. Raises ServiceError while a remote store is unavailable."""
        ...

    def set_mark(self, mark: Mark) -> None:
        """Write the marker, atomically and durably, or replace an existing one. Raises the errors of `mark`."""
        ...

    def is_blank(self) -> bool:
        """Whether it is empty and surely the intended place: a mounted file system, or a bucket."""
        ...


def stored_files(
    document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]
) -> tuple[tuple[IncomingFile, StoredFile], ...]:
    """Each file with its key, `YYYY/MM/ID/001.jpg`, in any store. No part of it comes from untrusted input."""
    folder = f"{created_at.astimezone(UTC):%Y/%m}/{document_id}"
    return tuple(
        (file, file.stored_as(f"{folder}/{position:03d}{EXTENSIONS.get(file.media_type, '.bin')}"))
        for position, file in enumerate(files, start=1)
    )


def key_parts(key: str) -> tuple[str, ...]:
    """Year, month, document and file of a key. Raises PageMissingError for any other form."""
    parts = PurePosixPath(key).parts
    if len(parts) != 4 or key.startswith("/") or ".." in parts or "\0" in key:
        raise PageMissingError(key)
    return parts
