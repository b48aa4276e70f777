"""PDFs with actions, loops, false sizes, embedded files, or content that expands."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from support.corpus.cases import Case, flipped, squeezed

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_FIRST_FREE = 6  # the lower object numbers are used


def cases() -> Iterator[Case]:
    """All cases."""
    yield from _active()
    yield from _looping()
    yield from _swelling()
    yield from _lying()


def pdf(says: str, *objects: bytes, catalog: bytes = b"", page: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page with a text. `objects` are numbered from 6."""
    content = b"BT /F1 12 Tf 50 700 Td (%s, the letter says, and more than that.) Tj ET" % says.encode()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        _FONT,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R"
        b" /Resources << /Font << /F1 3 0 R >> >> %s >>" % page,
        stream(content),
        *objects,
    ]
    return assembled(bodies, trailer)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def assembled(bodies: list[bytes], trailer: bytes = b"") -> bytes:
    """The objects, numbered from 1, with a table of their offsets. The first is the catalogue."""
    parts, offsets, size = [b"%PDF-1.7\n"], [], 9
    for number, body in enumerate(bodies, start=1):
        offsets.append(size)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        size += len(parts[-1])
    count = len(bodies) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % count)
    parts += [b"%010d 00000 n \n" % offset for offset in offsets]
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, size))
    return b"".join(parts)


def _active() -> Iterator[Case]:
    script = b"<< /S /JavaScript /JS (while\\(true\\){app.alert\\('x'\\)}) >>"
    yield Case.of_bytes("javascript.pdf", "accepted", pdf("scripts", script, catalog=b"/OpenAction 6 0 R"))
    launch = b"<< /S /Launch /F (/bin/sh) >>"
    yield Case.of_bytes("launch.pdf", "accepted", pdf("launch", launch, catalog=b"/OpenAction 6 0 R"))
    names = b"/Names << /EmbeddedFiles << /Names [(virus.exe) 7 0 R] >> >>"
    attached = (stream(b"MZ\x90\0" * 50), b"<< /Type /Filespec /F (../../virus.exe) /EF << /F 6 0 R >> >>")
    yield Case.of_bytes("attachment.pdf", "accepted", pdf("attached", *attached, catalog=names))
    web = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 600 800] /A << /S /URI /URI (http://192.0.2.1/) >> >>]"
    yield Case.of_bytes("link-over-all.pdf", "accepted", pdf("a link", page=web))
    form = b"/AcroForm << /Fields [6 0 R] /NeedAppearances true >>"
    field = b"<< /FT /Tx /T (a) /V (b) /Parent 6 0 R /Kids [6 0 R] /Subtype /Widget /Type /Annot /Rect [0 0 9 9] >>"
    yield Case.of_bytes("form-loop.pdf", "either", pdf("a form", field, catalog=form, page=b"/Annots [6 0 R]"))
    yield Case.of_bytes("archive-behind.pdf", "accepted", pdf("zipped") + b"PK\x03\x04" + bytes(300))
    yield Case.of_bytes("page-before.pdf", "either", b"<html><script>alert(1)</script>\n" + pdf("a page"))


def _looping() -> Iterator[Case]:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    tree = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>", page]
    yield Case.of_bytes("tree-loop.pdf", "either", assembled(tree))
    itself = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 4 >>"
    drawn = itself + b"\nstream\n/X Do\nendstream"
    again = b"/Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> /Contents [5 0 R 7 0 R]"
    yield Case.of_bytes("picture-loop.pdf", "either", pdf("draws itself", drawn, stream(b"/X Do"), page=again))
    yield Case.of_bytes("table-loop.pdf", "either", pdf("its table", trailer=b"/Prev 9"))
    length = b"<< /Length 6 0 R >>\nstream\nBT ET\nendstream"
    yield Case.of_bytes("length-loop.pdf", "either", pdf("its length", length, page=b"/Contents 6 0 R"))
    deep = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    deep += [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % number for number in range(3, 1503)]
    yield Case.of_bytes("deep-tree.pdf", "either", assembled([*deep, page]))
    yield Case.of_bytes("deep-arrays.pdf", "either", pdf("brackets", b"[" * 100_000))


def _swelling() -> Iterator[Case]:
    yield Case.of_bytes("bomb.pdf", "either", lambda: _bomb(200))
    yield Case.of_bytes("bomb-in-a-bomb.pdf", "either", lambda: _bomb(200, twice=True))
    row = zlib.compress(bytes(3 * 30_000), 9)
    image = b"/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    drawn = (stream(row, image + b" /Filter /FlateDecode"), stream(b"q 600 0 0 800 0 0 cm /I Do Q"))
    shown = b"/Resources << /Font << /F1 3 0 R >> /XObject << /I 6 0 R >> >> /Contents [5 0 R 7 0 R]"
    yield Case.of_bytes("picture-bomb.pdf", "either", pdf("large picture", *drawn, page=shown))
    words = stream(b"BT /F1 1 Tf 1 1 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ) Tj " * 8_000 + b"ET")
    yield Case.of_bytes("too-many-letters.pdf", "either", pdf("letters", words, page=b"/Contents [5 0 R 6 0 R]"))
    yield Case.of_bytes("pages-5000.pdf", "rejected", lambda: _of_pages(5_000), "has 5000 pages")


def _bomb(megabytes: int, *, twice: bool = False) -> bytes:
    """A page whose content has this size after decompression, optionally compressed twice."""
    content, how = squeezed(b" " * 1_000_000, megabytes), b"/Filter /FlateDecode"
    if twice:
        content, how = zlib.compress(content, 9), b"/Filter [/FlateDecode /FlateDecode]"
    return pdf("swells", stream(content, how), page=b"/Contents [5 0 R 6 0 R]")


def _of_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *[page] * count])


def _lying() -> Iterator[Case]:
    whole = pdf("a whole letter")
    yield Case.of_bytes("cut.pdf", "either", whole[: len(whole) // 2])
    yield Case.of_bytes("head-alone.pdf", "rejected", b"%PDF-1.7\n")
    for seed in (1, 2, 3):
        yield Case.of_bytes(f"flipped-{seed}.pdf", "either", flipped(pdf(f"flipped {seed}"), seed))
    yield Case.of_bytes("no-table.pdf", "either", pdf("no table").partition(b"xref")[0])
    lock = b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"0" * 64, b"0" * 64)
    yield Case.of_bytes("locked.pdf", "rejected", pdf("locked", trailer=lock), "encrypted")
    none = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    yield Case.of_bytes("no-pages.pdf", "rejected", assembled(none), "without pages")
    claims = [none[0], b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>", b"<< /Type /Page /Parent 2 0 R >>"]
    yield Case.of_bytes("claims-pages.pdf", "either", assembled(claims))
    for number, box in enumerate((b"[0 0 0 0]", b"[0 0 1e30 1e30]", b"[9 9 -9 -9]", b"[0 0 2000000000 1]", b"(box)")):
        sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox %s >>" % box
        tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
        yield Case.of_bytes(f"box-{number}.pdf", "either", assembled([none[0], tree, sheet]))
    yield Case.of_bytes("web-page.pdf", "rejected", b"<!doctype html><p>Please log in", "an HTML page")
