"""The one port to the page files: registered copies that are written once, never change, and are read by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Protocol
from uuid import UUID

from alfrd_luigi.errors import AlfrdError, PermanentError
from alfrd_luigi.pages.marker import Mark

S3 = "s3"  # the service, in `outages`
EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "text/plain": ".txt",
}


class PageMissingError(PermanentError):
    """No stored file goes by that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the stored file {key!r} is missing", "Restore it from a backup of the documents")


class PageDamagedError(PermanentError):
    """The stored file is not what was stored."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the stored file {key!r} is damaged", "Restore it from a backup of the documents")


class PageConflictError(AlfrdError):
    """Other content is already stored under that document's id; what is stored never changes."""


class StoredFile(NamedTuple):
    """A file in the store: `key` is its relative path, `sha256` hex, `size` bytes, `name` the original name."""

    key: str
    sha256: str
    size: int
    name: str
    media_type: str
    pages: int


class IncomingFile(NamedTuple):
    """A checked copy, in a folder that `PageStore.staging` gave; the other fields are those of `StoredFile`."""

    path: Path
    sha256: str
    size: int
    name: str
    media_type: str
    pages: int

    def stored_as(self, key: str) -> StoredFile:
        """The same file, once it is in the store."""
        return StoredFile(key, self.sha256, self.size, self.name, self.media_type, self.pages)


class PageStore(Protocol):
    """Where page files live: a folder, or a bucket. Stores are shared between threads and processes.

    A remote store raises SettingsError when it cannot be used as it is set up, from every method but `staging`. What
    the operating system refuses is an OSError.
    """

    def staging(self) -> AbstractContextManager[Path]:
        """An empty, private local folder to prepare files in; removed at exit with what is left in it."""
        ...

    def put(self, document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
        """Store a document's files, in order; they are durable when this returns. The staged copies are used up.

        Putting the same content under the same id again changes nothing and gives the same answer, so a put that was
        cut off at any point is repaired by repeating it. Raises PageConflictError when other content has the id, and
        ServiceError while a remote store is away.
        """
        ...

    def fetch(self, key: str, sha256: str) -> AbstractContextManager[Path]:
        """A local file to read while the context lasts, and never to change; its SHA-256 is the one given, in hex.

        Raises PageMissingError, PageDamagedError for other content, also at the end of the context when the file has
        changed meanwhile, or ServiceError while a remote store is away.
        """
        ...

    def size(self, key: str) -> int:
        """The size of a stored file in bytes, without reading it; raises what `fetch` raises but PageDamagedError."""
        ...

    def delete(self, keys: Iterable[str]) -> None:
        """Remove files that belong to no registered document; keys that are not there are passed over."""
        ...

    def keys(self) -> Iterator[str]:
        """Every key in the store, in no order: what no document refers to is an orphan."""
        ...


class MarkedPageStore(PageStore, Protocol):
    """A page store with a marker that tells whose it is (see ownership)."""

    @property
    def place(self) -> str:
        """Where it is, for a message: a path, or a URL."""
        ...

    @property
    def is_mounted(self) -> bool:
        """Whether it is a folder, which another file system may cover or uncover at any moment; not a service."""
        ...

    def mark(self) -> Mark | None:
        """What its marker says, None where there is none; raises ServiceError while a remote store is away."""
        ...

    def set_mark(self, mark: Mark) -> None:
        """Write the marker, whole and durably, in place of one that is there; raises what `mark` raises."""
        ...

    def is_blank(self) -> bool:
        """Whether nothing has been stored, and the place is surely meant: a mounted file system, or a bucket."""
        ...


def stored_files(
    document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]
) -> tuple[tuple[IncomingFile, StoredFile], ...]:
    """Each file with its place in any store: `YYYY/MM/ID/001.jpg`, made of nothing that a stranger chose."""
    folder = f"{created_at.astimezone(UTC):%Y/%m}/{document_id}"
    return tuple(
        (file, file.stored_as(f"{folder}/{position:03d}{EXTENSIONS.get(file.media_type, '.bin')}"))
        for position, file in enumerate(files, start=1)
    )


def key_parts(key: str) -> tuple[str, ...]:
    """Year, month, document and file of a key; raises PageMissingError for what leads elsewhere in any store."""
    parts = PurePosixPath(key).parts
    if len(parts) != 4 or key.startswith("/") or ".." in parts or "\0" in key:
        raise PageMissingError(key)
    return parts
