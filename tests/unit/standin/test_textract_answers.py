"""The stand-in's Textract answers and refusals, as boto3 reads them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from botocore import exceptions as failures
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.ocr import layout
from alfrd_luigi.ocr.engines import engine
from alfrd_luigi.ocr.port import EncodedPage
from alfrd_luigi.standin import StandIn, page_reading
from alfrd_luigi.standin.pictures import head_of, picture_of
from support.aws_clients import only_call, read

TEXT = "Corner  Bakery\n\nTotal                5.00"


def saved(form: str, size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    output = BytesIO()
    Image.new("L", size, 255).save(output, form, **options)
    return output.getvalue()


def of_type(response: Any, kind: str) -> list[Any]:
    return [block for block in response["Blocks"] if block["BlockType"] == kind]


def png_text(compressed: bool) -> bytes:
    info = PngInfo()
    info.add_text("alfrd-text", TEXT) if not compressed else info.add_itxt("alfrd-text", TEXT)
    return saved("PNG", pnginfo=info)


PICTURES = {
    "our PNG": picture_of(TEXT),
    "a PNG of Pillow": png_text(compressed=False),
    "another": png_text(compressed=True),
    "a JPEG": saved("JPEG", comment=b"alfrd-text\n" + TEXT.encode()),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_the_words_are_those_that_the_picture_carries(aws: StandIn, picture: bytes) -> None:
    response = read(picture)
    assert response["DocumentMetadata"] == {"Pages": 1}
    assert [word["Text"] for word in of_type(response, "WORD")] == ["Corner", "Bakery", "Total", "5.00"]
    assert [line["Text"] for line in of_type(response, "LINE")] == ["Corner Bakery", "Total 5.00"]
    assert response["ResponseMetadata"]["RequestId"]
    assert (only_call(aws).service, only_call(aws).operation, only_call(aws).signed) == ("textract", "textract", True)


def test_a_page_names_its_lines_and_a_line_its_words(aws: StandIn) -> None:
    response = read(picture_of(TEXT))
    (page,), lines, words = (of_type(response, kind) for kind in ("PAGE", "LINE", "WORD"))
    assert page["Relationships"] == [{"Type": "CHILD", "Ids": [line["Id"] for line in lines]}]
    below = [id for line in lines for relation in line["Relationships"] for id in relation["Ids"]]
    assert below == [word["Id"] for word in words]
    assert len({block["Id"] for block in response["Blocks"]}) == len(response["Blocks"])
    assert all(0 < block["Confidence"] <= 100 for block in lines + words)
    assert all(word["TextType"] == "PRINTED" for word in words)


def test_words_have_boxes_within_the_page_and_polygons_around_them(aws: StandIn) -> None:
    for block in read(picture_of(TEXT))["Blocks"]:
        box, polygon = block["Geometry"]["BoundingBox"], block["Geometry"]["Polygon"]
        assert 0 <= box["Left"] < box["Left"] + box["Width"] <= 1 + 1e-9
        assert 0 <= box["Top"] < box["Top"] + box["Height"] <= 1 + 1e-9
        assert polygon[0] == {"X": box["Left"], "Y": box["Top"]}
        assert polygon[2] == pytest.approx({"X": box["Left"] + box["Width"], "Y": box["Top"] + box["Height"]})


def test_the_engine_reads_the_text_back(aws: StandIn) -> None:
    words = engine("textract").read(EncodedPage("image/png", picture_of(TEXT), 400, 300)).words
    assert layout.text_of(words) == "Corner Bakery\nTotal   5.00"


def test_a_blank_page_has_no_words(aws: StandIn) -> None:
    (page,) = read(picture_of(""))["Blocks"]
    assert page["BlockType"] == "PAGE"
    assert "Relationships" not in page


def test_a_picture_without_a_text_is_recognised_or_given_a_line(aws: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise SettingsError("not installed")

    monkeypatch.setattr(page_reading, "engine", missing)
    assert [line["Text"] for line in of_type(read(saved("PNG")), "LINE")] == [page_reading.UNREAD]


def test_a_pdf_of_one_page_is_read(aws: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_reading, "_read", lambda _page: page_reading.rows_of("seen"))
    assert [word["Text"] for word in of_type(read(saved("PDF")), "WORD")] == ["seen"]
    assert [word["Text"] for word in of_type(read(saved("TIFF")), "WORD")] == ["seen"]


SEVERAL = saved("PDF", save_all=True, append_images=[Image.new("L", (40, 30))])
REFUSED = {
    "UnsupportedDocumentException": (b"not a picture", b"GIF89a", saved("WEBP"), SEVERAL),
    "BadDocumentException": (saved("PNG")[:18], saved("JPEG")[:20], b"%PDF-1.4 but no more", saved("PNG")[:60]),
    "InvalidParameterException": (saved("PNG", (10_001, 1)), saved("JPEG", (1, 10_001))),
    "DocumentTooLargeException": (picture_of("x").ljust(10 * 1024 * 1024 + 1, b"\0"),),
}


@pytest.mark.parametrize(
    ("code", "picture"), [(code, picture) for code, pictures in REFUSED.items() for picture in pictures]
)
def test_what_textract_does_not_take(aws: StandIn, code: str, picture: bytes) -> None:
    with pytest.raises(failures.ClientError) as caught:
        read(picture)
    assert caught.value.response["Error"]["Code"] == code
    assert only_call(aws).status == 400


def test_what_is_just_within_the_limits_is_taken(aws: StandIn) -> None:
    assert read(picture_of("x").ljust(10 * 1024 * 1024, b"\0"))["Blocks"]


def test_a_made_picture_is_a_picture(tmp_path: Path) -> None:
    with Image.open(BytesIO(picture_of("Größe 5 €"))) as picture:
        picture.load()
        assert picture.size == (400, 300)
        assert picture.info["alfrd-text"] == "Größe 5 €"
    head = head_of(picture_of("Größe 5 €"))
    assert head is not None
    assert head.text == "Größe 5 €"
