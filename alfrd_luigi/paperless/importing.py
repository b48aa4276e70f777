"""Imports an export of paperless-ngx: its documents, and what a person said of them there.

Each document is one transaction: it is registered, if no document has its bytes, and its values and tags become the
word of the person who imports. All belong to one act. What was imported before, and what a person has said here, is
left as it is, so an interrupted import is finished by repeating it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from alfrd_luigi.backup.progress import Track, untracked
from alfrd_luigi.corrections.acting import acting
from alfrd_luigi.corrections.correction import apply_words
from alfrd_luigi.database import corrections, documents, events, revisions, tags, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import FileInfo
from alfrd_luigi.decoding.refusal import OverdueError
from alfrd_luigi.document_files.durability import PRIVATE_FILE, PRIVATE_FOLDER
from alfrd_luigi.document_files.ownership import OwnedPageStore
from alfrd_luigi.document_files.port import IncomingFile, MarkedPageStore
from alfrd_luigi.errors import (
    AlfrdError,
    BusyError,
    InvalidInputError,
    RefusedValueError,
    StageError,
    machine_trouble,
)
from alfrd_luigi.intake import registration
from alfrd_luigi.intake.drafts import Draft, content_hash, hash_of, incoming
from alfrd_luigi.intake.private_copies import CHUNK_BYTES, copy, open_inside
from alfrd_luigi.intake.registry import Outcome
from alfrd_luigi.names import printable
from alfrd_luigi.paperless import export as exports
from alfrd_luigi.paperless import zip_export
from alfrd_luigi.paperless.export import Export, Row
from alfrd_luigi.paperless.statement import LONGEST_NOTE, Statement, Types, check, clean_text, shown, statement
from alfrd_luigi.secrecy import log_unforeseen
from alfrd_luigi.triggers import Point, reached

logger = logging.getLogger(__name__)

ACT = "import"
SOURCE = "paperless-ngx"
_IDS = UUID("3f5c2b0e-9a4b-4d0f-8f3c-5b1f0a6de1c2")  # drawn once at random; changing it changes derived ids
_SECONDS = 900.0  # for checking a file
_SUMS = {32: "md5", 64: "sha256"}  # by the number of hex digits
_LEFT_OUT = ("storage paths", "owners and permissions", "matching rules", "saved views", "mail accounts and workflows")


class Skipped(NamedTuple):
    """A document that was not imported, and why."""

    document: str
    reason: str


@dataclass
class Report:
    """The results: ids of new documents, of those that were here and got values, and the number of those known."""

    added: list[UUID] = field(default_factory=list)
    completed: list[UUID] = field(default_factory=list)
    known: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def import_export(session: Session, store: MarkedPageStore, place: Path, by: str, track: Track = untracked) -> Report:
    """Import the documents of an export, a folder or a ZIP archive, into the archive, which may have documents.

    Raises InvalidInputError if the place is no export. A document that cannot be imported is skipped.
    """
    owned = OwnedPageStore(store, session)
    owned.verify()
    if not place.is_file():
        return _imported(session, owned, exports.read(place), by, track)
    with owned.staging() as area:
        folder, faults = zip_export.unpack(place, area)
        export = exports.read(folder)
        export.faults += faults
        return _imported(session, owned, export, by, track)


def _imported(session: Session, owned: OwnedPageStore, export: Export, by: str, track: Track) -> Report:
    work = _Import(session, owned, export, by)
    work.remark()
    try:
        for row in track(export.documents, "documents", len(export.documents)):
            work.take(row)
    finally:
        if work.report.added:
            owned.note_registrations()
    return work.report


class _Import:
    def __init__(self, session: Session, store: OwnedPageStore, export: Export, by: str) -> None:
        self._session, self._store, self._export, self._by = session, store, export, by
        self._types = Types({each.name: each.fields_schema for each in types.listing(session)})
        self._act: int | None = None
        self._seen: dict[int, str] = {}
        self._taken: dict[UUID, str] = {}
        self.report = Report()

    def remark(self) -> None:
        """Say what of the export is not imported by its kind."""
        export = self._export
        self.report.remarks += export.faults
        if export.is_newer:
            self.report.remarks.append(
                f"the export is of paperless-ngx {export.version}, which is newer than this program: check the result"
            )
        self.report.remarks.append(f"not imported: {', '.join(_LEFT_OUT)}")

    def take(self, row: Row) -> None:
        """Import a document, or record why it is skipped."""
        try:
            self._check(row)
            self._import(row, statement(row, self._export, self._types))
        except (InvalidInputError, RefusedValueError, StageError, BusyError) as error:
            self._skip(row, error.message)
        except OverdueError:
            self._skip(row, f"its file takes more than {_SECONDS:g} s to check")
        except AlfrdError:  # the next document would meet the same error
            raise
        except Exception as error:
            log_unforeseen(logger, shown(row), error)
            self._skip(row, f"internal error ({type(error).__name__})")

    def _skip(self, row: Row, reason: str) -> None:
        self.report.skipped.append(Skipped(shown(row), reason))

    def _check(self, row: Row) -> None:
        if row.number in self._seen:
            raise InvalidInputError(f"{self._seen[row.number]} has the same number in the export", "Export again")
        self._seen[row.number] = shown(row)
        check(row)
        if row.fields.get("deleted_at") is not None:
            raise InvalidInputError("it is in the trash of paperless-ngx", "Restore it there, and export again")
        if row.fields.get("root_document") is not None:
            raise InvalidInputError("it is an earlier version of a document", "Import the document itself")

    def _import(self, row: Row, said: Statement) -> None:
        with self._store.staging() as staging:
            file = self._file(row, staging)
            reached(Point.ENTRY_STAGED)
            if isinstance(file, UUID):
                self._complete(row, said, file)
            else:
                self._register(row, said, file)

    def _file(self, row: Row, staging: Path) -> IncomingFile | UUID:
        """The original, or, if it is of an unsupported kind, the archive version or the text: the first that can become
        a document. An id is that of the document that has its bytes.
        """
        refusals: list[str] = []
        for what, fetch in self._sources(row):
            sha256, size, path = fetch(staging / what)
            same = registration.find(self._session, _id(sha256), hash_of([sha256]))
            if same is not None and same.outcome is Outcome.DELETED:
                raise InvalidInputError("it was deleted here", f"Restore it with: alfrd restore {same.document_id}")
            if same is not None:
                return same.document_id
            try:
                info = _inspected(path)
            except InvalidInputError as error:
                refusals.append(error.message)
                continue
            if refusals:
                self.report.remarks.append(f"{shown(row)}: {refusals[0]}; the {what} was imported in its place")
            return incoming(path, sha256, size, info)
        raise InvalidInputError(refusals[0], "Convert it to PDF, and add it with: alfrd add")

    def _sources(self, row: Row) -> Iterator[tuple[str, Callable[[Path], tuple[str, int, Path]]]]:
        for what, key, checksum in (
            ("original", "file", "checksum"),
            ("archive version", "archive", "archive_checksum"),
        ):
            name = row.files.get(key)
            if name is not None or what == "original":
                yield what, partial(self._copied, name, row.fields.get(checksum))
        if (row.fields.get("content") or "").strip():
            yield "text", partial(_written, row.fields["content"])

    def _copied(self, name: Any, checksum: str | None, folder: Path) -> tuple[str, int, Path]:
        inside = zip_export.inside(name)
        path = folder / inside.name
        with self._opened(inside) as source:
            if checksum and (sum_name := _SUMS.get(len(checksum))) is not None:
                digest = hashlib.new(sum_name, usedforsecurity=False)
                while chunk := source.read(CHUNK_BYTES):
                    digest.update(chunk)
                source.seek(0)
                if digest.hexdigest() != checksum.lower():
                    raise InvalidInputError(f"{printable(inside)} is not what was exported", "Export again")
            with machine_trouble():
                sha256, size = copy(source, path)
        return sha256, size, path

    @contextmanager
    def _opened(self, name: PurePosixPath) -> Iterator[Any]:
        try:
            with open_inside(self._export.folder, name) as file:
                yield file
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise InvalidInputError(f"{printable(name)} cannot be read: {reason}", "Export again") from error

    def _register(self, row: Row, said: Statement, file: IncomingFile) -> None:
        id, digest = _id(file.sha256), content_hash([file])
        draft = Draft(id, said.came_at, SOURCE, (), digest, (file,))
        with machine_trouble():
            stored = self._store.put(id, draft.created_at, draft.files)
        reached(Point.PAGES_STORED)
        with acting(self._session):
            if not registration.insert(self._session, None, draft, stored):
                raise BusyError(f"document {id} was registered meanwhile", "Import again")
            act = self._say(row, said, id)
        self._act, self._taken[id] = act or self._act, shown(row)
        self.report.added.append(id)

    def _complete(self, row: Row, said: Statement, id: UUID) -> None:
        """Give a document that is here already the values and tags of which no person has said anything here.

        A value that only an earlier import has set follows this one.
        """
        if id in self._taken:
            raise InvalidInputError(f"it is the same file as {self._taken[id]}", "Delete one of them in paperless-ngx")
        with acting(self._session):
            is_known = corrections.imported(self._session, id, ACT) == said.digest
            act = None if is_known else self._say(row, said, id)
        self._act, self._taken[id] = act or self._act, shown(row)
        if act is None:
            self.report.known += 1
        else:
            self.report.completed.append(id)

    def _say(self, row: Row, said: Statement, id: UUID) -> int | None:
        """Record what is new of a statement, in the caller's transaction. Returns the act; None if nothing is new."""
        session = self._session
        before = documents.lock(session, id)
        if before.held_by is not None:
            raise BusyError(f"it is being processed by run {before.held_by}", "Import again when that has ended")
        values, given = self._news(said, id)
        if not values and not given:
            return None
        act = self._act or corrections.begin(session, self._by, ACT, source=SOURCE, version=self._export.version)
        revisions.keep(session, id, act=act)

        def say(old: Mapping[str, Any]) -> None:
            for name, value in values.items():
                corrections.insert(session, act, id, name, "set", old.get(name), value)

        apply_words(session, id, before, say)
        for tag in given:
            tags.say(session, act, id, tag, is_given=True)
        tags.derive(session, [id])
        told = {"source": SOURCE, "number": row.number, "digest": said.digest}
        events.record(session, None, "document", id, ACT, act=act, by=self._by, **told)
        return act

    def _news(self, said: Statement, id: UUID) -> tuple[dict[str, Any], list[str]]:
        """The values and tags that are new: those of which no person has said anything here, and those that differ from
        what an earlier import said if that still counts.

        A note follows the text of the mail that brought the document.
        """
        spoken = corrections.spoken(self._session, id)
        earlier = {each.field: each for each in corrections.words_of_act(self._session, id, ACT)}
        values = {name: value for name, value in said.values.items() if name in earlier or name not in spoken}
        received = earlier["note"].before if "note" in earlier else corrections.values(self._session, id)["note"]
        if "note" in values and received:
            values["note"] = f"{received}\n\n{values['note']}"[:LONGEST_NOTE]
        values = {name: value for name, value in values.items() if name not in earlier or earlier[name].value != value}
        given = dict.fromkeys(tags.present_name(self._session, tag) for tag in said.tags)
        about = tags.spoken(self._session, id)
        return values, [tag for tag in given if tag not in about]


def _inspected(path: Path) -> FileInfo:
    info = shared_decoder().inspect(path, _SECONDS)
    if info.kind == "container":
        raise InvalidInputError(f"{printable(path.name)} holds files, and is no page of a document", "Add its files")
    return info


def _id(sha256: str) -> UUID:
    """The id of a new document. It stays the same when an interrupted import is repeated."""
    return uuid5(_IDS, sha256)


def _written(text: str, folder: Path) -> tuple[str, int, Path]:
    """A text as a file."""
    content = clean_text(text).encode("utf-8")
    path = folder / "text.txt"
    with machine_trouble():
        folder.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.touch(PRIVATE_FILE)
        path.write_bytes(content)
    return hashlib.sha256(content).hexdigest(), len(content), path
