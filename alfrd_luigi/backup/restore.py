"""Imports an export into an empty archive.

Everything is verified before anything is written. Rows are loaded in one transaction, which is committed only after all
page files are in the store. If the import is killed anywhere, the archive is still empty, and the import can be
repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any
from uuid import UUID

from alfrd_luigi import archive
from alfrd_luigi.backup.layout import HINT, PAGES, SUMS, ExportManifest, is_page, rows_path, sums
from alfrd_luigi.backup.progress import Track, untracked
from alfrd_luigi.backup.verification import opened, verified
from alfrd_luigi.database import migration, page_stores, tables
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.tables import StoredDocument
from alfrd_luigi.document_files import ownership
from alfrd_luigi.document_files.port import IncomingFile, MarkedPageStore, PageStore, stored_files
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import BusyError, DatabaseError, InvalidInputError, RefusedValueError, SettingsError
from alfrd_luigi.intake.private_copies import copy
from alfrd_luigi.names import printable


def import_archive(folder: Path, track: Track = untracked) -> ExportManifest:
    """Import into the configured archive, which must be new or empty. An older schema is migrated.

    Raises InvalidInputError for an unusable export, DatabaseError, BusyError while a run is active, and the errors of
    the page store.
    """
    manifest = verified(folder, track)
    if manifest.schema > migration.newest():
        raise DatabaseError(f"the export has schema {manifest.schema}, of a newer version", "Upgrade alfrd-luigi")
    store = page_store()
    with closing(database().new_session()) as session, _trouble_in_one_line(), session.transaction():
        _make_ready(session, store, manifest)
        _load_rows(session, folder, manifest)
        migration.apply(session, migration.newest())
        if manifest.schema < migration.newest():
            archive.seed(session)  # what this version ships and the exporting version did not
        _compare(session, folder)
        _check_places(session)
        stored = tables.stored_documents(session)
        _store_pages(store, folder, track(stored, "documents stored", manifest.tables["documents"]))
        ownership.mark_imported(session, store)
    return manifest


@contextmanager
def _trouble_in_one_line() -> Iterator[None]:
    try:
        yield
    except RefusedValueError as error:
        raise InvalidInputError(f"the rows of the export cannot be loaded: {printable(error.said)}", HINT) from error
    except OSError as error:
        problem = f"page files cannot be stored: {error.strerror}"
        raise SettingsError(problem, "Check data_dir, its permissions and the space on its disk") from error


def _make_ready(session: Session, store: MarkedPageStore, manifest: ExportManifest) -> None:
    """Create the tables of the export's schema, empty and locked until the transaction ends."""
    migration.apply(session, manifest.schema)
    found = tables.all_tables(session)
    tables.lock(session, found)
    run = tables.living_run(session)
    if run is not None:
        raise BusyError(f"run {run} is at work on this archive", "Import when it has ended")
    if tables.schema_version(session) != manifest.schema:
        raise DatabaseError(
            f"the export has schema {manifest.schema}, and the database has {tables.schema_version(session)}",
            "Import it into a database where `alfrd init` was never run: it is brought up to date on the way",
        )
    sources = tables.source_tables(session)
    if not tables.is_new(session, sources):
        raise DatabaseError("this archive is not empty", "Import into a new one: set data_dir, or database_url")
    if {table.name for table in sources} != set(manifest.tables):
        raise InvalidInputError("the export has other tables than the archive", HINT)
    if page_stores.is_known(session):
        ownership.check_target(session, store, UUID(manifest.page_store) if manifest.page_store else None)
    tables.clear(session, found)


def _load_rows(session: Session, folder: Path, manifest: ExportManifest) -> None:
    tables.use_canonical_forms(session)
    for each in tables.source_tables(session):
        with opened(folder, rows_path(each.name)) as file:
            loaded = tables.copy_in(session, each, file)
        if loaded != manifest.tables[each.name]:
            raise InvalidInputError(f"the export has {loaded} rows of {each.name}, not as many as it says", HINT)
    if tables.schema_version(session) != manifest.schema:
        raise InvalidInputError("the rows of the export do not fit the schema that its manifest names", HINT)
    last = {(counter["table"], counter["column"]): counter["last"] for counter in manifest.counters}
    for table, column, _ in tables.counters(session):
        tables.set_counter(session, table, column, last.get((table, column)))


def _store_pages(store: PageStore, folder: Path, documents: Iterable[StoredDocument]) -> None:
    for document in documents:
        with store.staging() as area:
            files = [_staged(folder, area, file) for file in document.files]
            store.put(document.id, document.created_at, files)


def _compare(session: Session, folder: Path) -> None:
    """Compare the page files with those that the rows name."""
    with opened(folder, SUMS) as listed:
        there = (f"{sha256}  {path}" for sha256, path in sums(listed) if is_page(path))
        for line, wanted in zip_longest(there, tables.page_sums(session)):
            if line != wanted:
                raise InvalidInputError("the export's page files are not those of its rows", HINT)


def _check_places(session: Session) -> None:
    """Check that each document's files are where a page store puts them."""
    try:
        for document in tables.stored_documents(session):
            if _places(document) != [file["key"] for file in document.files]:
                raise InvalidInputError(f"the export has files of document {document.id} in other places", HINT)
    except (ValueError, OverflowError) as error:  # PostgreSQL has more dates than Python
        raise InvalidInputError(f"the export has an impossible date: {error}", HINT) from error


def _places(document: StoredDocument) -> list[str]:
    files = [_as_incoming(Path(), file) for file in document.files]
    return [place.key for _, place in stored_files(document.id, document.created_at, files)]


def _staged(folder: Path, area: Path, file: dict[str, Any]) -> IncomingFile:
    path = area / file["key"].replace("/", "-")
    with opened(folder, f"{PAGES}/{file['key']}") as source:
        sha256, size = copy(source, path)
    if (sha256, size) != (file["sha256"], file["size"]):
        raise InvalidInputError(f"{PAGES}/{file['key']} of the export differs from its rows", HINT)
    return _as_incoming(path, file)


def _as_incoming(path: Path, file: dict[str, Any]) -> IncomingFile:
    return IncomingFile(path, file["sha256"], file["size"], file["name"], file["media_type"], file["pages"])
