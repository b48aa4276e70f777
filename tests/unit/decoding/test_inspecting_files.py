"""What every kind of file turns out to be, and what a file that is no good is told."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from alfrd_luigi.decoding import shared
from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import FileInfo
from alfrd_luigi.errors import InvalidInputError

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


def frames(image_format: str, count: int) -> bytes:
    more = [Image.effect_noise((60, 40), 80) for _ in range(count - 1)]
    return picture(image_format, save_all=True, append_images=more)


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
        ("no-extension", "PNG", "image/png"),
        ("from-a-scanner.scan", "PNG", "image/png"),
    ],
)
def test_an_image_is_known_by_its_content(
    decoder: Decoder, write: Write, name: str, image_format: str, media_type: str
) -> None:
    assert decoder.inspect(write(name, picture(image_format))) == FileInfo(media_type, "image", 1)


def test_a_tiff_has_a_page_for_each_frame(decoder: Decoder, write: Write) -> None:
    assert decoder.inspect(write("fax.tif", frames("TIFF", 3))).pages == 3


@pytest.mark.parametrize(("name", "image_format"), [("moving.webp", "WEBP"), ("moving.png", "PNG")])
def test_an_animation_is_one_page(decoder: Decoder, write: Write, name: str, image_format: str) -> None:
    assert decoder.inspect(write(name, frames(image_format, 3))).pages == 1


def test_a_pdf_tells_its_pages(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    assert decoder.inspect(write("bill.pdf", make_pdf(SENTENCE, SENTENCE))) == FileInfo("application/pdf", "pdf", 2)


def test_a_pdf_may_have_something_before_its_header(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    assert decoder.inspect(write("bill.pdf", b"\n\n" + make_pdf(SENTENCE))).kind == "pdf"


@pytest.mark.parametrize("name", ["note.txt", "note.TEXT", "note.md", "note"])
def test_text_is_text(decoder: Decoder, write: Write, name: str) -> None:
    assert decoder.inspect(write(name, b"first page\fsecond page\n")) == FileInfo("text/plain", "text", 2)


def test_the_module_has_a_decoder_of_its_own(write: Write) -> None:
    assert shared.inspect(write("note.txt", b"hello")).kind == "text"
    assert shared.decoder() is shared.decoder()


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "TIFF", "WEBP"])
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


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"GIF89a\x01\x00", "a GIF image"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x00\x00\x00\x18ftypheic", "a HEIC photo"),
        (b"{\\rtf1 text}", "an RTF document"),
    ],
)
def test_a_known_format_that_is_not_read_is_named(decoder: Decoder, write: Write, content: bytes, what: str) -> None:
    assert what in refused(decoder, write("file", content)).message


@pytest.mark.parametrize("content", [b"text with a \x00 in it", b"\x7fELF\x02\x01\x01\x00", b"\x01\x02\x03\x04"])
def test_binary_content_is_not_text(decoder: Decoder, write: Write, content: bytes) -> None:
    assert "not a supported kind" in refused(decoder, write("file.txt", content)).message


@pytest.mark.parametrize("name", ["page.html", "table.csv", "program.py"])
def test_text_under_the_name_of_something_else_is_refused(decoder: Decoder, write: Write, name: str) -> None:
    refused(decoder, write(name, b"hello, world"))


def test_a_blank_text_is_refused(decoder: Decoder, write: Write) -> None:
    assert "holds no text" in refused(decoder, write("note.txt", b" \n\f\n")).message


def test_content_that_is_not_the_extension_is_refused_with_both_named(
    decoder: Decoder, write: Write, make_pdf: PdfMaker
) -> None:
    error = refused(decoder, write("photo.jpg", make_pdf(SENTENCE)))
    assert ".jpg" in error.message
    assert "PDF" in error.message


def test_a_png_named_jpg_is_refused(decoder: Decoder, write: Write) -> None:
    assert "PNG image" in refused(decoder, write("photo.jpg", picture("PNG"))).message


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
