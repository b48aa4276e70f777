"""How a query is read. Nothing that a person types is an error."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.search.query import Query, parse
from alfrd_luigi.search.ranges import Amounts, Days, amounts, common, days, multirange

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
        ("last november", "2025-11-01", "2025-11-30"),
        ("this november", "2026-11-01", "2026-11-30"),
        ("this december", "2026-12-01", "2026-12-31"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last 10 days", "2026-11-19", "2026-11-29"),
        ("last 2 weeks", "2026-11-15", "2026-11-29"),
        ("last 2 years", "2024-11-29", "2026-11-29"),
        ("last 9 months", "2026-02-28", "2026-11-29"),
        ("today", "2026-11-29", "2026-11-29"),
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("last march water", ("last march: 2026-03-01 to 2026-03-31",)),
        ("yesterday", ("yesterday: 2026-11-28",)),
        ('date:"last week"', ("last week: 2026-11-16 to 2026-11-22",)),
        ("date:2024", ()),
        ("water", ()),
    ],
)
def test_days_in_words_are_told_as_they_were_read(text: str, said: tuple[str, ...]) -> None:
    query = _read(text)
    assert (query.read, query.remarks) == (said, ())


@pytest.mark.parametrize("text", ["last -march", "-last march", 'last "march"', "last tag:march", "tag:last march"])
def test_days_in_words_are_bare_words_side_by_side(text: str) -> None:
    assert (_read(text).days, _read(text).not_days) == (None, None)


@pytest.mark.parametrize(
    ("text", "series", "is_word"),
    [
        ("series:12", (12,), False),
        ("series:12 series:7", (12, 7), False),
        ("series:123456789012345678", (123456789012345678,), False),
        ("series:1234567890123456789", (), True),  # more than PostgreSQL counts
        ("series:rent", (), True),
        ('series:"12 Oak Street"', (), True),
        ("tag:12", (), True),
    ],
)
def test_a_series_is_named_by_its_number_or_by_words(text: str, series: tuple[int, ...], is_word: bool) -> None:
    query = _read(text)
    assert (query.series, bool(query.filters), query.without) == (series, is_word, ())


def test_what_is_left_out_is_apart_from_what_is_wanted() -> None:
    words = _read('water -gas -"garden club" -series:12 -series:rent -tag:tax')
    assert _words(words) == [["water"]]
    assert [(each.forms[0][0], each.zone, each.is_phrase) for each in words.without] == [
        ("gas", "", False),
        ("garden", "", True),
        ("rent", "s:", False),
        ("tax", "g:", False),
    ]
    assert (words.series, words.not_series, words.filters) == ((), (12,), ())
    ranges = _read("-date:2024 -total:>5 -date:yesterday")
    assert (ranges.days, ranges.totals) == (None, None)
    assert ranges.not_days == (*_days("2024-01-01", "2024-12-31"), *_days("2026-11-28", "2026-11-28"))
    assert ranges.not_totals == (Amounts(Decimal("5.01"), None),)
    assert _read("total:>5 total:2").totals == (Amounts(Decimal("5.01"), None), Amounts(Decimal(2), Decimal("2.99")))


def test_filters_of_one_name_are_alternatives() -> None:
    query = _read("tag:tax tag:rent type:invoice")
    assert [[wanted.forms[0][0] for wanted in group] for group in query.filters] == [["tax", "rent"], ["invoice"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("www.example.com", [("www",), ("example",), ("com",)]),  # it has no form of the whole
        ("PG&E", [("pge", "pg", "e")]),
        ("St.Gallen", [("st",), ("gallen",)]),
        ("U.S.A.", [("usa", "u", "s", "a")]),
        ("\u6771\u4eac", [("\u6771\u4eac",)]),
        ("\u6771", [("\u6771",)]),
        ("\u6771 \u4eac", [("\u6771",), ("\u4eac",)]),
    ],
)
def test_a_word_is_wanted_in_the_forms_that_texts_have(text: str, wanted: list[tuple[str, ...]]) -> None:
    assert [forms for each in _read(text).either[0] for forms in each.forms] == wanted


def test_a_run_without_spaces_is_a_phrase_and_words_beside_it_are_not() -> None:
    assert [each.is_phrase for each in _read("\u6771\u4eac\u96fb\u529b water").either[0]] == [True, False]
    assert [each.is_phrase for each in _read('"water"').either[0]] == [True]


@pytest.mark.parametrize(("count", "is_cut"), [(32, False), (33, True)])
def test_the_words_of_a_query_are_limited(count: int, is_cut: bool) -> None:
    few, many = " ".join(f"w{number}" for number in range(count)), " or ".join(f"w{number}" for number in range(count))
    for text in (few, many):
        query = _read(text)
        assert (sum(map(len, query.either)), bool(query.remarks)) == (32, is_cut)
    without = _read(" ".join(f"-w{number}" for number in range(count))).without
    tags = _read(" ".join(f"tag:w{number}" for number in range(count))).filters
    assert (len(without), [len(group) for group in tags]) == (32, [32])


@pytest.mark.parametrize(("letters", "is_cut"), [(2000, False), (2001, True)])
def test_the_letters_of_a_query_are_limited(letters: int, is_cut: bool) -> None:
    assert bool(_read("w" * letters).remarks) == is_cut


def test_a_remark_is_made_once() -> None:
    assert len(_read("foo:bar foo:baz").remarks) == 1


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-03-05..", "2024-03-05", None),
        ("..2024-03", None, "2024-03-31"),
        (">2024-03", "2024-04-01", None),
        (">=2024-03", "2024-03-01", None),
        ("<2024-03", None, "2024-02-29"),
        ("<=2024-03", None, "2024-03-31"),
        ("=2024-03", "2024-03-01", "2024-03-31"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-05-01..2024-05-01", "2024-05-01", "2024-05-01"),
        (">9999", "9999-01-01", "9999-12-31"),  # no day is later
    ],
)
def test_a_range_of_days_may_have_one_side(text: str, first: str | None, last: str | None) -> None:
    sides = Days(*(None if side is None else date.fromisoformat(side) for side in (first, last)))
    assert days(text) == (sides, None)


@pytest.mark.parametrize("text", ["last", "last 3", "3 march", "this 3 days", "last last"])
def test_words_that_mean_no_day_are_words(text: str) -> None:
    assert _read(text).days is None


def test_words_around_a_day_are_words() -> None:
    query = _read("of last march the water")
    assert (_words(query), query.days) == ([["water"]], _days("2026-03-01", "2026-03-31"))
    twice = _read("last last march")
    assert (_words(twice), twice.days) == ([["last"]], _days("2026-03-01", "2026-03-31"))


def test_a_month_alone_is_a_word() -> None:
    assert _read("march").days is None
    assert _read('"march 2024"').days is None


def test_a_day_that_a_month_does_not_have_is_its_last_one() -> None:
    query = _read("date:2024-02-31")
    assert query.days == _days("2024-02-29", "2024-02-29")
    assert query.remarks == ("2024-02-31 is no date: 2024-02-29 was taken",)
    assert _read("date:2024-02-29").remarks == ()


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
        ("1.234", "1234", "1234.99"),  # a point before three digits parts thousands
        ("99999999999999", "99999999999999", "99999999999999.99"),
    ],
)
def test_amounts_are_read(text: str, least: str | None, most: str | None) -> None:
    assert amounts(text) == Amounts(*(None if side is None else Decimal(side) for side in (least, most)))


def test_an_amount_with_too_many_digits_is_none() -> None:
    assert amounts("999999999999999") is None


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


_SPRING, _MAY = _days("2024-03-01", "2024-05-31"), _days("2024-05-01", "2024-05-31")
_FROM_MAY, _TO_MAY = (Days(date(2024, 5, 1), None),), (Days(None, date(2024, 5, 31)),)
_ALL = (Days(None, None),)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (None, None, None),
        (_SPRING, None, _SPRING),
        (None, _SPRING, _SPRING),
        (_SPRING, _MAY, _MAY),
        (_SPRING, _FROM_MAY, _MAY),
        (_TO_MAY, _FROM_MAY, _MAY),
        (_FROM_MAY, _FROM_MAY, _FROM_MAY),
        (_ALL, _TO_MAY, _TO_MAY),
        (_SPRING, _days("2024-05-31", "2024-06-30"), _days("2024-05-31", "2024-05-31")),
        (_SPRING, _days("2024-06-01", "2024-06-30"), ()),
        ((*_MAY, *_days("2023-01-01", "2023-12-31")), _SPRING, _MAY),
        ((), _SPRING, ()),
    ],
)
def test_ranges_have_a_part_in_common(
    one: tuple[Days, ...] | None, other: tuple[Days, ...] | None, both: tuple[Days, ...] | None
) -> None:
    def cents(ranges: tuple[Days, ...] | None) -> tuple[Amounts, ...] | None:
        sides = [[None if day is None else Decimal(day.toordinal()) for day in each] for each in ranges or ()]
        return None if ranges is None else tuple(Amounts(*each) for each in sides)

    for first, second in ((one, other), (other, one)):
        assert common(first, second) == both
        assert common(cents(first), cents(second)) == cents(both)


def test_ranges_are_written_for_the_database() -> None:
    assert multirange(None) is None
    assert multirange(()) == "{}"
    assert multirange((*_MAY, *_FROM_MAY)) == "{[2024-05-01,2024-05-31],[2024-05-01,]}"
    assert multirange([Amounts(None, Decimal("0.50"))]) == "{[,0.50]}"


def test_filters_narrow_what_the_query_says() -> None:
    query = _read("last march water").narrowed(_read("date:2026-03-15..")).narrowed(_read("tag:tax"))
    assert query.days == _days("2026-03-15", "2026-03-31")
    assert len(query.filters) == 1
    assert _read("date:2024").narrowed(_read("date:2025")).days == ()
