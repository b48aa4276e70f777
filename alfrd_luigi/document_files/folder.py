"""The page store in a folder of the local disk, `YYYY/MM/ID/001.jpg` under its root."""

from __future__ import annotations

import errno
import hashlib
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from uuid import UUID

from alfrd_luigi.document_files.durability import PRIVATE_FOLDER, make_private, sync
from alfrd_luigi.document_files.marker import MARKER, MOST_BYTES, Mark, mark_of
from alfrd_luigi.document_files.port import (
    IncomingFile,
    PageConflictError,
    PageDamagedError,
    PageMissingError,
    StoredFile,
    key_parts,
    stored_files,
)
from alfrd_luigi.document_files.staging import staging_folder
from alfrd_luigi.triggers import Point, reached

STAGING = ".staging"
READ_ONLY = 0o400
_MADE_BY_THE_FILE_SYSTEM = "lost+found"
_NO_SUCH_FILE = (FileNotFoundError, NotADirectoryError, IsADirectoryError)


class FolderPageStore:
    """Documents as folders: prepared under a temporary name on the same disk, synced, then renamed."""

    is_mounted = True

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def place(self) -> str:
        """See PageStore."""
        return str(self.root)

    def mark(self) -> Mark | None:
        """See PageStore."""
        try:
            with (self.root / MARKER).open("rb") as file:
                return mark_of(file.read(MOST_BYTES))
        except FileNotFoundError:
            return None

    def set_mark(self, mark: Mark) -> None:
        """See PageStore."""
        make_private(self.root)
        with tempfile.NamedTemporaryFile(dir=self.root, prefix=MARKER, delete=False) as file:
            file.write(mark.content())
        written = Path(file.name)
        try:
            sync(written)
            written.replace(self.root / MARKER)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
        sync(self.root)

    def is_blank(self) -> bool:
        """See PageStore."""
        return self.root.is_mount() and {path.name for path in self.root.iterdir()} <= {_MADE_BY_THE_FILE_SYSTEM}

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
    def fetch(self, key: str, sha256: str) -> Iterator[Path]:
        """See PageStore."""
        path = self._path(key)
        verified = _verified(path, key, sha256)
        yield path
        if _signature(path) != verified:  # only a link to it, or its permissions, may have changed
            _verified(path, key, sha256)

    def size(self, key: str) -> int:
        """See PageStore."""
        path = self._path(key)
        with _missing_as_ours(key):
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise IsADirectoryError(path)
        return status.st_size

    def delete(self, keys: Iterable[str]) -> None:
        """See PageStore."""
        for path in [self._path(key) for key in keys]:
            path.unlink(missing_ok=True)
            with suppress(OSError):  # the folder is removed with its last file
                path.parent.rmdir()

    def keys(self) -> Iterator[str]:
        """See PageStore."""
        for path in self.root.glob("[0-9]*/[0-9]*/*/*"):
            yield path.relative_to(self.root).as_posix()

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


@contextmanager
def _missing_as_ours(key: str) -> Iterator[None]:
    try:
        yield
    except _NO_SUCH_FILE as error:
        raise PageMissingError(key) from error


def _verified(path: Path, key: str, sha256: str) -> tuple[int, ...]:
    """The signature of the file before it was read. Raises PageMissingError and PageDamagedError."""
    with _missing_as_ours(key):
        signature = _signature(path)
        if _sha256(path) != sha256:
            raise PageDamagedError(key)
    return signature


def _signature(path: Path) -> tuple[int, ...]:
    """Values that change with the content of a file, and that no program can set back."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
