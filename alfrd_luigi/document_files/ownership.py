"""Ownership of a page store: nothing is stored in it unless its marker and the database have the same id.

An unmounted file system leaves an empty folder, and another one may be mounted in its place. Neither is the place for
pages, and no document is at fault for the missing pages.

The marker also counts the registered documents. If its count is higher than the database's, an older backup of the
database was restored, and the store has pages that no row refers to.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

from alfrd_luigi.database import page_stores
from alfrd_luigi.database.page_stores import Owned
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files.marker import MARKER, Mark
from alfrd_luigi.document_files.port import IncomingFile, MarkedPageStore, PageMissingError, StoredFile
from alfrd_luigi.errors import AlfrdError, MachineError, SettingsError, machine_trouble
from alfrd_luigi.names import storable

logger = logging.getLogger(__name__)

_NEWEST = 20
_BATCH = 1000


def adopt(session: Session, store: MarkedPageStore) -> None:
    """Make sure that the store is the archive's. One without a marker is marked if it has the newest pages.

    Raises MachineError or SettingsError for a store that is not the archive's, and the errors of the store.
    """
    with machine_trouble():
        owned, mark = page_stores.owned(session), store.mark()
        if owned is None or mark is None:
            _check_content(session, store, mark)
            _own(session, store, owned, mark)
        else:
            _compare(store, owned.id, mark)


def problem(session: Session, store: MarkedPageStore) -> AlfrdError | None:
    """Why the store is not the archive's. None if it is, or if none was marked yet."""
    owned = page_stores.owned(session)
    if owned is None:
        return None
    try:
        with machine_trouble():
            _compare(store, owned.id, store.mark())
    except (MachineError, SettingsError) as error:
        return error
    return None


def lead(session: Session, store: MarkedPageStore) -> int:
    """By how many documents the marker's count exceeds the database's, which is then older."""
    mark, owned = store.mark(), page_stores.owned(session)
    return max(0, mark.registrations - owned.registrations) if mark is not None and owned is not None else 0


def check_target(session: Session, store: MarkedPageStore, imported: UUID | None) -> None:
    """Raise MachineError or SettingsError unless an import may fill the store. It may if the store is unused, is the
    empty archive's own, or has the imported id because an import was interrupted or the store outlived its database.
    """
    owned, mark = page_stores.owned(session), store.mark()
    if mark is None:
        if owned is not None and not store.is_blank():
            raise _away(store, f"its marker {MARKER} is missing")
    elif mark.id != imported and (owned is None or mark.id != owned.id):
        raise _foreign(store)


def mark_imported(session: Session, store: MarkedPageStore) -> None:
    """Give the store the imported id. If the exported archive had none, the first run marks the store.

    The marker of a store that outlived a newer database keeps its higher count.
    """
    owned, mark = page_stores.owned(session), store.mark()
    if owned is not None:
        counted = mark.registrations if mark is not None and mark.id == owned.id else 0
        store.set_mark(Mark(owned.id, max(counted, owned.registrations)))


def unknown_files(session: Session, store: MarkedPageStore) -> Iterator[str]:
    """The keys of files of no document, in no order. An inbox entry may be about to become their document."""
    keys = iter(store.keys())
    while names := {storable(key): key for key in islice(keys, _BATCH)}:
        yield from (names[name] for name in page_stores.unregistered(session, names))


class OwnedPageStore:
    """A page store that is used only while it is the archive's; see PageStore. For one thread.

    Its methods raise MachineError or SettingsError if it is not: then nothing was stored, and no page is missing.
    """

    def __init__(self, store: MarkedPageStore, session: Session) -> None:
        self._store = store
        self._session = session
        self._id: UUID | None = None
        self._lead = 0  # documents that the marker has counted and the database has not

    def verify(self) -> None:
        """Make sure that the store is the archive's. Warn if the database is older than its pages.

        A store that no archive has used yet is marked.
        """
        with machine_trouble():
            if page_stores.owned(self._session) is None or self._is_to_be_adopted():
                adopt(self._session, self._store)
            mark = self._store.mark()  # read first: another process may register documents in between
            owned = _needed(self._session)
            self._id = owned.id
            lead = _compare(self._store, owned.id, mark).registrations - owned.registrations
            if lead:
                self._reconcile(owned, lead)

    def note_registrations(self) -> None:
        """Count the newly registered documents in the marker."""
        with machine_trouble():
            owned = _needed(self._session)
            self._store.set_mark(Mark(owned.id, owned.registrations + self._lead))

    def staging(self) -> AbstractContextManager[Path]:
        """See PageStore."""
        if self._store.is_mounted:
            self._check()
        return self._store.staging()

    def put(self, document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
        """See PageStore."""
        self._check()
        stored = self._store.put(document_id, created_at, files)
        self._check()  # it was there before and after the files were written
        return stored

    @contextmanager
    def fetch(self, key: str, sha256: str) -> Iterator[Path]:
        """See PageStore."""
        try:
            with self._store.fetch(key, sha256) as path:
                yield path
        except PageMissingError:
            self.verify()
            raise

    def size(self, key: str) -> int:
        """See PageStore."""
        return self._store.size(key)

    def delete(self, keys: Iterable[str]) -> None:
        """See PageStore."""
        self._store.delete(keys)

    def keys(self) -> Iterator[str]:
        """See PageStore."""
        return self._store.keys()

    def _check(self) -> None:
        """The marker equals the one that was read first. A bucket, which no mount can cover, is checked once."""
        if self._id is None:
            self.verify()
        elif self._store.is_mounted:
            with machine_trouble():
                _compare(self._store, self._id, self._store.mark())

    def _is_to_be_adopted(self) -> bool:
        """Whether an archive without documents got a new place. An empty folder may be an unmounted mount point."""
        return self._store.mark() is None and not page_stores.newest_files(self._session, 1) and self._store.is_blank()

    def _reconcile(self, owned: Owned, lead: int) -> None:
        if lead > 0 and next(unknown_files(self._session, self._store), None) is not None:
            self._lead = lead
            logger.warning(
                "the page store %s has files of documents that the database does not know: "
                "the database is older than the pages. Restore its newest backup; `alfrd check` lists the files",
                self._store.place,
            )
        else:  # a process was killed before it counted them, or the extra files were handled
            self._store.set_mark(Mark(owned.id, owned.registrations))


def _needed(session: Session) -> Owned:
    owned = page_stores.owned(session)
    if owned is None:
        raise SettingsError("no page store has been marked for this archive", "Run: alfrd init")
    return owned


def _check_content(session: Session, store: MarkedPageStore, mark: Mark | None) -> None:
    """Check that a store without a marker has the newest pages. Raises SettingsError or MachineError."""
    newest = page_stores.newest_files(session, _NEWEST)
    for file in newest:
        if not _has(store, file.key, file.size):
            raise _away(store, f"page file {file.key}, one of the newest on record, is not in it")
    if mark is not None and not newest and next(store.keys(), None) is not None:
        raise _foreign(store)


def _has(store: MarkedPageStore, key: str, size: int) -> bool:
    try:
        return store.size(key) == size
    except PageMissingError:
        return False


def _own(session: Session, store: MarkedPageStore, owned: Owned | None, mark: Mark | None) -> None:
    # A process that is killed here leaves a marker with this id, which the next one adopts.
    id = mark.id if mark is not None else uuid4()
    with session.transaction():
        if page_stores.own(session, id, instead_of=owned.id if owned is not None else None) and mark is None:
            store.set_mark(Mark(id, owned.registrations if owned is not None else 0))


def _compare(store: MarkedPageStore, id: UUID, mark: Mark | None) -> Mark:
    if mark is None:
        raise _away(store, f"its marker {MARKER} is missing")
    if mark.id != id:
        raise _foreign(store)
    return mark


def _away(store: MarkedPageStore, reason: str) -> MachineError | SettingsError:
    said = f"{store.place} is not the page store of this archive: {reason}"
    if store.is_mounted:
        return MachineError(said, "Mount it; if the store was moved there on purpose, run: alfrd init")
    return SettingsError(said, "Correct documents_url; if the store was moved there on purpose, run: alfrd init")


def _foreign(store: MarkedPageStore) -> SettingsError:
    return SettingsError(
        f"{store.place} is the page store of another archive: its marker {MARKER} has another id, or is damaged",
        "Mount the right one, or correct data_dir or documents_url; if it is this archive's, restore the marker "
        "from a backup, or remove it and run: alfrd init",
    )
