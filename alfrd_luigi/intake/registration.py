"""The intake's registry in the database, and the inbox scan of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from alfrd_luigi.database import deletions, documents, events, page_stores, tags
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files.ownership import OwnedPageStore
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.intake import arrivals
from alfrd_luigi.intake.registry import Outcome, Registration
from alfrd_luigi.intake.scan import ScanReport, scan
from alfrd_luigi.settings import settings
from alfrd_luigi.triggers import Point, reached

if TYPE_CHECKING:
    from alfrd_luigi.decoding.decoder import Decoder
    from alfrd_luigi.decoding.model import Contents, FileInfo
    from alfrd_luigi.document_files.port import StoredFile
    from alfrd_luigi.intake.drafts import Draft
    from alfrd_luigi.intake.entry_folder import EntryFolder


def find(session: Session, document_id: UUID, content_hash: str, *, again: bool = False) -> Registration | None:
    """See Registry."""
    same = documents.with_content(session, content_hash)
    if same is not None:
        return Registration(Outcome.DUPLICATE, same)
    deleted = None if again else deletions.with_content(session, content_hash)
    if deleted is not None:
        return Registration(Outcome.DELETED, deleted)
    is_taken = documents.content_hash(session, document_id) is not None or deletions.is_deleted(session, document_id)
    return Registration(Outcome.ID_TAKEN, document_id) if is_taken else None


def insert(session: Session, run: str | None, document: Draft, files: Sequence[StoredFile]) -> bool:
    """Insert a document with its files and tags, for a run or for a person.

    Returns False if its id or its content is already registered.
    """
    with session.transaction():
        is_new = documents.insert(
            session, document.id, document.created_at, document.source, document.content_hash, document.note
        )
        if is_new:
            _add_parts(session, run, document, files)
            page_stores.count_registration(session)
            reached(Point.DOCUMENT_WRITTEN)
    return is_new


def _add_parts(session: Session, run: str | None, document: Draft, files: Sequence[StoredFile]) -> None:
    for position, file in enumerate(files, start=1):
        documents.insert_file(session, documents.File(document.id, position, *file))
    tags.arrive(session, document.id, document.tags)
    events.record(session, run, "document", document.id, "registered", files=len(files))


def _bring_tags(session: Session, run: str | None, document: UUID, labels: Sequence[str]) -> None:
    """Give a registered document the tags that its bytes came with again, in the caller's transaction."""
    if not labels:
        return
    documents.lock(session, document)  # no stage derives its tags at the same time
    had = tags.of_document(session, document)
    for tag in (label for label in labels if tags.present_name(session, label) not in had):
        tags.say(session, None, document, tag, is_given=True)
        events.record(session, run, "document", document, "tag add", tag=tag)
    tags.derive(session, [document])


class DatabaseRegistry:
    """See Registry: the registered documents. Events are recorded for `run`."""

    def __init__(self, session: Session, run: str) -> None:
        self._session = session
        self._run = run

    def find(self, document_id: UUID, content_hash: str, *, again: bool = False) -> Registration | None:
        """See Registry."""
        return find(self._session, document_id, content_hash, again=again)

    def register(self, document: Draft, files: Sequence[StoredFile]) -> Registration:
        """See Registry."""
        if insert(self._session, self._run, document, files):
            arrivals.tell(self._run)
            return Registration(Outcome.REGISTERED, document.id)
        return self.find(document.id, document.content_hash, again=document.again) or Registration(
            Outcome.ID_TAKEN, document.id
        )

    def record_duplicate(self, name: str, document_id: UUID, tags: Sequence[str] = ()) -> None:
        """See Registry."""
        with self._session.transaction():
            events.record(self._session, self._run, "inbox", name, "duplicate", document=str(document_id))
            _bring_tags(self._session, self._run, document_id, tags)

    def record_rejection(self, entry: str, name: str, reason: str, hint: str) -> None:
        """See Registry."""
        events.reject(self._session, self._run, entry, name, reason, hint)


class _Decoding:
    """See Decoding. The decoder is loaded with the first file, because most scans find nothing to decode."""

    def __init__(self, when_found: Callable[[], None]) -> None:
        self._when_found = when_found

    @cached_property
    def _decoder(self) -> Decoder:
        from alfrd_luigi.decoding.decoder import shared_decoder

        self._when_found()
        return shared_decoder()

    def inspect(self, path: Path, seconds: float | None = None) -> FileInfo:
        """See Decoding."""
        return self._decoder.inspect(path, seconds)

    def contents(self, path: Path, media_type: str, seconds: float | None = None) -> Contents:
        """See Decoding."""
        return self._decoder.contents(path, media_type, seconds)

    def part(self, path: Path, media_type: str, index: int, seconds: float | None = None) -> bytes:
        """See Decoding."""
        return self._decoder.part(path, media_type, index, seconds)


def _maildir() -> EntryFolder | None:
    if not settings().has_maildir:
        return None
    from alfrd_luigi.intake.maildir import Maildir  # here, because most archives have none

    return Maildir(settings().maildir_dir)


def scan_inbox(run: str, when_found: Callable[[], None] = lambda: None) -> ScanReport:
    """Register the entries of the inbox for this run. Entries that could not be processed are recorded for the run.

    `when_found` is called before another process opens the first file, because that process takes time to start. Raises
    MachineError or SettingsError, before anything is stored, if the page store is not the archive's.
    """
    session = database().session()
    store = OwnedPageStore(page_store(), session)
    if page_store().is_mounted:  # a bucket is checked when there is something to store: that loads boto3
        store.verify()
    report = scan(
        settings().inbox_dir,
        store,
        DatabaseRegistry(session, run),
        _Decoding(when_found),
        settle_seconds=settings().settle_seconds,
        most_pages=settings().max_pages,
        maildir=_maildir(),
    )
    if report.registered:
        store.note_registrations()
    for name, trouble in report.failed:
        events.record(session, run, "inbox", name, "failed", reason=trouble)
    reached(Point.INBOX_SCANNED)
    return report
