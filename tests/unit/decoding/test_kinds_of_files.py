"""The format of a file, by its first bytes and its name, and the reason why others are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.decoding import plain_text, unsupported_formats
from alfrd_luigi.decoding.formats import extension_of, kind_of, media_type_of
from alfrd_luigi.decoding.limits import Encoding, Limits, PictureSize
from alfrd_luigi.decoding.refusal import RefusalError

_BOX = b"\0\0\0\x1cftyp"
_MAIL = b"From: a@b\nSubject: x\n\nhi"


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("bill.PDF", ".pdf"),
        ("bill.tar.gz", ".gz"),
        ("Letter 2024.5", ""),  # a number
        ("Invoice no. 7", ""),
        (".txt", ""),  # a hidden file
        ("..pdf", ".pdf"),
        ("bill.", ""),
        ("bill", ""),
        ("", ""),
        ("a.jpeg2000", ".jpeg2000"),
        ("a.elevenchars", ""),
        ("Dear Mr. Smith", ""),
        ("a.x-y", ""),
    ],
)
def test_an_extension_is_a_short_word_behind_the_last_point(name: str, extension: str) -> None:
    assert extension_of(name) == extension


@pytest.mark.parametrize(
    ("head", "extension", "media_type"),
    [
        (b"\xff\xd8\xff\xe0", "", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", ".txt", "image/png"),  # whatever its name
        (b"II*\0", "", "image/tiff"),
        (b"MM\0*", "", "image/tiff"),
        (b"II+\0", "", "image/tiff"),
        (b"GIF87a", "", "image/gif"),
        (b"GIF89a", "", "image/gif"),
        (b"RIFF\0\0\0\0WEBP", "", "image/webp"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "", "image/bmp"),
        (b"BM" + bytes(12) + b"\x29\0\0\0", "", None),
        (_BOX + b"avif", "", "image/avif"),
        (_BOX + b"mif1\0\0\0\0avif", "", "image/avif"),  # the other family has this brand, too
        (_BOX + b"heic", "", "image/heic"),
        (_BOX + b"mif1", "", "image/heic"),
        (_BOX + b"mp42", "", None),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "", "image/jp2"),
        (b"\xff\x4f\xff\x51", "", "image/jp2"),
        (b"PK\x03\x04", ".docx", "application/zip"),
        (b"{\\rtf1", "", "application/rtf"),
        (b"%PDF-1.7", "", "application/pdf"),
        (b"\xef\xbb\xbf %PDF-1.7", ".txt", "application/pdf"),
        (b"a memo on %PDF-1.7", "", "application/pdf"),
        (b"a memo on %PDF-1.7", ".txt", "text/plain"),
        (b"x" * 1019 + b"%PDF-1.7", "", "application/pdf"),  # within the first 1024 bytes
        (b"x" * 1020 + b"%PDF-1.7", "", "text/plain"),
        (b"Hello", "", "text/plain"),
        (b"Hello", ".md", "text/plain"),
        (b"Hello", ".pdf", None),
        (b"Hello", ".csv", None),
        (b"", ".txt", "text/plain"),
        (b"\x00\x01\x02", ".txt", None),
        (b"<html><body>", "", None),
        (b"<html><body>", ".txt", "text/plain"),
        (b"<?xml version='1.0'?><a/>", "", "application/xml"),
        (b"<?xml version='1.0'?><a/>", ".txt", "text/plain"),
        (b'{"a": 1}', "", None),
        (b'{"a": 1}', ".txt", "text/plain"),
        (_MAIL, ".eml", "message/rfc822"),
        (_MAIL, "", "text/plain"),  # a memo has a sender and a subject, too
        (b"From: a@b\nMessage-ID: <1>\n\nhi", "", "message/rfc822"),
        (b"From: a@b\nMessage-ID: <1>\n\nhi", ".txt", "text/plain"),
        (b"From: a@b\nReceived: x\n\nhi", ".txt", "message/rfc822"),
        (b"From: a@b\n\nMessage-ID: <1>\nhi", "", "text/plain"),  # in its body
        (b"Date: Tue, 5 Mar 2024 10:00:00 +0100\nFrom: a\n\n", "", "message/rfc822"),
        (b"Date: 5 March 2024\nFrom: a\n\n", "", "text/plain"),
        (b"\xef\xbb\xbfFrom: a\nMIME-Version: 1.0\n\n", "", "message/rfc822"),
        (b"From: a\nMIME-Version: 1.0\n\n\x00", "", None),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, extension: str, media_type: str | None) -> None:
    assert media_type_of(head, extension) == media_type


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("application/pdf", "pdf"),
        ("application/zip", "container"),
        ("text/plain", "text"),
        ("message/rfc822", "text"),
        ("application/xml", "text"),
        ("image/png", "image"),
        ("image/heic", "image"),
    ],
)
def test_a_media_type_is_of_a_kind(media_type: str, kind: str) -> None:
    assert kind_of(media_type) == kind


@pytest.mark.parametrize(
    ("head", "extension", "name", "advice"),
    [
        (_BOX + b"mp42", ".mp4", "a video", unsupported_formats.OTHER),
        (_BOX + b"M4A ", ".m4a", "a sound recording", unsupported_formats.OTHER),
        (_BOX + b"crx ", ".cr3", "a camera's raw photo", unsupported_formats.SAVE),
        (_BOX + b"mp42" + bytes(64) + b"M4A ", "", "a video", unsupported_formats.OTHER),  # behind the brands
        (b"\x1a\x45\xdf\xa3\0", "", "a video", unsupported_formats.OTHER),
        (b"\0ID3", ".mp3", None, None),
        (b"ID3\0", ".mp3", "a sound recording", unsupported_formats.OTHER),
        (b"PK\x05\x06", "", "an empty ZIP archive", unsupported_formats.OTHER),
        (b"Rar!\x1a\x07\0", "", "a RAR archive", unsupported_formats.UNPACK),
        (b"7z\xbc\xaf\x27\x1c", "", "a 7z archive", unsupported_formats.UNPACK),
        (b"\x1f\x8b\x08", "", "a gzip archive", unsupported_formats.UNPACK),
        (b"-----BEGIN PGP MESSAGE-----\n", "", "an encrypted message (OpenPGP)", unsupported_formats.DECRYPT),
        (b"\xd0\xcf\x11\xe0\0", ".doc", "an old Word document", unsupported_formats.SAVE),
        (b"\xd0\xcf\x11\xe0\0", "", "an old office document", unsupported_formats.SAVE),
        (
            b"\xd0\xcf\x11\xe0\0" + "Workbook".encode("utf-16-le"),
            ".doc",
            "an old Excel workbook",  # the content before the name
            unsupported_formats.SAVE,
        ),
        (b"\x00\x01\x02", ".cr2", "a camera's raw photo", unsupported_formats.SAVE),
        (b"#!/bin/sh\n", "", "a program", unsupported_formats.OTHER),
        (b'{"a": 1}', "", "JSON data", unsupported_formats.SAVE),
        (b"Hello", ".csv", "a CSV table", unsupported_formats.SAVE),
        (b"<html>", "", "an HTML page", unsupported_formats.SAVE),
        (b"<svg>", ".svg", "an SVG drawing", unsupported_formats.SAVE),
        (b"[InternetShortcut]\n", ".url", "a shortcut to a web page", unsupported_formats.ORIGINAL),
    ],
)
def test_an_unsupported_file_is_called_what_it_is(
    head: bytes, extension: str, name: str | None, advice: str | None
) -> None:
    expected = plain_text.UNKNOWN_KIND if name is None else (f"is {name}, which is not supported", advice)
    assert unsupported_formats.refusal(head, extension) == expected


@pytest.mark.parametrize(
    ("extension", "said"),
    [
        (".pdf", "is named .pdf but holds plain text"),
        (".jpg", "is named .jpg but holds plain text"),
        (".xyz", "is text under the name .xyz, which is not that of a document"),
        (".\u00e9", "is text under the name .\\xe9, which is not that of a document"),
    ],
)
def test_a_text_under_another_name_is_refused(extension: str, said: str) -> None:
    assert unsupported_formats.refusal(b"Hello", extension)[0] == said


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (b"a\r\nb\rc\fd\f", ["a\nb\nc", "d"]),
        (b"a\f\fb", ["a", "", "b"]),
        (b"\f", [""]),
        (b"", [""]),
        (b"\xef\xbb\xbfa", ["a"]),
        ("\u00fc".encode(), ["\u00fc"]),
        ("\u00fc\u20ac".encode("cp1252"), ["\u00fc\u20ac"]),
        (b"\x81", ["\x81"]),  # what no other encoding has
        ("a\fb".encode("utf-16"), ["a", "b"]),
        (b"\xfe\xff\x00a", ["a"]),
        (b"a\x1bb\x1a\x0b\t", ["a\x1bb\x1a\x0b\t"]),  # as printers and DOS write
    ],
)
def test_a_text_has_its_encoding_and_pages(content: bytes, pages: list[str]) -> None:
    assert plain_text.pages_of(content) == pages


@pytest.mark.parametrize("content", [b"a\x00", b"\x01", b"\x08", b"\x0e", b"\x19", b"\x1c", b"\x1f"])
def test_a_text_has_no_binary_characters(content: bytes) -> None:
    assert not plain_text.is_text(content)
    with pytest.raises(RefusalError, match="unknown kind"):
        plain_text.pages_of(content)


def test_a_text_file_is_limited_in_bytes_and_pages(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"a\fb")
    assert plain_text.pages(file, Limits(text_bytes=3)) == ["a", "b"]
    with pytest.raises(RefusalError, match="more than 0 MB"):
        plain_text.pages(file, Limits(text_bytes=2))
    assert plain_text.checked(["a", " "], Limits(pages=2, text_bytes=2)) == ["a", " "]
    for pages, limits, said in (
        ([" ", "\n"], Limits(), "holds no text"),
        ([], Limits(), "holds no text"),
        (["a", "b"], Limits(pages=1), "has 2 pages; 1 is the limit"),
        (["a", "b"], Limits(text_bytes=1), "more than 0 MB"),
    ):
        with pytest.raises(RefusalError, match=said):
            plain_text.checked(pages, limits)


def test_controls_are_left_out_of_a_text_but_for_lines_and_tabs() -> None:
    assert plain_text.without_controls("a\r\nb\tc\x00d\x1be\x85f\rg\u202e") == "a\nb\tcdef\ng\u202e"


@pytest.mark.parametrize(
    ("width", "height", "scaled"),
    [
        (1000, 1000, 1.0),
        (2000, 1400, 1.0),
        (4000, 2800, 0.5),
        (2800, 4000, 0.5),
        (400, 8000, 0.75),  # a strip keeps its width up to a length
        (800, 6000, 1.0),
        (1600, 6000, 0.5),
        (1600, 3000, 2 / 3),
        (1, 1, 1.0),
        (0, 0, 1.0),
    ],
)
def test_a_page_is_scaled_to_what_can_be_read(width: int, height: int, scaled: float) -> None:
    assert Limits().scale(width, height) == pytest.approx(scaled)


def test_a_picture_for_people_is_drawn_a_little_larger() -> None:
    drawn = PictureSize().drawing(Limits())
    assert (drawn.side, drawn.strip_width, drawn.strip_length) == (1500, 1000, 4000)


@pytest.mark.parametrize(("side", "factor"), [(10_000, 1.5), (3000, 1.5), (1000, 0.5)])
def test_a_page_for_a_service_is_drawn_in_proportion(side: int, factor: float) -> None:
    drawn = Encoding(bytes=1, side=side, as_is=()).drawing(Limits())
    assert (drawn.side, drawn.strip_width, drawn.dots_per_inch) == (2000 * factor, 800 * factor, 200 * factor)
    assert drawn.strip_length == min(side, 6000 * factor)


@given(st.binary(max_size=60), st.sampled_from(["", ".txt", ".pdf", ".doc", ".cr2"]))
def test_any_file_is_supported_or_refused_with_a_reason(head: bytes, extension: str) -> None:
    if media_type_of(head, extension) is None:
        said, advice = unsupported_formats.refusal(head, extension)
        assert said.startswith("is ")
        assert advice
