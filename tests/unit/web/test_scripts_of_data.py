"""Rows as scripts, and the addresses and files of pages."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.database.listings import DocumentRow, Page
from alfrd_luigi.database.series_rows import Member
from alfrd_luigi.desk.links import DeskLinks
from alfrd_luigi.desk.place import Place, onward
from alfrd_luigi.report import links as files
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.web import data_scripts

ID, OTHER = UUID("154c0000-0000-4000-8000-000000000000"), UUID(int=7)
AT = datetime(2024, 3, 5, 23, 30, tzinfo=UTC)


def _blank(kind: Any, **given: Any) -> Any:
    return kind(**{**dict.fromkeys(kind._fields), **given})


def _row(**given: Any) -> DocumentRow:
    row: DocumentRow = _blank(
        DocumentRow, **{"id": ID, "registered_at": AT, "status": "filed", "tags": [], "uncertain": [], **given}
    )
    return row


def _read(script: str, function: str) -> list[Any]:
    """The arguments with which a script calls its function."""
    assert script.startswith(f"{function}(")
    assert script.endswith(");\n")
    arguments: list[Any] = json.loads(f"[{script[len(function) + 1 : -3]}]")
    return arguments


def test_a_list_of_documents_has_their_columns() -> None:
    whole = _row(
        document_date=date(2024, 3, 5),
        document_type="invoice",
        title="A bill",
        entity="North Wind",
        total_amount=Decimal("12.50"),
        currency="EUR",
        series_id=3,
        series="Bills",
        tags=["home"],
        uncertain=["total"],
        name="scan.pdf",
    )
    name, rows = _read(data_scripts.documents("documents-2024", [whole, _row(name="scan.pdf")], plain), "alfrdRows")
    assert name == "documents-2024"
    assert rows == [
        [
            str(ID), "2024-03-05", "invoice", "North Wind", "A bill", 12.5, "EUR", 3, "Bills", ["home"], "filed",
            ["total"], "2024-03-05",
        ],
        [str(ID), "", "", "", "scan.pdf", None, "", None, "", [], "filed", [], "2024-03-05"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ({"title": "A bill", "entity": "North"}, "A bill"),
        ({"entity": "North", "name": "scan.pdf"}, ""),  # the issuer has a column of its own
        ({"name": "scan.pdf"}, "scan.pdf"),
        ({}, "154c0000"),
    ],
)
def test_a_document_without_an_issuer_is_called_by_its_file(given: dict[str, Any], called: str) -> None:
    _, [row] = _read(data_scripts.documents("a", [_row(**given)], plain), "alfrdRows")
    assert row[4] == called


def test_the_words_of_a_page_have_their_boxes_in_parts_of_ten_thousand() -> None:
    words = [["Total", 0.1, 0.2, 0.30004, 0.25, 0.9], ["5.00", 0.0, 0.0, 1.0, 1.0, 0.9]]
    pages = [_blank(Page, number=1, words=words), _blank(Page, number=2, words=[])]
    assert _read(data_scripts.words(ID, pages), "alfrdWords") == [
        str(ID),
        [[1, [["Total", 1000, 2000, 2000, 500], ["5.00", 0, 0, 10_000, 10_000]]], [2, []]],
    ]


def test_the_neighbours_of_a_series_are_in_the_order_of_their_dates() -> None:
    newest_first = [
        _blank(Member, id=ID, document_date=date(2024, 4, 5), entity="North", total_amount=Decimal(2), currency="EUR"),
        _blank(Member, id=OTHER, document_date=date(2024, 3, 5), title="March"),
        _blank(Member, id=UUID(int=8), name="scan.pdf"),
    ]
    number, rows = _read(data_scripts.series(3, newest_first, plain), "alfrdSeries")
    assert number == 3
    assert rows == [
        [str(OTHER), "2024-03-05", "March", None, ""],
        [str(ID), "2024-04-05", "North, 2024-04-05", 2.0, "EUR"],
        [str(UUID(int=8)), "", "scan.pdf", None, ""],
    ]


@given(st.text())
def test_no_text_ends_a_script(text: str) -> None:
    stored = text.encode("utf-8", "replace").decode()
    script = data_scripts.documents("a", [_row(title=stored, entity="</script><!--", tags=["]]>\u2028&"])], plain)
    assert not set(script) & set("<>&\u2028\u2029")
    assert _read(script, "alfrdRows")[1][0][4] == (stored or "")
    assert _read(script, "alfrdRows")[1][0][3] == "</script><!--"


def test_the_report_has_its_files_in_folders_by_kind() -> None:
    assert [files.file_of_page(name) for name in ("home", "due")] == ["index.html", "due.html"]
    assert [files.file_of_year(2024, part) for part in (None, 3)] == ["documents/2024.html", "documents/2024-3.html"]
    assert files.file_of_document(ID) == f"documents/15/{ID}.html"
    assert files.file_of_words(str(ID)) == f"data/words/15/{ID}.js"
    assert files.file_of_data("documents-2024") == "data/documents-2024.js"


@pytest.mark.parametrize(
    ("key", "file"),
    [
        (3, "3"),
        ("invoice", "invoice"),
        ("classifier:a b", "classifier%3Aa%20b"),
        ("../../etc/passwd", "..%2F..%2Fetc%2Fpasswd"),
        ("..", ".."),
        ("a?b#c", "a%3Fb%23c"),
        ("\u00e9", "%C3%A9"),
    ],
)
def test_no_key_leads_out_of_the_folder_of_its_kind(key: object, file: str) -> None:
    assert files.file_of("types", key) == f"types/{file}.html"
    assert DeskLinks().of("types", key) == f"/types/{file}"


def test_the_addresses_of_the_desk_are_on_this_desk() -> None:
    links = DeskLinks()
    assert [links.page("home"), links.page("due"), links.static("a.css"), links.data("a")] == [
        "/",
        "/due",
        "/static/a.css",
        "/data/a.js",
    ]
    assert [links.year(2024), links.year(2024, 2), links.document(ID), links.words(ID)] == [
        "/documents/years/2024",
        "/documents/years/2024/2",
        f"/documents/{ID}",
        f"/data/words/{ID}.js",
    ]
    assert [links.picture(ID, 2), links.original(ID, 0)] == [f"/pictures/{ID}/2", f"/files/{ID}/0"]
    assert [
        links.ledger(2024),
        links.series(3),
        links.type("a"),
        links.issuer(ID),
        links.run("r"),
        links.prompt("p"),
    ] == [
        "/ledger/2024",
        "/series/3",
        "/types/a",
        f"/issuers/{ID}",
        "/runs/r",
        "/prompts/p",
    ]


def test_a_desk_is_on_loopback_at_its_port() -> None:
    place = Place(8001)
    assert place.hosts == ("127.0.0.1:8001", "localhost:8001")
    assert (place.url, place.cookie) == ("http://127.0.0.1:8001", "alfrd-desk-8001")
    assert place.address("a/b=") == "http://127.0.0.1:8001/open?key=a/b%3D"
    assert '<meta http-equiv="refresh" content="0; url=/?a=1&amp;b=&quot;">' in onward('/?a=1&b="')
