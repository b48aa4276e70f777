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

from alfrd_luigi.decoding import answers, wire
from alfrd_luigi.decoding.limits import Encoding, Limits
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
