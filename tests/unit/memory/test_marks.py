"""What a page prints that may identify an issuer, in the form in which papers are compared."""

from __future__ import annotations

import pytest

from alfrd_luigi.memory.mark import name_key
from alfrd_luigi.memory.marks import account_mark, has_account, is_same_heading, printed_marks, prints_number


def _values(kind: str, text: str) -> list[str]:
    return [mark.value for mark in printed_marks((text,)) if mark.kind == kind]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("VAT No: 381399040", ["381399040"]),
        ("VAT No: 38I399O4O", ["381399040"]),  # letters that OCR takes for digits
        ("GST Reg. No. 12-3456-78", ["12345678"]),
        ("Steuernummer 12/345/67890", ["1234567890"]),
        ("Golden Crust Ltd (519537-X)", ["519537X"]),
        ("IdNr DE123456789", ["DE123456789"]),
        ("VAT No: 12345", []),  # too short
        ("Order 381399040", []),
    ],
)
def test_a_registered_number_is_a_mark(text: str, values: list[str]) -> None:
    assert _values("number", text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Tel. 030 / 123 45 67", ["01234567"]),
        ("Call +49 (30) 1234567", ["01234567"]),  # the same without the code of the country
        ("Fax: 555-0119", ["5550119"]),
        ("Tel. 555-011", []),
        ("Total 030 1234567", []),
    ],
)
def test_a_telephone_number_is_a_mark(text: str, values: list[str]) -> None:
    assert _values("phone", text) == values


def test_a_long_line_of_an_address_is_a_mark_and_its_place_alone_is_none() -> None:
    assert _values("address", "Golden Crust\n40300 Eastport\n40 Oak") == ["40300eastport"]


def test_the_heading_is_the_long_words_of_the_first_six_lines() -> None:
    assert _values("heading", "The Golden Crust\nof Eastport\n\na\nb\nc\nd\nbelow") == ["crust eastport golden"]
    assert _values("heading", "a b c\n12") == []


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("4471-220", "9999-999"),
        (" AB/12.345 ", "AA/99.999"),
        ("ab-1234", "aa-9999"),
        ("4471220", None),
        ("44-220", None),
        ("AB-CDEFG", None),
    ],
)
def test_an_account_is_known_by_the_form_of_its_number(number: str, form: str | None) -> None:
    mark = account_mark(number)
    assert (mark and mark.value) == form


def test_the_form_of_an_account_is_found_as_a_word_of_its_own() -> None:
    for text, expected in (
        ("No 5512-118.", False),
        ("No 5512-118 of", True),
        ("X-5512-118", False),
        ("5512-11", False),
    ):
        assert has_account([text], "9999-999") == expected, text


def test_a_long_number_is_printed_by_itself() -> None:
    assert prints_number(["#0008998748 x"], "0008998748")
    assert not prints_number(["#00089987481"], "0008998748")
    assert not prints_number(["#000899874"], "000899874")  # nine digits may be anybody's


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("crust golden", "crust golden", True),
        ("crust golden", "crust golden eastport bakery", True),  # half of the words
        ("crust golden", "crust silver", False),
        ("", "", False),
    ],
)
def test_headings_are_the_same_if_half_of_their_words_are(one: str, other: str, expected: bool) -> None:
    assert is_same_heading(one, other) == is_same_heading(other, one) == expected


def test_a_name_is_compared_without_its_legal_form_and_spaces() -> None:
    assert name_key("Golden  Crust Ltd.") == name_key("GOLDENCRUST") == "goldencrust"
