"""The page of a document in a browser: values and their places light each other, and a search its words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.intake.registration import scan_inbox
from support import drawn_pdfs
from support.archives import Archive
from support.browsing import Visitor, check_access, check_width
from support.kept_archives import Keep
from support.pipeline import work_on
from support.report_pages import written

RUN = "20240401T000000-past"
LINES = ["NORTHWIND ELECTRIC COMPANY", "Monthly electricity bill", "Account number: 4471-220"]
LINES += ["Statement date: 2024-03-05", "Electricity used: 313 kWh", "", "Amount due: $123.50", "Due date: 2024-03-25"]
EARLIER, LATER = "00000000-0000-4000-8000-000000000001", "ffffffff-0000-4000-8000-000000000002"


class Shown:
    """A report with one document of two pages and one of text."""

    def __init__(self, root: Path, bill: UUID, letter: UUID) -> None:
        self.root = root
        self.bill = bill
        self.letter = letter

    def file(self, id: UUID) -> str:
        return f"documents/{str(id)[:2]}/{id}.html"

    def put_in_series(self, id: UUID) -> None:
        """Write the data of the document's series, with a neighbour on each side."""
        rows = [[EARLIER, "2024-02-05", "</script>Before", 1, "USD"], [str(id), "2024-03-05", "", 2, "USD"]]
        rows.append([LATER, "2024-04-05", "After", 3, "USD"])
        (number,) = re.findall(r"data/series/(\d+)\.js", (self.root / self.file(id)).read_text("utf-8"))
        path = self.root / "data" / "series" / f"{number}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"alfrdSeries({number}, {json.dumps(rows)});", "utf-8")


def _made(archive: Archive) -> list[UUID]:
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    (archive.inbox / "bill.pdf").write_bytes(drawn_pdfs.pdf(drawn_pdfs.text(LINES)))
    (archive.inbox / "letter.txt").write_text("\n".join(LINES).replace("NORTHWIND", "SOUTHWIND"), "utf-8")
    runs.hold(database(), RUN)
    ids = scan_inbox(RUN).registered
    work_on(ids, RUN)
    written(archive.data_dir / "report")
    return list(ids)


@pytest.fixture
def shown(archive: Archive, keep: Keep) -> Shown:
    bill, letter = keep(_made)
    made = Shown(archive.data_dir / "report", bill, letter)
    made.put_in_series(made.bill)
    made.put_in_series(made.letter)
    return made


def row(page: Page, label: str) -> str:
    """The number by which a value and its place are tied together."""
    value = page.locator(".value", has=page.locator("dt", has_text=label)).first
    return str(value.get_attribute("data-value"))


def test_values_and_places_light_each_other(shown: Shown, visitor: Visitor) -> None:
    page = visitor.open(shown.root, shown.file(shown.bill))
    total = row(page, "Total")
    value, place = page.locator(f".value[data-value='{total}']"), page.locator(f".place[data-value='{total}']")
    expect(page.locator(".lit")).to_have_count(0)
    value.hover()
    expect(place).to_have_class("place lit")
    page.locator("h1").hover()
    expect(page.locator(".lit")).to_have_count(0)
    place.locator("rect").first.hover(force=True)  # the same words are the place of another value, too
    expect(page.locator(".value.lit dt")).to_have_text(["Total", "Amount due"])
    expect(value).to_contain_class("lit")
    page.locator("h1").hover()
    value.locator("a").focus()
    expect(place).to_have_class("place lit")
    place.focus()
    page.keyboard.press("Enter")
    expect(value.locator("a")).to_be_focused()
    expect(page.locator(".lit")).to_have_count(2)


def test_a_search_lights_its_words(shown: Shown, visitor: Visitor) -> None:
    page = visitor.open(shown.root, f"{shown.file(shown.bill)}#q={quote('électric 123.50')}")
    expect(page.locator(".hit")).to_have_count(4)  # ELECTRIC, electricity, Electricity and the amount
    expect(page.get_by_role("status")).to_have_text("4 words")
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    expect(page.locator(".hit.current")).to_have_count(1)
    page.get_by_role("searchbox").fill("nowhere")
    expect(page.locator(".hit")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("Not on the pages")
    page.goto(shown.root.joinpath(shown.file(shown.letter)).as_uri())
    page.get_by_role("searchbox").fill("kwh")
    expect(page.locator("mark")).to_have_text(["kWh"])
    page.locator(".value", has_text="123.50").first.hover()
    assert page.evaluate("[...CSS.highlights.get('quoted')].map(String)") == ["Amount due: $123.50"]


def test_a_series_has_neighbours_and_commands_can_be_copied(shown: Shown, visitor: Visitor) -> None:
    page = visitor.open(shown.root, shown.file(shown.bill), permissions=["clipboard-read", "clipboard-write"])
    before, after = page.locator(".neighbours a").all()
    assert before.inner_text() == "Previous in the series · Feb 5, 2024\n</script>Before"
    assert before.get_attribute("href") == f"../../documents/00/{EARLIER}.html"
    assert after.get_attribute("href") == f"../../documents/ff/{LATER}.html"
    page.locator(".commands .copy").first.click()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"alfrd set {str(shown.bill)[:8]} ")


def test_everybody_can_use_the_page(shown: Shown, visitor: Visitor) -> None:
    for page in (
        visitor.open(shown.root, shown.file(shown.bill)),
        visitor.open(shown.root, shown.file(shown.bill), width=390, scheme="dark"),
        visitor.open(shown.root, shown.file(shown.letter), width=390),
    ):
        check_access(page)
        check_width(page)
    page = visitor.open(shown.root, shown.file(shown.bill), javascript=False)
    assert page.locator(".find").is_hidden()
    assert page.locator("code.command").first.is_visible()
