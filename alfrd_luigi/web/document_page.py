"""What the page of a document is drawn from, in the report and at the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from alfrd_luigi.database.documents import File
from alfrd_luigi.views.documents import DocumentView
from alfrd_luigi.views.why import Why
from alfrd_luigi.web.sheets import Sheet, sheets

# What a browser shows in a page, and what it opens without running anything in it: a text in XML could hold scripts.
_SHOWN = ("image/jpeg", "image/png", "image/webp")
OPENED = (*_SHOWN, "application/pdf", "image/tiff", "image/heic", "image/avif", "image/bmp", "image/gif", "text/plain")


class Shown(NamedTuple):
    """The picture of a page as a document's page links it. The sizes, in pixels, are None if they are not known."""

    href: str
    width: int | None
    height: int | None


class Original(NamedTuple):
    """A file of a document; `href` is None if the page cannot link to it."""

    file: File
    href: str | None


def drawable(view: DocumentView) -> list[Sheet]:
    """The pages of a document that can be drawn."""
    return sheets(view.files, {page.number: page.turn for page in view.pages})


def values(
    view: DocumentView, why: Why, pictures: Mapping[int, Shown], href: Callable[[File], str | None]
) -> dict[str, Any]:
    """The values of the template `document`. `href` is where an original is; it stands in for a missing picture."""
    originals = [Original(file, href(file)) for file in view.files]
    shown = {**_originals_shown(view, originals), **pictures}
    return {"view": view, "why": why, "pictures": shown, "originals": originals, "has_words": bool(pictures)}


def _originals_shown(view: DocumentView, originals: list[Original]) -> dict[int, Shown]:
    """The originals that a browser shows as the page was read."""
    hrefs = {each.file: each.href for each in originals if each.href and each.file.media_type in _SHOWN}
    upright = [sheet for sheet in drawable(view) if sheet.turn == "upright" and sheet.file in hrefs]
    return {sheet.number: Shown(hrefs[sheet.file], None, None) for sheet in upright}
