"""The words of documents stay those of the documents, whatever happens to these and to the process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from alfrd_luigi.corrections import bin
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.corrections.purge import purge
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import locks
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.search import freshness, index
from alfrd_luigi.views.search import search
from support import document_rows
from support.archives import Archive
from support.connections import connected, end_others
from support.filled_archive import rows_of

_CUT_OFF = """
import os
from alfrd_luigi.archive import open_archive
from alfrd_luigi.database.connection import database
from alfrd_luigi.search import index
index._BATCH = 2
open_archive()
index.catch_up(database().session(), lambda done, _: os._exit(9) if done == 4 else None)
"""
_TABLES = ("document_terms", "vocabulary", "word_stems", "series_titles", "search_state")


@pytest.fixture
def session(archive: Archive) -> Iterator[Session]:
    made = database().new_session()
    yield made
    made.close()


def _derived(archive: Archive) -> dict[str, list[str]]:
    return rows_of(archive.database_url, *_TABLES)


def _made_at_once(archive: Archive) -> dict[str, list[str]]:
    with connected(archive.database_url) as own:
        own.execute("DELETE FROM search_state")
    assert index.catch_up(database().session())
    return _derived(archive)


def test_a_change_is_searched_at_once(session: Session, archive: Archive) -> None:
    id = document_rows.summarized(session, "A bill")
    assert search(session, "cottage").found == 0
    set_values(session, id, {"title": "The cottage"}, "anna")
    assert search(session, "cottage").found == 1
    undo_act(session, "anna")
    assert search(session, "cottage").found == 0
    assert _derived(archive) == _made_at_once(archive)


def test_what_is_in_the_bin_is_not_found_until_it_is_restored(session: Session, archive: Archive) -> None:
    id = document_rows.filed(session, text="A bill of the cottage")
    assert search(session, "cottage").found == 1
    bin.delete(session, [id], "anna")
    assert search(session, "cottage").found == 0
    bin.restore(session, [id], "anna")
    assert search(session, "cottage").found == 1
    bin.delete(session, [id], "anna")
    purge(session, [id])
    assert "cottage" not in str(_derived(archive))


def test_a_process_that_is_killed_leaves_the_rest_to_the_next(session: Session, archive: Archive) -> None:
    for number in range(7):
        document_rows.summarized(session, f"Paper number{'abcdefg'[number]}")
    assert subprocess.run([sys.executable, "-c", _CUT_OFF], check=False).returncode == 9
    with connected(archive.database_url) as own:
        end_others(own, besides=[session.backend])  # the server may not know yet that the process is gone
    assert not index.is_current(session)
    assert len(_derived(archive)["document_terms"]) == 1 + 4
    assert search(session, "numberg").found == 1
    assert _derived(archive) == _made_at_once(archive)


def test_another_process_at_it_is_said(session: Session) -> None:
    document_rows.summarized(session, "A bill")
    with locks.held_if_free(session, LockClass.SEARCH, 0):
        assert "another process" in search(database().session(), "bill").remarks[0]
    assert search(database().session(), "bill").remarks == ()


def test_words_by_other_rules_are_made_anew(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    document_rows.summarized(session, "A bill")
    index.catch_up(session)
    for module in (index, freshness):
        monkeypatch.setattr(module, "VERSION", 99)
    assert not index.is_current(session)
    freshness.refresh(session)
    assert index.is_current(session)


def test_a_fault_does_not_fail_the_run(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document_rows.summarized(session, "A bill")

    def broken(*_: object) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(index, "terms", broken)
    freshness.refresh(session)
    assert "the search was not brought up to date: ValueError" in capsys.readouterr().err
