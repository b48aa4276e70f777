"""The pages of documents, and the words of their pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from alfrd_luigi.database import listings
from alfrd_luigi.database.documents import File
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.report import links, lists, pictures
from alfrd_luigi.report.drawing import Drawing, RelativeLinks
from alfrd_luigi.report.folder import ReportFolder
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import documents
from alfrd_luigi.views.documents import DocumentView
from alfrd_luigi.views.why import Why, whys
from alfrd_luigi.web import data_scripts, document_page, sheets
from alfrd_luigi.web.document_page import Shown

# The words of about this many pages are in memory at a time.
_PAGES = 300
_BATCH = 100


def write(drawing: Drawing, planned: Plan) -> dict[UUID, int]:
    """Write the planned documents, and remove the pages, pictures and words of those that are gone.

    Returns the number of pages of each planned document that have a picture, or cannot have one.
    """
    done = dict(_written(drawing, documents.documents(drawing.session, planned.documents)))
    _write_words(drawing, {id: found for id, found in done.items() if found.pages})
    _sweep(drawing.folder, planned)
    return {id: found.done for id, found in done.items()}


def _sweep(folder: ReportFolder, planned: Plan) -> None:
    """Remove what is of other documents. Only a whole report finds what no report has written."""
    if planned.is_whole:
        ids, of_lists = set(map(str, planned.keys)), lists.files(planned)
        folder.keep("documents", lambda file: file in of_lists or _is_of(file, ids, links.file_of_document))
        folder.keep("pictures", lambda file: _is_of(file, ids, sheets.folder))
        folder.keep("data/words", lambda file: _is_of(file, ids, links.file_of_words))
    for id in planned.gone:
        for file in (links.file_of_document(id), sheets.folder(id), links.file_of_words(id)):
            folder.remove(file)


def _is_of(file: str, ids: Collection[str], file_of: Callable[[str], str]) -> bool:
    """Whether this is the file of one of these documents."""
    id = file.rpartition("/")[2].partition(".")[0]
    return id in ids and file == file_of(id)


def _written(drawing: Drawing, views: Iterator[DocumentView]) -> Iterator[tuple[UUID, pictures.Pictures]]:
    """Write the pages of documents, explained a few at a time."""
    while batch := list(islice(views, _BATCH)):
        explained = whys(drawing.session, batch, is_lasting=True)
        yield from ((view.document.id, _write(drawing, view, explained[view.document.id])) for view in batch)


def _write(drawing: Drawing, view: DocumentView, why: Why) -> pictures.Pictures:
    file = links.file_of_document(view.document.id)
    found = pictures.of(drawing.folder, view.document.id, document_page.drawable(view))
    shown = _shown(RelativeLinks(file), found.pages)
    drawing.draw(file, "document", **document_page.values(view, why, shown, partial(_href, drawing, file)))
    return found


def _shown(to: RelativeLinks, found: Mapping[int, pictures.Picture]) -> dict[int, Shown]:
    return {number: Shown(to.to(each.file), each.width, each.height) for number, each in found.items()}


def _href(drawing: Drawing, file: str, original: File) -> str | None:
    """The address of a file in a folder, from a page of the report. It holds until one of both is moved."""
    store = page_store()
    if not store.is_mounted or original.media_type not in document_page.OPENED:
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
