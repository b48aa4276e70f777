"""Turns an inbox entry into a checked document whose files are staged but not yet stored."""

from __future__ import annotations

import hashlib
import time
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import UUID, uuid5

from alfrd_luigi.decoding.refusal import OverdueError
from alfrd_luigi.document_files.port import IncomingFile
from alfrd_luigi.errors import AlfrdError, InvalidInputError
from alfrd_luigi.intake.entries import DEEPEST, ITSELF, MOST_INSIDE, Entry
from alfrd_luigi.intake.labels import clean_note
from alfrd_luigi.intake.manifest import DEFAULT_SOURCE, MAX_BYTES, META_NAME, Manifest, ManifestFile, parse_manifest
from alfrd_luigi.intake.manifest import HINT as MANIFEST_HINT
from alfrd_luigi.intake.private_copies import MAX_FILE_BYTES, copy, open_inside
from alfrd_luigi.names import printable, storable

if TYPE_CHECKING:
    from alfrd_luigi.decoding.model import Contents, FileInfo


class Decoding(Protocol):
    """Opens untrusted files. Each method raises OverdueError after `seconds`."""

    def inspect(self, path: Path, seconds: float | None = None, /) -> FileInfo:
        """Describe a file by decoding it. Raises InvalidInputError or PermanentError."""
        ...

    def contents(self, path: Path, media_type: str, seconds: float | None = None, /) -> Contents:
        """What an inspected container holds. Raises InvalidInputError or TransientError."""
        ...

    def part(self, path: Path, media_type: str, index: int, seconds: float | None = None, /) -> bytes:
        """One of its parts. Raises RefusalError if it cannot be unpacked, or TransientError."""
        ...


MAX_DOCUMENT_BYTES = 4 * MAX_FILE_BYTES
MAIL, FROM_MAIL = "message/rfc822", "mail"  # a media type, and the source of what a mail brings
MOST_PARTS = 500  # files in a container, also in those that are in it

LOOSE_FILES = UUID("6d0a1f0e-6c8f-4f6b-9d53-5a3f6a4f1f57")  # drawn once at random; changing it changes derived ids


class ArrivingError(InvalidInputError):
    """A folder has its `meta.json`, but some of its files are still being transferred."""


class Draft(NamedTuple):
    """A valid document before it is stored; `files` are staged copies.

    `content_hash` is the SHA-256 (hex) of its files' hex SHA-256s in order. `note` is what came with it: the text of
    the mail to which it was attached. `again` says that a person wants it although it was deleted.
    """

    id: UUID
    created_at: datetime
    source: str
    tags: tuple[str, ...]
    content_hash: str
    files: tuple[IncomingFile, ...]
    note: str = ""
    again: bool = False


class Drafts(NamedTuple):
    """What an entry becomes: one document, or those in a container. `refused` are the errors of its other files."""

    drafts: tuple[Draft, ...]
    refused: tuple[AlfrdError, ...] = ()


def drafts_of(entry: Entry, staging: Path, decoding: Decoding, most_pages: int, seconds: float) -> Drafts:
    """Copy an entry's files to `staging` and check everything.

    Raises InvalidInputError, PermanentError or OSError. Raises ArrivingError for a folder that is not complete yet, and
    OverdueError after `seconds`.
    """
    ends = time.monotonic() + seconds
    if entry.is_folder:
        return Drafts((_from_folder(entry, staging, decoding, most_pages, ends),))
    return _from_file(entry, staging, decoding, ends)


def ids_of(entry: Entry) -> Iterator[UUID]:
    """The ids that the documents of an entry may have. Raises InvalidInputError or OSError."""
    if entry.is_folder:
        yield _manifest(entry).id
        return
    with open_inside(entry.path.parent, PurePosixPath(entry.name)) as file:
        id = _id_of_loose(entry, hash_of([hashlib.file_digest(file, "sha256").hexdigest()]))
    yield id
    yield from (id_of_part(id, position) for position in range(1, MOST_PARTS + 1))


def id_of_part(container: UUID, position: int) -> UUID:
    """The id of a document in a container. It stays the same when an interrupted scan is repeated."""
    return uuid5(container, str(position))


def seconds_until(ends: float) -> float:
    """The seconds that are left until this time of the monotonic clock. Raises OverdueError if there are none."""
    left = ends - time.monotonic()
    if left <= 0:
        raise OverdueError
    return left


def draft_of_file(id: UUID, file: IncomingFile, source: str = DEFAULT_SOURCE, note: str = "") -> Draft:
    """The draft of a document with one file, which has just arrived."""
    return Draft(id, datetime.now(UTC), source, (), content_hash([file]), (file,), clean_note(note))


def _from_file(entry: Entry, staging: Path, decoding: Decoding, ends: float) -> Drafts:
    copied = staging / f"{entry.name}{entry.extension}"
    with open_inside(entry.path.parent, PurePosixPath(entry.name)) as source:
        sha256, size = copy(source, copied)
    info = decoding.inspect(copied, seconds_until(ends))
    file = incoming(copied, sha256, size, info)
    id = _id_of_loose(entry, content_hash([file]))
    if info.kind != "container":
        return Drafts((draft_of_file(id, file, FROM_MAIL if info.media_type == MAIL else DEFAULT_SOURCE),))
    from alfrd_luigi.intake import containers  # here, because most scans find none

    return containers.drafts_in(file, id, staging, decoding, ends)


def _id_of_loose(entry: Entry, content: str) -> UUID:
    # Derived from values that stay the same when an interrupted scan is repeated, so that the repetition finds what was
    # stored. They differ for a second copy of the same bytes.
    return uuid5(LOOSE_FILES, f"{content} {entry.found[ITSELF].st_mtime_ns} {storable(entry.name)}")


def _from_folder(entry: Entry, staging: Path, decoding: Decoding, most_pages: int, ends: float) -> Draft:
    _check_size(entry)
    if not entry.has_manifest:
        raise InvalidInputError(f"there is no {META_NAME} in it", "Put files in the inbox itself, or use `alfrd add`")
    manifest = _manifest(entry)
    listed = _on_disk(entry, manifest)
    files = _files(entry, listed, staging, decoding, most_pages, ends)
    if unlisted := entry.unlisted({str(file.path) for file in listed}):
        raise InvalidInputError(f"{META_NAME} does not list {printable(unlisted[0])}", "List it, or take it out")
    content = content_hash(files)
    return Draft(
        manifest.id, manifest.created_at, manifest.source, manifest.tags, content, files, manifest.note, manifest.again
    )


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
    entry: Entry, listed: Sequence[ManifestFile], staging: Path, decoding: Decoding, most_pages: int, ends: float
) -> tuple[IncomingFile, ...]:
    """The files of a folder, checked one by one until they exceed the limits of a document."""
    files: list[IncomingFile] = []
    for position, file in enumerate(listed, start=1):
        files.append(_page(entry, file, staging / f"{position}", decoding, ends))
        if sum(page.pages for page in files) > most_pages:
            raise InvalidInputError(f"it has more than {most_pages} pages", "Split it into several folders")
    return tuple(files)


def _page(entry: Entry, file: ManifestFile, staging: Path, decoding: Decoding, ends: float) -> IncomingFile:
    copied = staging / file.path.name  # the name of a text decides whether it is a document
    with open_inside(entry.path.parent, entry.name / file.path) as source:
        sha256, size = copy(source, copied)
    info = decoding.inspect(copied, seconds_until(ends))
    if info.kind == "container":
        problem = f"{printable(file.path)} holds files, and is no page of a document"
        raise InvalidInputError(problem, "Put it in the inbox itself")
    if info.kind != file.kind:
        problem = f"{printable(file.path)} holds {info.kind}, but {META_NAME} says {file.kind}"
        raise InvalidInputError(problem, f"Correct its type in {META_NAME}")
    return incoming(copied, sha256, size, info)


def incoming(copied: Path, sha256: str, size: int, info: FileInfo) -> IncomingFile:
    """A staged copy with its description."""
    name = unicodedata.normalize("NFC", storable(copied.name))
    return IncomingFile(copied, sha256, size, name, info.media_type, info.pages)


def content_hash(files: Sequence[IncomingFile]) -> str:
    """Identifies the content of a document: the SHA-256 (hex) of its files' hex SHA-256s in order."""
    return hash_of([file.sha256 for file in files])


def hash_of(sums: Sequence[str]) -> str:
    """The same, from the hex SHA-256s."""
    return hashlib.sha256("".join(sums).encode("ascii")).hexdigest()
