"""The columns of a listing: their values, what the screen shows, and the colours of states."""

from __future__ import annotations

from uuid import UUID

import pytest

from alfrd_luigi.cli import columns
from alfrd_luigi.cli.columns import Column

_ID = UUID("12345678-1234-5678-1234-567812345678")


def test_an_id_is_shown_by_its_beginning() -> None:
    column = columns.key(lambda row: row["id"], rank=2)
    assert (column.name, column.rank, column.style_of({})) == ("id", 2, "cyan")
    assert (column.value({"id": _ID}), column.on_screen({"id": _ID})) == (_ID, "12345678")
    assert column.on_screen({"id": None}) is None
    assert columns.key(len, "series").name == "series"


def test_a_column_shows_its_value_unless_it_says_otherwise() -> None:
    plain, other = Column("a", len), Column("a", len, lambda row: f"{len(row)} letters", str.upper)
    assert (plain.on_screen("abc"), plain.style_of("abc")) == (3, "")
    assert (other.on_screen("abc"), other.style_of("abc")) == ("3 letters", "ABC")


@pytest.mark.parametrize(
    ("status", "colour"),
    [
        *((status, "green") for status in ("filed", "generated", "completed", "well", "done")),
        *((status, "red") for status in ("failed", "rejected", "wrong", "damaged", "troubled", "died")),
        *((status, "yellow") for status in ("deferred", "outdated", "doubtful", "stopped", "interrupted")),
        ("pending", ""),
        (None, ""),
    ],
)
def test_a_state_has_the_colour_of_what_it_means(status: str | None, colour: str) -> None:
    assert columns.colour(status) == colour
    assert columns.state(lambda row: row).style_of(status) == colour


def test_columns_of_sequences_are_declared_by_their_names() -> None:
    name, amount, words = columns.placed("name", "amount>", "words~")
    assert columns.names([name, amount, words]) == ["name", "amount", "words"]
    assert [each.value(("a", 2, "b c")) for each in (name, amount, words)] == ["a", 2, "b c"]
    assert [each.is_right for each in (name, amount, words)] == [False, True, False]
    assert [each.room for each in (name, amount, words)] == ["whole", "whole", "wrap"]
