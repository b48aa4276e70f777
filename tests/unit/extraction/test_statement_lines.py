"""The lines of a statement that can be payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.extraction.statement_lines import StatementLine, read_statement

END = date(2024, 3, 31)


WANTED = frozenset(map(Decimal, ("123.45", "80", "84.10", "1084.10", "55", "1", "14.03")))


def _read(text: str, *, is_card: bool = False) -> list[StatementLine]:
    return list(read_statement(text, END, WANTED, is_card=is_card))


@pytest.mark.parametrize(
    ("text", "amount", "days"),
    [
        ("03/14 GOLDEN VALLEY GAS & ELEC  123.45", "123.45", {date(2024, 3, 14)}),
        ("03/04 Northwind Power  -80.00  1,920.00", "80", {date(2024, 3, 4), date(2023, 4, 3)}),
        ("14.03. Lastschrift Stadtwerke  84,10 S  1.204,55 H", "84.10", {date(2024, 3, 14)}),
        ("14.03.2024 Stadtwerke  1.084,10-", "1084.10", {date(2024, 3, 14)}),
        ("14.03. 15.03. Stadtwerke  -84,10", "84.10", {date(2024, 3, 14)}),
        ("Mar 14 CITY WATER  55.00", "55", {date(2024, 3, 14)}),
        ("28 Dec CITY WATER  55.00", "55", {date(2023, 12, 28)}),
        ("CITY WATER  55.00", "55", set()),
        ("03/14 03/15 CITY WATER  55.00", "55", {date(2024, 3, 14)}),
        ("31/12 CITY WATER  55.00", "55", {date(2023, 12, 31)}),  # the last such day
        ("04/01 CITY WATER  55.00", "55", {date(2024, 1, 4), date(2023, 4, 1)}),
        ("29.02. Stadtwerke  84,10", "84.10", {date(2024, 2, 29)}),
        ("30.02. Stadtwerke  84,10", "84.10", set()),
        ("2024-03-05 CITY WATER  55.00", "55", {date(2024, 3, 5)}),
        ("5 Mar 2024 CITY WATER  55.00", "55", {date(2024, 3, 5)}),
        ("Mar. 5 CITY WATER  55.00", "55", {date(2024, 3, 5)}),
        ("5. M\u00e4rz Stadtwerke  84,10", "84.10", {date(2024, 3, 5)}),
        ("No. 5 Mar CITY WATER  55.00", "55", set()),  # it does not begin the line
        ("Mars 5 BAR  55.00", "55", {date(2024, 3, 5)}),
        ("Shop 5 BAR  55.00", "55", set()),
        ("1/2/3 CITY WATER  55.00", "55", set()),
        ("03/14 CITY WATER  55.00  55.00", "55", {date(2024, 3, 14)}),
        ("03/14 CITY WATER  1084.10", "1084.10", {date(2024, 3, 14)}),
        ("03/14 CITY WATER  55.00 DR", "55", {date(2024, 3, 14)}),
        ("03/14 CREDIT CARD CO  55.00", "55", {date(2024, 3, 14)}),
    ],
)
def test_a_line_has_its_amount_and_all_readings_of_its_day(text: str, amount: str, days: set[date]) -> None:
    (line,) = _read(text)
    assert (line.amounts, line.days) == (frozenset([Decimal(amount)]), frozenset(days))


@pytest.mark.parametrize(
    "text",
    [
        "03/14 CITY WATER refund  55.00",
        "14.03. Gutschrift Stadtwerke  84,10",
        "14.03. Stadtwerke  +84,10",
        "14.03. Stadtwerke  84,10 H",
        "14.03. Stadtwerke  84,10 CR",
        "14.03. Stadtwerke  84,10+",
        "14.03. Stadtwerke + 84,10",
        "03/14 CITY WATER reversal  55.00",
        "03/14 CITY WATER returned  55.00",
        "03/14 CITY WATER credit  55.00",
        "03/14 deposit  55.00",
        "14.03. Erstattung Stadtwerke  84,10",
        "14/03 Remboursement EDF  84,10",
        "14/03 Abono de luz  84,10",
        "14/03 Rimborso luce  84,10",
        "14-03 Terugbetaling water  84,10",
        "03/14 CITY WATER  155.00",  # another amount with the same end
        "03/14 CITY WATER  1,055.00  55.00",  # the balance behind it
        "03/14 CITY WATER  55",
        "CITY WATER",
        "",
    ],
)
def test_money_that_comes_in_is_no_payment(text: str) -> None:
    assert _read(text) == []


def test_a_negative_amount_of_a_card_comes_in() -> None:
    assert _read("03/14 CITY WATER  -55.00", is_card=True) == []
    assert len(_read("03/14 CITY WATER  -55.00")) == 1


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        ("03/14 GOLDEN VALLEY GAS & ELEC  1.00", "Golden Valley Gas and Electric Company", True),
        ("03/14 GOLDEN VALL  1.00", "Golden Valley Gas and Electric Company", True),
        ("03/14 GOLDEN GATE  1.00", "Golden Valley Gas and Electric Company", False),
        ("14.03. Stadtwerke München GmbH  1,00", "Stadtwerke Munchen", True),
        ("03/14 NETFLIX.COM  1.00", "Netflix", True),
        ("03/14 THE GAP  1.00", "The Gap", False),  # too short to be told from other words
        ("03/14 CITY WATER  1.00", "", False),
        ("03/14 CITY WATER  1.00", "City Water Board of Leeds", True),  # two words
        ("03/14 WATER CITY  1.00", "City Water", True),
        ("03/14 CITY  1.00", "City Water", False),
        ("03/14 CITY WAT  1.00", "City Water", False),  # cut to less than four letters
        ("03/14 CITY WATE  1.00", "City Water", True),
        ("03/14 CITYWATER  1.00", "City Water", False),
        ("03/14 WATER  1.00", "Water", True),
        ("03/14 GAPS  1.00", "Gaps", False),  # four letters
    ],
)
def test_a_line_names_whoever_was_paid(text: str, entity: str, expected: bool) -> None:
    assert _read(text)[0].names(entity) is expected


@given(st.text(), st.booleans())
def test_any_text_is_read(text: str, is_card: bool) -> None:
    for line in _read(text, is_card=is_card):
        assert line.amounts <= WANTED
        line.names(text)
