"""What comes from documents, models, people and file names stays text on every page of the report, for everybody.

The pages that must be read without scripts, and what a keyboard reaches, are tested on the same report.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from support.archives import Archive
from support.browsing import Visitor, check_access, check_width, follow
from support.filled_archive import RUN
from support.kept_archives import Keep
from support.planted_archive import MARKUP, Papers, planted
from support.report_pages import written

# Whether anything planted became more than text: by the global that it sets, and by the elements and links it makes.
_BECAME = r"""() => {
    const isOurs = (kinds) => (each) => !RegExp(`^(\\.\\./)*(${kinds})/`).test(each.getAttribute('src'));
    return [
        ...[...document.scripts].filter(isOurs('static|data')), ...[...document.images].filter(isOurs('pictures')),
        ...document.querySelectorAll('[onload], [onerror], [style], style, title ~ title, a[href^="javascript:" i]'),
        ...(typeof planted === 'undefined' ? [] : [document.body]),
    ].map((each) => each.outerHTML.slice(0, 200));
}"""
# Texts with an override of their direction that would turn what stands beside them.
_TURNS = r"""() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (/[\u202a-\u202e]/.test(text.data) && !text.parentElement.closest('bdi, [dir=auto], svg title')) {
            found.push(text.parentElement.outerHTML.slice(0, 200));
        }
    }
    return found;
}"""
_FOCUS = "[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"
_REACHABLE = "a[href], button, input, select, summary, [tabindex='0']"
_OF_A_KIND = 3
# The list of prompts has their names, and the ledger its accounts.
_WITHOUT_TEXTS = {"prompts.html", "ledger.html", "ledger"}


class Report(NamedTuple):
    """The folder, and the documents of which it has pages."""

    root: Path
    papers: Papers

    def document(self) -> str:
        """The page of the document of which everything is said."""
        id = str(self.papers.told)
        return f"documents/{id[:2]}/{id}.html"

    def pages(self, most: int) -> Iterator[Path]:
        """All pages, but of each kind only the longest ones."""
        kinds: dict[str, list[Path]] = {}
        for file in sorted(self.root.rglob("*.html"), key=lambda file: -file.stat().st_size):
            kinds.setdefault(str(file.relative_to(self.root)).split("/")[0], []).append(file)
        assert kinds.keys() > {"documents", "series", "types", "issuers", "runs", "prompts", "index.html"}
        return (file for files in kinds.values() for file in files[:most])


@pytest.fixture
def report(archive: Archive, keep: Keep) -> Report:
    return Report(archive.data_dir / "report", keep(_made))


def _made(archive: Archive) -> Papers:
    papers = planted(archive)
    written(archive.data_dir / "report")
    return papers


def test_what_is_planted_stays_text(report: Report, visitor: Visitor) -> None:
    wide = visitor.context(report.root).new_page()
    narrow = visitor.context(report.root, width=390, scheme="dark").new_page()
    faults: list[str] = []
    for file in dict.fromkeys([report.root / report.document(), *report.pages(_OF_A_KIND)]):
        wide.goto(file.as_uri())
        narrow.goto(file.as_uri())
        for find in wide.locator("input[type=search]").all():
            find.fill("gas")  # loads the words of the pages, and filters lists
            find.fill("")
        faults += [f"{file.name}: became more than text: {each}" for each in wide.evaluate(_BECAME)]
        faults += [f"{file.name}: turns its neighbours: {each}" for each in wide.evaluate(_TURNS)]
        if _WITHOUT_TEXTS.isdisjoint((file.name, file.parent.name)) and not _is_told(wide):
            faults.append(f"{file.name}: is not there")
        check_width(wide)
        check_width(narrow)
    assert not faults, "\n".join(faults)


def _is_told(page: Page) -> bool:
    """Whether what was planted is on the page, as text."""
    return MARKUP in (page.locator("main").text_content() or "")


def test_everybody_can_use_every_kind_of_page(report: Report, visitor: Visitor) -> None:
    narrow = visitor.context(report.root, width=390).new_page()
    dark = visitor.context(report.root, scheme="dark", reduced_motion="reduce").new_page()
    missing = "table:not(:has(> caption)), img:not([alt]), svg[role=img]:not([aria-label]):not(:has(> title))"
    for file in dict.fromkeys([report.root / report.document(), *report.pages(1)]):
        _open(narrow, file)
        check_access(narrow)
        assert not narrow.locator(missing).count()
        assert narrow.locator("html[lang=en]").count()
    for name in (report.document(), "index.html", f"runs/{RUN}.html", "prompts/classifier.html"):
        _open(dark, report.root / name)
        check_access(dark)
    _open(dark, report.root / report.document())
    assert dark.evaluate("getComputedStyle(document.querySelector('.value')).transitionDuration") == "0s"


def _open(page: Page, file: Path) -> None:
    """Go to a page, open its details, and focus its first value."""
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.evaluate("document.querySelector('.value a.shown')?.focus()")


def test_a_keyboard_reaches_everything(report: Report, visitor: Visitor) -> None:
    page = visitor.open(report.root, report.document())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page = visitor.open(report.root, report.document())
    reachable = page.locator(_REACHABLE).filter(visible=True).count()
    focused = list(takewhile(lambda focus: focus[0] != "BODY", _focused(page)))
    assert len(focused) == reachable, focused
    # A place on a page, which is a link in SVG, is filled instead.
    assert all(outline == "solid" for name, outline in focused if name != "a")


def _focused(page: Page) -> Iterator[list[str]]:
    """What has the focus after each press of Tab."""
    while True:
        page.keyboard.press("Tab")
        yield page.evaluate(_FOCUS)


def test_it_can_be_read_without_scripts(report: Report, visitor: Visitor) -> None:
    page = visitor.open(report.root, javascript=False)
    for name in ("Documents", "Series", "Runs"):
        follow(page.get_by_role("navigation", name="Pages of the archive").get_by_role("link", name=name))
        assert page.get_by_role("heading", level=1).inner_text() == name
        if name != "Runs":
            follow(page.get_by_role("main").get_by_role("link").first)
        assert page.locator("tbody tr").first.is_visible()
        assert _is_told(page)
    page.goto((report.root / report.document()).as_uri())
    assert page.locator(".value").count() > 3
    assert page.get_by_role("img", name="Page 1 of").is_visible()
    assert not page.locator("[hidden]").filter(visible=True).count()
    assert not page.get_by_role("searchbox").count()
    page.get_by_text("Text of page 1").click()
    assert page.locator("details pre").first.is_visible()
