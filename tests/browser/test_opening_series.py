"""The pages of series, files, types and issuers in a browser: hostile texts, any width, and their scripts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import types
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.report.writing import write
from support import document_rows
from support.archives import Archive
from support.browsing import Visitor, check_access, check_width, follow
from support.kept_archives import Keep
from support.pipeline import worked

_LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
_HOSTILE = "<script>alert(1)</script><img src=https://example.invalid/x.png onerror=alert(2)>\u202e'\""


@pytest.fixture
def report(archive: Archive, keep: Keep) -> Path:
    """A report with long and hostile names, balances, and series that are expected, late and ended."""
    keep(_made)
    return archive.data_dir / "report"


def _made(archive: Archive) -> None:
    done, session = worked(archive), database().session()
    set_values(session, done[0], {"entity": _HOSTILE, "title": _LONG}, "anna")
    types.propose(session, "love_letter", _HOSTILE + _LONG, done[0])
    today = date.today()
    for entity, ago, document_type in (
        (_LONG, 5, "utility_bill"), ("Late Ltd", 50, "utility_bill"), ("Ended Bank", 400, "bank_statement"),
    ):  # fmt: skip
        _monthly(session, entity, today - timedelta(ago), document_type)
    write(session, archive.data_dir / "report", "en_GB")


def _monthly(session: Session, entity: str, last: date, document_type: str) -> None:
    for months in range(5):
        found = {"document_date": last - timedelta(30.44 * months), "total_amount": str(40 + months)}
        document_rows.filed(session, entity=entity, document_type=document_type, **found)


def test_pages_are_accessible_and_fit(report: Path, visitor: Visitor) -> None:
    pages = [f"{name}.html" for name in ("series", "files", "types", "issuers")]
    pages += [str(file.relative_to(report)) for kind in ("series", "issuers") for file in (report / kind).iterdir()]
    pages += ["types/utility_bill.html", "types/tax.html"]
    windows = [visitor.context(report, width=1280), visitor.context(report, width=390, scheme="dark")]
    for page in [window.new_page() for window in windows]:
        for file in pages:
            page.goto((report / file).as_uri())
            check_width(page)
            check_access(page)


def test_a_page_says_what_holds_today(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "series.html")
    assert {title: _next(page, title) for title in ("Late Ltd", "Ended Bank", "Donau")} == {
        "Late Ltd": "not here yet",
        "Ended Bank": "seems to have ended",
        "Donau": "",
    }
    page.get_by_role("checkbox").check()
    assert _titles(page) == ["Late Ltd bills"]
    follow(page.get_by_role("link", name="Late Ltd bills"))
    assert "not here yet" in page.locator("[data-state]:visible").inner_text()


def test_tables_are_sorted_and_filtered(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "series.html")
    page.get_by_role("button", name="Last").click()
    assert _titles(page)[-1].startswith(_LONG)
    page.get_by_role("button", name="Last").click()
    assert _titles(page)[0].startswith(_LONG)
    assert page.get_by_role("columnheader", name="Last").get_attribute("aria-sort") == "descending"
    page.get_by_role("searchbox").fill("ltd LATE")
    assert _titles(page) == ["Late Ltd bills"]
    page.reload()
    assert _titles(page) == ["Late Ltd bills"]


def test_series_can_be_read_without_scripts(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "series.html", javascript=False)
    assert len(_titles(page)) == 4
    follow(page.get_by_role("link", name="Late Ltd bills"))
    assert page.get_by_role("img", name="Amounts by date: 5 from").is_visible()
    assert page.locator("[data-state]:visible").all_inner_texts() == [
        page.locator("[data-state=expected]").inner_text()
    ]
    assert not page.get_by_role("button").count()


def test_a_long_table_draws_more_rows_as_they_are_wanted(archive: Archive, tmp_path: Path, visitor: Visitor) -> None:
    session = database().session()
    document_rows.filed(session, document_date=date(2030, 1, 1), entity="Northwind Water")
    session.script("""
        INSERT INTO documents (id, status, created_at, registered_at, content_hash, document_date, title, series_id)
        SELECT md5(n::text)::uuid, 'pending', now(), now(), md5(n::text) || md5(n::text), date '2024-12-31' - n,
               'Bill ' || n, (SELECT id FROM series)
        FROM generate_series(1, 399) n""")
    write(session, tmp_path / "report", "en_GB")
    series = next((tmp_path / "report/series").iterdir())
    page = visitor.open(tmp_path / "report", f"series/{series.name}")
    assert page.locator(".sortable tbody tr:visible").count() == 300
    page.get_by_role("button", name="Show 100 more").click()
    assert page.locator(".sortable tbody tr:visible").count() == 400
    assert page.evaluate("document.activeElement.textContent") == "Bill 300"
    page.get_by_role("button", name="Document").click()
    assert page.locator(".sortable tbody a").first.inner_text() == "Bill 1"
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".sortable tbody tr:visible").count() == 400
    plain = visitor.open(tmp_path / "report", f"series/{series.name}", javascript=False)
    assert plain.locator(".sortable tbody tr:visible").count() == 400


def _next(page: Page, title: str) -> str:
    row = page.get_by_role("row").filter(has_text=title)
    return " ".join(text for text in row.locator("[data-state]:visible").all_inner_texts())


def _titles(page: Page) -> list[str]:
    return page.locator("tbody tr:visible td:first-child").all_inner_texts()
