"""All invariants of the archive."""

from __future__ import annotations

from collections.abc import Iterator

from alfrd_luigi.checking import pages, privacy, rows
from alfrd_luigi.checking.problems import Problem
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files import ownership
from alfrd_luigi.document_files.port import MarkedPageStore
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.settings import Settings


def verify(session: Session, settings: Settings, *, quick: bool) -> Iterator[Problem]:
    """The problems, as they are found. With `quick`, page files are not read. Raises the errors of the page store."""
    store = page_store()
    with session.snapshot():
        yield from rows.broken(session)
    if wrong := ownership.problem(session, store):
        # Otherwise every page would be reported as missing from a store that is not the archive's.
        said = wrong.message.removeprefix(f"{store.place} ")
        yield Problem("page_store", "page store", store.place, said, wrong.hint)
    else:
        yield from _unknown(session, store, settings)
        yield from pages.broken(session, store, quick=quick)
    yield from privacy.exposed(settings.data_dir, settings.inbox_dir)


def _unknown(session: Session, store: MarkedPageStore, settings: Settings) -> Iterator[Problem]:
    """Files of no document. If an older database was restored beside them, that problem comes first."""
    lead = ownership.lead(session, store)
    for found in pages.unknown(session, store, settings.arrival_dirs):
        if lead:
            said = f"its marker counts {lead} documents more than the database, which is older than its pages"
            yield Problem(
                "database_older", "page store", store.place, said, "Restore the newest backup of the database"
            )
            lead = 0
        yield found
