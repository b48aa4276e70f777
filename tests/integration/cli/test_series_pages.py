"""`alfrd series` and `alfrd files` print what the pages of series show."""

from __future__ import annotations

import json
from datetime import date

from alfrd_luigi.database.session import Session
from support import document_rows
from support.commands import Alfrd


def _bills(session: Session, count: int) -> None:
    for month in range(1, count + 1):
        document_rows.filed(session, document_date=date(2024, month, 5), total_amount="41.20", currency="USD")
    document_rows.filed(session, document_date=None, total_amount=None)


def test_a_series_says_what_is_expected(alfrd: Alfrd, session: Session) -> None:
    _bills(session, 5)
    page = alfrd("series", "show", "Northwind").stdout
    facts = {line[:15].strip(): line[15:].strip() for line in page.split("\n\n")[0].splitlines()}
    assert (facts["next expected"], facts["usual amount"]) == ("2024-06-05", "41.20 USD")


def test_the_documents_of_a_series_are_in_the_order_of_their_dates(alfrd: Alfrd, session: Session) -> None:
    _bills(session, 3)
    (known,) = json.loads(alfrd("series", "list", "--json").stdout)
    expected = [each["id"][:8] for each in known["documents"]]
    title, *lines = alfrd("series", "list").stdout.splitlines()
    assert title.rstrip().endswith(": 4 documents")
    assert [line.split()[0] for line in lines] == expected
    assert [line.split()[1:4] for line in lines[:1]] == [["2024-01-05", "41.20", "USD"]]
    shown = alfrd("series", "show", "Northwind").stdout
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("    ")] == expected


def test_files_name_their_ids_as_in_json(alfrd: Alfrd, session: Session) -> None:
    _bills(session, 2)
    (file,) = json.loads(alfrd("files", "--json").stdout)
    row = alfrd("files").stdout.splitlines()[1].split()
    assert (row[0], row[-1]) == (file["id"][:8], "pending")
