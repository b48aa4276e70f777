"""Every kind of page at the desk."""

from __future__ import annotations

from uuid import UUID

import pytest

from alfrd_luigi.corrections.correction import approve
from alfrd_luigi.database import activity, documents, issuers
from alfrd_luigi.database.connection import database
from support.desks import ServedDesk
from support.document_rows import deferred

_NOBODY = UUID(int=1)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/series", "NORTHWIND ELECTRIC COMPANY"),
        ("/due", "To pay"),
        ("/files", "NORTHWIND ELECTRIC COMPANY"),
        ("/types", "Utility bill"),
        ("/types/utility_bill", "NORTHWIND ELECTRIC COMPANY"),
        ("/issuers", "Issuers"),
        ("/runs", "20240401T000000-past"),
        ("/prompts", "Classifier"),
        ("/prompts/classifier", "Version 1"),
        ("/ledger", "Expenses:\u200bUtilities"),
        ("/ledger/2024", "Expenses:\u200bUtilities"),
        ("/bin", "The bin is empty"),
    ],
)
def test_pages_show_the_rows_as_they_are(served_desk: ServedDesk, path: str, says: str) -> None:
    answer = served_desk.ask("GET", path)
    assert (answer.status, says in answer.body) == (200, True)


def test_a_document_that_is_not_filed_says_who_has_it(served_desk: ServedDesk) -> None:
    id = deferred(database().session())
    body = served_desk.ask("GET", f"/documents/{id}").body
    assert "Why it is not filed" in body
    assert f"command: alfrd retry {str(id)[:8]}" in body


def test_a_document_says_why_it_has_its_values(served_desk: ServedDesk, bills: list[UUID]) -> None:
    body = served_desk.ask("GET", f"/documents/{bills[0]}").body
    assert "it says when payment is due" in body
    assert "Why it is not filed" not in body


def test_a_series_and_its_script(served_desk: ServedDesk, bills: list[UUID]) -> None:
    id = documents.series_of(database().session(), bills[0])
    assert "alfrdSeries" in served_desk.ask("GET", f"/data/series/{id}.js").body
    page = served_desk.ask("GET", f"/series/{id}").body
    assert all(f"/documents/{bill}" in page for bill in bills)


def test_a_run(served_desk: ServedDesk, bills: list[UUID]) -> None:
    (run,) = activity.runs(database().session(), 5)
    assert f"/documents/{bills[0]}" in served_desk.ask("GET", f"/runs/{run.id}").body


def test_an_issuer(served_desk: ServedDesk, bills: list[UUID]) -> None:
    session = database().session()
    approve(session, bills[0], "somebody")
    (found,) = issuers.listing(session)
    assert f"/documents/{bills[0]}" in served_desk.ask("GET", f"/issuers/{found.id}").body


@pytest.mark.parametrize(
    "path",
    [
        "/ledger/1999",
        "/series/999",
        "/types/none",
        f"/issuers/{_NOBODY}",
        "/runs/none",
        "/prompts/none",
        f"/documents/{_NOBODY}",
    ],
)
def test_what_is_not_there_is_told(served_desk: ServedDesk, path: str) -> None:
    answer = served_desk.ask("GET", path)
    assert (answer.status, "<h1>" in answer.body) == (404, True)


def test_the_ledger_of_a_period_is_a_download(served_desk: ServedDesk, bills: list[UUID]) -> None:
    answer = served_desk.ask("GET", "/ledger/download?format=beancount&since=2024-04-01&until=2024-04-30")
    assert (answer.status, answer.body.count(f"^alfrd-{bills[1]}")) == (200, 2)
    assert f"^alfrd-{bills[0]}" not in answer.body
    named = 'attachment; filename="ledger-2024-04-01-2024-04-30.beancount"'
    assert answer.headers["content-disposition"] == named
    assert served_desk.ask("GET", "/ledger/download").body.startswith("id,date,state,")


@pytest.mark.parametrize("query", ["format=xlsx", "since=2024-02-31", "until=tomorrow"])
def test_a_wrong_period_is_told(served_desk: ServedDesk, query: str) -> None:
    answer = served_desk.ask("GET", f"/ledger/download?{query}")
    assert (answer.status, "<h1>" in answer.body) == (422, True)


def test_a_document_is_a_download(served_desk: ServedDesk, bills: list[UUID]) -> None:
    page = served_desk.ask("GET", f"/documents/{bills[0]}").body
    assert f'href="/documents/{bills[0]}/searchable"' in page
    answer = served_desk.ask("GET", f"/documents/{bills[0]}/searchable")
    assert (answer.status, answer.headers["content-disposition"]) == (200, "attachment; filename*=UTF-8''bill-3.txt")
    assert "NORTHWIND" in answer.body
    assert served_desk.ask("GET", f"/documents/{_NOBODY}/searchable").status == 404


def test_a_search_shows_the_words_and_the_way_to_them(served_desk: ServedDesk, bills: list[UUID]) -> None:
    page = served_desk.ask("GET", "/search?q=northwnd+total:1..1000").body
    assert "northwnd: northwind" in page
    assert "<mark>NORTHWIND</mark>" in page
    assert all(f"/documents/{bill}#q=" in page for bill in bills)


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%22", "?q=%3Cscript%3Ealert(1)%3C/script%3E", f"?q={'x' * 9000}", "?q=%ff"]
)
def test_any_search_is_answered(served_desk: ServedDesk, query: str) -> None:
    answer = served_desk.ask("GET", f"/search{query}")
    assert answer.status == 200
    assert "<script>alert" not in answer.body
