"""Takes the pictures of docs/pictures from a report of the sample documents: screenshots.py REPORT FOLDER

To add a picture, add a line to `_PICTURES`. Chromium shows a page as a person opened it, in a window of the given size.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from support import chromium

_QUALITIES = range(80, 30, -10)
_MOST = 60_000
_RENAME = """([before, after]) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) text.data = text.data.replace(before, after);
}"""
_HEIGHTS = {1280: 800, 390: 844}


def _document(page: Page) -> None:
    """Open a bill from the list, and light its total."""
    page.goto(page.url.replace("index.html", "documents.html?q=electric 2024-09&type=utility_bill"))
    address = page.locator("tbody a").first.get_attribute("href") or ""
    page.goto(page.url.split("documents.html")[0] + address.split("#")[0])
    page.locator(".value", has_text="Total").first.locator("a").focus()


def _why(page: Page) -> None:
    """Open a bill from the list, and unfold why it has its type, issuer and total."""
    _document(page)
    page.evaluate("for (const each of document.querySelectorAll('details.why')) each.open = true")


def _click(*names: str) -> Callable[[Page], None]:
    """Follow links: in the navigation, then in the page."""

    def follow(page: Page) -> None:
        page.get_by_role("navigation").get_by_role("link", name=names[0], exact=True).click()
        for name in names[1:]:
            page.get_by_role("main").get_by_role("link", name=name).last.click()

    return follow


def _search(page: Page) -> None:
    _click("Documents")(page)
    page.get_by_role("searchbox").fill("electric")
    page.get_by_role("searchbox").blur()


def _home(_page: Page) -> None:
    """The first page is open already."""


class Picture(NamedTuple):
    """The name of a picture, what is done on the first page to come to it, and how it is looked at."""

    name: str
    go: Callable[[Page], None]
    scheme: Literal["light", "dark"] = "light"
    width: int = 1280


_PICTURES = (
    Picture("home", _home),
    Picture("documents", _search),
    Picture("document", _document),
    Picture("document-dark", _document, "dark"),
    Picture("document-phone", _document, "dark", 390),
    Picture("why", _why),
    Picture("due", _click("Due")),
    Picture("ledger", _click("Ledger")),
    Picture("series", _click("Series", "utility bills")),
    Picture("run", _click("Runs", ""), "dark"),
    Picture("prompt", _click("Prompts", "Classifier")),
)


def take(browser: Browser, report: Path, folder: Path, picture: Picture) -> None:
    """Write a picture. Raises ValueError if it is larger than the pictures of the documentation may be."""
    window: ViewportSize = {"width": picture.width, "height": _HEIGHTS[picture.width]}
    context = browser.new_context(viewport=window, color_scheme=picture.scheme, reduced_motion="reduce", locale="en")
    page = context.new_page()
    page.goto((report / "index.html").resolve().as_uri())
    picture.go(page)
    page.wait_for_function("[...document.images].every((each) => each.complete || each.loading === 'lazy')")
    page.evaluate(_RENAME, [str(report.resolve().parent), "data"])  # the archive is in a temporary folder
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    context.close()
    (folder / f"{picture.name}.webp").write_bytes(_small(shot))


def _small(picture: Image.Image) -> bytes:
    """The picture as WebP, of the best quality that is small enough."""
    for quality in _QUALITIES:
        written = io.BytesIO()
        picture.save(written, "WEBP", quality=quality, method=6)
        if len(written.getvalue()) <= _MOST:
            return written.getvalue()
    raise ValueError(f"a picture has more than {_MOST} bytes")


if __name__ == "__main__":
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.path(), args=["--no-sandbox"])
        for each in _PICTURES:
            take(launched, Path(sys.argv[1]), Path(sys.argv[2]), each)
        launched.close()
