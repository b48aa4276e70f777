"""Files for the decoding tests, and a decoder that the tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alfrd_luigi.decoding.decoder import Decoder

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PdfMaker = Callable[..., bytes]


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    shared = Decoder()
    yield shared
    shared.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def written(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


@pytest.fixture(scope="session")
def make_pdf() -> PdfMaker:
    return build_pdf


def build_pdf(
    *contents: bytes,
    page: bytes = b"/MediaBox [0 0 612 792]",
    resources: bytes = b"",
    catalog: bytes = b"",
    trailer: bytes = b"",
    objects: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF by hand: one page for each content stream; `objects` are numbered from 4 on, before those of the pages."""
    first_page = 4 + len(objects)
    kids = b" ".join(b"%d 0 R" % (first_page + 2 * index) for index in range(len(contents)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        FONT,
        *objects,
    ]
    for index, content in enumerate(contents):
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> %s >> >>"
            % (page, first_page + 2 * index + 1, resources)
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _assembled(bodies, trailer)


def _assembled(bodies: list[bytes], trailer: bytes) -> bytes:
    document, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        document
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(bodies) + 1,
            table,
            len(bodies) + 1,
            trailer,
            len(document),
        )
    )
