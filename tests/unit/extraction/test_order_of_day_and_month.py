"""Whether 05/04/2024 is in April or in May: as the paper shows, and otherwise as it is likely."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.dates.day_order import DayOrder, day_form, find_day_order, with_short_years
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates

_UNCLEAR = "05/04/2024"


def _order(text: str, due: str = "", *, foreign: bool = False) -> DayOrder:
    due_dates = find_printed_dates(due)
    return find_day_order([*find_printed_dates(text), *due_dates], due_dates, [text], foreign)


def _days(text: str, due: str = "", *, foreign: bool = False) -> str:
    order = _order(text, due, foreign=foreign)
    return " ".join(str(order.reading(each) or "?") for each in find_printed_dates(text))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("25/03/2024 05/04/2024", "2024-03-25 2024-04-05"),
        ("03/25/2024 05/04/2024", "2024-03-25 2024-05-04"),
        ("25/03/2024 26/03/2024 03/25/2024 05/04/2024", "2024-03-25 2024-03-26 2024-03-25 2024-04-05"),  # most of them
        ("(DD/MM/YYYY) 05/04/2024", "2024-04-05"),
        ("(MM/DD/YYYY) 05/04/2024", "2024-05-04"),
        ("DD/MM/YYYY MM/DD/YYYY 05/04/2024", "?"),
        ("(MM/DD/YYYY) 25/03/2024 05/04/2024", "2024-03-25 2024-05-04"),  # the form comes first
        ("4 May 2024 05/04/2024", "2024-05-04 2024-05-04"),  # the same day
        ("5 April 2024 05/04/2024", "2024-04-05 2024-04-05"),
        ("5 April 2024 4 May 2024 05/04/2024", "2024-04-05 2024-05-04 2024-04-05"),  # of both: as is written
    ],
)
def test_a_paper_shows_the_order(text: str, days: str) -> None:
    assert _days(text) == days


@pytest.mark.parametrize(
    ("text", "due", "days"),
    [
        (_UNCLEAR, "01/05/2024", "2024-04-05"),
        ("03/04/2024", "05/03/2024", "2024-03-04"),
        (_UNCLEAR, "06/05/2024", "?"),  # later in both orders
        (_UNCLEAR, _UNCLEAR, "?"),
    ],
)
def test_a_bill_is_not_paid_before_its_day(text: str, due: str, days: str) -> None:
    assert _days(text, due) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (_UNCLEAR, "?"),
        ("05.04.2024", "2024-04-05"),  # with dots, the day is first
        ("2024-04-05", "2024-04-05"),
        (f"{_UNCLEAR} $5", "2024-05-04"),
        (f"{_UNCLEAR} US$5", "?"),  # so it is written elsewhere
        (f"Springfield, IL 62701 {_UNCLEAR}", "2024-05-04"),
        (f"London, United Kingdom {_UNCLEAR}", "2024-04-05"),
        (f"Toronto, Canada {_UNCLEAR}", "?"),  # both are usual
        (f"1 May 2023 3 June 2023 {_UNCLEAR}", "2023-05-01 2023-06-03 2024-04-05"),
        (f"May 1, 2023 June 3, 2023 {_UNCLEAR}", "2023-05-01 2023-06-03 2024-05-04"),
        (f"May 1, 2023 3 June 2023 {_UNCLEAR}", "2023-05-01 2023-06-03 ?"),
        (f"1 June 2023 {_UNCLEAR}", "2023-06-01 ?"),
        (f"1 April 2024 {_UNCLEAR}", "2024-04-01 2024-04-05"),  # the nearer one
        (f"1 May 2024 {_UNCLEAR}", "2024-05-01 2024-05-04"),
        ("09/01/2024 09/02/2024 09/05/2024", "2024-09-01 2024-09-02 2024-09-05"),  # days of a week
        ("01/09/2024 02/09/2024 05/09/2024", "2024-09-01 2024-09-02 2024-09-05"),
        ("09/01/2024 09/02/2024", "? ?"),
        (f"Rechnung vom {_UNCLEAR} f\u00fcr die Lieferung und den Betrag", "2024-04-05"),
    ],
)
def test_otherwise_the_order_is_the_likely_one(text: str, days: str) -> None:
    assert _days(text) == days


def test_foreign_labels_have_the_day_first() -> None:
    assert _days(_UNCLEAR, foreign=True) == "2024-04-05"
    assert _days(f"Springfield, IL 62701 {_UNCLEAR}", foreign=True) == "2024-05-04"  # the country tells more
    assert _order("25/03/2024", foreign=True) == DayOrder(shown=True, assumed=None)
    assert _order("2024-03-25", foreign=True) == DayOrder(shown=None, assumed=None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20/10/03", "2003-10-20"),
        ("20/10/03 2020/10/03", "2020-10-03"),
        ("20/10/03 1 October 2020", "2020-10-03"),
        ("20/10/03 20 October 2003", "2003-10-20"),
        ("20/10/03 1 May 2012", "2003-10-20"),  # near to none
    ],
)
def test_a_short_year_may_stand_first(text: str, day: str) -> None:
    first, *_ = with_short_years(find_printed_dates(text))
    assert str(first.day_first) == day


@pytest.mark.parametrize(
    ("text", "day_first"),
    [
        ("dd/mm/yyyy", True),
        ("DD.MM.YY", True),
        ("dd mm yy", True),
        ("jj/mm/aaaa", True),
        ("TT.MM.JJJJ", True),
        ("gg/mm/aaaa", True),
        ("Day   Month   Year", True),
        ("Tag Monat Jahr", True),
        ("jour mois ann\u00e9e", True),
        ("d\u00eda mes a\u00f1o", True),
        ("giorno mese anno", True),
        ("dag maand jaar", True),
        ("mm/dd/yyyy", False),
        ("MM | DD | YY", False),
        ("Month Day Year", False),
        ("ddmmyy", None),
        ("add mm yy", None),
        ("Day          Month   Year", None),
        ("dd/mm/yyyy mm/dd/yyyy", None),
        ("", None),
    ],
)
def test_a_form_asks_for_a_date_in_an_order(text: str, day_first: bool | None) -> None:
    assert day_form(text) == day_first
