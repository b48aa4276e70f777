"""The list of documents in a browser: it filters, sorts, opens documents, and has its state in the address."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from alfrd_luigi.database.connection import database
from alfrd_luigi.views import lists
from support.archives import Archive
from support.browsing import Visitor, check_access, check_width, follow
from support.document_rows import failed, filed
from support.kept_archives import Keep
from support.report_pages import written

LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamten"


@pytest.fixture
def report(archive: Archive, keep: Keep) -> Path:
    """A report of six documents of three years."""
    keep(_made)
    return archive.data_dir / "report"


def _made(archive: Archive) -> None:
    session = database().session()
    for number, (entity, day, total) in enumerate(
        [
            ("Northwind Water", date(2024, 3, 5), "41.20"),
            ("Éclair Bakery", date(2024, 1, 9), "1234.50"),
            (LONG, date(2023, 5, 1), None),
            ("Contoso <b>&amp;</b> Sons", date(2022, 5, 1), "7"),
        ],
        start=1,
    ):
        found = {"currency": None} if total is None else {}
        filed(session, id=UUID(int=number), entity=entity, document_date=day, total_amount=total, uncertain=[], **found)
    filed(session, id=UUID(int=5), document_date=date(2024, 2, 5), entity="Northwind Water", total_amount="39")
    failed(session)
    written(archive.data_dir / "report")


def entities(page: Page) -> list[str]:
    return page.locator("tbody tr td:nth-child(2) a").all_inner_texts()


def test_it_filters_sorts_and_keeps_its_state_in_the_address(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "documents.html")
    expect(page.get_by_role("status")).to_have_text("6 documents")
    assert entities(page) == [
        "locked.pdf",
        "Northwind Water",
        "Northwind Water",
        "Éclair Bakery",
        LONG,
        "Contoso <b>&amp;</b> Sons",
    ]
    page.keyboard.press("/")
    page.keyboard.type("eclair 1,234.5")
    expect(page.get_by_role("status")).to_have_text("1 document")
    assert entities(page) == ["Éclair Bakery"]
    page.get_by_label("Search").fill("water")
    page.get_by_role("button", name="Total").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Total")
    assert page.locator("tbody td.number").all_inner_texts() == ["$41.20", "$39.00"]
    page.get_by_label("With uncertain values").check()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert page.url.endswith("documents.html?q=water&uncertain=1&sort=-total")
    shared = visitor.open(report, "documents.html?q=water&uncertain=1&sort=-total")
    expect(shared.locator("tbody tr")).to_have_count(1)
    expect(shared.get_by_label("Search")).to_have_value("water")
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_label("Search").press("Enter")
    expect(page).to_have_url(re.compile(r"/documents/00/00000000-0000-0000-0000-000000000001\.html#q=water$"))
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_letters_are_folded_as_a_search_folds_them(archive: Archive, tmp_path: Path, visitor: Visitor) -> None:
    for entity in ("\u00d8rsted Stra\u00dfenwerke", "Elm Street"):
        filed(database().session(), entity=entity)
    written(tmp_path / "report")
    page = visitor.open(tmp_path / "report", "documents.html?q=orsted+strassen")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_label("Search").fill("\u00d8RSTED")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_the_keyboard_opens_documents_and_series(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "documents.html?type=utility_bill&year=2024")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_label("Search").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/documents/00/.*1\.html$"))
    page.go_back()
    page.locator("tbody tr").nth(2).locator("td").first.click()
    expect(page).to_have_url(re.compile(r"/documents/00/.*2\.html$"))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_everybody_can_use_it(report: Path, visitor: Visitor, width: int, scheme: Literal["light", "dark"]) -> None:
    for file in ("documents.html", "documents/2024.html"):
        page = visitor.open(report, file, width=width, scheme=scheme)
        check_access(page)
        check_width(page)


def test_without_scripts_there_are_the_lists_of_the_years(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "documents.html", javascript=False)
    follow(page.get_by_role("link", name="2023 1"))
    assert page.locator("tbody td:nth-child(2) a").inner_text() == LONG


def test_many_documents_are_drawn_and_loaded_as_they_are_wanted(
    archive: Archive, tmp_path: Path, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_ROWS", 60)
    monkeypatch.setattr(lists, "_AT_ONCE", 150)
    session = database().session()
    session.script("""
        INSERT INTO documents (id, status, created_at, registered_at, content_hash, document_date, entity)
        SELECT md5(n::text)::uuid, 'pending', now(), now(), md5(n::text) || md5(n::text), date '2024-12-31' - n,
               'Sender ' || n
        FROM generate_series(0, 499) n""")
    written(tmp_path / "report")
    page = visitor.open(tmp_path / "report", "documents.html?q=sender")
    expect(page.get_by_role("status")).to_have_text(
        "366 documents; the first 100 are shown; 134 older documents are not searched"
    )
    page.get_by_role("button", name="Show 100 more").click()
    expect(page.locator("tbody tr")).to_have_count(200)
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 101
    page.get_by_role("button", name="Load 134 older documents").click()
    expect(page.get_by_role("status")).to_have_text("500 documents; the first 100 are shown")
    assert page.url.endswith("?q=sender&all=1")
    page.go_back()
    old = visitor.open(tmp_path / "report", "documents.html?year=2023&sort=date")
    expect(old.get_by_role("status")).to_have_text("134 documents; the first 100 are shown")
    assert old.locator("tbody td.date").first.inner_text() == "Aug 20, 2023"
    plain = visitor.open(tmp_path / "report", "documents.html", javascript=False)
    follow(plain.get_by_role("link", name="2024 366"))
    assert plain.locator("tbody tr").count() == 6
    follow(plain.get_by_role("link", name="6", exact=True))
    assert plain.locator("tbody tr").count() == 60
