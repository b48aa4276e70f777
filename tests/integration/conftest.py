"""Fixtures of the tests that run the real tasks."""

from __future__ import annotations

from typing import Any

import pytest
from accounts import RUN, Account
from desk import Desk
from papers import registered

from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.services.books import Books, Subject


@pytest.fixture
def desk(archive: Any) -> Desk:
    """A desk on an archive of the test's own, with the scripted engine."""
    return Desk(archive)


@pytest.fixture
def account(archive: Any) -> Account:
    """The books of a document; no limits, and calls are repeated without a pause."""
    archive.configure(backoff_seconds=0)
    session = database().session()
    runs.hold(database(), RUN)
    document = registered(session)
    documents.claim_one(session, RUN, document)
    return Account(session, document, Books(database(), Subject(RUN, "ocr", document=document)))
