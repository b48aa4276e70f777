"""No text of others is a formula of a spreadsheet."""

from __future__ import annotations

import pytest

from alfrd_luigi.spreadsheets import as_text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@a",
        " =1",
        "'=1",
        '"=1',
        "`=1",
        "\u2018=1",
        "\u2019=1",
        "\u201c=1",
        "\u201d=1",
        " ' \" =1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20a",
        "\t=1",
        "\ttext",
        "\rtext",
    ],
)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert as_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "text", "a=1", "5-3", "a@b.c", "12.50", "a;b", "'text", "\u2013 text", " text"])
def test_another_text_is_as_it_was(text: str) -> None:
    assert as_text(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("a;=1", "a;'=1"), ("a; =1", "a;' =1"), ("a;b;+1", "a;b;'+1"), ("=1;=2", "'=1;'=2"), (";;-1", ";;'-1")],
)
def test_a_formula_behind_a_semicolon_gets_one_too(text: str, written: str) -> None:
    assert as_text(text) == written
