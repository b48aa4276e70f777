"""The pages of documents, and the words of their pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from alfrd_luigi.database import listings
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.report import links, pictures
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import documents
from alfrd_luigi.views.documents import DocumentView
from alfrd_luigi.web import data_scripts

# The words of about this many pages are in memory at a time.
_PAGES = 300
# What a browser shows in a page, and what it opens without running anything in it: a text in XML could hold scripts.
_SHOWN = ("image/jpeg", "image/png", "image/webp")
_OPENED = (*_SHOWN, "application/pdf", "image/tiff", "image/heic", "image/avif", "image/bmp", "image/gif", "text/plain")


class Shown(NamedTuple):
    """The picture of a page as a document's page links it. The sizes, in pixels, are None for an original."""

    href: str
    width: int | None
    height: int | None


class Original(NamedTuple):
    """A file of a document; `href` is None if a page from disk cannot link to it."""

    file: listings.File
    href: str | None


def write(drawing: Drawing, planned: Plan) -> dict[UUID, int]:
    """Write the planned documents, and remove the pages, pictures and words of those that are gone.

    Returns the number of pages of each planned document that have a picture, or cannot have one.
    """
    done = {view.document.id: _write(drawing, view) for view in documents.documents(drawing.session, planned.documents)}
    _write_words(drawing, {id: found for id, found in done.items() if found.pages})
    ids, lists = set(map(str, planned.keys)), {part.file for part in planned.parts}
    drawing.folder.keep("documents", lambda file: file in lists or _is_of(file, ids, links.file_of_document))
    drawing.folder.keep("pictures", lambda file: _is_of(file, ids, links.file_of_pictures))
    drawing.folder.keep("data/words", lambda file: _is_of(file, ids, links.file_of_words))
    return {id: found.done for id, found in done.items()}


def _is_of(file: str, ids: Collection[str], file_of: Callable[[str], str]) -> bool:
    """Whether this is the file of one of these documents."""
    id = file.rpartition("/")[2].partition(".")[0]
    return id in ids and file == file_of(id)


def _write(drawing: Drawing, view: DocumentView) -> pictures.Pictures:
    file = links.file_of_document(view.document.id)
    drawable = pictures.sheets(view.files, {page.number: page.turn for page in view.pages})
    found = pictures.of(drawing.folder, view.document.id, drawable)
    originals = [Original(each, _href(drawing, file, each)) for each in view.files]
    drawing.draw(
        file,
        "document",
        view=view,
        pictures={**_originals_shown(originals, drawable), **_shown(links.RelativeLinks(file), found.pages)},
        originals=originals,
        has_words=bool(found.pages),
    )
    return found


def _shown(to: links.RelativeLinks, found: Mapping[int, pictures.Picture]) -> dict[int, Shown]:
    return {number: Shown(to.to(each.file), each.width, each.height) for number, each in found.items()}


def _originals_shown(originals: Sequence[Original], drawable: Sequence[pictures.Sheet]) -> dict[int, Shown]:
    """The originals that a browser shows as the page was read."""
    hrefs = {each.file: each.href for each in originals if each.href and each.file.media_type in _SHOWN}
    upright = [sheet for sheet in drawable if sheet.turn == "upright" and sheet.file in hrefs]
    return {sheet.number: Shown(hrefs[sheet.file], None, None) for sheet in upright}


def _href(drawing: Drawing, file: str, original: listings.File) -> str | None:
    """The address of a file in a folder, from a page of the report. It holds until one of both is moved."""
    store = page_store()
    if not store.is_mounted or original.media_type not in _OPENED:
        return None
    page = (drawing.folder.root / file).parent
    return quote(os.fsencode(os.path.relpath(Path(store.place) / original.key, page)))


def _write_words(drawing: Drawing, done: Mapping[UUID, pictures.Pictures]) -> None:
    """Write the words of the pages that have pictures, for the search on them."""
    for batch in _by_pages(done):
        pages: dict[UUID, list[listings.Page]] = {id: [] for id in batch}
        for page in listings.pages(drawing.session, batch, with_words=True):
            if page.number in done[page.document_id].pages:
                pages[page.document_id].append(page)
        for id in batch:
            drawing.folder.write(links.file_of_words(id), data_scripts.words(id, pages[id]))


def _by_pages(done: Mapping[UUID, pictures.Pictures]) -> Iterator[list[UUID]]:
    batch: list[UUID] = []
    for id in done:
        batch.append(id)
        if sum(len(done[each].pages) for each in batch) >= _PAGES:
            yield batch
            batch = []
    if batch:
        yield batch
