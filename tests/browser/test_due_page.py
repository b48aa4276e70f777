"""What is due in a browser: on the home page, the page `due` and the page of a series."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.report.writing import write
from support import document_rows
from support.archives import Archive
from support.browsing import Visitor, check_access, check_width, follow
from support.kept_archives import Keep

TODAY = date.today()
LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
HOSTILE = "<script>alert(1)</script><img src=https://example.invalid/x.png onerror=alert(2)>'\""


@pytest.fixture
def report(archive: Archive, keep: Keep) -> Path:
    """A report with bills in each state, and series of which there is something to say."""
    keep(_made)
    return archive.data_dir / "report"


def _made(archive: Archive) -> None:
    session = database().session()
    _bill(session, 10, LONG)
    _bill(session, -10, HOSTILE)
    _bill(session, -500, "Long ago Ltd")
    _bill(session, 12, "Gym", payment_method="direct debit")
    _bill(session, None, "Dentist")
    document_rows.filed(
        session, document_type="invoice", entity="Painter", document_date=TODAY - timedelta(16), total_amount=120,
        structured_data={}, text=f"Invoice\nPayable within 14 days to {'abcdefghij' * 20}",
    )  # fmt: skip
    _bill(session, -70, "Phone")
    _bill(session, -40, "Phone", previous_balance=41.2, payments=41.2)
    for weeks, amount in ((9, 40), (8, 42), (6, 41), (5, 43), (4, 42), (3, 410)):
        _paper(session, -7 * weeks, "Late Water", amount)
    for weeks, price in ((5, 9.99), (4, 9.99), (3, 9.99), (2, 11.99), (1, 11.99)):
        _paper(session, -7 * weeks, "Radio", price)
    write(session, archive.data_dir / "report", "en_GB")


def _paper(session: Session, day: int, entity: str, amount: float, fields: dict[str, object] | None = None) -> None:
    values = {"document_date": TODAY + timedelta(day), "total_amount": amount, "structured_data": fields or {}}
    document_rows.filed(session, entity=entity, **values)


def _bill(session: Session, due: int | None, entity: str, **fields: object) -> None:
    named = {} if due is None else {"due_date": (TODAY + timedelta(due)).isoformat()}
    _paper(session, (due or 0) - 21, entity, 41.2, {"amount_due": 41.2, **named, **fields})


def test_pages_are_accessible_and_fit(report: Path, visitor: Visitor) -> None:
    windows = [visitor.context(report, width=1280), visitor.context(report, width=390, scheme="dark")]
    pages = ["index.html", "due.html", *(str(file.relative_to(report)) for file in (report / "series").iterdir())]
    for page in [window.new_page() for window in windows]:
        for file in pages:
            page.goto((report / file).as_uri())
            check_width(page)
            check_access(page)


def test_the_page_says_what_is_overdue_on_the_day_it_is_looked_at(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "due.html")
    assert [_state(page, name) for name in (LONG, HOSTILE, "Long ago Ltd")] == ["", "overdue", "more than a year ago"]
    later = visitor.context(report).new_page()
    later.clock.set_fixed_time(datetime.combine(TODAY + timedelta(11), time(12)))
    later.goto((report / "due.html").as_uri())
    assert _state(later, LONG) == "overdue"
    plain = visitor.open(report, "due.html", javascript=False)
    assert plain.get_by_text("overdue").locator("visible=true").count() == 0


def test_a_computed_day_is_told_with_the_words_of_the_bill(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "due.html")
    row = page.get_by_role("table", name="To pay").get_by_role("row").filter(has_text="Painter")
    assert _state(page, "Painter") == "overdue"
    assert "computed, 14 days after the bill: payable within 14 days to abcdefghij" in row.inner_text()
    home = visitor.open(report).locator("#due").get_by_role("listitem").filter(has_text="Painter")
    assert "computed, 14 days after the bill" in home.inner_text()


def test_what_is_apart_is_told_with_its_reason(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "due.html")
    assert "direct debit" in page.get_by_role("table", name="Will be debited").inner_text()
    assert "Dentist" in page.get_by_role("table", name="Without a due date").inner_text()
    settled = page.get_by_role("table", name="Settled")
    assert "the next bill says that it was paid" in settled.inner_text()
    told = page.get_by_role("table", name="To look at").inner_text()
    for words in ("a paper is missing", "an unusual amount: US$410.00, usually US$42.00", "the price rose: US$11.99"):
        assert words in told
    follow(settled.get_by_role("link", name="this paper says so"))
    assert "Phone" in page.locator("h1").inner_text() or page.get_by_text("Phone").count()


def test_the_home_page_has_the_first_of_each(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report)
    section = page.locator("#due")
    assert "overdue" in section.inner_text()
    assert "Long ago Ltd" not in section.inner_text()
    assert "not here yet" in section.inner_text()
    follow(section.get_by_role("link", name="Everything about it"))
    assert page.get_by_role("heading", level=1).inner_text() == "Due"


def test_a_series_shows_what_is_missing_and_unusual(report: Path, visitor: Visitor) -> None:
    page = visitor.open(report, "series.html")
    follow(page.get_by_role("link", name="Late Water"))
    assert page.get_by_text("A paper is missing about").is_visible()
    assert "US$410.00" in page.get_by_role("row").filter(has_text="unusual amount").inner_text()
    page.goto((report / "series.html").as_uri())
    follow(page.get_by_role("link", name="Radio"))
    assert page.get_by_text("The price rose from US$9.99 to US$11.99.").is_visible()


def _state(page: Page, name: str) -> str:
    row = page.get_by_role("table", name="To pay").get_by_role("row").filter(has_text=name)
    return " ".join(row.locator("[data-state]:visible").all_inner_texts())
