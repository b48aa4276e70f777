"""Arbitrary text never raises, and every value that is found is in the text."""

from __future__ import annotations

import math
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from alfrd_luigi.extraction import amounts, dates, entities
from alfrd_luigi.extraction.amounts.labelled_amounts import labelled_amounts
from alfrd_luigi.extraction.lines import read_lines

_PIECES = st.sampled_from(
    [
        "TOTAL",
        "Subtotal",
        "Amount due",
        "RM",
        "$",
        "€",
        " ",
        "   ",
        "\n",
        "12.50",
        "1.234,56",
        "0.0O",
        "-5.00",
        "CR",
        "Date:",
        "Due",
        "03/04/2018",
        "30 DEC 17",
        "2018-13-45",
        "201818:40",
        "January 27,",
        "2024",
        "to",
        "Acme Sdn Bhd",
        "(123-X)",
        "Bill To:",
        "From:",
        "a@b.com",
        "www.acme.com",
        "(",
    ]
)
PAGES = st.lists(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map(" ".join)), max_size=3)
TYPES = st.sampled_from([None, "receipt", "invoice", "utility_bill", "bank_statement", "other", "no such type"])


def assert_printed(words: str, pages: list[str]) -> None:
    assert words
    assert any(words in page for page in pages)


@settings(deadline=None)
@given(PAGES, TYPES)
def test_amounts_are_printed(pages: list[str], document_type: str | None) -> None:
    if found := amounts.find_total(pages, document_type):
        assert found.value.value.is_finite()
        assert_printed(found.words, pages)


@settings(deadline=None)
@given(PAGES)
def test_labelled_amounts_are_printed(pages: list[str]) -> None:
    for amount in labelled_amounts(read_lines(pages)):
        assert math.isfinite(amount.value)
        assert_printed(amount.words, pages)


@settings(deadline=None)
@given(PAGES)
def test_currency_is_printed(pages: list[str]) -> None:
    if found := amounts.find_currency(pages):
        assert re.fullmatch("[A-Z]{3}", found.value)
        assert_printed(found.words, pages)


@settings(deadline=None)
@given(PAGES, TYPES)
def test_dates_are_printed(pages: list[str], document_type: str | None) -> None:
    for found in (dates.find_document_date(pages, document_type), dates.find_labelled_date(pages, ["due", "date"])):
        if found:
            assert_printed(found.words, pages)
    if period := dates.find_period(pages):
        assert period.value[0] < period.value[1]
        assert_printed(period.words, pages)


@settings(deadline=None)
@given(PAGES, TYPES)
def test_entities_are_printed(pages: list[str], document_type: str | None) -> None:
    if found := entities.find_entity(pages, document_type):
        assert found.value
        assert_printed(found.words, pages)
