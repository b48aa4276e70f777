"""The page of the ledger, in the report and at the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from support.archives import Archive
from support.browsing import Visitor, check_access, check_width, follow
from support.desks import served
from support.kept_archives import Keep
from support.ledger_documents import mapping, paper
from support.report_pages import written


@pytest.fixture
def report(archive: Archive, keep: Keep) -> Path:
    """A report of bills of two years, receipts in two currencies, and a mapping file with a mistake."""
    keep(_made)
    return archive.data_dir / "report"


def _made(archive: Archive) -> None:
    for month in range(1, 13):
        paper("utility_bill", document_date=f"2024-{month:02}-28", uncertain=("total",), total_amount="123456.78")
    paper("receipt", document_date="2024-05-05", currency="USD")
    paper("receipt", document_date="2024-05-05")
    paper("payroll", document_date="2023-05-05")
    paper(total_amount=None)
    mapping(archive, "[accounts]\ninvoice = '</p><script>planted = 1</script>'")
    written(archive.data_dir / "report")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_everybody_can_read_it(report: Path, visitor: Visitor, width: int, scheme: Literal["light", "dark"]) -> None:
    page = visitor.open(report, "ledger.html", width=width, scheme=scheme)
    check_access(page)
    check_width(page)
    assert page.get_by_role("alert").inner_text().count("<script>") == 1
    assert page.get_by_role("row").filter(has_text="Utilities").locator("td").first.inner_text() == "1,481,481.36"
    assert page.get_by_text("--since 2024-01-01 --until 2024-12-31").is_visible()
    follow(page.get_by_role("navigation", name="Years").get_by_role("link", name="2023"))
    assert page.get_by_role("heading", level=2).inner_text() == "2023 in EUR"


def test_the_desk_offers_it_as_a_file(archive: Archive, report: Path, visitor: Visitor) -> None:
    (archive.data_dir / "ledger.toml").unlink()
    with served() as desk:
        page = visitor.open(desk.place.url + "/", desk.place.address(desk.keys.cut()).split("/", 3)[3], width=390)
        page.wait_for_url(f"{desk.place.url}/")  # the way in redirects
        page.goto(f"{desk.place.url}/ledger")
        check_access(page)
        check_width(page)
        page.get_by_label("Format").select_option("hledger")
        with page.expect_download() as started:
            page.get_by_role("button", name="Download").click()
    assert started.value.suggested_filename == "ledger-2024-01-01-2024-12-31.journal"
    assert Path(started.value.path()).read_text("utf-8").count("(alfrd-") == 14
