"""How a query is read. Nothing that a person types is an error."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.search.query import Query, parse
from alfrd_luigi.search.ranges import Amounts, Days, amounts, days

TODAY = date(2026, 11, 29)  # a Sunday


def _read(text: str) -> Query:
    return parse(text, TODAY)


def _words(query: Query) -> list[list[str]]:
    return [[" ".join(forms[0] for forms in wanted.forms) for wanted in group] for group in query.either]


def _days(first: str, last: str) -> tuple[Days, ...]:
    return (Days(date.fromisoformat(first), date.fromisoformat(last)),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("water bill", [["water", "bill"]]),
        ("the bill of the water", [["bill", "water"]]),
        ("the", [["the"]]),
        ('"garden club" water', [["garden club", "water"]]),
        ("\u201egarden club\u201c", [["garden club"]]),
        ("water or gas bill", [["water"], ["gas", "bill"]]),
        ("or water OR", [["water"]]),
        ("water bill last march", [["water", "bill"]]),
    ],
)
def test_words_are_read(text: str, found: list[list[str]]) -> None:
    assert _words(_read(text)) == found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last march", "2026-03-01", "2026-03-31"),
        ("last december", "2025-12-01", "2025-12-31"),
        ("march 2024", "2024-03-01", "2024-03-31"),
        ("this week", "2026-11-23", "2026-11-29"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("last 3 months", "2026-08-29", "2026-11-29"),
        ("yesterday", "2026-11-28", "2026-11-28"),
        ("letzten M\u00e4rz", "2026-03-01", "2026-03-31"),
        ("letzte Woche", "2026-11-16", "2026-11-22"),
        ("mars dernier", "2026-03-01", "2026-03-31"),
        ("le mois dernier", "2026-10-01", "2026-10-31"),
        ("marzo pasado", "2026-03-01", "2026-03-31"),
        ("marzo de 2024", "2024-03-01", "2024-03-31"),
        ("lo scorso marzo", "2026-03-01", "2026-03-31"),
        ("afgelopen maart", "2026-03-01", "2026-03-31"),
        ("vorige maand", "2026-10-01", "2026-10-31"),
        ("aujourd'hui", "2026-11-29", "2026-11-29"),
        ('date:"last week"', "2026-11-16", "2026-11-22"),
        ("date:2024", "2024-01-01", "2024-12-31"),
        ("date:2024-03", "2024-03-01", "2024-03-31"),
        ("date:2024-01..2024-06", "2024-01-01", "2024-06-30"),
        ("date:2024-06..2024-01", "2024-01-01", "2024-06-30"),
        ("date:5.3.2024", "2024-03-05", "2024-03-05"),
    ],
)
def test_days_are_read(text: str, first: str, last: str) -> None:
    assert _read(text).days == _days(first, last)


def test_a_month_alone_is_a_word() -> None:
    assert _read("march").days is None
    assert _read('"march 2024"').days is None


def test_a_day_that_a_month_does_not_have_is_its_last_one() -> None:
    query = _read("date:2024-02-31")
    assert query.days == _days("2024-02-29", "2024-02-29")
    assert query.remarks == ("2024-02-31 is no date: 2024-02-29 was taken",)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("10..50", "10", "50"),
        ("50..10", "10", "50"),
        (">100", "100.01", None),
        (">=100", "100", None),
        ("<100", None, "99.99"),
        ("..50", None, "50"),
        ("42", "42", "42.99"),
        ("42.50", "42.50", "42.50"),
        ("42,50", "42.50", "42.50"),
        ("1,234.50", "1234.50", "1234.50"),
        ("1.234,50", "1234.50", "1234.50"),
        ("\u20ac42.50", "42.50", "42.50"),
        ("-5..0", "-5", "0"),
    ],
)
def test_amounts_are_read(text: str, least: str | None, most: str | None) -> None:
    assert amounts(text) == Amounts(*(None if side is None else Decimal(side) for side in (least, most)))


@pytest.mark.parametrize("text", ["", "..", "soon", "2024-13", "0000", "2024-00-01", "99999-01-01"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert days(text) is None


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("foo:bar", "there is no filter foo"),
        ('"garden club', "quotation mark"),
        ("date:soon water", "'soon' is no date"),
        ("total:much water", "'much' is no amount"),
        ("water " * 2000, "only the first 2000 letters"),
        ("water " * 100, "only the first 32 words"),
        ('type:"" water', "type: names nothing"),
    ],
)
def test_what_cannot_be_read_gets_a_remark_and_the_rest_is_read(text: str, remark: str) -> None:
    query = _read(text)
    assert any(remark in each for each in query.remarks)
    assert query.says_something


@pytest.mark.parametrize("text", ["", " ", '""', "-", "or", "& | ! ( )", "\0"])
def test_a_query_can_say_nothing(text: str) -> None:
    assert not _read(text).says_something


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('":-.<>=or date:total:type:2024 last march'))))
def test_nothing_is_an_error(text: str) -> None:
    _read(text)
    days(text)
    amounts(text)


def test_filters_narrow_what_the_query_says() -> None:
    query = _read("last march water").narrowed(_read("date:2026-03-15..")).narrowed(_read("tag:tax"))
    assert query.days == _days("2026-03-15", "2026-03-31")
    assert len(query.filters) == 1
    assert _read("date:2024").narrowed(_read("date:2025")).days == ()
