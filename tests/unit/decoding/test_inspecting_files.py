"""The format that is found for each kind of file, and the error for an unusable file."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from alfrd_luigi.decoding.decoder import Decoder, shared_decoder
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import FileInfo, PageImage
from alfrd_luigi.decoding.refusal import OverdueError
from alfrd_luigi.errors import InvalidInputError
from support import heic

Write = Callable[[str, bytes], Path]
PdfMaker = Callable[..., bytes]
SENTENCE = b"BT /F1 12 Tf 72 700 Td (A short letter about nothing in particular) Tj ET"
LOCKED = (
    b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(0123456789abcdef) (0123456789abcdef)]"
    % (
        b"o" * 32,
        b"u" * 32,
    )
)


def picture(image_format: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(buffer, image_format, **options)
    return buffer.getvalue()


def frames(image_format: str, count: int, **options: Any) -> bytes:
    more = [Image.effect_noise((60, 40), 80) for _ in range(count - 1)]
    return picture(image_format, save_all=True, append_images=more, **options)


def refused(decoder: Decoder, path: Path) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        decoder.inspect(path)
    assert "\n" not in caught.value.line
    return caught.value


@pytest.mark.parametrize(
    ("name", "image_format", "media_type"),
    [
        ("photo.jpg", "JPEG", "image/jpeg"),
        ("photo.JPEG", "JPEG", "image/jpeg"),
        ("scan.png", "PNG", "image/png"),
        ("fax.tif", "TIFF", "image/tiff"),
        ("fax.tiff", "TIFF", "image/tiff"),
        ("web.webp", "WEBP", "image/webp"),
        ("photo.avif", "AVIF", "image/avif"),
        ("screen.bmp", "BMP", "image/bmp"),
        ("drawing.gif", "GIF", "image/gif"),
        ("scan.jp2", "JPEG2000", "image/jp2"),
        ("no-extension", "PNG", "image/png"),
        ("from-a-scanner.scan", "PNG", "image/png"),
    ],
)
def test_an_image_is_known_by_its_content(
    decoder: Decoder, write: Write, name: str, image_format: str, media_type: str
) -> None:
    assert decoder.inspect(write(name, picture(image_format))) == FileInfo(media_type, "image", 1)


@pytest.mark.parametrize("name", ["IMG_1.HEIC", "photo.jpg", "photo"])
@pytest.mark.parametrize("photo", [heic.UPRIGHT, heic.TURNED, heic.SECOND_IS_PRIMARY])
def test_a_photo_of_a_phone_is_one_page(decoder: Decoder, write: Write, name: str, photo: bytes) -> None:
    assert decoder.inspect(write(name, photo)) == FileInfo("image/heic", "image", 1)


def test_a_jpeg_2000_may_lack_its_container(decoder: Decoder, write: Write) -> None:
    content = picture("JPEG2000", no_jp2=True)
    assert content.startswith(b"\xff\x4f")
    assert decoder.inspect(write("scan.j2k", content)) == FileInfo("image/jp2", "image", 1)


def test_a_tiff_has_a_page_for_each_frame(decoder: Decoder, write: Write) -> None:
    assert decoder.inspect(write("fax.tif", frames("TIFF", 3))).pages == 3


@pytest.mark.parametrize(
    ("name", "image_format"),
    [("moving.webp", "WEBP"), ("moving.png", "PNG"), ("moving.gif", "GIF"), ("moving.avif", "AVIF")],
)
def test_an_animation_is_one_page(decoder: Decoder, write: Write, name: str, image_format: str) -> None:
    assert decoder.inspect(write(name, frames(image_format, 3))).pages == 1


def test_a_pdf_tells_its_pages(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    assert decoder.inspect(write("bill.pdf", make_pdf(SENTENCE, SENTENCE))) == FileInfo("application/pdf", "pdf", 2)


def test_a_pdf_may_have_something_before_its_header(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    assert decoder.inspect(write("bill.pdf", b"\n\n" + make_pdf(SENTENCE))).kind == "pdf"


@pytest.mark.parametrize("name", ["note.txt", "note.TEXT", "note.md", "note"])
def test_text_is_text(decoder: Decoder, write: Write, name: str) -> None:
    assert decoder.inspect(write(name, b"first page\fsecond page\n")) == FileInfo("text/plain", "text", 2)


def test_a_process_has_one_decoder(write: Write) -> None:
    assert shared_decoder().inspect(write("note.txt", b"hello")).kind == "text"
    assert shared_decoder() is shared_decoder()


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "BMP", "GIF", "JPEG2000"])
def test_a_truncated_image_is_refused(decoder: Decoder, write: Write, image_format: str) -> None:
    content = picture(image_format, size=(300, 300))
    error = refused(decoder, write("scan", content[: len(content) // 2]))
    assert error.message.startswith("scan is damaged")
    assert error.hint


def test_a_tiff_with_one_bad_frame_is_refused(decoder: Decoder, write: Write) -> None:
    content = frames("TIFF", 2)
    refused(decoder, write("fax.tif", content[:-500]))


def test_an_encrypted_pdf_is_refused(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    error = refused(decoder, write("bill.pdf", make_pdf(SENTENCE, trailer=LOCKED)))
    assert error.message == "bill.pdf is an encrypted PDF"
    assert error.hint == "Remove its password and add it again"


@pytest.mark.parametrize("before", [b"%PDF-1.4 junk", b"", None])
def test_a_pdf_without_pages_is_refused_whatever_came_before(
    decoder: Decoder, write: Write, make_pdf: PdfMaker, before: bytes | None
) -> None:
    refused(decoder, write("before.pdf", make_pdf(SENTENCE, trailer=LOCKED) if before is None else before))
    assert "without pages" in refused(decoder, write("bill.pdf", make_pdf())).message


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"nothing of the kind\n" * 200])
def test_a_pdf_that_does_not_parse_is_refused(decoder: Decoder, write: Write, content: bytes) -> None:
    assert "damaged PDF" in refused(decoder, write("bill.pdf", content)).message


def test_an_empty_file_is_refused(decoder: Decoder, write: Write) -> None:
    assert refused(decoder, write("bill.pdf", b"")).message == "bill.pdf is empty"


def brand(*names: bytes) -> bytes:
    """The beginning of a file of the family of MP4, by its brands."""
    return b"\0\0\0\x20ftyp" + names[0] + bytes(4) + b"".join(names[1:]) + bytes(40)


FOREIGN: dict[str, tuple[str, bytes]] = {
    "a video": ("film.mp4", brand(b"isom", b"mp42")),
    "a BigTIFF in big-endian byte order": ("scan.tif", b"MM\0+\0\x08\0\0" + bytes(40)),
    "a JPEG XL image": ("scan.jxl", b"\xff\x0a\xfa\x1f\x01" + bytes(40)),
    "a camera's raw photo": ("photo.nef", b"MM\0*" + bytes(40)),
    "an Outlook message": ("mail.msg", b"\xd0\xcf\x11\xe0" + bytes(600)),
    "an old Word document": ("letter.doc", b"\xd0\xcf\x11\xe0" + bytes(600)),
    "an old office document": ("mail", b"\xd0\xcf\x11\xe0" + bytes(600)),
    "a 7z archive": ("papers.7z", b"7z\xbc\xaf\x27\x1c\0\4"),
    "a RAR archive": ("papers.rar", b"Rar!\x1a\x07\0"),
    "a gzip archive": ("papers.tar.gz", b"\x1f\x8b\x08\0"),
    "a tar archive": ("papers.tar", b"papers/".ljust(257, b"\0") + b"ustar\0"),
    "a PostScript file": ("page.ps", b"%!PS-Adobe-3.0\n"),
    "an encrypted message (OpenPGP)": ("letter.txt", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n"),
    "a signed or encrypted envelope (PKCS #7)": ("bill.pdf.p7m", b"\x30\x82\1\1\6\t\x2a\x86\x48\x86\xf7\x0d\1\7\2"),
    "a Windows shortcut": ("scan.pdf.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(60)),
    "a Windows program": ("scan.exe", b"MZ\x90\0"),
    "a sound recording": ("memo.m4a", brand(b"M4A ")),
    "an e-mail of Apple Mail": ("mail.emlx", b"52\nFrom: a@b.example\nSubject: Your bill\n\nAmount due $12.00\n"),
    "an HTML page": ("bill.pdf", b"<!doctype html><p>Please log in</p>"),
    "an SVG drawing": ("plan.svg", b'<?xml version="1.0"?>\n<!-- a plan -->\n<svg></svg>'),
    "an XML document": ("invoice.xml", b"not in XML"),
    "JSON data": ("data.json", b'{"a": 1}'),
    "a CSV table": ("table.csv", b"date;amount\n1;2\n"),
    "a program": ("program.py", b"hello, world"),
    "a file of an unknown kind": ("data.bin", bytes(range(1, 200))),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_not_supported_is_called_what_it_is(decoder: Decoder, write: Write, what: str) -> None:
    name, content = FOREIGN[what]
    error = refused(decoder, write(name, content))
    assert error.message == f"{name} is {what}, which is not supported"
    assert "name" not in error.hint.lower()  # another name would not help


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("saved", b"<html><body>Hello</body></html>", "an HTML page"),
        ("photo.jpg", brand(b"isom", b"mp42"), "a video"),
    ],
)
def test_a_foreign_kind_is_known_by_its_content(
    decoder: Decoder, write: Write, name: str, content: bytes, what: str
) -> None:
    assert what in refused(decoder, write(name, content)).message


@pytest.mark.parametrize("content", [b"text with a \x00 in it", b"\x01\x02\x03\x04", bytes(5000)])
def test_binary_content_is_not_text(decoder: Decoder, write: Write, content: bytes) -> None:
    assert "is a file of an unknown kind" in refused(decoder, write("file.txt", content)).message


def test_a_binary_character_far_into_a_text_is_seen(decoder: Decoder, write: Write) -> None:
    assert "is a file of an unknown kind" in refused(decoder, write("file.txt", b"word " * 10_000 + b"\0")).message


@pytest.mark.parametrize(
    ("name", "reason"),
    [("notes.log", "is text under the name .log"), ("bill.pdf", "is named .pdf but holds plain text")],
)
def test_text_under_another_name_is_no_document(decoder: Decoder, write: Write, name: str, reason: str) -> None:
    error = refused(decoder, write(name, b"hello, world"))
    assert reason in error.message
    assert ".txt" in error.hint


@pytest.mark.parametrize("name", ["Letter 2024.5", "Bill no. 7", "memo"])
def test_a_name_may_have_a_dot_and_no_extension(decoder: Decoder, write: Write, name: str) -> None:
    assert decoder.inspect(write(name, b"From: Ann\nTo: Bob\nSubject: Rent\n\nIt is due.")).kind == "text"


@pytest.mark.parametrize(
    "text", [b"BMW garage, invoice 12", b"MZ", b"ID3 tags", b"A PDF begins with %PDF-1.7", b"ftyp"]
)
def test_words_that_look_like_a_signature_are_text(decoder: Decoder, write: Write, text: bytes) -> None:
    assert decoder.inspect(write("note.txt", text)).kind == "text"


def test_no_text_takes_long_to_be_recognised(decoder: Decoder, write: Write) -> None:
    for text in (b"<!-- x -->" * 1600, b"a: b\n" * 3000, b" " * 16_000, b"<?xml " * 2500, b"[" * 16_000):
        with contextlib.suppress(InvalidInputError):
            decoder.inspect(write("page", text), seconds=2)


def test_a_blank_text_is_refused(decoder: Decoder, write: Write) -> None:
    assert "holds no text" in refused(decoder, write("note.txt", b" \n\f\n")).message


@pytest.mark.parametrize("name", ["photo.jpg", "bill.txt", "bill.scan001", "bill", "bill.pdf.1"])
def test_a_pdf_is_one_under_any_name(decoder: Decoder, write: Write, make_pdf: PdfMaker, name: str) -> None:
    assert decoder.inspect(write(name, make_pdf(SENTENCE))).media_type == "application/pdf"


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "BMP", "GIF"])
@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.txt", "photo.bmp", "photo.2"])
def test_a_picture_is_what_it_is_under_any_name(decoder: Decoder, write: Write, image_format: str, name: str) -> None:
    assert decoder.inspect(write(name, picture(image_format))).media_type == f"image/{image_format.lower()}"


def test_a_truncated_photo_of_a_phone_is_refused(decoder: Decoder, write: Write) -> None:
    assert "is damaged" in refused(decoder, write("IMG_1.heic", heic.UPRIGHT[:-40])).message
    assert "is damaged" in refused(decoder, write("IMG_1.heic", heic.UPRIGHT[:100])).message


def test_a_tiff_may_have_offsets_of_64_bits(decoder: Decoder, write: Write) -> None:
    path = write("scan.png", frames("TIFF", 3, big_tiff=True))
    assert decoder.inspect(path) == FileInfo("image/tiff", "image", 3)
    assert [type(page) for page in decoder.pages(path, "image/tiff")] == [PageImage] * 3


def test_a_caller_may_give_a_file_less_time(decoder: Decoder, write: Write) -> None:
    path = write("poster.png", picture("PNG", size=(2400, 2400), compress_level=1))
    with pytest.raises(OverdueError):
        decoder.inspect(path, seconds=0.002)
    assert decoder.inspect(path, seconds=60) == decoder.inspect(path) == FileInfo("image/png", "image", 1)


def test_a_name_is_shown_on_one_line_and_letters_are_left_alone(decoder: Decoder, write: Write) -> None:
    error = refused(decoder, write("Käse 🧀\nbill\x1b[31m.pdf", b""))
    assert error.message == "Käse 🧀\\nbill\\x1b[31m.pdf is empty"


def test_a_name_that_is_not_unicode_is_shown_escaped(decoder: Decoder, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf"))
    path.write_bytes(b"")
    assert refused(decoder, path).message == "caf\\udce9.pdf is empty"


def test_a_missing_file_is_refused(decoder: Decoder, tmp_path: Path) -> None:
    assert "No such file" in refused(decoder, tmp_path / "gone.pdf").message


def test_what_is_no_regular_file_is_refused(decoder: Decoder, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert "not a regular file" in refused(decoder, tmp_path / "pipe.pdf").message
    assert "not a regular file" in refused(decoder, tmp_path).message


def test_sixty_megapixels_are_fine(decoder: Decoder, write: Write) -> None:
    buffer = io.BytesIO()
    Image.new("L", (7500, 8000), 255).save(buffer, "PNG", compress_level=1)
    assert decoder.inspect(write("poster.png", buffer.getvalue())).pages == 1


def test_two_hundred_megapixels_are_refused(decoder: Decoder, write: Write) -> None:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(buffer, "PNG", compress_level=1)
    error = refused(decoder, write("poster.png", buffer.getvalue()))
    assert "20000 by 10000 pixels" in error.message


@pytest.fixture(scope="module")
def strict() -> Decoder:
    return Decoder(limits=Limits(pages=2, text_bytes=1000))


def test_more_pages_than_allowed_are_refused(strict: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    for path in (
        write("bill.pdf", make_pdf(SENTENCE, SENTENCE, SENTENCE)),
        write("fax.tif", frames("TIFF", 3)),
        write("note.txt", b"one\ftwo\fthree"),
    ):
        error = refused(strict, path)
        assert "has 3 pages; 2 is the limit" in error.message
        assert error.hint == "Split it into smaller files"
    strict.close()


def test_a_text_longer_than_allowed_is_refused(strict: Decoder, write: Write) -> None:
    assert "is a text of more than" in refused(strict, write("note.txt", b"x" * 1001)).message
    strict.close()
