"""From an entry of the inbox to a checked document whose files are staged but not yet stored."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from uuid import UUID, uuid5

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.copying import MAX_FILE_BYTES, copy, open_inside
from alfrd_luigi.intake.entries import DEEPEST, ITSELF, MOST_INSIDE, Entry
from alfrd_luigi.intake.manifest import DEFAULT_SOURCE, MAX_BYTES, META_NAME, Manifest, ManifestFile, parse_manifest
from alfrd_luigi.intake.registry import NewDocument
from alfrd_luigi.names import printable, storable
from alfrd_luigi.pages.port import IncomingFile, StoredFile

if TYPE_CHECKING:
    from alfrd_luigi.decoding.model import FileInfo

Inspect: TypeAlias = (
    "Callable[[Path], FileInfo]"  # by content, extension and decoding; InvalidInputError or PermanentError
)

MAX_DOCUMENT_BYTES = 4 * MAX_FILE_BYTES
MAX_SECONDS = 900.0  # in which the files of one folder are copied and checked

LOOSE_FILES = UUID("6d0a1f0e-6c8f-4f6b-9d53-5a3f6a4f1f57")  # drawn once at random; changing it changes derived ids


class Draft(NamedTuple):
    """A valid document before it is stored; the fields are those of NewDocument, `files` are staged copies."""

    id: UUID
    created_at: datetime
    source: str
    tags: tuple[str, ...]
    content_hash: str
    files: tuple[IncomingFile, ...]

    def stored(self, files: tuple[StoredFile, ...]) -> NewDocument:
        """The document, once its files are in the store."""
        return NewDocument(self.id, self.created_at, self.source, self.tags, self.content_hash, files)


def draft_of(entry: Entry, staging: Path, inspect: Inspect, most_pages: int) -> Draft:
    """Copy an entry's files to `staging` and check everything; raises InvalidInputError, PermanentError or OSError."""
    return _from_folder(entry, staging, inspect, most_pages) if entry.is_folder else _from_file(entry, staging, inspect)


def id_of(entry: Entry) -> UUID:
    """The id of the document that an entry is, or becomes; raises InvalidInputError or OSError."""
    if entry.is_folder:
        return _manifest(entry).id
    with open_inside(entry.path.parent, PurePosixPath(entry.name)) as file:
        return _id_of_loose(entry, _hash_of([hashlib.file_digest(file, "sha256").hexdigest()]))


def _from_file(entry: Entry, staging: Path, inspect: Inspect) -> Draft:
    copied = staging / entry.name
    with open_inside(entry.path.parent, PurePosixPath(entry.name)) as source:
        sha256, size = copy(source, copied)
    file = _incoming(copied, sha256, size, inspect(copied))
    content = _content_hash([file])
    return Draft(_id_of_loose(entry, content), datetime.now(UTC), DEFAULT_SOURCE, (), content, (file,))


def _id_of_loose(entry: Entry, content: str) -> UUID:
    # Made of what stays the same when a scan is cut off and repeated, so that the repetition finds what was stored,
    # but differs for a second copy of the same bytes.
    return uuid5(LOOSE_FILES, f"{content} {entry.found[ITSELF].st_mtime_ns} {storable(entry.name)}")


def _from_folder(entry: Entry, staging: Path, inspect: Inspect, most_pages: int) -> Draft:
    _check_size(entry)
    if not entry.has_manifest:
        raise InvalidInputError(f"there is no {META_NAME} in it", "Put files in the inbox itself, or use `alfrd add`")
    manifest = _manifest(entry)
    files = _files(entry, manifest.files, staging, inspect, most_pages)
    if unlisted := entry.unlisted({str(file.path) for file in manifest.files}):
        raise InvalidInputError(f"{META_NAME} does not list {printable(unlisted[0])}", "List it, or take it out")
    return Draft(manifest.id, manifest.created_at, manifest.source, manifest.tags, _content_hash(files), files)


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
    entry: Entry, listed: Sequence[ManifestFile], staging: Path, inspect: Inspect, most_pages: int
) -> tuple[IncomingFile, ...]:
    """The files of a folder, checked one by one until they are more than one document may be."""
    files: list[IncomingFile] = []
    started = time.monotonic()
    for position, file in enumerate(listed, start=1):
        files.append(_page(entry, file, staging / f"{position}", inspect))
        if sum(page.pages for page in files) > most_pages:
            raise InvalidInputError(f"it has more than {most_pages} pages", "Split it into several folders")
        if time.monotonic() - started > MAX_SECONDS:
            raise InvalidInputError(f"it takes more than {MAX_SECONDS:g} s to check", "Split it into several folders")
    return tuple(files)


def _page(entry: Entry, file: ManifestFile, staging: Path, inspect: Inspect) -> IncomingFile:
    copied = staging / file.path.name  # the name says something about the content, so the check needs it
    with open_inside(entry.path.parent, entry.name / file.path) as source:
        sha256, size = copy(source, copied)
    info = inspect(copied)
    if info.kind != file.kind:
        problem = f"{printable(file.path)} holds {info.kind}, but {META_NAME} says {file.kind}"
        raise InvalidInputError(problem, f"Correct its type in {META_NAME}")
    return _incoming(copied, sha256, size, info)


def _incoming(copied: Path, sha256: str, size: int, info: FileInfo) -> IncomingFile:
    return IncomingFile(copied, sha256, size, storable(copied.name), info.media_type, info.pages)


def _content_hash(files: Sequence[IncomingFile]) -> str:
    return _hash_of([file.sha256 for file in files])


def _hash_of(sums: Sequence[str]) -> str:
    return hashlib.sha256("".join(sums).encode("ascii")).hexdigest()
