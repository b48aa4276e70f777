"""Turns an inbox entry into a checked document whose files are staged but not yet stored."""

from __future__ import annotations

import hashlib
import time
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import UUID, uuid5

from alfrd_luigi.decoding.refusal import OverdueError
from alfrd_luigi.document_files.port import IncomingFile, StoredFile
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.entries import DEEPEST, ITSELF, MOST_INSIDE, Entry
from alfrd_luigi.intake.manifest import DEFAULT_SOURCE, MAX_BYTES, META_NAME, Manifest, ManifestFile, parse_manifest
from alfrd_luigi.intake.manifest import HINT as MANIFEST_HINT
from alfrd_luigi.intake.private_copies import MAX_FILE_BYTES, copy, open_inside
from alfrd_luigi.intake.registry import NewDocument
from alfrd_luigi.names import printable, storable

if TYPE_CHECKING:
    from alfrd_luigi.decoding.model import FileInfo


class Inspect(Protocol):
    """Describes a file by decoding it. Raises InvalidInputError or PermanentError.

    Raises OverdueError after `seconds`.
    """

    def __call__(self, path: Path, seconds: float | None = None, /) -> FileInfo:
        """See the class."""
        ...


MAX_DOCUMENT_BYTES = 4 * MAX_FILE_BYTES

LOOSE_FILES = UUID("6d0a1f0e-6c8f-4f6b-9d53-5a3f6a4f1f57")  # drawn once at random; changing it changes derived ids


class ArrivingError(InvalidInputError):
    """A folder has its `meta.json`, but some of its files are still being transferred."""


class Draft(NamedTuple):
    """A valid document before it is stored. The fields are those of NewDocument; `files` are staged copies."""

    id: UUID
    created_at: datetime
    source: str
    tags: tuple[str, ...]
    content_hash: str
    files: tuple[IncomingFile, ...]

    def stored(self, files: tuple[StoredFile, ...]) -> NewDocument:
        """The document after its files were stored."""
        return NewDocument(self.id, self.created_at, self.source, self.tags, self.content_hash, files)


def draft_of(entry: Entry, staging: Path, inspect: Inspect, most_pages: int, seconds: float) -> Draft:
    """Copy an entry's files to `staging` and check everything.

    Raises InvalidInputError, PermanentError or OSError. Raises ArrivingError for a folder that is not complete yet, and
    OverdueError after `seconds`.
    """
    if entry.is_folder:
        return _from_folder(entry, staging, inspect, most_pages, seconds)
    return _from_file(entry, staging, inspect, seconds)


def id_of(entry: Entry) -> UUID:
    """The id of the document that an entry becomes. Raises InvalidInputError or OSError."""
    if entry.is_folder:
        return _manifest(entry).id
    with open_inside(entry.path.parent, PurePosixPath(entry.name)) as file:
        return _id_of_loose(entry, _hash_of([hashlib.file_digest(file, "sha256").hexdigest()]))


def _from_file(entry: Entry, staging: Path, inspect: Inspect, seconds: float) -> Draft:
    copied = staging / entry.name
    with open_inside(entry.path.parent, PurePosixPath(entry.name)) as source:
        sha256, size = copy(source, copied)
    file = _incoming(copied, sha256, size, inspect(copied, seconds))
    content = _content_hash([file])
    return Draft(_id_of_loose(entry, content), datetime.now(UTC), DEFAULT_SOURCE, (), content, (file,))


def _id_of_loose(entry: Entry, content: str) -> UUID:
    # Derived from values that stay the same when an interrupted scan is repeated, so that the repetition finds what was
    # stored. They differ for a second copy of the same bytes.
    return uuid5(LOOSE_FILES, f"{content} {entry.found[ITSELF].st_mtime_ns} {storable(entry.name)}")


def _from_folder(entry: Entry, staging: Path, inspect: Inspect, most_pages: int, seconds: float) -> Draft:
    _check_size(entry)
    if not entry.has_manifest:
        raise InvalidInputError(f"there is no {META_NAME} in it", "Put files in the inbox itself, or use `alfrd add`")
    manifest = _manifest(entry)
    listed = _on_disk(entry, manifest)
    files = _files(entry, listed, staging, inspect, most_pages, seconds)
    if unlisted := entry.unlisted({str(file.path) for file in listed}):
        raise InvalidInputError(f"{META_NAME} does not list {printable(unlisted[0])}", "List it, or take it out")
    return Draft(manifest.id, manifest.created_at, manifest.source, manifest.tags, _content_hash(files), files)


def _on_disk(entry: Entry, manifest: Manifest) -> list[ManifestFile]:
    """The listed files by their names on disk, after all of them have arrived."""
    paths = entry.on_disk([file.path for file in manifest.files])
    if len(set(paths)) < len(paths):
        raise InvalidInputError(f"{META_NAME} names a file twice, spelt differently", MANIFEST_HINT)
    if unfinished := entry.unfinished({str(path) for path in paths}):
        problem = f"{printable(unfinished[0])} has not finished arriving"
        raise ArrivingError(problem, "Transfer it again; then put the folder back in the inbox")
    return [file._replace(path=path) for file, path in zip(manifest.files, paths, strict=True)]


def _manifest(entry: Entry) -> Manifest:
    with open_inside(entry.path.parent, PurePosixPath(entry.name, META_NAME)) as meta:
        return parse_manifest(meta.read(MAX_BYTES + 1))


def _check_size(entry: Entry) -> None:
    if entry.overflows:
        problem = f"it holds more than {MOST_INSIDE} files, or folders more than {DEEPEST} deep"
        raise InvalidInputError(problem, "Put the pages of one document in it, and nothing else")
    size = sum(status.st_size for status in entry.found.values())
    if size > MAX_DOCUMENT_BYTES:
        raise InvalidInputError(f"it holds {size} bytes", f"Split it: at most {MAX_DOCUMENT_BYTES} are taken")


def _files(
    entry: Entry, listed: Sequence[ManifestFile], staging: Path, inspect: Inspect, most_pages: int, seconds: float
) -> tuple[IncomingFile, ...]:
    """The files of a folder, checked one by one until they exceed the limits of a document."""
    files: list[IncomingFile] = []
    ends = time.monotonic() + seconds
    for position, file in enumerate(listed, start=1):
        left = ends - time.monotonic()
        if left <= 0:
            raise OverdueError
        files.append(_page(entry, file, staging / f"{position}", inspect, left))
        if sum(page.pages for page in files) > most_pages:
            raise InvalidInputError(f"it has more than {most_pages} pages", "Split it into several folders")
    return tuple(files)


def _page(entry: Entry, file: ManifestFile, staging: Path, inspect: Inspect, seconds: float) -> IncomingFile:
    copied = staging / file.path.name  # the name of a text decides whether it is a document
    with open_inside(entry.path.parent, entry.name / file.path) as source:
        sha256, size = copy(source, copied)
    info = inspect(copied, seconds)
    if info.kind != file.kind:
        problem = f"{printable(file.path)} holds {info.kind}, but {META_NAME} says {file.kind}"
        raise InvalidInputError(problem, f"Correct its type in {META_NAME}")
    return _incoming(copied, sha256, size, info)


def _incoming(copied: Path, sha256: str, size: int, info: FileInfo) -> IncomingFile:
    name = unicodedata.normalize("NFC", storable(copied.name))
    return IncomingFile(copied, sha256, size, name, info.media_type, info.pages)


def _content_hash(files: Sequence[IncomingFile]) -> str:
    return _hash_of([file.sha256 for file in files])


def _hash_of(sums: Sequence[str]) -> str:
    return hashlib.sha256("".join(sums).encode("ascii")).hexdigest()
