"""Decoded pages: upright, without transparency, of a limited size, and as text if the file contains text."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.model import DecodedPage, LayerPage, PageImage, TextPage
from alfrd_luigi.errors import PermanentError
from support import heic

Write = Callable[[str, bytes], Path]
PdfMaker = Callable[..., bytes]
WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (255, 0, 0)
LETTER = b"BT /F1 12 Tf 72 700 Td (Statement of account) Tj 200 0 Td (Balance 12.50) Tj ET"


def saved(image: Image.Image, image_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


def one_image(decoder: Decoder, path: Path, media_type: str) -> Image.Image:
    (page,) = decoder.pages(path, media_type)
    assert isinstance(page, PageImage)
    return Image.frombytes("RGB", (page.width, page.height), page.pixels)


def is_dark(image: Image.Image, place: tuple[int, int]) -> bool:
    """Whether the pixel is black, and not white, as far as the format keeps colours."""
    left, top = place
    shade = image.convert("L").crop((left, top, left + 1, top + 1)).tobytes()[0]
    assert not 30 < shade < 225
    return shade <= 30


def one_layer(decoder: Decoder, path: Path) -> LayerPage:
    (page,) = decoder.pages(path, "application/pdf")
    assert isinstance(page, LayerPage)
    return page


def texts(decoder: Decoder, path: Path) -> list[str]:
    pages: list[DecodedPage] = list(decoder.pages(path, "text/plain"))
    return [page.text for page in pages if isinstance(page, TextPage)]


def test_a_photo_is_turned_as_its_camera_says(decoder: Decoder, write: Write) -> None:
    photo = Image.new("RGB", (80, 40), "white")
    photo.paste(RED, (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = one_image(decoder, write("photo.png", saved(photo, "PNG", exif=exif)), "image/png")
    assert upright.size == (40, 80)
    assert upright.getpixel((20, 5)) == RED
    assert upright.getpixel((20, 75)) == WHITE


@pytest.mark.parametrize(
    ("photo", "size", "dark"),
    [(heic.UPRIGHT, (64, 48), (5, 5)), (heic.TURNED, (48, 64), (43, 5)), (heic.SECOND_IS_PRIMARY, (64, 48), (5, 5))],
)
def test_a_photo_of_a_phone_is_its_primary_image_turned_once(
    decoder: Decoder, write: Write, photo: bytes, size: tuple[int, int], dark: tuple[int, int]
) -> None:
    shown = one_image(decoder, write("IMG_1.heic", photo), "image/heic")
    assert shown.size == size
    corners = {(x, y) for x in (5, size[0] - 5) for y in (5, size[1] - 5)}
    assert {corner for corner in corners if is_dark(shown, corner)} == {dark}


def test_a_bitmap_whose_alpha_channel_is_empty_is_opaque(decoder: Decoder, write: Write) -> None:
    screen = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert one_image(decoder, write("screen.bmp", saved(screen, "BMP")), "image/bmp").getpixel((2, 10)) == BLACK


@pytest.mark.parametrize(
    ("image_format", "media_type"),
    [("AVIF", "image/avif"), ("BMP", "image/bmp"), ("GIF", "image/gif"), ("JPEG2000", "image/jp2")],
)
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA"])
def test_ink_is_dark_and_paper_white_in_any_format(
    decoder: Decoder, write: Write, image_format: str, media_type: str, mode: str
) -> None:
    ink = Image.new("RGB", (64, 64), WHITE)
    ink.paste(BLACK, (0, 0, 32, 64))
    stored = ink.convert(mode if (image_format, mode) not in {("JPEG2000", "1"), ("JPEG2000", "P")} else "L")
    shown = one_image(decoder, write("page", saved(stored, image_format)), media_type)
    assert is_dark(shown, (10, 32))
    assert not is_dark(shown, (54, 32))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_becomes_white(decoder: Decoder, write: Write, mode: str) -> None:
    ink = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    ink.paste((0, 0, 0, 255), (0, 0, 10, 20))
    flat = one_image(decoder, write("ink.png", saved(ink.convert(mode), "PNG")), "image/png")
    assert flat.getpixel((2, 10)) == BLACK
    if mode != "P":
        assert flat.getpixel((18, 10)) == WHITE


def test_a_transparent_colour_becomes_white(decoder: Decoder, write: Write) -> None:
    grey = Image.new("L", (10, 10), 7)
    assert (
        one_image(decoder, write("grey.png", saved(grey, "PNG", transparency=7)), "image/png").getpixel((5, 5)) == WHITE
    )


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (Image.new("1", (10, 10), 1), WHITE),
        (Image.new("L", (10, 10), 255), WHITE),
        (Image.new("I;16", (10, 10), 65535), WHITE),
        (Image.new("I;16", (10, 10), 0), BLACK),
        (Image.new("P", (10, 10), 0), BLACK),
    ],
)
def test_every_depth_becomes_rgb(
    decoder: Decoder, write: Write, image: Image.Image, expected: tuple[int, int, int]
) -> None:
    assert one_image(decoder, write("page.png", saved(image, "PNG")), "image/png").getpixel((5, 5)) == expected


def test_sixteen_bit_greys_keep_their_shade(decoder: Decoder, write: Write) -> None:
    grey = Image.new("I;16", (10, 10), 0x8000)
    assert one_image(decoder, write("grey.png", saved(grey, "PNG")), "image/png").getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize("compression", [None, "tiff_lzw"])
def test_a_tiff_is_turned_as_its_scanner_says(decoder: Decoder, write: Write, compression: str | None) -> None:
    scan = Image.new("L", (2000, 1000), 255)
    scan.paste(0, (0, 0, 1000, 1000))
    content = saved(scan, "TIFF", tiffinfo={0x0112: 6}, compression=compression)
    upright = one_image(decoder, write("scan.tif", content), "image/tiff")
    assert upright.size == (1000, 2000)
    assert [is_dark(upright, place) for place in ((500, 900), (500, 1100))] == [True, False]


def test_small_copies_and_masks_in_a_tiff_are_no_pages(decoder: Decoder, write: Write) -> None:
    page, small, mask = Image.new("L", (60, 80)), Image.new("L", (6, 8)), Image.new("1", (60, 80))
    small.encoderinfo, mask.encoderinfo = {"tiffinfo": {0x00FE: 1}}, {"tiffinfo": {0x00FE: 4}}
    path = write("scan.tif", saved(page, "TIFF", save_all=True, append_images=[small, mask, page]))
    assert decoder.inspect(path).pages == 2
    assert [page.width for page in decoder.pages(path, "image/tiff") if isinstance(page, PageImage)] == [60, 60]


@pytest.mark.parametrize(("brightest", "half"), [(1.0, 0.5), (255.0, 128.0), (65535.0, 32768.0)])
def test_a_grey_of_fractions_keeps_its_shade(decoder: Decoder, write: Write, brightest: float, half: float) -> None:
    grey = Image.new("F", (20, 10), brightest)
    grey.paste(half, (0, 0, 10, 10))
    image = one_image(decoder, write("grey.tif", saved(grey, "TIFF")), "image/tiff")
    assert image.getpixel((15, 5)) == WHITE
    assert image.getpixel((5, 5)) in ((127, 127, 127), (128, 128, 128))


def test_a_print_shop_jpeg_becomes_rgb(decoder: Decoder, write: Write) -> None:
    paper = Image.new("CMYK", (16, 16), (0, 0, 0, 0))
    assert one_image(decoder, write("paper.jpg", saved(paper, "JPEG")), "image/jpeg").getpixel((8, 8)) == WHITE


@pytest.mark.parametrize(("image_format", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_large_image_is_scaled_down(decoder: Decoder, write: Write, image_format: str, media_type: str) -> None:
    large = saved(Image.new("L", (3000, 6000), 200), image_format)
    assert one_image(decoder, write("large", large), media_type).size == (1000, 2000)


def test_a_long_strip_keeps_a_width_that_can_be_read(decoder: Decoder, write: Write) -> None:
    strip = saved(Image.new("L", (1000, 5000), 200), "PNG")
    assert one_image(decoder, write("strip.png", strip), "image/png").size == (800, 4000)


def test_the_longest_strip_still_has_a_limit(decoder: Decoder, write: Write) -> None:
    strip = saved(Image.new("L", (1000, 12000), 200), "PNG")
    assert one_image(decoder, write("strip.png", strip), "image/png").size == (500, 6000)


def test_a_small_image_stays_as_it_is(decoder: Decoder, write: Write) -> None:
    small = saved(Image.new("L", (30, 60), 200), "PNG")
    assert one_image(decoder, write("small.png", small), "image/png").size == (30, 60)


def test_the_pages_of_a_tiff_come_in_order(decoder: Decoder, write: Write) -> None:
    shades = [Image.new("L", (10, 10), shade) for shade in (0, 100, 255)]
    path = write("fax.tif", saved(shades[0], "TIFF", save_all=True, append_images=shades[1:]))
    pages = [page for page in decoder.pages(path, "image/tiff") if isinstance(page, PageImage)]
    assert [page.pixels[0] for page in pages] == [0, 100, 255]


def test_a_bilevel_fax_becomes_rgb(decoder: Decoder, write: Write) -> None:
    fax = saved(Image.new("1", (40, 40), 1), "TIFF", compression="group4")
    assert one_image(decoder, write("fax.tif", fax), "image/tiff").getpixel((5, 5)) == WHITE


def test_only_the_first_frame_of_an_animation_is_taken(decoder: Decoder, write: Write) -> None:
    first, second = Image.new("RGB", (10, 10), "white"), Image.new("RGB", (10, 10), "black")
    moving = saved(first, "WEBP", save_all=True, append_images=[second], lossless=True)
    assert one_image(decoder, write("moving.webp", moving), "image/webp").getpixel((5, 5)) == WHITE


def test_a_text_layer_gives_words_with_boxes(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    words = one_layer(decoder, write("bill.pdf", make_pdf(LETTER))).words
    assert [word.text for word in words] == ["Statement", "of", "account", "Balance", "12.50"]
    left, top, right, bottom = words[0].box
    assert left == pytest.approx(72 / 612, abs=0.01)
    assert right == pytest.approx((72 + 55) / 612, abs=0.01)
    assert top < (792 - 700) / 792 < bottom
    assert bottom - top < 20 / 792


def test_boxes_are_those_of_the_page_as_it_is_shown(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    turned = make_pdf(LETTER, page=b"/MediaBox [0 0 612 792] /Rotate 90")
    first, *_, last = one_layer(decoder, write("turned.pdf", turned)).words
    assert first.box[0] == pytest.approx(700 / 792, abs=0.02)
    assert first.box[1] == pytest.approx(72 / 612, abs=0.02)
    assert last.box[1] > first.box[1]


def test_boxes_count_from_the_crop(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    cropped = make_pdf(LETTER, page=b"/MediaBox [0 0 612 792] /CropBox [72 400 572 792]")
    first = one_layer(decoder, write("cropped.pdf", cropped)).words[0]
    assert first.box[0] == pytest.approx(0.0, abs=0.01)
    assert first.box[3] == pytest.approx(92 / 392, abs=0.02)


def test_a_page_without_text_is_rendered_like_a_scan(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    path = write("drawing.pdf", make_pdf(b"1 0 0 rg 0 396 612 396 re f"))
    picture = one_image(decoder, path, "application/pdf")
    assert picture.size == (1546, 2000)
    assert picture.getpixel((770, 500)) == RED
    assert picture.getpixel((770, 1700)) == WHITE


def test_a_poster_is_rendered_no_larger_than_a_large_image(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    poster = make_pdf(b"", page=b"/MediaBox [0 0 14400 7200]")
    assert one_image(decoder, write("poster.pdf", poster), "application/pdf").size == (2000, 1000)


@pytest.mark.parametrize("text", [b"Page 1", b"!!!! //// .... ,,,, ;;;; $$$$ #### 1234567890 1234567890 12345"])
def test_a_layer_that_says_too_little_does_not_serve(
    decoder: Decoder, write: Write, make_pdf: PdfMaker, text: bytes
) -> None:
    path = write("scan.pdf", make_pdf(b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text))
    assert one_image(decoder, path, "application/pdf").size == (1546, 2000)


SCAN = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    b"\nstream\n\xff\nendstream"
)


def scan(make_pdf: PdfMaker, text: bytes) -> bytes:
    content = b"q 612 0 0 792 0 0 cm /Im1 Do Q BT 3 Tr /F1 8 Tf 10 TL 20 700 Td %s ET" % text
    return make_pdf(content, objects=(SCAN,), resources=b"/XObject << /Im1 4 0 R >>")


def test_the_mark_of_a_scanning_program_does_not_serve(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    path = write("scan.pdf", scan(make_pdf, b"(Scanned with the best of all scanning programs) Tj"))
    assert one_image(decoder, path, "application/pdf").size == (1546, 2000)


def test_the_hidden_layer_of_a_scan_serves(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    path = write("scan.pdf", scan(make_pdf, b"(A line that was recognised before) ' " * 8))
    assert len(one_layer(decoder, path).words) == 48


def test_what_was_filled_into_a_form_is_read(decoder: Decoder, write: Write, make_pdf: PdfMaker) -> None:
    appearance = b"BT /F1 12 Tf 2 4 Td (Filled 98.70) Tj ET"
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (Filled 98.70) /F 4 /Rect [72 600 272 620]"
        b" /AP << /N 5 0 R >> >>"
    )
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >> /Length %d >>"
        b"\nstream\n%s\nendstream" % (len(appearance), appearance)
    )
    page = b"/MediaBox [0 0 612 792] /Annots [4 0 R]"
    path = write(
        "form.pdf", make_pdf(LETTER, page=page, objects=(field, form), catalog=b"/AcroForm << /Fields [4 0 R] >>")
    )
    assert "98.70" in [word.text for word in one_layer(decoder, path).words]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"plain", "plain"),
        ("Grüße".encode(), "Grüße"),
        (b"\xef\xbb\xbfmarked", "marked"),
        ("Grüße".encode("utf-16"), "Grüße"),
        (b"\xfe\xff" + "Grüße".encode("utf-16-be"), "Grüße"),
        (b"Gr\xfc\xdfe, 5 \x80", "Grüße, 5 €"),
        (b"caf\xe9 \x81", "café \x81"),
        (b"one\r\ntwo\rthree", "one\ntwo\nthree"),
    ],
)
def test_text_in_any_usual_encoding(decoder: Decoder, write: Write, content: bytes, expected: str) -> None:
    assert texts(decoder, write("note.txt", content)) == [expected]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("\u202aTotal \u200e12.00\u200f\u202c", "Total 12.00"),
        ("T\u200bo\u200bt\u200ba\u200bl\u2060 \ufeff12.00", "Total 12.00"),
        ("Rechnungs\u00adbetrag 12,00", "Rechnungsbetrag 12,00"),
        ("Rechnungs\u00ad\nbetrag", "Rechnungs-\nbetrag"),
        ("\uff12\uff10\uff12\uff14\u3000\uff34\uff4f\uff54\uff41\uff4c", "2024 Total"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\x1b[1;31mTotal\x1b[0m 12.00", "Total 12.00"),
        ("\x1bE[ ] Total", "\x1bE[ ] Total"),
    ],
    ids=["directions", "joiners", "soft hyphen", "at the end of a line", "full width", "Persian", "colours", "printer"],
)
def test_a_text_has_the_characters_that_are_seen(decoder: Decoder, write: Write, content: str, expected: str) -> None:
    assert texts(decoder, write("note.txt", content.encode())) == [expected]


def test_a_text_of_which_nothing_is_seen_is_refused(decoder: Decoder, write: Write) -> None:
    with pytest.raises(PermanentError, match="holds no text"):
        texts(decoder, write("note.txt", "\u200b\u2060\n".encode()))


def test_form_feeds_part_pages(decoder: Decoder, write: Write) -> None:
    assert texts(decoder, write("note.txt", b"one\ftwo\f")) == ["one", "two"]


def test_a_file_that_went_bad_since_it_was_inspected_fails_for_good(decoder: Decoder, write: Write) -> None:
    path = write("bill.pdf", b"%PDF-1.4 no more")
    with pytest.raises(PermanentError, match=r"bill\.pdf is a damaged PDF"):
        list(decoder.pages(path, "application/pdf"))
