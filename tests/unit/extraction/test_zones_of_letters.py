"""The parts of a letter that tell who is addressed, who sends it, and who signs."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.entities.addressees import bare_addresses
from alfrd_luigi.extraction.entities.zones import (
    count_addresses,
    find_recipients,
    is_memo,
    is_order,
    sender_line,
    signature_lines,
)
from alfrd_luigi.extraction.lines import read_lines


def _cells(text: str, *, of_employer: bool = True) -> str:
    """The cells of the recipients, as LINE.CELL, and their names."""
    found = find_recipients(read_lines([text]), of_employer=of_employer)
    return " ".join([*(f"{line}.{cell}" for line, cell in sorted(found.cells)), *sorted(found.names)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bill to: Ann Example", "0.0 annexample"),
        ("Bill to:   Ann Example", "0.0 0.1 annexample"),
        ("Bill to (name)\nAnn Example", "0.0 1.0 annexample"),
        (
            "Bill to:\nAnn Example\n12 Oak Street\nSpringfield, IL 62701\nThank you",
            "0.0 1.0 2.0 3.0 annexample",
        ),  # up to the city
        ("Bill to:\nAnn Example\nSpringfield, IL 62701\nExample Ltd", "0.0 1.0 2.0 annexample"),
        ("Invoice to\nAnn Example\nFrom: Example Ltd\n1 Road", "0.0 1.0 annexample"),  # up to the issuer
        ("Ship to   From\nAnn Example   Example Ltd", "0.0 1.0 annexample"),  # in its column
        ("Total   Bill to\n5.00   Ann Example\n6.00", "0.1 1.1 2.0 annexample"),
        ("Customer:\nThis is a long sentence that is no line of an address\nAnn", "0.0"),
        ("Kunde: Anna Muster", "0.0 annamuster"),
        ("Passenger: Ann Example", "0.0 annexample"),
        ("Account holder Ann Example", "0.0 annexample"),
        ("Mr John Example", "0.0 johnexample"),
        ("Customer: 12", "0.0"),
        ("Customer   #   697", ""),  # the label of a number
        ("Customer No. 12", ""),
        ("Customer Service", ""),
        ("Yours sincerely\nBill to: Ann Example", ""),  # a signature
        ("Insured Ann Example lives in Springfield with her family and dog here", ""),
        ('Example Hotels plc ("the Client")', "0.0 examplehotelsplc"),
        ("Example Hotels plc", ""),
    ],
)
def test_a_recipient_is_named_by_a_label(text: str, found: str) -> None:
    assert _cells(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann Example\n12 Oak Street\nDear Ms Example,\nthank you", "0.0 2.0 annexample msexample"),
        ("Ann Example Two Three Four\nDear Ms Example", "1.0 msexample"),  # too many words
        ("Example Bakery\nDear Mr Example", "1.0 mrexample"),  # a business
        ("Ann Example\nExample Ltd\nAttn: Bob Muster\n12 Oak Street", "0.0 1.0 2.0 annexample bobmuster example"),
        (
            "Example GmbH, Weg 3, 12345 Ort\nAnna Muster\nGasse 4\n\n54321 Dorf",
            "1.0 2.0 3.0 annamuster",
        ),  # in the window of an envelope
        ("Mr John Example\n1 Oak Street\n12345 Ulm\nBob Muster\n2 Elm Street\n54321 Bonn", ""),  # a private letter
        ("Ann Example\n12 Oak Street", ""),
    ],
)
def test_a_recipient_is_saluted_attended_or_in_a_window(text: str, found: str) -> None:
    assert _cells(text) == found


def test_the_seller_is_the_recipient_of_an_order() -> None:
    assert _cells("Purchase Order\nVendor: Example Ltd\n1 Road") == "1.0 example"
    assert _cells("Invoice\nVendor: Example Ltd\n1 Road") == ""


def test_an_employer_is_a_particular_of_the_recipient_unless_it_issues_such_papers() -> None:
    assert _cells("Employer: Example Ltd", of_employer=False) == "0.0 example"
    assert _cells("Employer: Example Ltd", of_employer=True) == ""
    assert _cells("Employer contribution 5.00", of_employer=False) == ""


def test_a_name_or_its_place_is_a_recipient_s() -> None:
    found = find_recipients(read_lines(["Bill to: Example Widgets Ltd\n12 Oak Street"]))
    assert found.include("Example Widgets", (9, 9))
    assert found.include("EXAMPLE WIDGETS LTD.", (9, 9))
    assert found.include("another", (0, 0))
    assert not found.include("Example Gadgets Ltd", (9, 9))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Example GmbH \u00b7 Weg 3 \u00b7 12345 Ort", "Example GmbH"),
        ("Example GmbH | Weg 3 | 12345 Ort", "Example GmbH"),
        ("Example GmbH - Weg 3 - 12345 Ort", "Example GmbH"),
        ("Example GmbH, Weg 3, 12345 Ort\nAnna\nGasse 4\n54321 Dorf", "Example GmbH"),
        ("Example GmbH, Weg 3, 12345 Ort", None),  # with commas, an address is below
        ("Frau Muster \u00b7 Weg 3 \u00b7 12345 Ort", None),
        ("Tel: Muster \u00b7 Weg 3 \u00b7 12345 Ort", None),
        ("Rechnung \u00b7 Weg 3 \u00b7 12345 Ort", None),
        ("Weg 3 \u00b7 Weg 4 \u00b7 12345 Ort", None),
        ("Kunde \u00b7 Weg 3 \u00b7 12345 Ort", None),
        ("Example \u00b7 12345", None),
        ("Total, 12345 Ort", None),
    ],
)
def test_the_small_line_of_a_window_names_the_sender(text: str, name: str | None) -> None:
    lines = read_lines([text])
    assert sender_line(lines, lines[0], lines[0].cells[0]) == name


def test_the_small_line_of_a_window_is_near_the_top_of_the_first_page() -> None:
    said = "Example GmbH \u00b7 Weg 3 \u00b7 12345 Ort"
    lines = read_lines(["\n".join(["x"] * 23 + [said] * 2), said])
    assert [sender_line(lines, line, line.cells[0]) for line in lines[23:]] == ["Example GmbH", None, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Purchase Order", True),
        ("Bestellung", True),
        ("Purchase Order   12", True),
        ("Purchase Order: 12", False),  # a field
        ("Purchase Order   : 12", False),
        ("Invoice\nOrder number 12", False),
        ("x\n" * 9 + "Purchase Order", True),
        ("x\n" * 10 + "Purchase Order", False),
    ],
)
def test_an_order_is_told_by_its_heading(text: str, expected: bool) -> None:
    assert is_order(read_lines([text])) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x\nFrom: Ann", True),
        ("x\nfrom : Ann", True),
        ("From: Ann", False),  # nothing is above it
        ("x\nInvoice from: Ann", False),
        ("x\n" * 9 + "From: Ann", True),
        ("x\n" * 10 + "From: Ann", False),
    ],
)
def test_a_message_says_from_whom_it_is(text: str, expected: bool) -> None:
    assert is_memo(read_lines([text])) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Yours sincerely\nAnn\nExample", [1, 2]),
        ("Yours sincerely,\nAnn", [1]),
        ("With love from us both,\nAnn", [1]),
        ("With love from us both\nAnn", []),
        ("Yours sincerely and more\nAnn", []),
        ("Mit freundlichen Gr\u00fc\u00dfen\nAnna\nb\nc\nd\ne\nf\ng", [1, 2, 3, 4, 5]),
        ("Ann\nYours sincerely", []),
        ("Ann", []),
    ],
)
def test_a_signature_is_below_the_closing_words(text: str, numbers: list[int]) -> None:
    assert list(signature_lines(read_lines([text]))) == numbers


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12345 Ort", 1),
        ("12345", 1),
        ("D-12345 Ort", 1),
        ("1234 Wien", 1),
        ("12345-678 Rio", 1),
        ("Springfield, IL 62701", 1),
        ("Springfield, IL 62701-1234", 1),
        ("Leeds LS1 4AP", 1),
        ("Ottawa K1A 0B1", 1),
        ("Sydney NSW 2000", 1),
        ("12345 Ort   54321 Dorf", 1),  # a line counts once
        ("12345 Ort\n54321 Dorf\nLeeds LS1 4AP", 3),
        ("Ort 12345", 0),
        ("123 x", 0),
        ("Sydney ABC 2000", 0),
        ("x\n" * 23 + "12345 Ort", 1),
        ("x\n" * 24 + "12345 Ort", 0),
    ],
)
def test_addresses_are_counted_by_their_cities(text: str, count: int) -> None:
    assert count_addresses(read_lines([text])) == count
    assert count_addresses(read_lines(["x", text])) == 0  # on the second page


_ADDRESS = "Ann Example\n12 Oak Street\nSpringfield, IL 62701"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (_ADDRESS, [0, 1, 2]),
        (f"{_ADDRESS}\n01.02.2024", [0, 1, 2]),  # a date is no telephone number
        (f"{_ADDRESS}\nTel. 030 5550134", []),  # the sender gives it of itself
        (f"{_ADDRESS}\nann@example.com", []),
        (f"{_ADDRESS}\nVAT No. 1234567", []),
        (f"{_ADDRESS}\nx\nx\nx\nann@example.com", [0, 1, 2]),
        ("Ann Example\n12 Oak Street\nSingapore 310012", [0, 1, 2]),
        ("Ann Example\nSpringfield, IL 62701", []),  # no street
        ("Invoice\n12 Oak Street\nSpringfield, IL 62701", []),
        ("Mr Example: lives here\n12 Oak Street\nSpringfield, IL 62701", []),
        ("One two three four five six seven eight\n12 Oak Street\nSpringfield, IL 62701", []),
        ("Ann Example\n12 Oak Street\nThe city of Springfield in the state of Illinois, IL 62701", []),
        ("Example Ltd\nInstitute of Physics\n12 Oak Street\nSpringfield, IL 62701", [0, 1, 2, 3]),
        ("Dr. Ann Example\nProf. Bob\n12 Oak Street\nVillage\nSpringfield, IL 62701", [0, 1, 2, 3, 4]),
        (f"Bob Muster\n1 Elm Street\nLeeds LS1 4AP\n{_ADDRESS}", [0, 1, 2, 3, 4, 5]),
        (f"Bill to:\n{_ADDRESS}\n\nBob Muster\n1 Elm Street\nLeeds LS1 4AP", [1, 2, 3]),  # that of the known one
        ("x\n" * 21 + _ADDRESS, [21, 22, 23]),
        ("x\n" * 22 + _ADDRESS, []),
    ],
)
def test_an_address_without_particulars_is_the_addressee_s(text: str, lines: list[int]) -> None:
    read = read_lines([text])
    found = bare_addresses(read, find_recipients(read))
    assert sorted(line for line, _ in found) == lines


def test_an_address_is_read_in_its_column() -> None:
    read = read_lines(["x   Ann Example\ny   12 Oak Street\nz   Springfield, IL 62701"])
    assert sorted(bare_addresses(read, find_recipients(read))) == [(0, 1), (1, 1), (2, 1)]
