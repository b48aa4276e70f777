"""Copies of a paper are recognised, and papers that only look alike are not."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alfrd_luigi.extraction.duplicates import Paper, compare, sketch

BILL = """NORTHWIND ELECTRIC COMPANY
Monthly electricity bill for 12 Oak Street, San Mira
Account number: 4471-220      Statement date: March 5, 2024
Service period: February 1, 2024 to February 29, 2024
Electricity used: 312 kWh at 0.24 per kWh    $74.88
Customer charge $10.12    Utility users tax 7.5 percent $6.38
Payment received February 20, 2024, thank you
Amount due: $91.38    Due date: March 25, 2024
A late payment charge may be added to a balance that is not paid by the due date.
"""
COFFEE = """BLUE KETTLE CAFE
230 Market Lane, San Mira
Tel. 555-0119
09 Mar 2024 {time}
Receipt {number}   Register 2
Coffee 3.75
Blueberry scone 4.50
TOTAL $8.25
Cash 10.00 Change 1.75
Thank you for your visit, see you again soon
"""
MISREADINGS = {"0": "O", "1": "l", "5": "S", "8": "B", "o": "0", "e": "c", "l": "1", "m": "rn"}


def bill(text: str | None = BILL, **changes: Any) -> Paper:
    known: dict[str, Any] = {
        "document_type": "utility_bill",
        "entity": "Northwind Electric Company",
        "document_date": date(2024, 3, 5),
        "total_amount": Decimal("91.38"),
        "currency": "USD",
        "structured_data": {"account_number": "4471-220"},
    }
    return Paper(**{**known, **changes}, text=text)


def coffee(time: str = "09:12", number: str = "4107", **changes: Any) -> Paper:
    known: dict[str, Any] = {
        "document_type": "receipt",
        "entity": "Blue Kettle Cafe",
        "document_date": date(2024, 3, 9),
        "total_amount": Decimal("8.25"),
        "currency": "USD",
        "structured_data": {"receipt_number": number},
    }
    return Paper(**{**known, **changes}, text=COFFEE.format(time=time, number=number))


def misread(text: str, share: float, seed: int) -> str:
    """The text as a second scan may read it."""
    rng = random.Random(seed)
    return "".join(MISREADINGS.get(each, each) if rng.random() < share else each for each in text)


def verdict(one: Paper, other: Paper) -> str | None:
    found, back = compare(one, other), compare(other, one)
    assert (found and found.verdict) == (back and back.verdict)
    return found.verdict if found else None


def test_an_export_with_the_same_text_is_the_same_paper() -> None:
    found = compare(bill(), bill())

    assert found is not None
    assert found == ("same", "issuer, date, total, 100% of the text")


@pytest.mark.parametrize("seed", range(5))
def test_a_second_scan_is_the_same_paper(seed: int) -> None:
    assert verdict(bill(), bill(misread(BILL, 0.02, seed))) == "same"


def test_a_second_scan_of_a_receipt_is_the_same_paper() -> None:
    assert verdict(coffee(), coffee()) == "same"


@pytest.mark.parametrize(("time", "number"), [("15:32", "4190"), ("09:14", "4108"), ("15:32", "4108")])
def test_two_coffees_on_one_day_are_two_papers(time: str, number: str) -> None:
    assert verdict(coffee(), coffee(time, number)) is None


def test_receipts_that_nothing_tells_apart_are_a_question() -> None:
    nameless = {"time": "", "number": ""}

    assert verdict(coffee(**nameless), coffee(**nameless)) == "alike"


def test_opening_hours_do_not_identify_a_receipt() -> None:
    open_daily: dict[str, Any] = {"time": "Open 08:00 - 20:00", "number": ""}

    assert verdict(coffee(**open_daily), coffee(**open_daily)) == "alike"


def test_a_number_that_may_be_misread_is_a_question() -> None:
    found = compare(coffee(number="4107"), coffee(number="4101"))

    assert found is not None
    assert found.verdict == "alike"
    assert found.evidence.endswith("not the number")


def test_bills_of_two_months_with_one_amount_are_two_papers() -> None:
    april = BILL.replace("March", "April").replace("February", "March").replace("29", "31")

    assert verdict(bill(), bill(april, document_date=date(2024, 4, 5))) is None


@pytest.mark.parametrize("account", ["9902-118", "9902118"])
def test_bills_of_two_accounts_on_one_day_are_two_papers(account: str) -> None:
    other = bill(BILL.replace("4471-220", account), structured_data={"account_number": account})

    assert verdict(bill(), other) is None


def test_an_account_that_was_not_read_as_one_is_seen_in_the_text() -> None:
    unread: dict[str, Any] = {"structured_data": {}}

    assert verdict(bill(**unread), bill(BILL.replace("4471-220", "9902-118"), **unread)) == "alike"


def test_numbers_that_differ_in_a_text_without_misreadings_are_a_question() -> None:
    assert verdict(bill(), bill(BILL.replace("312 kWh", "318 kWh"))) == "alike"


@pytest.mark.parametrize(
    "differing",
    [
        {"entity": "Southwind Gas"},
        {"document_date": date(2024, 4, 5), "structured_data": {"invoice_number": "2024-0077"}},
        {"total_amount": Decimal("91.88")},
    ],
)
def test_one_value_that_differs_is_a_question(differing: dict[str, Any]) -> None:
    same = {"structured_data": differing["structured_data"]} if "structured_data" in differing else {}

    assert verdict(bill(**same), bill(**differing)) == "alike"


def test_a_value_that_was_not_read_in_one_scan_is_no_difference() -> None:
    assert verdict(bill(), bill(entity=None, currency=None)) == "same"
    assert verdict(bill(), bill(total_amount=None)) is None
    numbered: dict[str, Any] = {"structured_data": {"account_number": "4471-220", "invoice_number": "2024-0077"}}
    assert verdict(bill(**numbered), bill(**numbered, total_amount=None)) == "same"


def test_another_text_is_another_paper() -> None:
    assert verdict(bill(), bill("A letter of the same day about the same sum: 91.38.")) is None


def test_a_letter_without_amounts_is_the_same_if_its_text_is() -> None:
    text = (
        "Dear neighbour, " + "the garden club meets in the hall by the river on Saturday at noon, all are welcome. " * 2
    )
    letter: dict[str, Any] = {"document_type": "other", "total_amount": None, "structured_data": {"subject": "Garden"}}

    assert verdict(bill(text, **letter), bill(text, **letter)) == "same"
    assert verdict(bill("Thank you", **letter), bill("Thank you", **letter)) is None


@pytest.mark.parametrize(
    ("words", "again", "expected"),
    [(25, 25, "same"), (24, 24, None), (24, 26, None)],
)
def test_a_short_letter_is_like_another_by_chance(words: int, again: int, expected: str | None) -> None:
    letter: dict[str, Any] = {"document_type": "other", "total_amount": None, "structured_data": {}}
    one, other = (
        " ".join(f"word{'abcdefghijklmnopqrstuvwxyz'[place]}" for place in range(each)) for each in (words, again)
    )

    assert verdict(bill(one, **letter), bill(other, **letter)) == expected


@pytest.mark.parametrize(
    ("number", "again", "expected"),
    [
        ("123", "123", "same"),
        ("12", "12", None),  # of many issuers
        ("12345678", "12345699", None),
        ("123456789", "123456700", None),
        ("1234567890", "1234567800", "alike"),
        ("1234567890", "1234567111", None),
    ],
)
def test_a_number_identifies_a_paper_if_it_is_long_enough(number: str, again: str, expected: str | None) -> None:
    one = bill(structured_data={"invoice_number": number})
    other = bill(structured_data={"invoice_number": again}, total_amount=None)

    assert verdict(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {"document_date": None}, None),
        ({"document_date": None}, {"total_amount": None}, None),
        ({"document_date": None, "structured_data": {"invoice_number": "2024-0077"}}, {"total_amount": None}, "alike"),
        ({"document_type": "receipt", "total_amount": None}, {"document_type": "receipt"}, None),
    ],
)
def test_a_paper_is_identified_by_its_date_with_its_total_or_number(
    one: dict[str, Any], other: dict[str, Any], expected: str | None
) -> None:
    numbered = {"structured_data": one["structured_data"]} if "structured_data" in one else {}

    assert verdict(bill(**one), bill(**other, **numbered)) == expected


def test_a_receipt_without_a_number_is_identified_by_its_time() -> None:
    assert verdict(coffee(number=""), coffee(number="")) == "same"
    assert verdict(coffee(number=""), coffee(number="", total_amount=None)) is None


def test_the_evidence_names_what_both_papers_have() -> None:
    nameless = compare(bill(entity=None), bill(entity="Northwind Electric Company"))

    assert nameless == ("same", "date, total, 100% of the text")


def test_a_paper_with_a_second_page_is_a_question() -> None:
    terms = "\n".join(f"Clause of the terms: rule{'abcdefghijklm'[place]} holds" for place in range(10))

    found = compare(bill(entity=None), bill(f"{BILL}{terms}", entity=None))
    assert found == ("alike", "date, total, 73% of the text")
    assert verdict(bill(), bill(BILL + terms * 3)) is None


def test_a_scan_that_lost_a_line_is_the_same_paper() -> None:
    numbers = f"{BILL}8 15 47 11\n"

    assert verdict(bill(), bill(numbers)) == "same"
    cut = numbers.replace("312 kWh", "318 kWh").replace("A late payment charge", "")
    assert verdict(bill(), bill(cut)) == "same"


@pytest.mark.parametrize(
    ("printed", "read", "expected"),
    [
        ("4471-220", "9902-118", "alike"),
        ("4471-220", "4471-228", "same"),  # a misread digit
        ("4471-220", "4471 220", "same"),
        ("4471-220", "447 1220 88123", "same"),  # the other number is of one scan alone
        ("312 kWh", "918 kWh", "same"),  # a short number is misread as a whole
        ("312 kWh", "31290 kWh", "same"),  # the other scan has no long number for it
    ],
)
def test_a_long_number_tells_papers_apart_also_in_a_misread_text(printed: str, read: str, expected: str) -> None:
    misread = (
        BILL.replace("Monthly", "Mcnthly").replace("late", "1ate").replace("users", "uscrs").replace(printed, read)
    )
    unread: dict[str, Any] = {"structured_data": {}}

    assert verdict(bill(**unread), bill(misread, **unread)) == expected


def test_the_shortest_long_number_has_five_digits() -> None:
    of = {length: [BILL.replace("312 kWh", f"{digit * length} kWh") for digit in "47"] for length in (4, 5)}
    of = {length: [one, other.replace("Monthly", "Mcnthly")] for length, (one, other) in of.items()}

    assert [verdict(*map(bill, of[length])) for length in (4, 5)] == ["same", "alike"]


def test_two_scans_of_which_nothing_was_read_are_compared_by_their_values() -> None:
    assert verdict(bill(""), bill(None)) == "same"
    assert verdict(bill(""), bill("", total_amount=Decimal(7))) is None


def test_a_text_with_few_numbers_is_sketched_by_its_words() -> None:
    def of(text: str) -> list[int]:
        return sketch(Paper(None, None, None, None, None, None, text))

    club = "the garden club meets in the hall by the river on Saturday at noon, all are welcome"
    choir = "our choir sings old songs near a quiet lake each Friday evening, please bring friends"
    few, enough = " ".join(map(str, range(101, 108))), " ".join(map(str, range(101, 109)))

    assert set(of(f"{club} {few}")) & set(of(f"{club} {few}".replace("noon", "nccn")))
    assert of(f"{club} {few}") != of(f"{choir} {few}")
    assert of(f"{club} {enough}") == of(f"{choir} {enough}")


@pytest.mark.parametrize("seed", range(20))
def test_the_sketches_of_two_scans_have_something_in_common(seed: int) -> None:
    assert set(sketch(bill())) & set(sketch(bill(misread(BILL, 0.02, seed))))


def test_a_sketch_is_small_and_fits_a_column_of_integers() -> None:
    for text in ("", None, "one word", BILL, BILL * 100):
        found = sketch(Paper(None, None, None, None, None, None, text))
        assert len(found) in (0, 10)
        assert all(-(2**31) <= each < 2**31 for each in found)
