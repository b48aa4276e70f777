"""The page store in an S3 bucket: objects `PREFIX/YYYY/MM/ID/001.jpg`, which every host of the archive can read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from alfrd_luigi.document_files.durability import PRIVATE_FILE
from alfrd_luigi.document_files.marker import MARKER, Mark, mark_of
from alfrd_luigi.document_files.port import (
    IncomingFile,
    PageConflictError,
    PageDamagedError,
    StoredFile,
    key_parts,
    stored_files,
)
from alfrd_luigi.document_files.staging import staging_folder
from alfrd_luigi.errors import machine_trouble

if TYPE_CHECKING:
    from alfrd_luigi.document_files.bucket import Bucket

PART_BYTES = 16 * 1024 * 1024  # a larger file is uploaded in parts of this size

_KEY = re.compile(r"\d{4}/\d{2}/[^/]+/[^/]+")


class S3PageStore:
    """Documents as objects. Each is written by a conditional request, so stored content is never replaced.

    Files become visible one by one, but none is read before its document is registered. The label `document` of each
    object is a hash of all files of its put. It distinguishes an interrupted put from other content.
    """

    is_mounted = False

    def __init__(
        self,
        bucket: str,
        prefix: str,
        area: Path,
        encryption: Mapping[str, str] | None = None,
        part_bytes: int = PART_BYTES,
    ) -> None:
        self._name = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._area = area
        self._encryption = encryption or {}
        self._part_bytes = part_bytes
        self._lock = Lock()
        self._made: Bucket | None = None

    @property
    def place(self) -> str:
        """See PageStore."""
        return f"s3://{self._name}/{self._prefix}".rstrip("/")

    def mark(self) -> Mark | None:
        """See PageStore."""
        content = self._bucket.read(self._prefix + MARKER)
        return None if content is None else mark_of(content)

    def set_mark(self, mark: Mark) -> None:
        """See PageStore."""
        self._bucket.replace(self._prefix + MARKER, mark.content())

    def is_blank(self) -> bool:
        """See PageStore."""
        return next(self._keys(""), None) is None

    def staging(self) -> AbstractContextManager[Path]:
        """See PageStore."""
        return staging_folder(self._area)

    def put(self, document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
        """See PageStore."""
        places = stored_files(document_id, created_at, files)
        wanted = _labels(places)
        folder = PurePosixPath(places[0][1].key).parent
        stored = {key: self._labels(key) for key in self._keys(f"{folder}/")}
        for key, labels in stored.items():
            if labels != wanted.get(key):
                raise _conflict(document_id)
        for file, place in places:
            if place.key not in stored and not self._create(file, place, wanted[place.key]):
                raise _conflict(document_id)
        for file, _ in places:
            file.path.unlink()
        return tuple(place for _, place in places)

    @contextmanager
    def fetch(self, key: str, sha256: str) -> Iterator[Path]:
        """See PageStore."""
        name = key_parts(key)[-1]
        with ExitStack() as held:
            with machine_trouble():
                copy = held.enter_context(self.staging()) / name
                copy.touch(PRIVATE_FILE)
                if self._bucket.download(self._prefix + key, copy) != sha256:
                    raise PageDamagedError(key)
            yield copy

    def size(self, key: str) -> int:
        """See PageStore."""
        return self._bucket.size(self._prefix + "/".join(key_parts(key)))

    def delete(self, keys: Iterable[str]) -> None:
        """See PageStore."""
        for key in keys:
            self._bucket.delete(self._prefix + "/".join(key_parts(key)))

    def keys(self) -> Iterator[str]:
        """See PageStore."""
        return filter(_KEY.fullmatch, self._keys(""))

    @property
    def _bucket(self) -> Bucket:
        """Created once for a process, at first use: loading boto3 takes 0.4 s, which an idle run does not spend."""
        with self._lock:
            if self._made is None:
                from alfrd_luigi.document_files.bucket import Bucket

                self._made = Bucket(self._name, self._encryption, self._part_bytes)
            return self._made

    def _keys(self, under: str) -> Iterator[str]:
        for key in self._bucket.keys(self._prefix + under):
            yield key.removeprefix(self._prefix)

    def _labels(self, key: str) -> dict[str, str]:
        labels = self._bucket.labels(self._prefix + key)
        return {name: labels.get(name, "") for name in ("sha256", "document")}

    def _create(self, file: IncomingFile, place: StoredFile, labels: dict[str, str]) -> bool:
        """Whether the object has this content afterwards. Another host may have put this or other content."""
        return self._bucket.create(self._prefix + place.key, file, labels) or self._labels(place.key) == labels


def _labels(places: Sequence[tuple[IncomingFile, StoredFile]]) -> dict[str, dict[str, str]]:
    content = "".join(f"{place.key} {place.sha256}\n" for _, place in places)
    document = hashlib.sha256(content.encode("utf-8")).hexdigest()
    return {place.key: {"sha256": place.sha256, "document": document} for _, place in places}


def _conflict(document_id: UUID) -> PageConflictError:
    return PageConflictError(f"other pages are already stored under the id {document_id}")
