"""The list of documents by year: into how many parts a year is divided, and which years are loaded at once."""

from __future__ import annotations

from uuid import UUID

import pytest

from alfrd_luigi.database import listings
from alfrd_luigi.views.lists import Part, Year, data, parts_of, years


@pytest.mark.parametrize(
    ("documents", "parts"),
    [(0, 0), (1, 1), (499, 1), (500, 1), (501, 2), (1_000, 2), (1_001, 3), (20_000, 40)],
)
def test_a_part_has_at_most_500_documents(documents: int, parts: int) -> None:
    assert parts_of(documents) == parts


def test_the_last_part_is_the_page_of_the_year() -> None:
    ids = (UUID(int=1),)
    first, last = Part(2024, 1, 2, ids), Part(2024, 2, 2, ids)
    assert (first.page, first.data) == (1, "documents-2024-1")
    assert (last.page, last.data) == (None, "documents-2024-2")
    assert Part(2023, 1, 1, ids).page is None
    assert data(1999, 12) == "documents-1999-12"


def _loaded(*counts: int) -> list[bool]:
    return [year.is_loaded for year in years(listings.Year(2024 - back, count) for back, count in enumerate(counts))]


def test_a_year_names_the_rows_of_its_newest_documents_first() -> None:
    assert years([listings.Year(2024, 1_200), listings.Year(2022, 3)]) == [
        Year(2024, 1_200, ["documents-2024-3", "documents-2024-2", "documents-2024-1"], True),
        Year(2022, 3, ["documents-2022-1"], True),
    ]
    assert years([]) == []


@pytest.mark.parametrize(
    ("counts", "loaded"),
    [
        ((10, 10), [True, True]),
        ((10_000, 10_000), [True, True]),
        ((10_000, 10_001), [True, False]),
        ((30_000,), [True]),  # one year is always shown
        ((30_000, 1), [True, False]),
        ((10_000, 15_000, 1), [True, False, False]),  # no year behind one that is not loaded
        ((5_000, 5_000, 9_999, 1, 1), [True, True, True, True, False]),
    ],
)
def test_the_newest_years_are_loaded_at_once(counts: tuple[int, ...], loaded: list[bool]) -> None:
    assert _loaded(*counts) == loaded
