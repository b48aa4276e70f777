"""The words of a row in reading order, also in scripts that run from right to left."""

from __future__ import annotations

import pytest

from alfrd_luigi.ocr.layout import text_of
from alfrd_luigi.ocr.port import Word


def row(*texts: str) -> list[Word]:
    """A row of words, given from left to right as they stand on the page."""
    return [Word(text, (0.05 + 0.1 * at, 0.1, 0.13 + 0.1 * at, 0.12), 1.0) for at, text in enumerate(texts)]


# Arabic words without a meaning: their letters only have to run from right to left.
ONE, TWO, THREE = "\u0623\u0628\u062c", "\u062f\u0647\u0648", "\u0632\u062d\u0637"


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        (("Total", "due", "12.50"), ["Total", "due", "12.50"]),
        ((THREE, TWO, ONE), [ONE, TWO, THREE]),
        (("12.50", TWO, ONE), [ONE, TWO, "12.50"]),
        (("SAR", "12.50", TWO, ONE), [ONE, TWO, "12.50", "SAR"]),
        ((THREE, TWO, "Gas", "Co", ONE), [ONE, "Gas", "Co", TWO, THREE]),
        (("Customer", "name:", TWO, ONE), ["Customer", "name:", ONE, TWO]),
        (("Paid", "to", "the", TWO, ONE, "company", "today"), ["Paid", "to", "the", ONE, TWO, "company", "today"]),
        (("05", "12", TWO, ONE), [ONE, TWO, "12", "05"]),
    ],
)
def test_a_row_is_read_in_the_direction_of_its_words(shown: tuple[str, ...], read: list[str]) -> None:
    assert text_of(row(*shown)).split() == read


def test_a_row_with_a_long_address_has_the_direction_of_the_page() -> None:
    page = row("03-555", TWO, "www.example.org", ONE)
    below = [word._replace(box=(word.box[0], 0.3, word.box[2], 0.32)) for word in row(*[THREE, TWO, ONE] * 3)]
    assert text_of([*page, *below]).splitlines()[0].split() == [ONE, "www.example.org", TWO, "03-555"]


def test_columns_stay_apart() -> None:
    words = [Word("12.50", (0.05, 0.1, 0.1, 0.12), 1.0), Word(ONE, (0.8, 0.1, 0.85, 0.12), 1.0)]
    assert text_of(words) == f"{ONE}   12.50"
