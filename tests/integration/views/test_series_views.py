"""A series as it is shown: what is counted, what is apart, and what is expected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections import series as acts
from alfrd_luigi.database import documents, pairs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.views import series
from alfrd_luigi.views.series import SeriesView
from support import document_rows
from support.archives import Archive
from support.kept_archives import Keep
from support.pipeline import worked


@pytest.fixture
def session(archive: Archive) -> Session:
    return database().session()


def _filed(session: Session, day: str | None, amount: str | None, currency: str = "USD", **found: Any) -> UUID:
    dated = date.fromisoformat(day) if day else None
    return document_rows.filed(session, document_date=dated, total_amount=amount, currency=currency, **found)


def _only(session: Session) -> SeriesView:
    (row,) = series.listing(session)
    (view,) = series.series(session, [row.series.id])
    assert row.next == view.next
    assert row.series.documents == view.head.documents
    return view


def test_filed_bills_are_a_series_with_its_next_bill(keep: Keep) -> None:
    march, april = keep(worked)
    view = _only(database().session())
    assert [member.id for member in view.members] == [april, march]
    assert view.next is not None
    assert view.next.day == date(2024, 5, 5)
    (amounts,) = view.amounts
    assert [(paper.day.isoformat(), paper.amount) for paper in amounts.papers] == [
        ("2024-03-05", Decimal("123.50")),
        ("2024-04-05", Decimal("124.50")),
    ]
    assert view.file is not None
    assert view.file.is_fresh


def test_a_copy_is_shown_and_not_counted(session: Session) -> None:
    first, copy, last = (_filed(session, day, "10.00") for day in ("2024-01-05", "2024-01-05", "2024-02-05"))
    one, other = sorted((first, copy))
    pairs.set_verdict(session, one, other, "same", "person", "")
    view = _only(session)
    assert [member.id for member in view.members if member.is_copy] == [copy]
    assert [paper.is_copy for paper in view.amounts[0].papers] == [False, True, False]
    assert sum(view.amounts[0].counted) == Decimal(str(view.head.statistics["total"])) == 20
    assert last == view.members[0].id


def test_other_currencies_are_apart(session: Session) -> None:
    for month in range(1, 6):
        _filed(session, f"2024-0{month}-05", f"{10 + month}.00")
    for month in range(1, 5):
        _filed(session, f"2024-0{month}-06", "900.00", "CHF")
    dollars, francs = _only(session).amounts
    assert (dollars.currency, len(dollars.papers), francs.currency, len(francs.papers)) == ("USD", 5, "CHF", 4)
    assert dollars.usual == (Decimal("11.00"), Decimal("13.00"), Decimal("15.00"))


def test_a_statement_shows_balances_of_which_none_is_expected(session: Session) -> None:
    for month in range(1, 6):
        _filed(session, f"2024-0{month}-05", "900.00", document_type="bank_statement")
    view = _only(session)
    assert [(amounts.is_balance, amounts.usual) for amounts in view.amounts] == [(True, None)]
    assert view.head.statistics["latest_balance"] == 900
    assert view.next is not None


def test_dates_that_say_nothing_of_the_next_paper_do_not_count(session: Session) -> None:
    for day in ("2024-01-05", "2024-02-05", "2024-03-05", "2999-01-01", None):
        _filed(session, day, "10.00")
    view = _only(session)
    assert view.members[-1].document_date is None
    assert view.next is not None
    assert view.next.day == date(2024, 4, 5)


def test_a_merged_series_is_named(session: Session) -> None:
    one, other = _filed(session, "2024-01-05", "1"), _filed(session, "2024-01-06", "2", entity="Eastwind Water")
    into, gone = (documents.series_of(session, id) for id in (one, other))
    assert into is not None
    assert gone is not None
    acts.merge(session, [gone], into, "anna")
    view = _only(session)
    assert view.head.documents == 2
    assert [each["title"] for each in view.head.merged] == ["Eastwind Water bills"]


def test_series_with_many_documents_show_the_newest(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in ("2024-01-05", "2024-02-05", "2024-03-05"):
        _filed(session, day, "10.00")
    monkeypatch.setattr(series, "SHOWN", 2)
    view = _only(session)
    assert view.head.documents == 3
    assert [str(member.document_date) for member in view.members] == ["2024-03-05", "2024-02-05"]
