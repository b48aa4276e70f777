"""What stands beside and below labels, what a utility supplied, and the signs of a country."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.consumption import find_consumption
from alfrd_luigi.extraction.countries import find_country, likely_countries
from alfrd_luigi.extraction.label_search import find_announced, find_labelled
from alfrd_luigi.extraction.lines import read_lines

_LABEL = "account number"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Account number 12345", ["12345"]),
        ("Account number: 12345   x", ["12345"]),
        ("Account number   12345", ["12345"]),
        ("Account number:   12345   x", ["12345"]),
        ("ACCOUNT NUMBER # 12345", ["12345"]),
        ("Account-Number 12345", ["12345"]),
        ("Account . number 12345", ["12345"]),
        ("Account  number: 12345", ["12345"]),  # in two cells
        ("Account   number   12345   x", ["12345"]),
        ("Acc\u00f3unt number 12345", ["12345"]),
        ("Your account number 12345", ["12345"]),
        ("Account number\n12345", ["12345"]),
        ("a   Account number   b\n1   2   3", ["b", "2"]),
        ("a   Account number\n1", []),  # nothing is below it
        ("Account number 7\n12345", ["7", "12345"]),
        ("Account number 1\nAccount number 2", ["1", "Account number 2", "2"]),
        ("Account numbers 5", []),
        ("myAccount number 5", []),
        ("Account, number 5", []),
        ("Account number", []),
    ],
)
def test_the_places_of_a_value_are_behind_beside_and_below_its_label(text: str, values: list[str]) -> None:
    assert [found.value for found in find_labelled(read_lines([text]), [_LABEL])] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Straße: 7", ["7"]),
        ("STRASSE 7", ["7"]),
        ("Strassé 7", ["7"]),
        ("Strase 7", []),
    ],
)
def test_a_sharp_s_is_two(text: str, values: list[str]) -> None:
    assert [found.value for found in find_labelled(read_lines([text]), ["strasse"])] == values


def test_a_value_has_the_words_that_prove_it() -> None:
    lines = read_lines(["Pay: Account  number: 12345   x\nold Account number   7\n8   9"])
    assert [found.words for found in find_labelled(lines, [_LABEL])] == [
        "Account  number: 12345",
        "old Account number",
        "Account number   7",
        "8",
    ]


def test_the_labels_are_sought_in_their_order() -> None:
    lines = read_lines(["Number 1\nAccount 2"])
    assert [found.value for found in find_labelled(lines, ["account", "number"])] == ["2", "1", "Account 2"]


def test_a_value_is_not_on_the_next_page() -> None:
    assert list(find_labelled(read_lines(["Account number", "12345"]), [_LABEL])) == []
    assert list(find_announced(read_lines(["Account number", "12345"]), [_LABEL])) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Account number: A to B", ["A to B"]),
        ("Account number :A", ["A"]),
        ("Account number:   A   B", ["A"]),
        ("Account number   A", ["A"]),
        ("ACCOUNT NUMBER   DATE\nA   B", ["A"]),  # the heads of columns
        ("ACCOUNT NUMBER:   DATE\nA   B", ["DATE", "A"]),
        ("Account number   DATE\nA   B", ["DATE", "A"]),
        ("Account number\nA", ["A"]),
        ("x   Account number\nA   B", ["B"]),
        ("x   Account number\nA", []),
        ("Account number A", []),  # no colon
        ("The account number: A", []),  # it does not begin its cell
        ("Account number", []),
    ],
)
def test_a_free_text_is_announced_by_a_label_of_its_own(text: str, values: list[str]) -> None:
    assert [found.value for found in find_announced(read_lines([text]), [_LABEL])] == values


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Electricity used 512 kWh", (512.0, "kWh", "512 kWh")),
        ("kWh consumption: 1,276", (1276.0, "kWh", "kWh consumption: 1,276")),
        ("kWh   Cost\n512   5.00", (512.0, "kWh", "512   5.00")),
        ("Cost   kWh\n5.00   512", (512.0, "kWh", "5.00   512")),
        ("kWh   Cost\n512 x   5.00", None),
        ("kWh   Cost\n512", None),  # another number of cells
        ("kWh per day   Cost\n512   5.00", None),
        ("512 kWh\n512 kWh", (512.0, "kWh", "512 kWh")),  # said twice
        ("512 kWh\n513 kWh", None),
        ("512 kWh\nTotal 1,025 kWh\n513 kWh", (1025.0, "kWh", "1,025 kWh")),
        ("Total 512 kWh\nused 600 kWh", None),
        ("512 kWh and 3 therms", (512.0, "kWh", "512 kWh")),  # electricity first
        ("3 therms", (3.0, "therms", "3 therms")),
        ("1 therm", (1.0, "therms", "1 therm")),
        ("5 CCF", (5.0, "CCF", "5 CCF")),
        ("5 gal", (5.0, "gallons", "5 gal")),
        ("1,234,567 gallons", (1234567.0, "gallons", "1,234,567 gallons")),
        ("12.5 m3", (12.5, "m3", "12.5 m3")),
        ("12 cubic meters", (12.0, "m3", "12 cubic meters")),
        ("12 cubic feet", (12.0, "cubic feet", "12 cubic feet")),
        ("512 kWhs", None),
        ("$512 kWh", None),
        ("Average 12 kWh", None),
        ("last year 512 kWh", None),
        ("previous 512 kWh", None),
        ("512 kWh @ 0.12", None),
        ("512 kWh at $0.1234", None),
        ("512 kWh for $61.44", (512.0, "kWh", "512 kWh")),
        ("", None),
    ],
)
def test_the_quantity_that_was_supplied(text: str, found: tuple[float, str, str] | None) -> None:
    consumption = find_consumption(read_lines([text]))
    shown = consumption and (consumption.value.quantity, consumption.value.unit, consumption.words)
    assert shown == found


@pytest.mark.parametrize(
    ("text", "country", "words"),
    [
        ("Tel +49 89 123456", "DE", "+49 8"),
        ("Tel 00 49 89 1", "DE", "00 49 8"),
        ("www.x.de", "DE", "www.x.de"),
        ("a@b.fr", "FR", "@b.fr"),
        ("DE12 3456 7890 1234", "DE", "DE12 3456 7890 1234"),
        ("DE89 3704 0044 0532 0130 00", "DE", "DE89 3704 0044 0532"),  # 0044 is no telephone number in it
        ("Tel 0044 20 1234567", "GB", "0044 2"),
        ("info@example.de.com", None, None),
        ("Leeds LS1 4AP", "GB", "LS1 4AP"),
        ("Springfield, IL 62701", "US", "IL 62701"),
        ("Toronto, ON M5V 2T6", "CA", "M5V 2T6"),
        ("Total \u00a35", "GB", "\u00a3"),
        ("Sdn Bhd", "MY", "Sdn Bhd"),
        ("ABN 12 345", "AU", "ABN"),
        ("MwSt", "DE", "MwSt"),
        ("www.x.de www.x.de www.y.fr", None, None),  # a sign counts once
        ("www.x.de www.z.de www.y.fr", "DE", "www.x.de"),
        ("MwSt www.y.fr", "FR", "www.y.fr"),  # a word says less than an address
        ("www.x.com", None, None),
        ("nothing", None, None),
    ],
)
def test_a_country_is_the_one_with_the_most_signs(text: str, country: str | None, words: str | None) -> None:
    found = find_country([text])
    assert (found and found.value, found and found.words) == (country, words)
    assert country in [None, *likely_countries([text])]


def test_a_tie_leaves_several_countries() -> None:
    assert sorted(likely_countries(["www.x.de www.y.fr"])) == ["DE", "FR"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Customer:\nwww.x.de", None),
        ("Bill to:   From\nwww.x.de   www.y.fr", "FR"),
        ("From   Bill to:\nwww.y.fr   www.x.de", "FR"),
        ("Kunde\nwww.x.de\n" + "a\n" * 4 + "www.z.de", None),  # six lines below the label
        ("Kunde\nwww.x.fr\n" + "a\n" * 5 + "www.z.de", "DE"),
        ("Our customers\nwww.x.de", "DE"),
    ],
)
def test_the_signs_of_a_buyer_are_not_those_of_the_issuer(text: str, country: str | None) -> None:
    found = find_country([text])
    assert (found and found.value) == country
