"""Writes laid-out pages as a PDF with real text, like the software of a company that sends bills.

The structure follows ISO 32000-1: a catalogue, a page tree, two of the standard fonts (9.6.2.2), and one content stream
for each page. It contains no date and no id, so the same pages give the same bytes.
"""

from __future__ import annotations

from alfrd_luigi.samples.layout import Placed, TextRun

_CATALOGUE, _PAGE_TREE, _REGULAR, _BOLD = 1, 2, 3, 4
_FIRST_PAGE = 5


def to_pdf(pages: tuple[Placed, ...]) -> bytes:
    """A PDF 1.4 file. Raises UnicodeEncodeError for a text outside Windows-1252."""
    numbers = range(_FIRST_PAGE, _FIRST_PAGE + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<< /Type /Catalog /Pages {_PAGE_TREE} 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        _font("Helvetica"),
        _font("Helvetica-Bold"),
    ]
    for number, page in zip(numbers, pages, strict=True):
        objects += [_page(page, content=number + 1), _stream(page)]
    return _file([text.encode("cp1252") for text in objects])


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _page(page: Placed, content: int) -> str:
    return (
        f"<< /Type /Page /Parent {_PAGE_TREE} 0 R /MediaBox [0 0 {page.width:.2f} {page.height:.2f}] "
        f"/Resources << /Font << /R {_REGULAR} 0 R /B {_BOLD} 0 R >> >> /Contents {content} 0 R >>"
    )


def _stream(page: Placed) -> str:
    texts = [_text(run, page.height) for line in page.lines for run in line]
    rules = [
        f"{page.margin:.2f} {page.height - y:.2f} m {page.width - page.margin:.2f} {page.height - y:.2f} l S"
        for y in page.rules
    ]
    content = "\n".join([*texts, *rules])
    return f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"


def _text(run: TextRun, height: float) -> str:
    escaped = run.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    font = "B" if run.bold else "R"
    return f"BT /{font} {run.size:g} Tf {run.x:.2f} {height - run.y:.2f} Td ({escaped}) Tj ET"


def _file(objects: list[bytes]) -> bytes:
    # The comment of bytes above 127 shows transfer programs that the file is binary (7.5.2).
    file = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, _CATALOGUE, start)
    return bytes(file)
