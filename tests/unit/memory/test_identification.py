"""Whose paper it is, by the marks of the issuers that are known."""

from __future__ import annotations

import pytest

from alfrd_luigi.memory.identification import Identified, Page, headed_names, identify, may_be_named, prints_name
from alfrd_luigi.memory.mark import Mark, name_mark
from alfrd_luigi.memory.marks import printed_marks

PHONE, NUMBER = "Tel. 030 1234567", "VAT No: 381399040"
LONG = "VAT No: 3813990401"
BAKERY = [
    name_mark("name", "GOLDEN CRUST BAKERIES LTD"),
    name_mark("alias", "Crusty"),
    Mark("number", "3813990401", ""),
    Mark("phone", "01234567", ""),
    Mark("account", "9999-999", ""),
]
GYM = [name_mark("name", "RIVERSIDE GYM"), Mark("phone", "09876543", ""), Mark("number", "7700112233", "")]
KNOWN = {"bakery": BAKERY, "gym": GYM}


def _page(text: str, name: str | None = None, line: int = 0, confidence: float = 0.95) -> Page:
    return Page((text,), name, line, confidence if name else 0.0, printed_marks((text,)))


def _found(page: Page, known: dict[str, list[Mark]] | None = None) -> str | None:
    identified = identify(page, known or KNOWN)
    return identified and identified.issuer


@pytest.mark.parametrize("name", ["Golden Crust Bakeries", "GOLDENCRUST BAKERIES LIMITED", "Golden Crust Bakerles"])
def test_a_paper_with_a_known_name_is_the_issuers(name: str) -> None:
    assert identify(_page(f"{name}\nLoaf 4.20", name), KNOWN) == Identified("bakery", ["name"], name)


def test_the_kinds_of_marks_that_agree_are_told_once() -> None:
    text = f"Crusty\n{PHONE}\nFax 030 7654321\n{LONG}\nAccount 5512-118"
    known = {"bakery": [*BAKERY, Mark("phone", "07654321", "")]}
    assert identify(_page(text, "Crusty"), known) == Identified(
        "bakery", ["name", "number", "phone", "account"], "Crusty"
    )


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Abcdef", "Abcdef\nLoaf", "short"),
        ("Abcde", "Abcde\nLoaf", None),  # five letters are a word of many papers
        ("Abcde", f"Abcde\n{PHONE}", "short"),
        ("Riverside Gym", f"Riverside Gym\n{PHONE}", None),  # the name and the number are of two issuers
    ],
)
def test_a_short_name_needs_another_mark(name: str, text: str, expected: str | None) -> None:
    known = {"short": [name_mark("name", "Abcdef"), name_mark("alias", "Abcde"), Mark("phone", "01234567", "")]}
    assert _found(_page(text, name), known) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("3813990401", "bakery"),
        ("3813990407", "bakery"),  # a misread digit
        ("3813990477", None),
        ("381399040", None),
    ],
)
def test_an_issuer_is_known_by_two_marks_if_the_name_is_doubtful(number: str, expected: str | None) -> None:
    text = f"Gxlden\nVAT No: {number}\n{PHONE}"
    assert _found(_page(text, "Somebody", 3, 0.5)) == expected
    assert _found(_page(text, "Somebody", 3, 0.95)) is None  # a clear name of another


def test_one_mark_alone_identifies_nobody() -> None:
    assert _found(_page(f"Gxlden\n{LONG}")) is None
    assert _found(_page(f"Gxlden\n{PHONE}")) is None
    assert _found(_page("Gxlden\nAccount 5512-118")) is None


def test_a_number_that_is_not_known_may_be_that_of_another_issuer() -> None:
    found = identify(_page(f"Gxlden\n{LONG}\n{PHONE}"), KNOWN)
    assert found == Identified("bakery", ["number", "phone"], None)
    assert _found(_page(f"Gxlden\n{LONG}\nTel. 030 1234568")) is None  # a short number is not misread
    assert _found(_page(f"Gxlden\n{LONG}\nVAT No: 9988776655\n{PHONE}")) is None


def test_a_name_in_the_heading_needs_a_mark_of_the_issuer_alone() -> None:
    heading = "GOLDEN CRUST BAKERIES LTD"
    assert _found(_page(f"{heading}\n{PHONE}", "Anna Smith", 5)) == "bakery"
    assert _found(_page(f"{heading}\nAccount 5512-118", "Anna Smith", 5)) is None
    assert _found(_page(f"Anna Smith\n\n\n{heading}\n{PHONE}", "Anna Smith", 0)) is None  # below: the customer's
    assert _found(_page(f"{heading}\nLoaf 4.20", None)) == "bakery"  # nothing else is read as a name


def test_a_mark_on_the_papers_of_several_is_nobodys() -> None:
    shared = {"bakery": BAKERY, "gym": [*GYM, Mark("phone", "01234567", "")]}
    text = f"Gxlden\n{LONG}\n{PHONE}"
    assert _found(_page(text)) == "bakery"
    assert _found(_page(text), shared) is None
    accounts = {"bakery": BAKERY, "gym": [*GYM, Mark("account", "9999-999", "")]}  # of one software, not of one issuer
    assert _found(_page(f"Gxlden\n{LONG}\nAccount 5512-118"), accounts) == "bakery"


def test_a_paper_that_could_be_of_two_is_of_none_and_more_marks_decide() -> None:
    two = {
        "one": [name_mark("name", "Golden Crust"), Mark("phone", "01234567", "")],
        "two": [name_mark("name", "Golden Crust")],
    }
    assert _found(_page("Golden Crust\nLoaf", "Golden Crust"), two) is None
    for known in (two, dict(reversed(two.items()))):
        assert _found(_page(f"Golden Crust\n{PHONE}", "Golden Crust"), known) == "one"
    by_name = {
        "one": [name_mark("name", "Golden Crust")],
        "two": [Mark("phone", "01234567", ""), Mark("number", "3813990401", "")],
    }
    assert _found(_page(f"Golden Crust\n{PHONE}\n{LONG}", "Golden Crust", 0, 0.5), by_name) == "one"


def test_a_name_that_was_mistaken_before_is_doubtful() -> None:
    text = f"Anna Smith\n{LONG}\n{PHONE}"
    assert _found(_page(text, "Anna Smith")) is None
    taught = {"bakery": [*BAKERY, name_mark("mistaken name", "Anna Smith")], "gym": GYM}
    assert _found(_page(text, "Anna Smith"), taught) == "bakery"


def test_a_name_of_the_issuer_below_a_clear_one_makes_that_doubtful() -> None:
    below = f"Anna Smith\n\n\nGOLDEN CRUST BAKERIES LTD\n{PHONE}\n{LONG}"
    assert _found(_page(below, "Anna Smith")) == "bakery"
    assert _found(_page(below.replace("GOLDEN", "SILVER"), "Anna Smith")) is None


def test_nobody_is_known_of_an_empty_page_or_memory() -> None:
    assert identify(_page(""), KNOWN) is None
    assert identify(_page("Golden Crust Bakeries", "Golden Crust Bakeries"), {}) is None
    assert _found(_page("x"), {"nameless": [name_mark("name", "&")]}) is None


def test_the_names_of_a_heading_are_its_cells_without_company_numbers() -> None:
    text = "Golden Crust (519537-X)   Copy\n" + "\n".join(f"line{'abcdefghijklmnop'[place]}" for place in range(16))
    names = headed_names(_page(text, "Read Name"))
    assert names[:3] == ["readname", "goldencrust", "copy"]
    assert ("linen" in names, "lineo" in names) == (True, False)  # fifteen lines


def test_a_name_is_printed_if_a_cell_is_nothing_else() -> None:
    page = _page("To Golden Crust\nGOLDEN CRUST LTD   12.00")
    assert prints_name(page, "Golden Crust")
    assert not prints_name(page, "Golden")
    assert not prints_name(page, "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("abc", True),
        ("goldencrust", True),
        ("goldencrustbakeries", True),
        ("goldencrvst", True),
        ("riversidegym", False),
    ],
)
def test_a_name_that_resembles_none_is_not_compared(name: str, expected: bool) -> None:
    assert may_be_named(["goldencrust"], name) == expected
