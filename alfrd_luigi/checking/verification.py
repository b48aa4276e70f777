"""All claims about the archive."""

from __future__ import annotations

from collections.abc import Iterator

from alfrd_luigi.checking import pages, privacy, rows
from alfrd_luigi.checking.problems import Problem
from alfrd_luigi.database.session import Session
from alfrd_luigi.pages.store import page_store
from alfrd_luigi.settings import Settings


def verify(session: Session, settings: Settings, *, quick: bool) -> Iterator[Problem]:
    """What is off, as it is found; with `quick` page files are not read. Raises what the page store raises."""
    store = page_store()
    with session.snapshot():
        yield from rows.broken(session)
    yield from pages.unknown(session, store, settings.inbox_dir)
    yield from pages.broken(session, store, quick=quick)
    yield from privacy.exposed(settings.data_dir, settings.inbox_dir)
