"""From which day on a bill is overdue or long ago, and what of bills and papers is worth a look."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from alfrd_luigi.database.dues import Bill
from alfrd_luigi.views.dues import Due, Dues
from alfrd_luigi.views.expectations import NextPaper, Step
from alfrd_luigi.views.notices import Expected, Notice, Notices
from alfrd_luigi.views.outlook import Outlook

_TODAY = date(2024, 6, 1)


def _due(days: int | None, dated: int | None = None, number: int = 0) -> Due:
    """A bill that is due after so many days, and was dated so many days ago."""
    written = None if dated is None else _TODAY - timedelta(dated)
    known = UUID(int=number), None, datetime(2024, 1, 1, tzinfo=UTC), "invoice", "Shop", None, written
    bill = Bill(*known, None, None, None, None, None, None)
    return Due(bill, None if days is None else _TODAY + timedelta(days), "open")


@pytest.mark.parametrize(
    ("days", "dated", "is_overdue", "is_old"),
    [
        (0, None, False, False),
        (-1, None, True, False),
        (-365, None, True, False),
        (-366, None, True, True),
        (None, 365, False, False),
        (None, 366, False, True),
        (-1, 400, True, False),  # the due day counts
        (None, None, False, False),
    ],
)
def test_a_bill_is_overdue_on_the_next_day_and_old_after_a_year(
    days: int | None, dated: int | None, is_overdue: bool, is_old: bool
) -> None:
    due = _due(days, dated)
    assert (due.is_overdue(_TODAY), due.is_old(_TODAY)) == (is_overdue, is_old)


def _expected(series: int, days: int) -> Expected:
    """A monthly series whose next paper is expected after so many days, late after 10 more, ended after 90."""
    day = _TODAY + timedelta(days)
    paper = NextPaper(Step(1, 0), day, day + timedelta(10), day + timedelta(90))
    return Expected(series, "Power", "North", paper, None, None, day - timedelta(30))


def test_a_glance_has_the_first_eight_of_each_without_what_is_long_ago_or_far_ahead() -> None:
    bills = [_due(20 - number, number=number) for number in range(10)] + [_due(-400)]  # the last due first
    expected = [_expected(number, days) for number, days in enumerate((32, 31, 0, -10, -11, -89, -90))]
    notices = [Notice("risen", number, "Power", "North", _TODAY) for number in range(9)]
    found = Outlook(Dues(bills, [], [], []), Notices(expected, notices)).glance(_TODAY)
    assert ([each.bill.id.int for each in found.due], found.bills) == ([9, 8, 7, 6, 5, 4, 3, 2], 10)
    assert [each.series for each in found.expected] == [5, 4, 3, 2, 1]
    assert found.notices == notices[:8]
    assert [(each.kind, each.series) for each in Notices(expected, []).lacking(_TODAY)] == [
        ("late", 4),
        ("late", 5),
        ("ended", 6),
    ]


def test_at_most_eight_papers_are_expected_at_a_glance() -> None:
    found = Outlook(Dues([], [], [], []), Notices([_expected(each, 9 - each) for each in range(9)], [])).glance(_TODAY)
    assert [each.series for each in found.expected] == [8, 7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("kind", ["none", "due", "expected", "notices"])
def test_a_glance_is_empty_if_nothing_is_to_tell(kind: str) -> None:
    bills = [_due(1)] if kind == "due" else []
    expected = [_expected(1, 1)] if kind == "expected" else []
    notices = [Notice("risen", 1, "Power", "North", _TODAY)] if kind == "notices" else []
    found = Outlook(Dues(bills, [], [], []), Notices(expected, notices)).glance(_TODAY)
    assert found.is_empty == (kind == "none")
