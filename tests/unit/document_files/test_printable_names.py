"""Untrusted names are printed on one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.names import printable, storable


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("Rechnung März 😀.pdf", "Rechnung März 😀.pdf"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x1b[2Jx", r"\x1b[2Jx"),
        ("fdp.\u202egpj", r"fdp.\u202egpj"),
        ("bad\udcff", r"bad\udcff"),
        ("a\\nb", r"a\\nb"),
        ("", ""),
    ],
)
def test_only_what_a_terminal_can_show_is_left_as_it_is(name: str, shown: str) -> None:
    assert printable(name) == shown


@given(st.text(), st.text())
def test_it_is_one_line_and_tells_names_apart(one: str, other: str) -> None:
    assert printable(one).isprintable()
    assert (printable(one) == printable(other)) == (one == other)


def test_a_path_can_be_shown() -> None:
    assert printable(Path("/in box/a\nb")) == r"/in box/a\nb"


@given(st.binary(max_size=50))
def test_a_stored_name_is_always_encodable(raw: bytes) -> None:
    name = storable(os.fsdecode(raw))
    assert name.encode("utf-8")[:0] == b""
    if os.fsdecode(raw).isascii():
        assert name == os.fsdecode(raw)


def test_a_stored_name_keeps_line_breaks_and_emoji_and_escapes_broken_bytes() -> None:
    assert storable("a\n😀.txt") == "a\n😀.txt"
    assert storable(os.fsdecode(b"a\xff.txt")) == r"a\xff.txt"
