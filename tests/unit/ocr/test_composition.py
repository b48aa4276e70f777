"""Text is composed, in time that grows with its length alone."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alfrd_luigi.ocr.composition import composed

JOINER = "\u034f"
MARKS = "\u0301\u0345\u0323\u05b0\u3099"


@settings(max_examples=50, deadline=None, database=None)
@given(st.lists(st.text(MARKS, max_size=30) | st.text("ae\u00e9\u0627\uac00 -\u2014", max_size=3)))
def test_what_people_write_is_composed_and_nothing_else(parts: list[str]) -> None:
    text = "o".join(parts)
    assert composed(text) == unicodedata.normalize("NFC", text)


@settings(max_examples=50, deadline=None, database=None)
@given(st.text(MARKS + "\u2014", min_size=31, max_size=200))
def test_every_mark_of_a_long_run_stays(run: str) -> None:
    found = composed("x" + run)
    assert sorted(unicodedata.normalize("NFD", found).replace(JOINER, "")) == sorted(
        unicodedata.normalize("NFD", "x" + run)
    )
    assert unicodedata.is_normalized("NFC", found)
    assert composed(found) == found


@pytest.mark.timeout(20)
def test_a_run_of_a_million_marks_takes_no_time_to_speak_of() -> None:
    found = composed("e" + "\u0345\u0301" * 500_000)
    assert len(found.replace(JOINER, "")) == 1_000_000  # the first accent and its letter are one character


def test_no_mark_is_a_letter_a_digit_or_a_space() -> None:
    marks = (chr(code) for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code)))
    assert [mark for mark in marks if mark.isalnum() or mark.isspace() or mark.isascii()] == []
