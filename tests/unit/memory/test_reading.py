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


@pytest.mark.parametrize(
    ("first", "value", "following", "right"),
    [
        ("Gorm 2 3.00 6.00", 3.0, "Gorm 5 4.00 20.00", (4.0, "Gorm 5 4.00", "label")),
        ("Gorm  2 3.00 6.00", 2, "Gorm  5 4.00 20.00", (5.0, "Gorm  5", "label")),
        ("Gorm  2 3.00 6.00", 3.0, "Gorm  20.00", None),
        ("Netz  Gorm\n5.00  6.00", 6.0, "Netz  Gorm\n7.00  8.00", (8.0, "8.00", "label")),
        ("Netz und Gorm\n5.00  6.00", 5.0, "Netz und Gorm\n7.00  8.00", (7.0, "7.00", "label")),
        ("Bolts   Gorm  9.00 kg", 9.0, "Bolts   Gorm  4.00 kg", (4.0, "Gorm  4.00", "label")),
        ("Kunde: Anna Kron", "Anna Kron", "Kunde: Bert Zill", ("Bert Zill", "Kunde: Bert Zill", "label")),
        ("Kunde\nAnna Kron", "Anna Kron", "Kunde\nBert Zill", ("Bert Zill", "Bert Zill", "label")),
        ("Gor  9.20", 9.2, "Gor  5.00", (5.0, "Gor  5.00", "label")),
        ("Gor\n9.20", 9.2, "Gor\n5.00", (5.0, "5.00", "label")),
        ("Go  9.20", 9.2, "Go  5.00", None),
    ],
)
def test_a_value_is_told_from_those_beside_it(first: str, value: Any, following: str, right: Any) -> None:
    found = reading.read_any(reading.places_of(value, [first]), value, [following])
    assert (None if found is None else (found[1].value, found[1].words, found[1].by)) == right


@pytest.mark.parametrize(
    ("first", "value", "following", "right"),
    [
        ("Gorm  5.00\nGorm  6.00\nGorm  7.00", 7.0, "Gorm  1.00\nGorm  2.00", 2.0),
        ("Gorm  5.00\nGorm  6.00\nGorm  7.00", 6.0, "Gorm  1.00\nGorm  2.00\nGorm  3.00", None),
        ("Gorm  5.00\nGorm  6.00", 5.0, "Gorm  1.00\nGorm  2.00", None),
        ("Gorm  5.00\nGorm  6.00", 5.0, "Gorm  1.00\nGorm  1.00", 1.0),
        ("04.03.2024 12:01", "2024-03-04", "05.06.2024 13:22\n07.06.2024 14:22", "2024-06-05"),
        ("01.03.2024 10:11\n04.03.2024 12:01", "2024-03-04", "05.06.2024 13:22\n07.06.2024 14:22", "2024-06-07"),
        ("03/04/2024 12:01", "2024-03-04", "05/06/2024 13:22", "2024-05-06"),
    ],
)
def test_of_several_lines_with_a_label_the_first_or_last_is_meant(
    first: str, value: Any, following: str, right: Any
) -> None:
    assert _next(value, first, following) == right


@pytest.mark.parametrize(
    ("first", "following", "right"),
    [
        ("Gorm incl. Vab  9.00\nThanks", "Gorm  4.00\nThanks", 4.0),
        ("Thanks\nGorm incl. Vab  9.00", "Thanks\nGorm  4.00", 4.0),
        ("Thanks\nGorm  9.00\nBye", "Bye\nGorm incl. Vab  4.00\nThanks", None),
        ("ok\nGorm incl. Vab  9.00", "ok\nGorm  4.00", None),  # too short to be a neighbour
        ("Yes\nGorm incl. Vab  9.00", "Yes\nGorm  4.00", 4.0),
        ("Thanks\nGorm incl. Vab  9.00", "Thanks\nGo  4.00", None),
        ("Thanks\nGorm incl. Vab  9.00", "Thanks\nIncl  4.00", 4.0),
        ("Thanks\nGorm incl. Vab  9.00", "Thanks\nGolm lnol Kar  4.00", 4.0),
        ("Thanks\nGorm\n9.00", "Thanks\nGorm incl. Vab\n4.00", None),
        ("Gorm\n9.00", "Gorm  4.00", 4.0),
    ],
)
def test_a_label_may_be_longer_or_shorter_beside_the_same_neighbour(
    first: str, following: str, right: float | None
) -> None:
    assert _next(9.0, first, following) == right


@pytest.mark.parametrize(
    ("first", "value", "labels"),
    [
        ("Cash  5.00\nGorm  5.00\nBolts  1.00", 5.0, ["Gorm"]),  # what was handed over is only equal
        ("Cash  5.00\nBolts  1.00", 5.0, ["Cash"]),
        ("Bolts  5.00\nTotal  5.00\nNails  5.00\nKrund  5.00\nTeck  5.00", 5.0, ["Total", "Bolts", "Nails", "Krund"]),
        ("04.03.2024 12:01\nDatum  04.03.2024", "2024-03-04", ["Datum", ""]),
        ("9.20", 9.2, []),
        ("Gorm  1", True, []),
    ],
)
def test_the_most_telling_places_come_first(first: str, value: Any, labels: list[str]) -> None:
    assert [place.printed for place in reading.places_of(value, [first])] == labels


@pytest.mark.parametrize(
    ("first", "following", "right"),
    [
        ("Gorm  5.00\nTotal  5.00", "Gorm  2.00\nTotal  9.00", 9.0),
        ("Gorm  5.00\nBolts  5.00", "Gorm  2.00\nBolts  9.00", None),
        ("Gorm  5.00\nBolts  5.00", "Gorm  2.00\nBolts  2.00", 2.0),
    ],
)
def test_places_that_differ_leave_it_open_unless_one_is_a_total(
    first: str, following: str, right: float | None
) -> None:
    assert _next(5.0, first, following) == right


def test_texts_at_several_places_are_read_at_the_first() -> None:
    assert _next("AB-1234", "Akte  AB-1234\nSlip  AB-1234", "Slip  CD-9911\nAkte  CD-9922") == "CD-9922"
