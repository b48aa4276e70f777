"""Every kind of page at the desk."""

from __future__ import annotations

from uuid import UUID

import pytest

from alfrd_luigi.corrections.correction import approve
from alfrd_luigi.database import activity, documents, issuers
from alfrd_luigi.database.connection import database
from support.desks import ServedDesk

_NOBODY = UUID(int=1)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/series", "NORTHWIND ELECTRIC COMPANY"),
        ("/files", "NORTHWIND ELECTRIC COMPANY"),
        ("/types", "Utility bill"),
        ("/types/utility_bill", "NORTHWIND ELECTRIC COMPANY"),
        ("/issuers", "Issuers"),
        ("/runs", "20240401T000000-past"),
        ("/prompts", "Classifier"),
        ("/prompts/classifier", "Version 1"),
        ("/bin", "The bin is empty"),
    ],
)
def test_pages_show_the_rows_as_they_are(served_desk: ServedDesk, path: str, says: str) -> None:
    answer = served_desk.ask("GET", path)
    assert (answer.status, says in answer.body) == (200, True)


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
    ["/series/999", "/types/none", f"/issuers/{_NOBODY}", "/runs/none", "/prompts/none", f"/documents/{_NOBODY}"],
)
def test_what_is_not_there_is_told(served_desk: ServedDesk, path: str) -> None:
    answer = served_desk.ask("GET", path)
    assert (answer.status, "<h1>" in answer.body) == (404, True)


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
