"""Pages for a service: accepted files are sent unchanged, and all others become a JPEG within its limits."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.limits import Encoding
from alfrd_luigi.decoding.model import EncodedPage, LayerPage, TextPage
from alfrd_luigi.errors import PermanentError
from alfrd_luigi.ocr.engines.textract import LIMITS

Write = Callable[[str, bytes], Path]
PdfMaker = Callable[..., bytes]
WHITE, RED = (255, 255, 255), (255, 0, 0)
LETTER = b"BT /F1 12 Tf 72 700 Td (Statement of account) Tj 200 0 Td (Balance 12.50) Tj ET"
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "WEBP": "image/webp"}


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def one(decoder: Decoder, path: Path, media_type: str, encoding: Encoding = LIMITS) -> EncodedPage:
    (page,) = decoder.pages(path, media_type, encoding)
    assert isinstance(page, EncodedPage)
    assert 0 < len(page.data) <= encoding.bytes
    assert max(page.width, page.height) <= encoding.side
    return page


def shown(page: EncodedPage) -> Image.Image:
    image = Image.open(io.BytesIO(page.data))
    image.load()
    assert TYPES[str(image.format)] == page.media_type
    assert image.size == (page.width, page.height)
    return image


def is_near(image: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    pixel = image.getpixel(place)
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def with_chunk(png: bytes, name: bytes, content: bytes) -> bytes:
    """The PNG with a chunk more, behind its pixels."""
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return png[:-12] + chunk + png[-12:]


def deep_colours() -> bytes:
    """A PNG of 16 bits a colour, which Pillow reads but does not write."""
    head = struct.pack(">IIBBBBB", 4, 4, 16, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xff\xff\0\0\0\0" * 4 for _ in range(4)))
    end = b"\0\0\0\0IEND\xaeB`\x82"
    return with_chunk(with_chunk(b"\x89PNG\r\n\x1a\n" + end, b"IHDR", head), b"IDAT", rows)


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


PHOTO = Image.new("RGB", (80, 40), "white")
PHOTO.paste(RED, (0, 0, 40, 40))


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("JPEG", saved(PHOTO, "JPEG")),
        ("JPEG", saved(PHOTO.convert("L"), "JPEG", progressive=True)),
        ("JPEG", saved(PHOTO, "JPEG", exif=turned(1))),
        ("PNG", saved(PHOTO, "PNG")),
        ("PNG", saved(PHOTO.convert("1"), "PNG")),
        ("PNG", saved(PHOTO.convert("P"), "PNG")),
        ("PNG", saved(PHOTO, "PNG", exif=turned(1))),
    ],
)
def test_what_the_service_takes_goes_as_it_is(decoder: Decoder, write: Write, form: str, content: bytes) -> None:
    page = one(decoder, write("page", content), TYPES[form])
    assert page == EncodedPage(TYPES[form], content, 80, 40)


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("JPEG", saved(Image.new("CMYK", (80, 40)), "JPEG")),
        ("JPEG", saved(PHOTO, "MPO", save_all=True, append_images=[PHOTO])),
        ("PNG", saved(PHOTO.convert("RGBA"), "PNG")),
        ("PNG", saved(PHOTO.convert("LA"), "PNG")),
        ("PNG", saved(PHOTO.convert("L"), "PNG", transparency=7)),
        ("PNG", saved(PHOTO.convert("P"), "PNG", transparency=0)),
        ("PNG", saved(Image.new("I;16", (80, 40)), "PNG")),
        ("PNG", saved(PHOTO, "PNG", save_all=True, append_images=[PHOTO.transpose(Image.Transpose.ROTATE_180)])),
        ("PNG", deep_colours()),
        ("TIFF", saved(PHOTO, "TIFF")),
        ("TIFF", saved(PHOTO.convert("1"), "TIFF", compression="group4")),
        ("WEBP", saved(PHOTO, "WEBP")),
    ],
)
def test_what_it_would_read_otherwise_becomes_a_jpeg(decoder: Decoder, write: Write, form: str, content: bytes) -> None:
    page = one(decoder, write("page", content), TYPES[form])
    assert page.media_type == "image/jpeg"
    assert shown(page).mode == "RGB"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_photo_is_turned_as_its_camera_says(decoder: Decoder, write: Write, form: str) -> None:
    content = saved(PHOTO, form, exif=turned(6))
    upright = shown(one(decoder, write("photo", content), TYPES[form]))
    assert upright.size == (40, 80)
    assert is_near(upright, (20, 5), RED)
    assert is_near(upright, (20, 75), WHITE)


def test_a_photo_that_says_so_behind_its_pixels_is_turned(decoder: Decoder, write: Write) -> None:
    late = with_chunk(saved(PHOTO, "PNG"), b"eXIf", turned(6).tobytes().removeprefix(b"Exif\0\0"))
    assert shown(one(decoder, write("photo.png", late), "image/png")).size == (40, 80)


def test_transparency_becomes_white(decoder: Decoder, write: Write) -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert is_near(shown(one(decoder, write("ink.png", saved(clear, "PNG")), "image/png")), (5, 5), WHITE)


def test_coloured_print_keeps_its_edges(decoder: Decoder, write: Write) -> None:
    stripes = Image.new("RGB", (64, 64), "white")
    for left in range(0, 64, 2):
        stripes.paste(RED, (left, 0, left + 1, 64))
    picture = shown(one(decoder, write("print.webp", saved(stripes, "WEBP", lossless=True)), "image/webp"))
    assert is_near(picture, (32, 32), RED)
    assert is_near(picture, (33, 32), WHITE)


def test_every_page_of_a_tiff_becomes_a_file(decoder: Decoder, write: Write) -> None:
    shades = [Image.new("L", (10, 10), shade) for shade in (0, 100, 255)]
    path = write("fax.tif", saved(shades[0], "TIFF", save_all=True, append_images=shades[1:]))
    pages = [shown(page) for page in decoder.pages(path, "image/tiff", LIMITS) if isinstance(page, EncodedPage)]
    assert [page.getpixel((5, 5)) for page in pages] == [(shade,) * 3 for shade in (0, 100, 255)]


def test_a_huge_noisy_image_is_brought_under_the_limit(decoder: Decoder, write: Write) -> None:
    noise = Image.frombytes("RGB", (2600, 2400), os.urandom(2600 * 2400 * 3))
    content = saved(noise, "PNG", compress_level=1)
    assert len(content) > LIMITS.bytes
    page = one(decoder, write("noise.png", content), "image/png")
    assert (page.width, page.height) == (2600, 2400)
    assert shown(page).format == "JPEG"


def test_an_image_with_a_side_too_long_is_scaled_down(decoder: Decoder, write: Write) -> None:
    strip = saved(Image.new("L", (1500, 10_001), 200), "PNG")
    page = one(decoder, write("strip.png", strip), "image/png")
    assert (page.width, page.height) == (1200, 8001)


def test_an_image_at_the_limit_goes_as_it_is(decoder: Decoder, write: Write) -> None:
    content = saved(Image.new("L", (10_000, 100), 200), "PNG")
    assert one(decoder, write("strip.png", content), "image/png").data == content


def test_a_service_that_takes_no_png_gets_none(decoder: Decoder, write: Write) -> None:
    only_jpeg = Encoding(bytes=1_000_000, side=50, as_is=("image/jpeg",))
    page = one(decoder, write("photo.png", saved(PHOTO, "PNG")), "image/png", only_jpeg)
    assert shown(page).size == (50, 25)


def test_what_no_quality_brings_under_the_limit_fails_for_good(decoder: Decoder, write: Write) -> None:
    tiny = Encoding(bytes=300, side=1000, as_is=())
    with pytest.raises(PermanentError, match=r"photo\.png cannot be made small enough"):
        list(decoder.pages(write("photo.png", saved(PHOTO, "PNG")), "image/png", tiny))


def test_a_page_of_a_pdf_is_drawn_finely(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    page = one(decoder, write("drawing.pdf", make_pdf(b"1 0 0 rg 0 396 612 396 re f")), "application/pdf")
    picture = shown(page)
    assert picture.size == (2319, 3000)
    assert is_near(picture, (1000, 500), RED)
    assert is_near(picture, (1000, 2500), WHITE)


def test_a_small_pdf_is_drawn_at_300_dots_an_inch(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    ticket = make_pdf(b"", page=b"/MediaBox [0 0 144 360]")
    page = one(decoder, write("ticket.pdf", ticket), "application/pdf")
    assert (page.width, page.height) == (600, 1500)


def test_text_stays_text(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    assert list(decoder.pages(write("note.txt", b"one"), "text/plain", LIMITS)) == [TextPage("one")]
    (page,) = decoder.pages(write("bill.pdf", make_pdf(LETTER)), "application/pdf", LIMITS)
    assert isinstance(page, LayerPage)


@pytest.mark.parametrize("encoding", [None, LIMITS])
def test_a_layer_that_is_not_wanted_is_drawn(
    decoder: Decoder, write: Write, make_pdf: PdfMaker, encoding: Encoding | None
) -> None:
    path = write("bill.pdf", make_pdf(LETTER))
    (page,) = decoder.pages(path, "application/pdf", encoding, text_layer=False)
    assert not isinstance(page, LayerPage | TextPage)


@pytest.mark.parametrize(
    ("confined", "said"), [({"seconds": 0.15}, r"takes more than 0\.15 s"), ({"megabytes": 200}, "too much memory")]
)
def test_what_a_child_cannot_encode_within_its_limits_fails_for_good(
    write: Write, confined: dict[str, Any], said: str
) -> None:
    path = write("large.tif", saved(Image.new("RGB", (9000, 9000)), "TIFF", compression="tiff_adobe_deflate"))
    decoder = Decoder(**confined)
    with closing(decoder), pytest.raises(PermanentError, match=said):
        list(decoder.pages(path, "image/tiff", LIMITS))


def test_a_damaged_file_fails_for_good(decoder: Decoder, write: Write) -> None:
    with pytest.raises(PermanentError, match=r"scan\.png is damaged"):
        list(decoder.pages(write("scan.png", b"not at all"), "image/png", LIMITS))


def test_a_file_as_it_is_is_not_decoded_again(decoder: Decoder, write: Write) -> None:
    # Intake has decoded it to its end; here, what is broken behind the head goes unnoticed.
    content = saved(Image.effect_noise((100, 100), 50), "PNG")[:-500]
    assert one(decoder, write("page.png", content), "image/png").data == content
