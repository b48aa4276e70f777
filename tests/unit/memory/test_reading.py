"""A value is read on the next paper from where it stood on the first, whatever its label means."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.memory import reading

TWICE = "Gorm  65.72\nKrund  -0.02\nTrum  65.70"
ROUNDED = "Krund  0.01\nGorm  9.40\nPesh  20.00\nRukk  10.60"


def _next(value: Any, first: str, following: str) -> Any:
    found = reading.read_any(reading.places_of(value, [first]), value, [following])
    return found[1].value if found is not None else None


@pytest.mark.parametrize(
    ("first", "value", "following", "right"),
    [
        (f"Gorm incl. Vab  9.39\n{ROUNDED}", 9.40, "Gorm incl. Vab  4.65\nPesh  5.00", 4.65),
        ("Gorm incl. Vab  4.65\nPesh  4.65", 4.65, f"Gorm incl. Vab  9.39\n{ROUNDED}", 9.40),
        ("Bolts  11.40\nGorm  11.40\nPesh  11.40", 11.40, "Gorm  9.90\nPesh  10.00\nRukk  .10", 9.90),
        ("Gorm  2.50\nPesh  5.00\nRukk  2.50", 2.50, "Gorm  11.40\nPesh  11.40\nRukk  .00", 11.40),
        ("Netz  52.00\nGorm  52.00\nTrum  52.00", 52.00, f"Netz  62.00\nVab  3.72\n{TWICE}", 65.70),
        ("Netz   Vab   Gorm\n57.92   0.00   57.92", 57.92, "Netz   Vab   Gorm\n80.58   4.83   85.41", 85.41),
        ("Bolts  4.00\nGorm  4.00", 4.00, "Nails  1.50\nBolts  2.50\nGorm  4.00", 4.00),
        ("Netz  8.00\nGorm  8.00\nThanks", 8.00, "Netz  8.00\nVab A  0.50\nVab B  0.70\nGorm  9.20\nThanks", 9.20),
        ("Gorm  8.00\nThanks", 8.00, "Gorm\n9.20\nThanks", 9.20),
        ("Slip 0 No: 9658\n16:14  04/03/18", "2018-03-04", "Slip 512 No: 3001\n15:55  11/02/16", "2016-02-11"),
    ],
    ids=["no rounding", "rounding", "paid exactly", "change", "chain", "columns", "goods", "taxes", "below", "numbers"],
)  # fmt: skip
def test_a_value_is_read_from_where_it_stood(first: str, value: Any, following: str, right: Any) -> None:
    assert _next(value, first, following) == right


@pytest.mark.parametrize(
    ("first", "value", "following"),
    [
        ("Netz  8.00\nGorm  8.00", 8.00, "Netz  8.00\nGorm  9.20"),
        ("Gorm  9.40\nPesh  10.00", 9.40, "Trum  9.40\nPesh  10.00"),
        ("Gorm  9.40\nPesh  10.00", 9.40, "Pesh  10.00\nGormless goods  3.20"),
    ],
    ids=["two labels", "another label", "another neighbour"],
)
def test_what_does_not_tell_its_value_is_not_read(first: str, value: Any, following: str) -> None:
    assert _next(value, first, following) is None
