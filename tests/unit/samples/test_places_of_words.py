"""Where the words of a sample stand on its page, and amounts as its bills print them."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from alfrd_luigi.samples.layout import Placed, place
from alfrd_luigi.samples.metrics import width
from alfrd_luigi.samples.money import dollars, drawn, to_cents
from alfrd_luigi.samples.paper import LETTER, TILL_ROLL, Block, Gap, Row, Rule, Text, heading, table

_MARGIN, _PRINT = LETTER.margin, LETTER.width - 2 * LETTER.margin


def _page(*blocks: Block) -> Placed:
    (page,) = place((blocks,), LETTER)
    return page


def test_a_text_begins_at_the_margin_and_the_next_one_is_below() -> None:
    page = _page(Text("one"), Text("two", 20, bold=True))
    (one,), (two,) = page.lines
    assert (one.text, one.x, one.y, one.size, one.bold) == ("one", _MARGIN, _MARGIN + 11, 11, False)
    assert (two.x, two.bold) == (_MARGIN, True)
    assert two.y == pytest.approx(_MARGIN + 11 * 1.4 + 20)
    assert page.text == "one\ntwo"


def test_a_centred_text_has_the_same_room_on_both_sides() -> None:
    ((run,),) = _page(Text("water", 20, align="center")).lines
    right = LETTER.width - _MARGIN - (run.x + width("water") * 20)
    assert run.x - _MARGIN == pytest.approx(right)


def test_a_gap_and_a_rule_take_room() -> None:
    plain, apart = _page(Text("a"), Text("b")), _page(Text("a"), Gap(7), Rule(), Text("b"))
    assert apart.lines[1][0].y - plain.lines[1][0].y == pytest.approx(7 + 8)
    assert list(apart.rules) == pytest.approx([_MARGIN + 11 * 1.4 + 7 + 4])


def test_the_cells_of_a_row_end_at_their_stops() -> None:
    ((first, second, third),) = _page(Row(("a", "12", "3.00"))).lines
    assert first.x == _MARGIN
    assert second.x + width("12") * 11 == pytest.approx(_MARGIN + _PRINT * 0.7)
    assert third.x + width("3.00") * 11 == pytest.approx(_MARGIN + _PRINT)
    assert first.y == second.y == third.y


@pytest.mark.parametrize(
    ("cells", "text"), [(("", "1", "2"), "1 2"), (("a", "", "2"), "a 2"), (("a",), "a"), (("", "", "2"), "2")]
)
def test_an_empty_cell_is_left_out(cells: tuple[str, ...], text: str) -> None:
    assert _page(Row(cells)).text == text


def test_a_long_text_is_wrapped_between_words() -> None:
    words = " ".join(["the water bill of the garden club"] * 6)
    (page,) = place(((Text(words),),), TILL_ROLL)
    room = (TILL_ROLL.width - 2 * TILL_ROLL.margin) / 11
    assert page.text.replace("\n", " ") == words
    assert all(width(line) <= room for line in page.text.split("\n"))
    assert len(page.lines) > 3
    (page,) = place(((Text("x" * 200),),), TILL_ROLL)  # a word is not parted
    assert page.text == "x" * 200


def test_several_pages_have_numbers_at_the_bottom() -> None:
    pages = place(((Text("a"),), (Text("b"),)), LETTER)
    assert [page.text for page in pages] == ["a\nPage 1 of 2", "b\nPage 2 of 2"]
    assert all(page.height == LETTER.height for page in pages)
    assert {page.lines[-1][0].y for page in pages} == {LETTER.height - _MARGIN + 9 if LETTER.height else 0}


def test_a_roll_is_cut_at_the_end_of_the_print() -> None:
    (page,) = place(((Text("a"),),), TILL_ROLL)
    assert page.height == pytest.approx(2 * TILL_ROLL.margin + 11 * 1.4)


def test_a_heading_and_a_table_are_blocks() -> None:
    assert _page(*heading("Items"), *table(("Item", "Price"), ("Tea", "2.00"))).text == "Items\nItem Price\nTea 2.00"


@pytest.mark.parametrize(
    ("amount", "cents", "text"),
    [
        ("1.005", "1.01", "$1.01"),
        ("1.004", "1.00", "$1.00"),
        ("-1234.5", "-1234.50", "-$1,234.50"),
        ("1234567.891", "1234567.89", "$1,234,567.89"),
        ("0", "0.00", "$0.00"),
    ],
)
def test_an_amount_is_exact_to_the_cent(amount: str, cents: str, text: str) -> None:
    assert str(to_cents(Decimal(amount))) == cents
    assert dollars(to_cents(Decimal(amount))) == text


def test_a_drawn_amount_is_within_its_bounds() -> None:
    amounts = [drawn(random.Random(seed), 2, 3) for seed in range(200)]
    assert all(2 <= each <= 3 and each == to_cents(each) for each in amounts)
    assert len(set(amounts)) > 50
