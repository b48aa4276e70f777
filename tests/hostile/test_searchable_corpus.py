"""The pictures and PDFs of the corpus as searchable PDFs: each becomes one, or is refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import FileInfo, SourceFile
from alfrd_luigi.errors import AlfrdError
from support.corpus import make

PAGE = {"turn": "up", "words": [["Gas", 0.1, 0.1, 0.2, 0.12], ["12,50 €", 0.3, 0.1, 0.5, 0.12]]}


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    made = Decoder(megabytes=400, seconds=30, limits=Limits(pages=100))
    yield made
    made.close()


def test_each_becomes_a_pdf_or_is_refused(decoder: Decoder, tmp_path: Path) -> None:
    made, wrong = 0, []
    make(tmp_path / "corpus")
    for path in sorted(path for path in (tmp_path / "corpus").rglob("*") if path.is_file() and not path.is_symlink()):
        found = _inspected(decoder, path)
        if found is None or found.kind not in ("image", "pdf"):
            continue
        source = SourceFile(path, found.media_type, found.pages)
        try:
            pdf = decoder.searchable([source], json.dumps([[PAGE] * found.pages]).encode())
        except AlfrdError as error:
            wrong.append(f"{path.name!r}: {error.line}")
            continue
        made += 1
        if len(pypdfium2.PdfDocument(pdf.data)) != pdf.pages or (not pdf.left and pdf.pages != found.pages):
            wrong.append(f"{path.name!r}: has {pdf.pages} pages of {found.pages}")
    assert wrong == []
    assert made > 20


def _inspected(decoder: Decoder, path: Path) -> FileInfo | None:
    try:
        return decoder.inspect(path)
    except AlfrdError:
        return None
