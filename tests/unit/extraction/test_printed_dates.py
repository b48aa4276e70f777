"""Dates as they are printed: what they can mean, where they end, and what looks like one and is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.extraction.dates.day_order import DayOrder, day_form, find_day_order, with_short_years
from alfrd_luigi.extraction.dates.printed_dates import (
    PrintedDate,
    find_boxed_date,
    find_months,
    find_printed_dates,
)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("2024-03-05", "2024-03-05", "2024-03-05"),
        ("2024/3/5", "2024-03-05", "2024/3/5"),
        ("2024.03.05", "2024-03-05", "2024.03.05"),
        ("2024 - 03 - 05", "2024-03-05", "2024 - 03 - 05"),
        ("2024-03-0512:30", "2024-03-05", "2024-03-05"),
        ("2024-03-05T12:30", "2024-03-05", "2024-03-05"),
        ("13/04/2024", "2024-04-13", "13/04/2024"),
        ("04/13/2024", "2024-04-13", "04/13/2024"),
        ("30/03/201818:40", "2018-03-30", "30/03/2018"),
        ("30/03/18 18:40", "2018-03-30", "30/03/18"),
        ("3 April 2024", "2024-04-03", "3 April 2024"),
        ("3. April 2024", "2024-04-03", "3. April 2024"),
        ("3rd April 2024", "2024-04-03", "3rd April 2024"),
        ("3rd of April, 2024", "2024-04-03", "3rd of April, 2024"),
        ("3 day of April 2024", "2024-04-03", "3 day of April 2024"),
        ("the 3rd day of April 2024", "2024-04-03", "3rd day of April 2024"),
        ("3 de abril de 2024", "2024-04-03", "3 de abril de 2024"),
        ("3 del abril del 2024", "2024-04-03", "3 del abril del 2024"),
        ("le 1er avril 2024", "2024-04-01", "1er avril 2024"),
        ("2ème avril 2024", "2024-04-02", "2ème avril 2024"),
        ("3º abril 2024", "2024-04-03", "3º abril 2024"),
        ("d'avril 3 2024", "2024-04-03", "avril 3 2024"),
        ("3-Apr-24", "2024-04-03", "3-Apr-24"),
        ("3/Apr/2024", "2024-04-03", "3/Apr/2024"),
        ("3.Apr.2024", "2024-04-03", "3.Apr.2024"),
        ("3Apr2024", "2024-04-03", "3Apr2024"),
        ("3 APR '24", "2024-04-03", "3 APR '24"),
        ("3 Apr. 24", "2024-04-03", "3 Apr. 24"),
        ("April 3, 2024", "2024-04-03", "April 3, 2024"),
        ("April 3rd, 2024", "2024-04-03", "April 3rd, 2024"),
        ("April 3 2024", "2024-04-03", "April 3 2024"),
        ("Apr.3,2024", "2024-04-03", "Apr.3,2024"),
        ("Apr-3-2024", "2024-04-03", "Apr-3-2024"),
        ("April 3, '24", "2024-04-03", "April 3, '24"),
        ("April 3 of 2024", "2024-04-03", "April 3 of 2024"),
        ("April 12 24", "2024-04-12", "April 12 24"),
        ("0ctober 3, 2024", "2024-10-03", "0ctober 3, 2024"),
        ("3 0ctober 2024", "2024-10-03", "3 0ctober 2024"),
        ("Mar1ch 3, 2024", "2024-03-03", "Mar1ch 3, 2024"),
        ("2024 April 3", "2024-04-03", "2024 April 3"),
        ("2024, Apr-03", "2024-04-03", "2024, Apr-03"),
        ("2024-Apr-03", "2024-04-03", "2024-Apr-03"),
        ("2024年3月5日", "2024-03-05", "2024年3月5日"),
        ("2024 년 3 월 5 일", "2024-03-05", "2024 년 3 월 5 일"),
        ("20240305", "2024-03-05", "20240305"),
        ("20490305", "2049-03-05", "20490305"),
        ("2024-W10-2", "2024-03-05", "2024-W10-2"),
        ("2024W102", "2024-03-05", "2024W102"),
        ("2 0 2 4 0 3 0 5", "2024-03-05", "2 0 2 4 0 3 0 5"),
        ("l3.04.2024", "2024-04-13", "l3.04.2024"),
        ("3 April 2O24", "2024-04-03", "3 April 2O24"),
        ("1 March - 31 March 2024", "2024-03-31", "31 March 2024"),
        ("Smarch 3, 2024", "2024-03-03", "Smarch 3, 2024"),
        ("3 Mai 2024", "2024-05-03", "3 Mai 2024"),
        ("3 Mär 2024", "2024-03-03", "3 Mär 2024"),
        ("3 märz 2024", "2024-03-03", "3 märz 2024"),
        ("3 févr. 2024", "2024-02-03", "3 févr. 2024"),
        ("3 août 2024", "2024-08-03", "3 août 2024"),
        ("3 dicembre 2024", "2024-12-03", "3 dicembre 2024"),
        ("3 mrt 2024", "2024-03-03", "3 mrt 2024"),
        ("3 sept 2024", "2024-09-03", "3 sept 2024"),
        ("5 enero 2024", "2024-01-05", "5 enero 2024"),
        ("20/10/03", "2003-10-20", "20/10/03"),
        ("31/10/03", "2003-10-31", "31/10/03"),
        ("20-10-03", "2003-10-20", "20-10-03"),
    ],
)
def test_a_date_has_one_meaning(text: str, day: str, words: str) -> None:
    (found,) = find_printed_dates(text)
    assert (str(found.certain), text[found.start : found.end]) == (day, words)
    assert {found.day_first, found.month_first} - {None} == {found.certain}


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("03/04/2024", "2024-04-03", "2024-03-04"),
        ("3/4/24", "2024-04-03", "2024-03-04"),
        ("03-04-24", "2024-04-03", "2024-03-04"),
        ("03.04.24", "2024-04-03", "2024-03-04"),
        ("03.04.2024", "2024-04-03", "2024-03-04"),
        ("03,04,2024", "2024-04-03", "2024-03-04"),
        ("03 / 04 / 2024", "2024-04-03", "2024-03-04"),
        ("12/5 2023", "2023-05-12", "2023-12-05"),
        ("12/05 2023", "2023-05-12", "2023-12-05"),
        ("03/04-2024", "2024-04-03", "2024-03-04"),
        ("03-04/2024", "2024-04-03", "2024-03-04"),
        ("03/042024", "2024-04-03", "2024-03-04"),
        ("3/4/59", "2059-04-03", "2059-03-04"),
        ("3/4/60", "1960-04-03", "1960-03-04"),
        ("03/04/2024/5", "2024-04-03", "2024-03-04"),
        ("03 04 2024", "2024-04-03", "2024-03-04"),
        ("0 3 0 4 2 0 2 4", "2024-04-03", "2024-03-04"),
        ("03|04|2024", "2024-04-03", "2024-03-04"),
        ("03   04   2024", "2024-04-03", "2024-03-04"),
        ("0 3/0 4/2 0 2 4", "2024-04-03", "2024-03-04"),
        ("0 3 . 0 4 . 2 0 2 4", "2024-04-03", "2024-03-04"),
        ("O3/O4/2O24", "2024-04-03", "2024-03-04"),
        ("Tel 03 04 2024", "2024-04-03", "2024-03-04"),
    ],
)
def test_a_date_in_numbers_has_two_meanings(text: str, day_first: str, month_first: str) -> None:
    (found,) = find_printed_dates(text)
    assert (str(found.day_first), str(found.month_first), found.certain) == (day_first, month_first, None)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03/05",
        "2024-02-30",
        "Act 1990. 2.4 The",
        "12/5 1923",
        "8.30 - 12.30",
        "13/13/2024",
        "3/4/1949",
        "3/4/2100",
        "3/4/2101",
        "1/2/3/2024",
        "555-03-04-2024",
        "3 April 24 noon",
        "3 April 12 noon",
        "3 April, 11 am",
        "3 April 24 Uhr",
        "3 April 20XX",
        "April 3.50 2024",
        "February 2 02",
        "April 31, 2024",
        "0ct 3, 2024",
        "20241305",
        "20500305",
        "1220240305",
        "2024-W60-2",
        "2024-W10-8",
        "03 04 2024 5",
        "1 03 04 2024",
        "3 April l999",
        "02 JAN   02 JAN",
        "1 March - 31 March",
        "99/10/03",
        "32/10/03",
        "12.50",
        "3.50 2024",
        "10 x 20 2024",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert find_printed_dates(text) == ()


def test_a_line_has_several_dates() -> None:
    text = "Jan 2, 2024 - Feb 3, 2024 or 04.03.2024, 2024-03-05 and 31/02/2024"
    assert [text[each.start : each.end] for each in find_printed_dates(text)] == [
        "Jan 2, 2024",
        "Feb 3, 2024",
        "04.03.2024",
        "2024-03-05",
    ]


@pytest.mark.parametrize(
    ("text", "compact", "dotted", "written"),
    [
        ("20240305", True, False, None),
        ("03   04   2024", True, False, None),
        ("2 0 2 4 0 3 0 5", False, False, None),
        ("03.04.2024", False, True, None),
        ("0 3 . 0 4 . 2 0 2 4", False, True, None),
        ("2024.03.04", False, False, None),
        ("03-04.2024", False, False, None),
        ("3 April 2024", False, False, True),
        ("3/Apr/2024", False, False, True),
        ("April 3, 2024", False, False, False),
        ("2024-Apr-03", False, False, None),
        ("2024-03-04", False, False, None),
    ],
)
def test_a_date_shows_its_form(text: str, compact: bool, dotted: bool, written: bool | None) -> None:
    (found,) = find_printed_dates(text)
    assert (found.compact, found.dotted, found.written) == (compact, dotted, written)


@pytest.mark.parametrize(
    ("text", "year_first"),
    [
        ("20/10/03", "2020-10-03"),
        ("20-10-03", "2020-10-03"),
        ("20.10.03", "2020-10-03"),
        ("20/13/03", None),
        ("20/10/3", None),
        ("2/10/03", None),
        ("20/10/2003", None),
        ("30/03/18", "2030-03-18"),
    ],
)
def test_three_numbers_of_two_digits_may_begin_with_the_year(text: str, year_first: str | None) -> None:
    (found,) = find_printed_dates(text) or (None,)
    assert (str(found.year_first) if found and found.year_first else None) == year_first


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("March 2024", "2024-03-01"),
        ("Mar. 2024", "2024-03-01"),
        ("March 2024 and April 2025", "2024-03-01 2025-04-01"),
        ("3 March 2024", "2024-03-01"),
        ("M\u00e4rz 2024", "2024-03-01"),
        ("d\u00e9cembre 2024", "2024-12-01"),
        ("March 1999", ""),
        ("March  2024", ""),
        ("March 20240", ""),
        ("Room 2024", ""),
        ("2024 March", ""),
        (".March 2024", ""),
    ],
)
def test_a_month_may_have_no_day(text: str, months: str) -> None:
    assert " ".join(map(str, find_months(text))) == months


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("07   10   23", "2023-10-07", "2023-07-10"),
        ("07 10 23", "2023-10-07", "2023-07-10"),
        ("0 7 1 0 2 3", "2023-10-07", "2023-07-10"),
        ("07|10|23", "2023-10-07", "2023-07-10"),
        ("a 07  10  23", "2023-10-07", "2023-07-10"),
        ("31  12  23", "2023-12-31", None),
        ("12  31  23", None, "2023-12-31"),
        ("01  02  03   04  05  06", "2006-05-04", "2006-04-05"),  # the last one
    ],
)
def test_three_boxes_hold_a_date(text: str, day_first: str | None, month_first: str | None) -> None:
    found = find_boxed_date(text)
    assert found is not None
    assert [each and str(each) for each in (found.day_first, found.month_first)] == [day_first, month_first]


@pytest.mark.parametrize(
    "text", ["32  13  23", "7  10  23", "07  10  2023", "07       10  23", "1 07  10  23", "07  10  23 5", "07-10-23"]
)
def test_other_boxes_hold_no_date(text: str) -> None:
    assert find_boxed_date(text) is None


def _printed(text: str) -> list[PrintedDate]:
    return list(find_printed_dates(text))


@pytest.mark.parametrize(
    ("text", "is_day_first"),
    [
        ("Date (DD/MM/YYYY)", True),
        ("dd.mm.yy", True),
        ("jj/mm/aaaa", True),
        ("tt.mm.jjjj", True),
        ("gg/mm/aaaa", True),
        ("Day   Month   Year", True),
        ("Tag Monat Jahr", True),
        ("Jour   Mois   Ann\u00e9e", True),
        ("D\u00eda Mes A\u00f1o", True),
        ("Giorno Mese Anno", True),
        ("Dag Maand Jaar", True),
        ("MM/DD/YYYY", False),
        ("mm-dd-yy", False),
        ("Month Day Year", False),
        ("dd/mm/yyyy or mm/dd/yyyy", None),
        ("yyyy-mm-dd", None),
        ("day and month", None),
        ("", None),
    ],
)
def test_a_form_asks_for_the_day_or_the_month_first(text: str, is_day_first: bool | None) -> None:
    assert day_form(text) == is_day_first


@pytest.mark.parametrize(
    ("dates", "due", "text", "shown"),
    [
        ("03/04/2024", "", "MM/DD/YYYY", False),
        ("03/04/2024 13/04/2024", "", "", True),
        ("03/04/2024 04/13/2024", "", "", False),
        ("03/04/2024 13/04/2024 04/13/2024", "", "", None),  # as many for each
        ("03/04/2024 13/04/2024 14/04/2024 04/13/2024", "", "", True),
        ("03/04/2024 3 April 2024", "", "", True),
        ("03/04/2024 4 March 2024", "", "", False),
        ("03/04/2024 3 April 2024 4 March 2024", "", "", None),
        ("13/04/2024", "", "MM/DD/YYYY", False),  # what the form says goes first
    ],
)
def test_a_document_shows_its_order(dates: str, due: str, text: str, shown: bool | None) -> None:
    assert find_day_order(_printed(dates), _printed(due), [text], foreign=False).shown is shown


@pytest.mark.parametrize(
    ("dates", "due", "assumed"),
    [
        ("05/04/2024", "04/05/2024", True),  # 5 April, due on 4 May
        ("04/05/2024", "05/04/2024", False),  # April 5, due on May 4
    ],
)
def test_a_bill_is_not_due_before_its_day(dates: str, due: str, assumed: bool) -> None:
    both = _printed(f"{dates} {due}")
    order = find_day_order(both, both[1:], [""], foreign=False)
    assert (order.shown, order.assumed) == (None, assumed)
    (day,) = _printed(dates)
    assert str(order.reading(day)) == "2024-04-05"


@pytest.mark.parametrize(
    ("text", "foreign", "assumed"),
    [
        ("03/04/2024\nSpringfield, IL 62701", False, False),
        ("03/04/2024\nLeeds LS1 4AP", False, True),
        ("03/04/2024\nToronto, ON M5V 2T6", False, None),  # where both orders are usual
        ("03/04/2024", True, True),  # labels of another language
        (
            "03/04/2024\nVielen Dank f\u00fcr Ihren Einkauf und auf Wiedersehen bei der n\u00e4chsten Gelegenheit",
            False,
            True,
        ),
        ("03/04/2024\nMay 17, 2023\nMay 18, 2023", False, False),
        ("03/04/2024\n17 May 2023\n18 May 2023", False, True),
        ("03/04/2024\n17 May 2023\nMay 18, 2023", False, None),  # they differ
        ("03/04/2024\nMay 17, 2022", False, None),  # a single one
        ("03/04/2024\nTotal $5.00", False, False),
        ("03/04/2024\nTotal \u00a35.00", False, True),
        ("03/04/2024\nTotal 5.00", False, None),
        ("03/04/2024\n2024-04-13", False, True),  # ten days from 3 April, forty from 4 March
        ("03/04/2024\n2024-03-01", False, False),
        ("03/04/2024\n2024-05-18", False, True),  # 45 days
        ("03/04/2024\n2024-05-19", False, None),
        ("09/01/2024\n09/02/2024\n09/05/2024", False, False),  # days of a week
        ("01/09/2024\n02/09/2024\n05/09/2024", False, True),
        ("09/01/2024\n09/02/2024", False, None),  # two days say too little
        ("09/01/2024\n09/02/2024\n09/02/2024", False, None),
        ("01/02/2024\n02/03/2024\n03/04/2024", False, None),
        ("13/04/2024", False, None),
    ],
)
def test_an_order_is_assumed_by_the_country_the_language_or_the_other_dates(
    text: str, foreign: bool, assumed: bool | None
) -> None:
    dates = [printed for line in text.splitlines() for printed in find_printed_dates(line)]
    order = find_day_order(dates, [], [text], foreign=foreign)
    assert order.shown is None or all(each.certain for each in dates)
    assert order.assumed is assumed


@pytest.mark.parametrize(
    ("shown", "assumed", "text", "day"),
    [
        (None, None, "03/04/2024", None),
        (None, True, "03/04/2024", "2024-04-03"),
        (None, False, "03/04/2024", "2024-03-04"),
        (True, False, "03/04/2024", "2024-04-03"),
        (False, True, "03/04/2024", "2024-03-04"),
        (None, False, "03.04.2024", "2024-04-03"),
        (False, None, "03.04.2024", "2024-03-04"),
        (None, False, "13/04/2024", "2024-04-13"),
        (False, None, "13/04/2024", "2024-04-13"),
    ],
)
def test_an_order_reads_a_date(shown: bool | None, assumed: bool | None, text: str, day: str | None) -> None:
    (printed,) = find_printed_dates(text)
    found = DayOrder(shown, assumed).reading(printed)
    assert (found and str(found)) == day


def test_dots_have_the_day_first_unless_the_document_shows_otherwise() -> None:
    (dotted,) = _printed("03.04.2024")
    unclear = find_day_order([dotted], [], [""], foreign=False)
    assert str(unclear.reading(dotted)) == "2024-04-03"
    shown = find_day_order([dotted], [], ["MM/DD/YYYY"], foreign=False)
    assert str(shown.reading(dotted)) == "2024-03-04"


@pytest.mark.parametrize(
    ("dates", "readings"),
    [
        ("20/10/03 2020-10-03", "2020-10-03 2020-10-03"),
        ("20/10/03 2003-10-20", "2003-10-20 2003-10-20"),
        ("20/10/03 2020-11-17", "2020-10-03 2020-11-17"),  # 45 days away
        ("20/10/03 2020-11-18", "2003-10-20 2020-11-18"),
        ("20/10/03", "2003-10-20"),
        ("11/12/10 2011-12-10 2010-12-11", "None 2011-12-10 2010-12-11"),  # two of its readings are there
    ],
)
def test_a_short_year_is_that_of_the_other_dates(dates: str, readings: str) -> None:
    found = with_short_years(_printed(dates))
    assert " ".join(str(each.certain) for each in found) == readings


@given(st.text(alphabet="0123456789 ./-,|OolI'", max_size=30) | st.text(max_size=30))
def test_any_text_has_only_days_of_the_calendar(text: str) -> None:
    end = 0
    for found in find_printed_dates(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert all(date(1950, 1, 1) <= day < date(2100, 1, 1) for day in (found.day_first, found.month_first) if day)
