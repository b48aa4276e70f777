"""Pieces of text around what was found."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.search.snippets import Part, snippet
from alfrd_luigi.search.words import Word


def _of(text: str, *lit: str) -> tuple[Part, ...]:
    return snippet(text, lambda word: _is_one(word, lit))


def _is_one(word: Word, lit: Collection[str]) -> bool:
    return any(form in lit for form in word.forms)


def test_words_are_lit_as_they_are_written() -> None:
    parts = _of("Stadtwerke M\u00fcnchen\n  Rechnung vom 5. M\u00e4rz", "munchen", "rechnung")
    assert parts == (
        Part("Stadtwerke ", is_lit=False),
        Part("M\u00fcnchen", is_lit=True),
        Part(" ", is_lit=False),
        Part("Rechnung", is_lit=True),
        Part(" vom 5. M\u00e4rz", is_lit=False),
    )


def test_the_place_with_the_most_different_words_is_shown() -> None:
    text = "water " * 20 + "x " * 500 + "the water bill of the garden club" + " x" * 500
    shown = "".join(part.text for part in _of(text, "water", "bill", "club"))
    assert "water bill of the garden club" in shown
    assert len(shown) < 200


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    assert _of("A letter.\nDear reader", "water") == (Part("A letter. Dear reader", is_lit=False),)


def test_pairs_of_a_run_are_lit_together() -> None:
    text = "\u6771\u4eac\u96fb\u529b"
    assert "".join(part.text for part in _of(text, "\u6771\u4eac", "\u4eac\u96fb") if part.is_lit) == text[:3]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("water", "[water]"),
        ("a water b", "a [water] b"),
        (" lead\twater ", "lead [water]"),
        ("water\n\nbill", "[water] [bill]"),
        ("x " * 30 + "water " + "y " * 60, "x " * 25 + "[water]" + " y" * 52),
        ("x" * 70 + " water", "x" * 70 + " [water]"),  # from the beginning of a long word
        ("x" * 300 + " water", "x" * 49 + " [water]"),
        ("water " + "y" * 300, "[water]"),  # a word is not cut at the end
        ("x" * 200, "x" * 160),
        ("a " * 60 + "end", "a " * 60 + "end"),
    ],
)
def test_a_snippet_begins_and_ends_with_words(text: str, shown: str) -> None:
    parts = _of(text, "water", "bill")
    assert "".join(f"[{part.text}]" if part.is_lit else part.text for part in parts) == shown


@given(st.text(), st.integers(0, 3))
def test_any_text_has_a_snippet_on_one_line(text: str, every: int) -> None:
    parts = snippet(text, lambda word: every > 0 and word.start % every == 0)
    assert not any(len(part.text.splitlines()) > 1 for part in parts)
