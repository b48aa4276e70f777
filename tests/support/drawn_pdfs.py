"""PDFs by hand, in which the same bill is text, a picture, drawn outlines, or several of them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from support.corpus.pdfs import assembled, stream

BILL = (
    "Harbour Gas Works",
    "7 Quay Road, Portsmouth",
    "Customer number: 40-771-9",
    "Invoice date: 04/11/2024",
    "Standing charge 18.00",
    "Gas used 104.30",
    "Total amount due 122.30",
    "Please pay by direct debit before the end of the month.",
)
WIDTH, HEIGHT = 612, 792
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding %s >>"
_FIRST_FREE = 6  # the lower object numbers are used


def pdf(
    content: bytes,
    *objects: bytes,
    font: bytes = b"",
    fonts: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    catalog: bytes = b"",
) -> bytes:
    """A PDF of one page with this content. `objects` are numbered from 6."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            _FONT % font,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 5 0 R"
            b" /Resources << /Font << /F1 3 0 R %s >> %s >> %s >>" % (WIDTH, HEIGHT, fonts, resources, page),
            stream(content),
            *objects,
        ]
    )


def text(lines: Sequence[str | bytes], top: int = 720, *, size: int = 11, before: bytes = b"") -> bytes:
    """Content that shows lines of text from `top` down."""
    shown = [
        b"BT %s /F1 %d Tf 1 0 0 1 72 %d Tm <%s> Tj ET" % (before, size, top - 20 * number, _bytes(line).hex().encode())
        for number, line in enumerate(lines)
    ]
    return b"\n" + b"\n".join(shown)


def _bytes(line: str | bytes) -> bytes:
    return line if isinstance(line, bytes) else line.encode("cp1252")


def printed(lines: Sequence[str], width: int = 1224, height: int = 1584, *, size: int = 24) -> Image.Image:
    """A grey picture of lines of text, two pixels a point for a whole page."""
    picture = Image.new("L", (width, height), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size)
    for number, line in enumerate(lines):
        draw.text((144, 100 + 2 * size * number), line, 0, font)
    return picture


def image(picture: Image.Image) -> bytes:
    """A picture as an object."""
    return stream(
        zlib.compress(picture.tobytes()),
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Filter /FlateDecode" % picture.size,
    )


def strips(picture: Image.Image, count: int) -> tuple[bytes, list[bytes], bytes]:
    """A page-sized picture in strips: the content, the objects, and the resources."""
    height = picture.height // count
    parts = [picture.crop((0, height * at, picture.width, height * (at + 1))) for at in range(count)]
    drawn = [
        b"q %d 0 0 %g 0 %g cm /S%d Do Q" % (WIDTH, HEIGHT / count, HEIGHT - HEIGHT / count * (at + 1), at)
        for at in range(count)
    ]
    names = b" ".join(b"/S%d %d 0 R" % (at, _FIRST_FREE + at) for at in range(count))
    return b"\n".join(drawn), [image(part) for part in parts], b"/XObject << %s >>" % names


def outlines(picture: Image.Image) -> bytes:
    """Content that draws a page-sized picture as areas: each run of black pixels is a rectangle."""
    ink = picture.point(lambda value: 255 * (value < 128))
    scale, drawn = WIDTH / picture.width, []
    pixels = ink.tobytes()
    for y in range(picture.height):
        row = pixels[y * picture.width : (y + 1) * picture.width]
        start = row.find(b"\xff")
        while start >= 0:
            end = row.find(b"\0", start)
            end = end if end >= 0 else len(row)
            drawn.append(b"%.2f %.2f %.2f %.2f re" % _area(start, end, y, scale))
            start = row.find(b"\xff", end)
    return b"\n".join(drawn) + b"\nf"


def _area(start: int, end: int, y: int, scale: float) -> tuple[float, float, float, float]:
    return start * scale, HEIGHT - (y + 1) * scale, (end - start) * scale, scale


def unicode_map(pairs: dict[int, str]) -> bytes:
    """A ToUnicode map from codes to text."""
    lines = b"\n".join(
        b"<%02X> <%s>" % (code, value.encode("utf-16-be").hex().encode()) for code, value in pairs.items()
    )
    return stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def"
        b" 1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar\n%s\nendbfchar endcmap end end"
        % (len(pairs), lines)
    )


def _utf16(value: str) -> bytes:
    return value.encode("utf-16-be").hex().encode()


def with_files(files: dict[str, bytes], lines: Sequence[str], *, catalog: bytes = b"") -> bytes:
    """A PDF of one page of text, with attached files."""
    objects: list[bytes] = []
    names = []
    for name, content in files.items():
        number = _FIRST_FREE + len(objects)
        objects.append(stream(content, b"/Type /EmbeddedFile"))
        shown = name.encode()
        objects.append(b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (shown, shown, number))
        names.append(b"(%s) %d 0 R" % (shown, number + 1))
    tree = b"/Names << /EmbeddedFiles << /Names [%s] >> >> %s" % (b" ".join(names), catalog)
    return pdf(text(lines), *objects, catalog=tree)


def jpeg(picture: Image.Image) -> bytes:
    """A picture as a JPEG file."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG")
    return buffer.getvalue()
