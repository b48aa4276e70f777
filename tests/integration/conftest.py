"""Fixtures for the tests that run the real tasks, and for those of the embedded server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.services.books import Books, Subject
from support import commands
from support.accounts import RUN, Account
from support.archives import Archive
from support.commands import Alfrd
from support.desk import Desk
from support.document_rows import registered
from support.embedded_server import Served, folder_for_root


@pytest.fixture
def desk(archive: Archive) -> Desk:
    """A desk on an archive of the test's own, with the scripted engine."""
    return Desk(archive)


@pytest.fixture
def alfrd(archive: Archive) -> Alfrd:
    """Run the `alfrd` command within this process, on an archive of the test's own."""
    return commands.alfrd


@pytest.fixture
def account(archive: Archive) -> Account:
    """The books of a document; no limits, and calls are repeated without a pause."""
    archive.configure(backoff_seconds=0)
    session = database().session()
    runs.hold(database(), RUN)
    document = registered(session)
    documents.claim_one(session, RUN, document)
    return Account(archive.database_url, session, document, Books(database(), Subject(RUN, "ocr", document=document)))


@pytest.fixture(scope="session")
def created() -> Iterator[Served]:
    """An archive on an embedded server of its own, created where the environment names locales that are not there."""
    with folder_for_root() as folder:
        made = Served(folder / "data")
        made.use(environment={"LANG": "xx_XX.UTF-8", "LC_ALL": "xx_XX.UTF-8", "PGPORT": "5999"})
        yield made


@pytest.fixture
def served(created: Served) -> Iterator[Served]:
    """The same, since creating one takes a second; its server does not run, and its log is empty."""
    yield created
    created.reset()
