"""The page store in a folder of the local disk, `YYYY/MM/ID/001.jpg` under its root."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from uuid import UUID

from alfrd_luigi.pages.durable import PRIVATE_FOLDER, make_private, sync
from alfrd_luigi.pages.port import (
    IncomingFile,
    PageConflictError,
    PageMissingError,
    StoredFile,
    key_parts,
    stored_files,
)
from alfrd_luigi.pages.staging import staging_folder
from alfrd_luigi.triggers import Point, reached

STAGING = ".staging"
READ_ONLY = 0o400


class FolderPageStore:
    """Documents as folders: prepared under a temporary name on the same disk, synced, then renamed into place."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def staging(self) -> AbstractContextManager[Path]:
        """See PageStore."""
        return staging_folder(self.root / STAGING)

    def put(self, document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
        """See PageStore."""
        places = stored_files(document_id, created_at, files)
        folder = self._path(places[0][1].key).parent
        make_private(folder.parent)
        with self.staging() as area:
            ready = _made_ready(places, area / folder.name)
            reached(Point.PAGES_READY)
            try:
                ready.rename(folder)
            except OSError as error:
                if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                    raise
                _verify(folder, places)
        for parent in (folder.parent, folder.parent.parent, self.root):
            sync(parent)
        return tuple(place for _, place in places)

    @contextmanager
    def fetch(self, key: str) -> Iterator[Path]:
        """See PageStore."""
        yield self._stored(key)

    def size(self, key: str) -> int:
        """See PageStore."""
        return self._stored(key).stat().st_size

    def delete(self, keys: Iterable[str]) -> None:
        """See PageStore."""
        for path in [self._path(key) for key in keys]:
            path.unlink(missing_ok=True)
            with suppress(OSError):  # the folder goes with its last file
                path.parent.rmdir()

    def keys(self) -> Iterator[str]:
        """See PageStore."""
        for path in self.root.glob("[0-9]*/[0-9]*/*/*"):
            yield path.relative_to(self.root).as_posix()

    def _stored(self, key: str) -> Path:
        path = self._path(key)
        if not path.is_file():
            raise PageMissingError(key)
        return path

    def _path(self, key: str) -> Path:
        return self.root.joinpath(*key_parts(key))


def _made_ready(places: Sequence[tuple[IncomingFile, StoredFile]], folder: Path) -> Path:
    folder.mkdir(PRIVATE_FOLDER)
    for file, place in places:
        copy = folder / PurePosixPath(place.key).name
        file.path.rename(copy)
        copy.chmod(READ_ONLY)
        sync(copy)
    sync(folder)
    return folder


def _verify(folder: Path, places: Sequence[tuple[IncomingFile, StoredFile]]) -> None:
    found = {path.name: _sha256(path) for path in folder.iterdir()}
    if found != {PurePosixPath(place.key).name: place.sha256 for _, place in places}:
        raise PageConflictError(f"other pages are already stored under the id {folder.name}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
