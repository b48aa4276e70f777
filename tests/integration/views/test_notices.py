"""Notices of series: late and missing papers, unusual amounts, and prices that rose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database import pairs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.views.notices import Notice, notices
from support import document_rows
from support.archives import Archive


@pytest.fixture
def session(archive: Archive) -> Session:
    return database().session()


def _filed(session: Session, day: str, amount: str = "41.20", **found: Any) -> UUID:
    return document_rows.filed(session, document_date=date.fromisoformat(day), total_amount=amount, **found)


def _year(session: Session, months: str, amounts: tuple[str, ...] = (), **found: Any) -> list[UUID]:
    """A paper on the fifth of each of these months."""
    each = amounts or ("41.20",) * len(months.split())
    return [
        _filed(session, f"2024-{month}-05", amount, **found) for month, amount in zip(months.split(), each, strict=True)
    ]


def _said(found: list[Notice]) -> list[tuple[str, str]]:
    return [(notice.kind, notice.day.isoformat()) for notice in found]


def test_a_series_expects_its_next_paper_and_then_lacks_it_until_it_has_ended(session: Session) -> None:
    _year(session, "01 02 03 04", ("40", "42", "41", "43"))
    found = notices(session)
    (expected,) = found.expected
    assert (expected.next.day, expected.amount, expected.currency) == (date(2024, 5, 5), Decimal("41.50"), "USD")
    days = ("2024-05-05", "2024-05-14", "2024-08-04", "2024-08-05", "2024-12-31")
    said = [_said(found.lacking(date.fromisoformat(day))) for day in days]
    assert said == [[], [("late", "2024-05-05")], [("late", "2024-05-05")], *[[("ended", "2024-05-05")]] * 2]
    assert found.notices == []


def test_a_month_without_its_bill_is_missing(session: Session) -> None:
    _year(session, "01 02 04 05")
    assert _said(notices(session).notices) == [("missing", "2024-03-05")]


@pytest.mark.parametrize("months", ["01 02", "01"])
def test_two_papers_say_nothing(session: Session, months: str) -> None:
    _year(session, months)
    assert (notices(session).expected, notices(session).notices) == ([], [])


def test_an_irregular_series_is_silent(session: Session) -> None:
    for day in ("2024-01-02", "2024-01-22", "2024-02-27", "2024-03-10", "2024-04-29"):
        _filed(session, day)
    _filed(session, "2024-05-16", "410")
    found = notices(session)
    assert (found.lacking(date(2025, 1, 1)), found.notices) == ([], [])


def test_an_unusual_amount_is_told_with_the_usual_one(session: Session) -> None:
    *_, last = _year(session, "01 02 03 04 05", ("40", "42", "41", "43", "410"))
    (found,) = notices(session).notices
    assert (found.kind, found.document, found.amount, found.before) == ("unusual", last, Decimal(410), Decimal("41.50"))
    _filed(session, "2024-06-05", "42")
    assert notices(session).notices == []  # the last one is as usual


def test_a_price_that_rose_is_told_while_it_is_news(session: Session) -> None:
    *_, first, _ = _year(session, "01 02 03 04 05", ("9.99", "9.99", "9.99", "11.99", "11.99"))
    (found,) = notices(session).notices
    assert (found.kind, found.document, found.amount) == ("risen", first, Decimal("11.99"))
    assert (found.before, found.day) == (Decimal("9.99"), date(2024, 4, 5))
    _year(session, "06 07", ("11.99", "11.99"))
    assert notices(session).notices == []


def test_balances_and_other_currencies_and_copies_are_apart(session: Session) -> None:
    balances = ("900", "910", "905", "915", "9000")
    _year(session, "01 02 03 04 05", balances, entity="First Bank", document_type="bank_statement")
    _year(session, "01 02 03 04 05", ("40", "42", "41", "43", "42"))
    for month in range(1, 5):
        _filed(session, f"2024-0{month}-05", "4000", currency="JPY")
    one, other = sorted((_filed(session, "2024-06-05", "410"), _filed(session, "2024-06-05", "410")))
    assert [notice.kind for notice in notices(session).notices] == ["unusual"]
    pairs.set_verdict(session, one, other, "same", "person", "")
    (found,) = notices(session).notices
    assert (found.currency, found.before) == ("USD", Decimal(42))


def test_what_is_a_year_older_than_the_newest_paper_is_not_told_again(session: Session) -> None:
    for month in ("01", "02", "04", "05"):
        _filed(session, f"2021-{month}-05", entity="Old Gym")
    assert len(notices(session).notices) == 1
    _year(session, "01")
    found = notices(session)
    assert (found.expected, found.notices) == ([], [])
