"""Small pictures of pages for people: size, direction, pages of TIFF and PDF, and what cannot be drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from alfrd_luigi.decoding import answers, webp
from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.limits import PictureSize
from alfrd_luigi.decoding.model import Picture, Turn
from alfrd_luigi.decoding.refusal import OverdueError, RefusalError
from alfrd_luigi.errors import PermanentError
from support import drawn_pdfs

Write = Callable[[str, bytes], Path]
# The left half is red: where it is tells how the picture was turned.
SCAN = Image.new("RGB", (600, 300), "white")
SCAN.paste((255, 0, 0), (0, 0, 300, 300))
TURNED_TO: dict[Turn, str] = {"upright": "left", "down": "bottom", "upside_down": "right", "up": "top"}


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def drawn(decoder: Decoder, path: Path, media_type: str, index: int = 0, turn: Turn = "upright") -> Image.Image:
    picture = decoder.picture(path, media_type, index, turn)
    assert picture is not None
    image = Image.open(io.BytesIO(picture.data))
    assert image.format == "WEBP"
    assert image.size == (picture.width, picture.height) == webp.size(picture.data)
    return image.convert("RGB")


def red_side(image: Image.Image) -> str:
    sides = {"left": ("00", "01"), "right": ("10", "11"), "top": ("00", "10"), "bottom": ("01", "11")}
    red = tuple(f"{x}{y}" for x in (0, 1) for y in (0, 1) if is_red(image, x, y))
    return next(side for side, quarters in sides.items() if quarters == red)


def is_red(image: Image.Image, x: int, y: int) -> bool:
    pixel = image.getpixel((image.width * (1 + 2 * x) // 4, image.height * (1 + 2 * y) // 4))
    assert isinstance(pixel, tuple)
    return pixel[0] > 200 and pixel[1] < 60


@pytest.mark.parametrize("turn", TURNED_TO)
def test_a_page_is_turned_as_it_was_read(decoder: Decoder, write: Write, turn: Turn) -> None:
    assert red_side(drawn(decoder, write("scan.png", saved(SCAN, "PNG")), "image/png", turn=turn)) == TURNED_TO[turn]


def test_a_photo_is_turned_as_its_camera_says_and_then_as_it_was_read(decoder: Decoder, write: Write) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    path = write("photo.jpg", saved(SCAN, "JPEG", exif=exif))
    assert red_side(drawn(decoder, path, "image/jpeg")) == "top"
    assert red_side(drawn(decoder, path, "image/jpeg", turn="down")) == "left"


@pytest.mark.parametrize(("degrees", "side"), [(0, "left"), (90, "top"), (180, "right"), (270, "bottom")])
def test_a_page_of_a_pdf_is_drawn_as_it_is_shown(decoder: Decoder, write: Write, degrees: int, side: str) -> None:
    red = b"1 0 0 rg 0 0 306 792 re f"
    path = write("plan.pdf", drawn_pdfs.pdf(red, page=b"/Rotate %d" % degrees))
    assert red_side(drawn(decoder, path, "application/pdf")) == side


def test_every_page_of_a_tiff_has_a_picture(decoder: Decoder, write: Write) -> None:
    shades = [Image.new("L", (10, 10), shade) for shade in (0, 255)]
    path = write("fax.tif", saved(shades[0], "TIFF", save_all=True, append_images=shades[1:]))
    dark, light = (drawn(decoder, path, "image/tiff", index) for index in (0, 1))
    assert [round(image.convert("L").resize((1, 1)).tobytes()[0] / 255) for image in (dark, light)] == [0, 1]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((2480, 3508), (1000, 1415)),
        ((3508, 2480), (1000, 707)),
        ((300, 200), (300, 200)),
        ((900, 9000), (400, 4000)),
        ((6000, 200), (1000, 33)),
    ],
)
def test_a_picture_has_a_sensible_size(
    decoder: Decoder, write: Write, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    width, height = drawn(decoder, write("scan.png", saved(Image.new("L", size, 200), "PNG")), "image/png").size
    assert width == pytest.approx(expected[0], abs=2)
    assert height == pytest.approx(expected[1], abs=2)


def test_a_picture_tells_nothing_of_its_camera(decoder: Decoder, write: Write) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    path = write("photo.jpg", saved(SCAN, "JPEG", exif=exif, icc_profile=b"x" * 200))
    picture = decoder.picture(path, "image/jpeg", 0)
    assert picture is not None
    assert Image.open(io.BytesIO(picture.data)).info.keys() <= {"loop", "background", "timestamp", "duration"}


@pytest.mark.parametrize(
    ("confined", "said"), [({"seconds": 0.15}, r"takes more than 0\.15 s"), ({"megabytes": 200}, "too much memory")]
)
def test_what_a_child_cannot_draw_within_its_limits_is_refused(
    write: Write, confined: dict[str, Any], said: str
) -> None:
    path = write("large.tif", saved(Image.new("RGB", (9000, 9000)), "TIFF", compression="tiff_adobe_deflate"))
    decoder = Decoder(**confined)
    with closing(decoder), pytest.raises(PermanentError, match=said):
        decoder.picture(path, "image/tiff", 0)


def test_a_caller_may_allow_less_time(write: Write) -> None:
    path = write("large.tif", saved(Image.new("RGB", (9000, 9000)), "TIFF", compression="tiff_adobe_deflate"))
    with closing(Decoder()) as decoder, pytest.raises(OverdueError):
        decoder.picture(path, "image/tiff", 0, seconds=0.15)


@pytest.mark.parametrize(("name", "media_type"), [("scan.png", "image/png"), ("scan.pdf", "application/pdf")])
def test_a_damaged_file_is_refused_and_the_next_is_drawn(
    decoder: Decoder, write: Write, name: str, media_type: str
) -> None:
    with pytest.raises(PermanentError, match=name):
        decoder.picture(write(name, b"not at all"), media_type, 0)
    assert decoder.picture(write("good.png", saved(SCAN, "PNG")), "image/png", 0) is not None


WIDE = saved(Image.new("RGB", (1200, 10)), "WEBP")


@pytest.mark.parametrize("body", [b"<html>", b"RIFF", WIDE, saved(SCAN, "PNG"), saved(SCAN, "WEBP", lossless=True)])
def test_an_answer_that_is_no_such_picture_is_refused(body: bytes) -> None:
    with pytest.raises(RefusalError, match="makes the decoder fail"):
        answers.picture(body, PictureSize())


def test_a_picture_in_an_answer_has_the_size_that_it_says() -> None:
    body = saved(SCAN, "WEBP")
    assert answers.picture(body, PictureSize()) == Picture(body, 600, 300)
