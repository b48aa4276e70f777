"""Names of issuers on several lines, in lines of particulars and in sentences, and words that make a text no name."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.entities.banks import named_bank
from alfrd_luigi.extraction.entities.imprints import can_be_name, imprint_names
from alfrd_luigi.extraction.entities.label_words import consists_of_labels
from alfrd_luigi.extraction.entities.names import doubt
from alfrd_luigi.extraction.entities.offices import named_offices
from alfrd_luigi.extraction.entities.stacks import continued_name, stacked_name
from alfrd_luigi.extraction.entities.vocabulary import is_generic, occurrences, words_of
from alfrd_luigi.extraction.lines import read_lines


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Example Widgets\nLimited", "Example Widgets Limited"),
        ("Example Widgets\nLtd. 123456", "Example Widgets Ltd. 123456"),
        ("Example\nWidgets\nGmbH", "Example Widgets GmbH"),
        ("Example Widgets\nof Leeds\nLtd", "Example Widgets of Leeds Ltd"),
        ("Example Widgets\nGmbH & Co. KG", "Example Widgets GmbH & Co. KG"),
        ("Example Widgets\nGmbH 12 34 56 78", "Example Widgets GmbH 12 34 56 78"),
        ("Example Widgets\nGmbH 12 34 56 78 90", None),  # no registration number
        ("Example Widgets\nGmbH, HRB 12", None),
        ("Example Widgets\nLtd and Sons", None),
        ("Example Widgets:\nLimited", None),
        ("Example Widgets.\nLimited", None),
        ("Example Widgets;\nLimited", None),
        ("Invoice\nLtd", None),
        ("Example 12\nWidgets\nGmbH", None),
        ("Example\nlimited", None),  # a word
        ("Example\nWidgets", None),
        ("Example\nWidgets\nof Leeds", None),
        ("Example\nWidgets\nLtd and Sons", None),
    ],
)
def test_a_legal_form_continues_the_name_above_it(text: str, name: str | None) -> None:
    first, *below = read_lines([text])
    assert continued_name(first, below, 0) == name


def test_a_name_is_continued_in_its_column() -> None:
    first, *below = read_lines(["Tea   Example\nx   Ltd"])
    assert [continued_name(first, below, index) for index in range(2)] == [None, "Example Ltd"]
    first, *below = read_lines(["Tea   Example\nLtd"])  # the last column, if there are fewer
    assert continued_name(first, below, 1) == "Example Ltd"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("EXAMPLE\nBUILDING SUPPLIES", "EXAMPLE BUILDING SUPPLIES"),
        ("Example\nBuilding Supplies", "Example Building Supplies"),
        ("EXAMPLE\nBuilding Supplies", None),  # a name, and below it what it does
        ("Building\nSupplies", "Building Supplies"),
        ("Example\nBakery", "Example Bakery"),
        ("Example\nWidgets", None),
        ("Example\nBakery 12", None),
        ("Example\nBakery GmbH", None),
        ("Example of\nLeeds", "Example of Leeds"),
        ("Example\nof Leeds", "Example of Leeds"),
        ("Example\n& Sons", "Example & Sons"),
        ("Smith\nJones\n& Partners", "Smith Jones & Partners"),
        ("Smith\n12 Jones\n& Partners", None),
        ("Example, Inc\nBakery", None),
        ("Invoice\nBakery", None),
        ("Example University\nDepartment of Physics", None),  # a part of it
        ("Example\nDirector", None),
        ("Example\nDepartment of Physics", None),
        ("Example\nwidgets", None),  # a word that connects nothing
        ("Example\nfor Ann Ltd", None),
        ("One Two Three Four Five Six Seven\n& Sons", "One Two Three Four Five Six Seven & Sons"),
        ("One Two Three Four Five Six Seven Eight\n& Sons", None),
    ],
)
def test_two_lines_at_the_top_are_one_name(text: str, name: str | None) -> None:
    first, *below = read_lines([text])
    assert stacked_name(first, below, 0) == name


def test_a_name_on_two_lines_is_at_the_top_and_in_no_table() -> None:
    lines = read_lines(["\n".join(["x"] * 5 + ["Example", "Bakery", "Example", "Bakery"])])
    assert [stacked_name(lines[number], lines[number + 1 :], 0) for number in (5, 7)] == ["Example Bakery", None]
    lines = read_lines(["x", "Example\nBakery"])  # on the second page
    assert stacked_name(lines[1], lines[2:], 0) is None
    first, *below = read_lines(["Name   Example\nA   Bakery"])
    assert stacked_name(first, below, 1) == "Example Bakery"
    for head in ("Example   b   c   d", "Name:   Example"):
        first, *below = read_lines([f"{head}\nBakery"])
        assert {stacked_name(first, below, index) for index in range(len(first.cells))} == {None}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Please make your cheque payable to Example Bank before the end of the month", ["Example Bank"]),
        ("Please pay into our account at Bank of Example by the end", ["Bank of Example"]),
        (
            "bitte \u00fcberweisen sie auf das konto der Stadtsparkasse Musterstadt bis heute",
            ["Stadtsparkasse Musterstadt"],
        ),
        ("Example Bank", ["Example Bank"]),  # at the foot
        ("Example Bank\na\nb", ["Example Bank"]),
        ("Example Bank\na\nb\nc", []),
        ("pay it to Example Bank here\nplease do pay it to Example Bank Ltd now", ["Example Bank"]),
        ("pay into our account at Example Bank here\nor into the other account at Muster Bank now", []),  # which?
        ("pay into our account at Example Bank the sum of 5.00 by then", []),
        ("please pay this to the bank of your choice now", []),
    ],
)
def test_a_sentence_or_the_foot_names_the_bank(text: str, names: list[str]) -> None:
    assert [name for _, _, name in named_bank(read_lines([text]))] == names


_PLACE = "8 Stadium Walk, 12345 Berlin"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"Example Club, {_PLACE}, Tel. 030 5550134", ["Example Club"]),
        (f"Example Club \u2013 {_PLACE}, info@example.com", ["Example Club"]),
        (f"Example Club \u00b7 {_PLACE} \u00b7 info@example.com", ["Example Club"]),
        (f"Example Club ({_PLACE}, info@example.com)", ["Example Club"]),
        (f"Example Club. Visit us at {_PLACE}, info@example.com", ["Example Club"]),
        ("Example Club, IBAN DE89 3704 0044 0532 0130 00, info@example.com", ["Example Club"]),
        ("Example Club, IBAN DE89 3704 0044 0532 0130 00 and more", []),  # one kind; its digits are no telephone
        (f"Example Club, {_PLACE} in the north", []),
        ("Club, 12345 Ulm, Tel. 030 5550134", []),  # too short to tell
        (f"Invoice, {_PLACE}, Tel. 030 5550134", []),
        (f"12 Example Club, {_PLACE}, info@example.com", []),
        ("Example Club | 8 Stadium Walk | 12345 Berlin\na\nb", ["Example Club"]),  # at the foot
        ("Example Club | 8 Stadium Walk | 12345 Berlin\na\nb\nc", []),
        ("Example Bank | 8 Stadium Walk | 12345 Berlin", []),  # that of a bank may be another's
        ("Example Reg. No. 200001234X", ["Example"]),
        ("Example Company Reg No 123456", ["Example"]),
        ("Example Reg. No. pending", []),
        ("One Two Three Four Reg. No. 200001234X", ["One Two Three Four"]),
        ("One Two Three Four Five Reg. No. 200001234X", []),
        ("12345 Berlin\nExample Reg. No. 200001234X", []),  # the rest of an address
        ("Invoice Reg. No. 200001234X", []),
        ("Reg. No. 200001234X", []),
        ("The Example Bank is authorised and regulated by the Authority", ["Example Bank"]),
        ("Hello. Example Health Plan, Inc. is authorised by the regulator", ["Example Health Plan, Inc."]),
        ("our bank is authorised by the regulator", []),
        ("Example GmbH   Amtsgericht Musterstadt\nWeg 3   HRB 12345", ["Example GmbH"]),  # in columns
        ("Example GmbH   Amtsgericht Musterstadt\nWeg 3   HRB 12345\n12345 Ulm   x" + "\nx" * 7, []),
        ("Example Bank   Amtsgericht Musterstadt\nWeg 3   HRB 12345\n12345 Ulm   Tel. 030 5550134", []),
        ("Example GmbH   x\nWeg 3   y\n12345 Ulm   Tel. 030 5550134", []),  # without a registration
    ],
)
def test_particulars_follow_the_name_of_the_issuer(text: str, names: list[str]) -> None:
    assert [name for _, _, name in imprint_names(read_lines([text]))] == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Example", True),
        ("Example and Sons", True),
        ("Example of the North", True),
        ("one two three four five six seven eight nine", True),
        ("one two three four five six seven eight nine ten", False),
        ("", False),
        ("Invoice", False),
        ("12 Oak Street", False),
        ("Bill to Example", False),
        ("From: Example", False),
        ("Example please pay", False),
    ],
)
def test_a_text_of_few_words_can_be_a_name(text: str, expected: bool) -> None:
    assert can_be_name(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Clerk of the Municipality of Springfield\nwww.springfield.gov", ["Municipality of Springfield"]),
        ("City of Springfield Water\ninfo@springfield.gov", ["City of Springfield Water"]),
        ("Gemeinde Musterdorf   Rathaus\nwww.musterdorf.de", ["Gemeinde Musterdorf"]),
        ("Stadt Musterdorf\nwww.andere.de", []),
        ("Municipality of Springfield", []),  # without a domain
        ("Gemeinde dorf\nwww.musterdorf.de", []),
    ],
)
def test_a_public_body_has_the_domain_of_its_place(text: str, names: list[str]) -> None:
    assert [name for _, name in named_offices(read_lines([text]))] == names


@pytest.mark.parametrize(
    "text",
    [
        "Example Ltd 12",
        "Example 12",
        "12 Oak Street",
        "12 34",
        "Ex",
        "[Example",
        "(Example)",
        "Example (one",
        "Total: Example",
        "Example 5.00",
        "12.02.2024",
        "a@b.c",
        "Example #1",
        "Tel 555",
        "Reg. No. 12",
        "Amt (RM)",
        "2024 Property Tax",
        "01/13 Card Purchase Example",
        "Invoice for services",
        "Purchase Order",
        "please pay the amount",
        "Anytown, NY",
        "Springfield IL",
        "Name John Doe",
        "Managing Director",
        "Human Resources Department",
        "One Two Three Four Five Six Seven Eight Nine",
    ],
)
def test_words_and_signs_speak_against_a_name(text: str) -> None:
    assert doubt(text) >= 15


@pytest.mark.parametrize(
    "text", ["Example", "Example Ltd", "One Two Three Four Five Six Seven Eight", "Example & Sons"]
)
def test_nothing_speaks_against_plain_words(text: str) -> None:
    assert doubt(text) == 0


@pytest.mark.parametrize(
    ("text", "with_form"),
    [("Example 12", "Example 12 Ltd"), ("12 Oak Street", "12 Oak Street Ltd"), ("Anytown, NY", "Anytown, NY Ltd")],
)
def test_a_legal_form_speaks_for_a_name(text: str, with_form: str) -> None:
    assert doubt(with_form) < doubt(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Invoice number", True),
        ("Total amount due", True),
        ("Totals", True),
        ("Rechnungsnummer", True),
        ("Kundennummer Rechnungsdatum", True),
        ("Montant total", True),
        ("Invoice Rechnungsnummer", False),  # of two languages
        ("Invoice of Example", False),
        ("Example", False),
        ("of the", False),
        ("A", False),
    ],
)
def test_headings_consist_of_words_of_labels(text: str, expected: bool) -> None:
    assert consists_of_labels(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("S. p. A.", {"spa": "S. p. A"}),
        ("S.p.A.", {"spa": "S.p.A"}),
        ("e.V.", {"ev": "e.V"}),
        ("a.b.c d", {"abc": "a.b.c", "d": "d"}),
        ("U.S. Bank", {"us": "U.S", "bank": "Bank"}),
        ("PG&E", {"pg": "PG", "and": "&", "e": "E"}),
        ("M\u00fcller-L\u00fcdenscheidt", {"muller": "M\u00fcller", "ludenscheidt": "L\u00fcdenscheidt"}),
        ("St. Example's", {"st": "St", "example": "Example", "s": "s"}),
        ("12a", {"12a": "12a"}),
        ("", {}),
    ],
)
def test_words_are_compared_without_accents_and_points(text: str, words: dict[str, str]) -> None:
    assert {word.form: text[word.start : word.end] for word in words_of(text)} == words


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("legal_form", "Example GmbH & Co. KG", ["GmbH & Co. KG", "& Co", "Co", "KG"]),
        ("legal_form", "Example Pte. Ltd.", ["Pte. Ltd", "Ltd"]),
        ("bank", "Example Bank plc", ["Bank"]),
        ("title", "Mr. and Mrs. Example", ["Mr", "Mrs"]),
        ("title", "Example", []),
    ],
)
def test_the_longest_phrase_is_found_at_each_word(kind: str, text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in occurrences(kind, text)] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Invoice", True),
        ("Invoices", True),
        ("lnvoice", True),  # as it is recognised
        ("1nvoice", True),
        ("Invoice No. 12", True),
        ("Bill To", True),
        ("P & L", True),
        ("Q&A", True),
        ("T & C", True),
        ("K & L", False),  # the initials of a firm
        ("A B", True),
        ("", True),
        ("Example", False),
    ],
)
def test_words_of_headings_name_nobody(text: str, expected: bool) -> None:
    assert is_generic(text) == expected
