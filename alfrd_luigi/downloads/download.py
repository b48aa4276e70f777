"""What a person gets of documents: one file, which is a ZIP file for several.

The bytes depend on the documents alone: the same documents give the same ZIP file.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import IO, Any, NamedTuple
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from alfrd_luigi.database import documents, listings
from alfrd_luigi.database.documents import File
from alfrd_luigi.database.listings import Page
from alfrd_luigi.database.session import Session
from alfrd_luigi.decoding import formats
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import SourceFile
from alfrd_luigi.document_files.ownership import OwnedPageStore
from alfrd_luigi.document_files.port import EXTENSIONS
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.downloads import file_names

_PDF = "application/pdf"
_ZIP = "application/zip"
# Of pages whose words, or some of them, were recognised. The others have a text layer already.
_RECOGNISED = {"ocr", "text_layer_and_ocr"}
_OF_LAYER = 1.0
"""The confidence of a word that a text layer has."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_COPIED_AT_ONCE = 1 << 20


class Part(NamedTuple):
    """A file. `write` writes its content, and raises the errors of the page store and of decoding."""

    name: str
    media_type: str
    write: Callable[[IO[bytes]], None]


class Notes(list[str]):
    """What a person should know of a download, in the order in which it was found."""


def download(session: Session, ids: Sequence[UUID], *, searchable: bool, notes: Notes) -> Part:
    """The file of these documents: the only original or PDF, or a ZIP file of all of them."""
    found = [part for id in ids for part in _parts(session, id, searchable=searchable, notes=notes)]
    if len(found) == 1:
        return found[0]
    stem = "documents" if len(ids) > 1 else _stem(session, ids[0], found[0].name)
    names = list(file_names.unique([part.name for part in found]))
    return Part(f"{stem}.zip", _ZIP, lambda output: _write_zip(output, names, found))


def _parts(session: Session, id: UUID, *, searchable: bool, notes: Notes) -> list[Part]:
    files = documents.files(session, id)
    if not searchable:
        return [_original(session, file) for file in files]
    shown = [file for file in files if formats.kind_of(file.media_type) != "text"]
    texts = [file for file in files if formats.kind_of(file.media_type) == "text"]
    notes += [f"{_name(file)} is a text, and is given as it is" for file in texts]
    pdf = [_searchable(session, files, shown, notes)] if shown else []
    return [*pdf, *(_original(session, file) for file in texts)]


def _original(session: Session, file: File) -> Part:
    def write(output: IO[bytes]) -> None:
        with OwnedPageStore(page_store(), session).fetch(file.key, file.sha256) as path, path.open("rb") as opened:
            shutil.copyfileobj(opened, output, _COPIED_AT_ONCE)

    return Part(_name(file), file.media_type, write)


def _stem(session: Session, id: UUID, name: str, *, is_one: bool = False) -> str:
    """The name of a document of several files, without an extension: its title, or its issuer and day.

    `name` is that of its first file; one file gives its name to what is made of it.
    """
    stem = file_names.parts(name)[0]
    (row,) = listings.documents(session, ids=[id])
    named = row.title or " ".join(str(part) for part in (row.entity, row.document_date) if part is not None)
    if is_one or not named:
        return stem
    return file_names.parts(file_names.safe(f"{named}.pdf", f"{stem}.pdf"))[0]


def _name(file: File) -> str:
    extension = EXTENSIONS.get(file.media_type, ".bin")
    return file_names.safe(file.name, f"document-{str(file.document_id)[:8]}-{file.position}{extension}")


def _searchable(session: Session, files: Sequence[File], shown: Sequence[File], notes: Notes) -> Part:
    name = f"{_stem(session, shown[0].document_id, _name(shown[0]), is_one=len(shown) == 1)}.pdf"

    def write(output: IO[bytes]) -> None:
        layers = json.dumps(list(_layers(session, files, shown))).encode("ascii")
        with ExitStack() as opened:
            store = OwnedPageStore(page_store(), session)
            paths = [opened.enter_context(store.fetch(file.key, file.sha256)) for file in shown]
            sources = [SourceFile(path, file.media_type, file.pages) for path, file in zip(paths, shown, strict=True)]
            made = shared_decoder().searchable(sources, layers)
        if made.left:
            notes.append(f"{name} holds attached files, and got no text layer")
        output.write(made.data)

    return Part(name, _PDF, write)


def _layers(session: Session, files: Iterable[File], shown: Sequence[File]) -> Iterator[list[Any]]:
    """For each file that is shown, what the child gets of each of its pages."""
    first, pages = 1, {}
    for file in files:
        pages[file.position] = range(first, first + file.pages)
        first += file.pages
    read = {page.number: page for page in listings.pages(session, [shown[0].document_id], with_words=True)}
    for file in shown:
        yield [_layer(read.get(number)) for number in pages[file.position]]


def _layer(page: Page | None) -> dict[str, Any] | None:
    if page is None or page.source not in _RECOGNISED:
        return None
    # Each word: the text, its four edges, its confidence.
    words = [word[:5] for word in page.words if page.source == "ocr" or word[5] < _OF_LAYER]
    return {"turn": page.turn or "upright", "words": words}


def _write_zip(output: IO[bytes], names: Sequence[str], parts: Sequence[Part]) -> None:
    with ZipFile(output, "w", ZIP_STORED) as made:  # what scanners and PDF programs write is compressed already
        for name, part in zip(names, parts, strict=True):
            entry = ZipInfo(name, _NO_TIME)
            entry.external_attr = 0o600 << 16
            with made.open(entry, "w", force_zip64=True) as file:
                part.write(file)
