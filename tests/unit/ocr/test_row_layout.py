"""Words with boxes become lines in reading order."""

from __future__ import annotations

import math
import random
import time

import pytest

from alfrd_luigi.ocr.layout import rows, text_of
from alfrd_luigi.ocr.port import Word

CHARACTER, HEIGHT = 0.012, 0.02


def word(text: str, left: float, middle: float, height: float = HEIGHT, character: float = CHARACTER) -> Word:
    return Word(text, (left, middle - height / 2, left + character * len(text), middle + height / 2), 0.9)


def skewed(words: list[Word], degrees: float) -> list[Word]:
    fall = math.tan(math.radians(degrees))
    moved = []
    for each in words:
        left, top, right, bottom = each.box
        shift = fall * (left + right) / 2
        moved.append(Word(each.text, (left, top + shift, right, bottom + shift), each.confidence))
    return moved


def receipt() -> list[Word]:
    """Five rows of label and amount, far apart, as close to each other as print gets."""
    labels = ["Bread", "Butter", "Cheese", "Coffee", "Total"]
    words = []
    for number, label in enumerate(labels):
        middle = 0.2 + number * HEIGHT * 1.3
        words += [word(label, 0.05, middle), word("2", 0.2, middle), word("x", 0.23, middle)]
        words.append(word(f"{number + 1}.50", 0.85, middle))
    return words


EXPECTED = "Bread   2 x   1.50\nButter   2 x   2.50\nCheese   2 x   3.50\nCoffee   2 x   4.50\nTotal   2 x   5.50"


def test_nothing_is_no_text() -> None:
    assert text_of([]) == ""
    assert rows([]) == []


def test_words_of_a_line_are_one_space_apart() -> None:
    line = [word("Dear", 0.1, 0.1), word("customer,", 0.1 + 5 * CHARACTER, 0.1)]
    assert text_of(line) == "Dear customer,"


def test_an_amount_stays_on_the_row_of_its_label() -> None:
    assert text_of([word("Total", 0.05, 0.5), word("12.50", 0.9, 0.5)]) == "Total   12.50"


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_words_come_does_not_matter(seed: int) -> None:
    words = receipt()
    random.Random(seed).shuffle(words)
    assert text_of(words) == EXPECTED


@pytest.mark.parametrize("degrees", [-5, -2, -0.5, 0.5, 2, 5])
def test_rows_survive_skew(degrees: float) -> None:
    lines = text_of(skewed(receipt(), degrees)).splitlines()
    assert lines == EXPECTED.splitlines()


def test_rows_survive_a_bent_page() -> None:
    bent = []
    for each in receipt():
        left, top, right, bottom = each.box
        shift = 0.01 * math.sin(3 * (left + right) / 2)
        bent.append(Word(each.text, (left, top + shift, right, bottom + shift), each.confidence))
    assert text_of(bent) == EXPECTED


def test_rows_survive_small_errors_of_the_boxes() -> None:
    rng = random.Random(7)
    jittered = [
        word(each.text, each.box[0], (each.box[1] + each.box[3]) / 2 + rng.uniform(-0.15, 0.15) * HEIGHT)
        for each in receipt()
    ]
    assert text_of(jittered) == EXPECTED


def test_a_large_amount_meets_its_small_label() -> None:
    words = [
        word("TOTAL", 0.1, 0.5),
        word("99.00", 0.6, 0.503, height=0.04, character=0.024),
        word("Thanks", 0.1, 0.56),
    ]
    assert text_of(words) == "TOTAL   99.00\nThanks"


def test_rows_are_those_of_each_side_where_the_sides_differ() -> None:
    left = [word("Sender", 0.05, 0.10), word("Street", 0.05, 0.13), word("Town", 0.05, 0.16)]
    right = [word("Date", 0.7, 0.115), word("Number", 0.7, 0.145)]
    body = [word("words", 0.05 + 0.08 * place, 0.3 + 0.03 * line) for place in range(10) for line in range(4)]
    head = text_of(left + right + body).splitlines()[:5]
    assert head == ["Sender", "Date", "Street", "Number", "Town"]


def test_two_columns_share_rows_where_they_are_level() -> None:
    words = [word("Bill", 0.05, 0.1), word("to:", 0.11, 0.1), word("Ship", 0.6, 0.1), word("to:", 0.66, 0.1)]
    assert text_of(words) == "Bill to:   Ship to:"


def test_boxes_that_overlap_a_little_are_still_neighbours() -> None:
    words = [word("overlapping", 0.1, 0.3), word("boxes", 0.1 + 10.6 * CHARACTER, 0.3)]
    assert text_of(words) == "overlapping boxes"


def test_a_word_on_top_of_another_is_a_row_of_its_own() -> None:
    assert len(rows([word("stamp", 0.1, 0.3), word("stamp", 0.105, 0.302)])) == 2


def test_boxes_without_extent_are_survived() -> None:
    assert text_of([Word("a", (0.5, 0.5, 0.5, 0.5), 1.0), Word("b", (0.5, 0.5, 0.5, 0.5), 1.0)])


def test_a_page_full_of_words_takes_no_time_to_speak_of() -> None:
    dense = [
        word("w", column / 200, row / 50, height=0.01, character=0.003) for row in range(50) for column in range(200)
    ]
    start = time.monotonic()
    assert len(rows(dense)) == 50
    assert time.monotonic() - start < 10


def test_every_word_is_in_exactly_one_row() -> None:
    rng = random.Random(11)
    words = [word(f"w{number}", rng.random(), rng.random()) for number in range(300)]
    placed = [each for row in rows(words) for each in row]
    assert sorted(placed, key=lambda each: each.text) == sorted(words, key=lambda each: each.text)
    assert all(row == sorted(row, key=lambda each: each.box[0]) for row in rows(words))
