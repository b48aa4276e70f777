"""Tables as CSV and TSV: each value as exact as it is stored, and no text that a program would execute."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.cli.columns import Column, placed
from alfrd_luigi.cli.delimited import print_delimited

ID = UUID("154c0000-0000-4000-8000-000000000000")


def _printed(capsysbinary: pytest.CaptureFixture[bytes], form: Any, rows: Sequence[Sequence[Any]], *names: str) -> str:
    print_delimited(form, placed(*names), rows)
    return capsysbinary.readouterr().out.decode()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        ("North Wind", "North Wind"),
        (Decimal("42.00"), "42.00"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.001"), "-0.001"),  # a number, though a text that begins like it is marked
        (42, "42"),
        (0.25, "0.25"),
        (True, "true"),
        (date(2024, 3, 5), "2024-03-05"),
        (datetime(2024, 3, 5, 14, 30, 9, 123, UTC), "2024-03-05T14:30:09.000123+00:00"),
        (ID, str(ID)),
        ([], "[]"),
        (["a", "ü"], '["a", "ü"]'),
        ({"total": Decimal("9.5"), "day": date(2024, 3, 5)}, '{"total": 9.5, "day": "2024-03-05"}'),
        ([ID], f'["{ID}"]'),
        ("=1+1", "'=1+1"),
        ("  -5", "'  -5"),
        ("+49 30", "'+49 30"),
        ("@sum", "'@sum"),
        ("\u201c=1+1", "'\u201c=1+1"),
        ("a;=1", "a;'=1"),
        ("a=1", "a=1"),
        ("a\x1b[31mb\x07c", "a\ufffd[31mb\ufffdc"),
        ("a\tb", "a\tb"),
        ("\tb", "'\tb"),
        ("two\nlines", "two\nlines"),
        ("a\u202eb", "a\u202eb"),
    ],
)
def test_a_cell_has_the_value(capsysbinary: pytest.CaptureFixture[bytes], value: Any, cell: str) -> None:
    text = _printed(capsysbinary, "csv", [[value, "end"]], "value", "last")
    assert list(csv.reader(text.splitlines(keepends=True))) == [["value", "last"], [cell, "end"]]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", 'id,text\r\n1,"a,b"\r\n2,"say ""no"""\r\n3,a\tb\r\n'),
        ("tsv", 'id\ttext\n1\ta,b\n2\t"say ""no"""\n3\t"a\tb"\n'),
    ],
)
def test_a_line_has_the_form_of_its_kind(capsysbinary: pytest.CaptureFixture[bytes], form: str, text: str) -> None:
    rows = [[1, "a,b"], [2, 'say "no"'], [3, "a\tb"]]
    assert _printed(capsysbinary, form, rows, "id>", "text~") == text


def test_a_table_without_rows_has_the_names_of_its_columns(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert _printed(capsysbinary, "tsv", [], "id", "date") == "id\tdate\n"


def test_a_cell_has_the_exact_value_and_not_what_the_screen_shows(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    print_delimited("csv", [Column("total", lambda row: row, lambda row: f"about {row:.0f}")], [Decimal("9.4567")])
    assert capsysbinary.readouterr().out == b"total\r\n9.4567\r\n"


def test_a_value_without_a_form_is_an_error(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        _printed(capsysbinary, "csv", [[[object()]]], "value")
