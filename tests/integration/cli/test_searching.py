"""`alfrd search`: what it prints, and its JSON."""

from __future__ import annotations

import json
import sys

import pytest

from alfrd_luigi.database.session import Session
from support import document_rows
from support.commands import Alfrd


def test_it_prints_what_a_person_looks_for(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.summarized(session, "Dear customer,\nyour water bills are\tdue.\x1b[31m", entity="City Water")
    result = alfrd("search", "bill", "-sewer")
    assert result.exit_code == 0
    assert result.stderr == "1 document\n"
    for expected in (str(id)[:8], "2024-03-05", "City Water", "41.20 USD", "your water bills are due."):
        assert expected in result.stdout
    assert "\x1b" not in result.stdout


def test_the_json_says_how_the_query_was_read(alfrd: Alfrd, session: Session) -> None:
    document_rows.summarized(session, "The electricity of the house")
    found = json.loads(alfrd("search", "electrcity", "foo:house", "--json").stdout)
    assert (found["found"], found["is_cut"]) == (0, False)
    assert found["remarks"] == ["there is no filter foo: its words are searched"]
    found = json.loads(alfrd("search", "electrcity", "--json").stdout)
    assert found["read"] == ["electrcity: electricity"]
    (hit,) = found["hits"]
    assert {"text": "electricity", "is_lit": True} in hit["snippet"]
    assert hit["row"]["document_type"] == "utility_bill"


def test_a_limit_keeps_the_best(alfrd: Alfrd, session: Session) -> None:
    for number in range(3):
        document_rows.summarized(session, name=f"{number}.txt")
    result = alfrd("search", "northwind", "--limit", 2)
    assert result.stderr == "3 documents, of which 2 are shown\n"
    assert len(json.loads(alfrd("search", "northwind", "--limit", 2, "--json").stdout)["hits"]) == 2


def test_many_new_documents_are_told(alfrd: Alfrd, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["alfrd_luigi.cli.search"], "_MANY", 1)  # the package has the command by this name
    document_rows.summarized(session)
    assert "adding documents to the search: 1 of 1" in alfrd("search", "northwind").stderr
    assert "adding" not in alfrd("search", "northwind").stderr


def test_a_filter_that_no_document_passes_is_told(alfrd: Alfrd, session: Session) -> None:
    document_rows.summarized(session, tags=["tax"])
    found = alfrd("search", "type:foo", "tag:tax", "entity:northwind", "entity:nowhere", "tag:Nothing")
    assert found.stderr == "no document has type:foo\n0 documents\n"
    assert "no document has" not in alfrd("search", "type:utility", "absent").stderr
    assert "no document has series:rent" in alfrd("search", "northwind", "series:Rent").stderr


@pytest.mark.parametrize("query", ['"', "date:2024-02-31", "colour:red", "x" * 10_000, "\udcff"])
def test_nothing_is_an_error(alfrd: Alfrd, query: str) -> None:
    result = alfrd("search", query)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("0 documents\n")
