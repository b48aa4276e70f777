"""The answers of a decoding process are not trusted, because a file may control it."""

from __future__ import annotations

import io
import json
import struct
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from alfrd_luigi.decoding import answers, wire
from alfrd_luigi.decoding.limits import Encoding, Limits, PictureSize
from alfrd_luigi.decoding.refusal import RefusalError

ENCODING = Encoding(bytes=100, side=10, as_is=())
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(("text", "box", "confidence")), inner),
    max_leaves=10,
)
HEADERS = st.dictionaries(st.sampled_from(("pages", "media_type", "text", "words", "width", "height")), ANYTHING)


def message(header: bytes, body: int = 0) -> io.BytesIO:
    return io.BytesIO(struct.pack(">II", len(header), body) + header + bytes(min(body, 1000)))


@pytest.mark.parametrize(
    "stream",
    [
        message(b"{}" + b" " * 99),
        message(b"{}", body=2**32 - 1),
        message(b"[]"),
        message(b"not JSON"),
        message(b'{"a":' * 20_000),
    ],
)
def test_a_message_beyond_its_bounds_is_not_read(stream: io.BytesIO) -> None:
    with pytest.raises(ValueError, match=r".+"):
        wire.receive(stream, 100_000 if stream.getbuffer().nbytes > 1000 else 100, 100)


def test_a_message_within_its_bounds_is_read() -> None:
    assert wire.receive(message(b'{"a": 1}', body=3), 8, 3) == ({"a": 1}, bytes(3))


def test_the_longest_text_and_the_fullest_page_are_within_the_bounds() -> None:
    limits = Limits()
    assert len(json.dumps({"pages": 1, "text": "\xe9" * limits.text_bytes})) <= limits.most_header_bytes
    assert limits.most_pixel_bytes >= 3 * limits.side * limits.side
    assert limits.most_pixel_bytes >= 3 * limits.strip_width * limits.strip_length


def test_the_reason_of_a_refusal_is_one_short_line() -> None:
    with pytest.raises(RefusalError) as refusal:
        answers.check_refused({"refused": "is\nbad\x1b[2J" + "z" * 10_000, "hint": 5})
    assert refusal.value.predicate.startswith("is\\nbad\\x1b[2Jzzz")
    assert len(refusal.value.predicate) <= 300
    assert refusal.value.hint == "5"


@pytest.mark.parametrize("pages", [0, -1, 501, 10**30, "many", None, float("inf")])
def test_a_number_of_pages_that_cannot_be_is_refused(pages: Any) -> None:
    with pytest.raises(RefusalError, match="makes the decoder fail"):
        answers.total({"pages": pages}, Limits())


@settings(deadline=None, print_blob=True)
@given(HEADERS, st.binary(max_size=20), st.sampled_from((None, ENCODING)))
def test_any_answer_is_a_page_or_a_refusal(header: dict[str, Any], body: bytes, encoding: Encoding | None) -> None:
    with suppress(RefusalError):
        answers.page(header, body, encoding)
    with suppress(RefusalError):
        answers.file_info(header, Limits())


def _word(left: Any = 0.1, confidence: Any = 0.9) -> list[Any]:
    return ["word", [left, 0, 1, 1], confidence]


def _page(**changes: Any) -> dict[str, Any]:
    return {"words": [_word()], "turn": "upright", "asides": [], **changes}


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (_page(words=[_word(left=-0.01)]), b""),
        (_page(words=[_word(left=1.01)]), b""),
        (_page(words=[_word(left=float("nan"))]), b""),
        (_page(words=[_word(confidence=2)]), b""),
        (_page(words=[["word", [0, 0, 1], 0.9]]), b""),
        (_page(turn="sideways"), b""),
        (_page(asides=[["nowhere", []]]), b""),
        (_page(doubts=["none of ours"], width=1, height=1), b"rgb"),
        ({"width": 2, "height": 1}, b"rgb"),
        ({"width": -1, "height": -1}, b"rgb"),
        ({"width": 10**9, "height": 0}, b""),
        ({"width": "wide", "height": 1}, b"rgb"),
    ],
)
def test_an_impossible_page_is_refused(header: dict[str, Any], body: bytes) -> None:
    with pytest.raises(RefusalError, match="makes the decoder fail"):
        answers.page(header, body, None)


@pytest.mark.parametrize(
    ("width", "height", "size", "is_taken"),
    [(10, 10, 100, True), (11, 10, 100, False), (10, 10, 101, False), (10, 10, 0, False), (-1, 10, 100, False)],
)
def test_an_encoded_page_is_within_what_was_asked_for(width: int, height: int, size: int, is_taken: bool) -> None:
    header = {"width": width, "height": height, "media_type": "image/jpeg"}
    found = None
    with suppress(RefusalError):
        found = answers.page(header, bytes(size), ENCODING)
    assert (found is not None) == is_taken


@pytest.mark.parametrize(
    ("body", "pages", "left", "is_taken"),
    [
        (b"%PDF-1.7", 1, 0, True),
        (b"%PDF-1.7", 0, 0, False),
        (b"%PDF-1.7", 1, -1, False),
        (b"<html>", 1, 0, False),
        (b"%PDF-1.7" + bytes(93), 1, 0, False),
        (b"%PDF-1.7", "one", 0, False),
    ],
)
def test_a_searchable_document_is_a_pdf_of_a_possible_size(body: bytes, pages: Any, left: int, is_taken: bool) -> None:
    found = None
    with suppress(RefusalError):
        found = answers.searchable({"pages": pages, "left": left}, body, Limits(part_bytes=100))
    assert (found is not None) == is_taken


def test_the_parts_of_a_container_are_few_and_their_texts_short() -> None:
    header: dict[str, Any] = {
        "parts": [["a" * 2000, None], ["b", ["is\nbad" * 100, "x" * 999]]],
        "note": "n" * 9,
        "has_body": 1,
    }
    found = answers.contents(header, Limits(parts=2, note_characters=5))
    first, second = found.parts
    assert (len(first.name), first.refused, found.note, found.has_body) == (1000, None, "nnnnn", True)
    assert second.refused is not None
    assert (len(second.refused.predicate), len(second.refused.hint)) == (300, 300)
    assert "\n" not in second.refused.predicate
    for odd in ({**header, "parts": header["parts"] * 2}, {**header, "parts": [["name"]]}, {**header, "parts": 5}):
        with pytest.raises(RefusalError):
            answers.contents(odd, Limits(parts=2))


@pytest.mark.parametrize("media_type", ["application/x-evil", "", None])
def test_a_file_of_an_unknown_type_is_refused(media_type: str | None) -> None:
    with pytest.raises(RefusalError):
        answers.file_info({"media_type": media_type, "pages": 1, "is_container": False}, Limits())


def test_a_picture_is_a_webp_within_its_size() -> None:
    content = io.BytesIO()
    Image.new("RGB", (40, 30)).save(content, "WEBP")
    body = content.getvalue()
    exact = PictureSize(40, 30, len(body))
    assert answers.picture(b"", exact) is None
    found = answers.picture(body, exact)
    assert found is not None
    assert (found.width, found.height) == (40, 30)
    for less in (exact._replace(width=39), exact._replace(height=29), exact._replace(bytes=len(body) - 1)):
        with pytest.raises(RefusalError):
            answers.picture(body, less)
    with pytest.raises(RefusalError):
        answers.picture(b"GIF89a", exact)


def test_an_invoice_may_be_missing_and_an_odd_one_is_refused() -> None:
    assert answers.embedded_invoice({"embedded": None}) is None
    for odd in ({}, {"embedded": 5}, {"embedded": {"file": "a.xml", "problem": "", "invoice": {"seller": 5}}}):
        with pytest.raises(RefusalError):
            answers.embedded_invoice(odd)
