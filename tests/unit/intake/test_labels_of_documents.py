"""The reasons why a tag or source is refused, and the characters that control a terminal."""

from __future__ import annotations

import pytest

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.labels import MAX_LENGTH, MAX_NOTE, clean_note, clean_source, clean_tags, has_controls


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("x" * (MAX_LENGTH + 1), "a tag or source has 101 characters"),
        ("x" * 5000, "a tag or source has 5000 characters"),
        ("e\u0301" * 300, "a tag or source has 600 characters"),  # too long to be joined first
        ("a\x1bb", "the tag or source 'a\\x1bb' holds control characters"),
        ("a\0b", "the tag or source 'a\\x00b' holds control characters"),
        ("a\u202eb", "the tag or source 'a\\u202eb' holds control characters"),
        ("a\ud800b", "the tag or source 'a\\ud800b' holds control characters"),
    ],
)
def test_a_tag_or_source_that_cannot_be_kept_is_told_with_its_fault(tag: str, said: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        clean_tags(["fine", tag])
    assert caught.value.message == said
    with pytest.raises(InvalidInputError):
        clean_source(tag, "inbox")


@pytest.mark.parametrize(
    ("text", "controls"),
    [
        ("plain", False),
        ("caf\u00e9 \u6771\u4eac \U0001f600", False),
        ("a\tb", True),
        ("a\x7fb", True),
        ("a\x85b", True),
        *((f"a{chr(each)}b", True) for each in (0x202A, 0x202D, 0x202E, 0x2066, 0x2069)),
        *((f"a{chr(each)}b", False) for each in (0x2029, 0x202F, 0x2065, 0x206A, 0x200F)),
    ],
)
def test_what_reverses_a_text_is_a_control_character(text: str, controls: bool) -> None:
    assert has_controls(text) == controls


def test_a_note_is_cut_before_it_is_cleaned() -> None:
    assert clean_note("\0" * MAX_NOTE + "x") == ""
    assert clean_note("\0" * (MAX_NOTE - 1) + "xy") == "x"
