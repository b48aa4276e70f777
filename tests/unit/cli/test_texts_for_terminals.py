"""What a command prints: JSON for programs, and texts that no terminal obeys."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.cli.columns import Column, colour, key, names, placed, short, state
from alfrd_luigi.cli.output import change, one_line, print_documents, print_json, print_json_line, printable, written

ID = UUID("154c0000-0000-4000-8000-000000000000")


class _Row(NamedTuple):
    id: UUID
    total: Decimal | None
    rows: tuple[Any, ...] = ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("North Wind", "North Wind"),
        ("a\nb", "a\nb"),
        ("a\tb\rc", "a b c"),
        ("a\x1b[2Jb", "a\ufffd[2Jb"),
        ("a\x00b\x7fc", "a\ufffdb\ufffdc"),
        ("a\u202eb", "a\ufffdb"),
        ("a\u2028b", "a b"),
        ("\u00a0", " "),
        (42, "42"),
        (None, "None"),
    ],
)
def test_a_text_is_printable(text: object, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_any_text_is_one_line_without_controls(text: str) -> None:
    line = one_line(text)
    assert line.isprintable()
    assert line == line.strip()
    assert one_line(line) == line


@pytest.mark.parametrize(
    ("field", "before", "after", "line"),
    [
        ("total", 123.5, 42, "total: 123.50 -> 42.00"),
        ("total", None, 42.005, "total: nothing -> 42.01"),
        ("entity", "North\nWind", None, "entity: North Wind -> nothing"),
        ("date", date(2024, 3, 5), date(2024, 4, 5), "date: 2024-03-05 -> 2024-04-05"),
        ("field.tax", 1.5, 2, "field.tax: 1.5 -> 2"),
        ("tags", ["a", "b"], [], "tags: a; b ->"),
        (
            "field.line_items",
            None,
            [{"text": "Tea", "amount": 2.5}],
            "field.line_items: nothing -> text Tea, amount 2.5",
        ),
        ("entity", "a\x1b[2J", "b", "entity: a\ufffd[2J -> b"),
    ],
)
def test_a_change_is_one_line(field: str, before: Any, after: Any, line: str) -> None:
    assert change(field, before, after) == line


def test_a_total_is_written_as_an_amount_and_another_number_as_it_is() -> None:
    assert [written(name, 42.5) for name in ("total", "field.tax")] == ["42.50", "42.5"]
    assert [written(name, None) for name in ("total", "entity")] == ["nothing", "nothing"]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (_Row(ID, Decimal("9.50")), {"id": str(ID), "total": 9.5, "rows": []}),
        (
            [_Row(ID, None, (_Row(ID, None),))],
            [{"id": str(ID), "total": None, "rows": [{"id": str(ID), "total": None, "rows": []}]}],
        ),
        (
            {"day": date(2024, 3, 5), "at": datetime(2024, 3, 5, 14, 30, tzinfo=UTC)},
            {"day": "2024-03-05", "at": "2024-03-05T14:30:00+00:00"},
        ),
        ({"of": {"row": (1, 2)}}, {"of": {"row": [1, 2]}}),
        ("a\x1b[2J\u202e\U000e0001", "a\x1b[2J\u202e\U000e0001"),
        ([], []),
        (None, None),
    ],
)
def test_json_says_the_value_and_no_terminal_interprets_it(
    capsys: pytest.CaptureFixture[str], value: Any, read: Any
) -> None:
    print_json(value)
    text = capsys.readouterr().out
    print_json_line(value)
    line = capsys.readouterr().out
    assert json.loads(text) == json.loads(line) == read
    assert line.count("\n") == 1
    for printed in (text, line):
        assert all(character.isprintable() or character == "\n" for character in printed)


def test_json_keeps_letters_and_blanks_of_all_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    print_json_line("Zürich\u00a0\u6771\u4eac\u3000\x7f")
    assert capsys.readouterr().out == '"Zürich\u00a0\u6771\u4eac\u3000\\u007f"\n'


def test_documents_are_a_line_each_or_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    other = UUID(int=7)
    print_documents("deleted", [ID, other], {"until": date(2024, 3, 5)}, json=False)
    assert capsys.readouterr().out == f"deleted: {ID}\ndeleted: {other}\n"
    print_documents("deleted", [ID, other], {"until": date(2024, 3, 5)}, json=True)
    assert json.loads(capsys.readouterr().out) == {"documents": [str(ID), str(other)], "until": "2024-03-05"}


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("filed", "green"),
        ("generated", "green"),
        ("completed", "green"),
        ("failed", "red"),
        ("rejected", "red"),
        ("died", "red"),
        ("deferred", "yellow"),
        ("outdated", "yellow"),
        ("interrupted", "yellow"),
        ("pending", ""),
        (None, ""),
    ],
)
def test_a_status_has_the_colour_of_what_it_means(status: str | None, shown: str) -> None:
    assert colour(status) == shown
    assert state(lambda row: row[0]).style_of([status]) == shown


def test_a_screen_shows_the_beginning_of_an_id() -> None:
    column = key(lambda row: row, "document", rank=2)
    assert (column.name, column.rank, column.value(ID), column.on_screen(ID)) == ("document", 2, ID, "154c0000")
    assert (short(None), column.on_screen(None), column.style_of(ID)) == (None, None, "cyan")


def test_columns_of_sequences_say_how_they_stand() -> None:
    columns = placed("id", "total>", "reason~")
    assert names(columns) == ["id", "total", "reason"]
    assert [column.is_right for column in columns] == [False, True, False]
    assert [column.room for column in columns] == ["whole", "whole", "wrap"]
    assert [column.value("abc") for column in columns] == ["a", "b", "c"]


def test_a_screen_shows_the_value_unless_a_column_has_a_form_for_it() -> None:
    plain, formed = Column("total", lambda row: row), Column("total", lambda row: row, lambda row: f"{row} EUR")
    assert [plain.on_screen(9), formed.on_screen(9), formed.value(9), plain.style_of(9)] == [9, "9 EUR", 9, ""]
