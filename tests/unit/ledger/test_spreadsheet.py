"""No text of the CSV is a formula, and its lines are those of RFC 4180."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.ledger.plain_text import one_line
from alfrd_luigi.spreadsheets import as_text

_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\tx", "\rx", "  =1", "\xa0=1", "\"=1", "'=1", "\"' =1",
        "\u201c=1", "\uff1d1+1", "=cmd|'/C calc'!A0", "-", "\n=1",
    ],
)  # fmt: skip
def test_what_would_be_a_formula_is_text(text: str) -> None:
    assert as_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Northwind", "A=1", "a-b", "3 + 4", "it's", "1.50", "#4711", "100%", '"quoted"'])
def test_other_texts_are_left_alone(text: str) -> None:
    assert as_text(text) == text


def test_a_semicolon_begins_no_formula() -> None:
    assert as_text('a; =1+1;b;"@x') == "a;' =1+1;b;'\"@x"


@given(st.text(st.characters(codec="utf-8") | st.sampled_from(_SIGNS + " \t\r\n\"';")))
def test_no_cell_begins_with_a_sign(text: str) -> None:
    written = as_text(text)
    for cell in written.split(";"):
        assert not cell.lstrip(' \t\r\n"\u201c').startswith(tuple(_SIGNS))
    assert written.replace("'", "") == text.replace("'", "")


@given(st.text(st.characters(codec="utf-8")))
def test_a_line_is_read_back(text: str) -> None:
    line = one_line(text)
    assert not set(line) & set("\n\r\t\x0b\x0c\x85\u2028\u2029\u202e\u2066")
    made = StringIO()
    csv.writer(made).writerow([as_text(line), "1.00"])
    assert made.getvalue().endswith("\r\n")
    assert next(csv.reader([made.getvalue()])) == [as_text(line), "1.00"]
