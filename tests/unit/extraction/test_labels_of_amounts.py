"""The label of each amount of a text: beside it, above it, below it, or in the sentence around it."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.mentions import read_amounts
from alfrd_luigi.extraction.lines import read_lines


def _read(text: str) -> list[AmountMention]:
    return read_amounts(read_lines([text]))


def _labelled(text: str) -> list[str]:
    """Each amount with the kind of its label, or else the label."""
    return [
        f"{mention.money.value} {mention.kind.name if mention.kind else repr(mention.label.strip())}"
        for mention in _read(text)
    ]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Total   5.00   6.00", ["5.00 TOTAL", "6.00 TOTAL"]),
        ("Total $5.00 $6.00", ["5.00 TOTAL", "6.00 TOTAL"]),
        ("total of 5.00, of which tax 1.00", ["5.00 TOTAL", "1.00 TAX"]),
        ("Tea   Total   5.00", ["5.00 TOTAL"]),
        ("Total   RM   5.00", ["5.00 TOTAL"]),
        ("Tea 5.00", ["5.00 'Tea'"]),
        ("5.00", ["5.00 ''"]),
        ("5.00 Total", ["5.00 TOTAL"]),  # behind it
        ("5.00 Total 6.00", ["5.00 ''", "6.00 TOTAL"]),
        ("5.00   Tea", ["5.00 ''"]),
        ("Price up to $500", ["500 OTHER"]),  # a bound of others
        ("Total $500 or more", ["500 OTHER"]),
        ("Total $500", ["500 TOTAL"]),
        ("Year to date   2.00   45.10", ["2.00 OTHER", "45.10 OTHER"]),
    ],
)
def test_a_label_stands_beside_its_amounts(text: str, amounts: list[str]) -> None:
    assert _labelled(text) == amounts


def test_the_amounts_that_share_a_label_are_counted() -> None:
    assert [mention.column for mention in _read("Total 1.00 2.00 tax 3.00 4.00 5.00")] == [1, 2, 1, 2, 3]
    first, second = _read("Paid in cash   Total   1.00   2.00")
    assert [first.words, second.words] == ["Total   1.00", "Total   1.00   2.00"]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Total   1500", "1500.0"),
        ("Total: 1500", "1500.0"),
        ("Total   1 500", "1500.0"),
        ("Total   1.500", "1500.0"),
        ("Total   1'500", "1500.0"),
        ("Total   15", "15.0"),
        ("Total   1500:50", "1500.50"),
        ("Amount due   1500", "1500.0"),
        ("Closing balance   1500", "1500.0"),
        ("Total 1500", None),  # in a sentence
        ("Total   5", None),
        ("Total   12345678", None),  # a number of something
        ("Subtotal   1500", None),
        ("Tea   1500", None),
        ("Total   1500   x", None),
    ],
)
def test_a_whole_number_at_the_end_of_a_total_is_an_amount(line: str, value: str | None) -> None:
    assert [str(mention.money.value) for mention in _read(line)] == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Subtotal\nTax\nTotal\n20.00\n1.40\n21.40", ["20.00 SUBTOTAL", "1.40 TAX", "21.40 TOTAL"]),
        ("Name\nSubtotal\nTotal\n20.00\n21.40", ["20.00 SUBTOTAL", "21.40 TOTAL"]),
        ("Tax\nSubtotal\nTotal\n20.00\n21.40", ["20.00 TOTAL", "21.40 ''"]),  # more labels than amounts
        ("Subtotal\nx\n20.00\n21.40", ["20.00 ''", "21.40 ''"]),
        ("Subtotal   a\nTotal   b\n20.00\n21.40", ["20.00 ''", "21.40 ''"]),
        ("Total\n21.40", ["21.40 TOTAL"]),
        ("Payable on or before\n21/03/2024   90.00", ["90.00 'Payable on or before'"]),
        ("Amount due on\n21/03/2024   90.00", ["90.00 DUE"]),
        ("Amount due\n21/03/2024   90.00", ["90.00 DUE"]),
        ("Payable by\n21/03/2024 or 22/03/2024   90.00", ["90.00 '21/03/2024 or 22/03/2024'"]),
        ("Payable until\nfoo 21/03/2024   90.00", ["90.00 'foo 21/03/2024'"]),
    ],
)
def test_a_stack_of_labels_stands_above_its_amounts(text: str, amounts: list[str]) -> None:
    assert _labelled(text) == amounts


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Account   Amount due\n55-1   $45.10", ["45.10 DUE"]),
        ("Account   Amount due\nJohn\n55-1   $45.10", ["45.10 DUE"]),
        ("Account   Amount due\nJohn\nSmith\n55-1   $45.10", ["45.10 ''"]),  # too far above
        ("Amount due   Account\n$45.10   55-1", ["45.10 DUE"]),
        ("Net   VAT   Total\n100.00   19.00   119.00", ["100.00 ''", "19.00 ''", "119.00 TOTAL"]),
        ("Net   VAT   Total\n100.00   55.00   155.00", ["100.00 ''", "55.00 ''", "155.00 TOTAL"]),
        ("Item   VAT   Total\nTea   2   5.00", ["5.00 'Tea'"]),  # that of a row
        ("Item   Total\nTea   5.00\nMilk   4.00", ["5.00 'Tea'", "4.00 'Milk'"]),
        ("Total   119.00\nTotal\n5.00", ["119.00 TOTAL", "5.00 TOTAL"]),
        ("Subtotal\n119.00", ["119.00 SUBTOTAL"]),
        ("Subtotal\nfor Ann\n119.00", ["119.00 ''"]),  # another label than "total" stands right above
        ("Total\nfor Ann\n119.00", ["119.00 TOTAL"]),
        (
            "Date   Tax   Amount due\n01.02.   2.00   45.10\n02.02.   2.00   46.10",
            ["2.00 ''", "45.10 ''", "2.00 ''", "46.10 ''"],
        ),
        (
            "Date   Tax   Amount due\n01.02.   2.00   45.10\nYear to date   2.00   45.10",
            ["2.00 ''", "45.10 DUE", "2.00 OTHER", "45.10 OTHER"],
        ),
    ],
)
def test_a_heading_stands_above_the_amounts_of_its_column(text: str, amounts: list[str]) -> None:
    assert _labelled(text) == amounts


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Item   Total\nTea   5.00\nMilk   4.00\n   9.00", "9.00 TOTAL"),
        ("Item   Price   Total\nTea   2   5.00\nMilk   2   4.00\n9.00", "9.00 TOTAL"),
        ("Item   Amount due\nTea   5.00\nMilk   4.00\n   9.00", "9.00 DUE"),
        ("Item   Amount due\nTea   5.00\nMilk   4.00\n   10.00", "10.00 ''"),  # it is not their sum
        ("Item   Discount\nTea   5.00\nMilk   4.00\n   9.00", "9.00 ''"),
        ("Total\nTea   5.00\nMilk   4.00\n   9.00", "9.00 ''"),  # no table
        ("Item   Total\nTea   5.00\n   5.00", "5.00 ''"),  # one row is no table
        ("Amount due\nTea   2   5.00\n45.10", "45.10 DUE"),  # the heading of a box beside a table
        ("Amount due\nTea\n45.10", "45.10 DUE"),
        ("45.10\nAmount due", "45.10 DUE"),  # a caption
        ("$45.10\nThank you", "45.10 ''"),
        ("45.10   x\nAmount due", "45.10 ''"),
    ],
)
def test_a_foot_a_box_and_a_caption_label_an_amount(text: str, last: str) -> None:
    assert _labelled(text)[-1] == last


def test_a_caption_with_an_amount_below_it_is_the_heading_of_that() -> None:
    assert _labelled("45.10\nAmount due\n5.00") == ["45.10 ''", "5.00 DUE"]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("You owe us the amount of $50.00 for this.", ["50.00 DUE"]),
        ("You owe us the amount of $50.00 and $20.00 for this.", ["50.00 DUE", "20.00 'and'"]),
        ("You will pay $50.00 when it is due.", ["50.00 DUE"]),
        ("The amount of $50.00 is due on Monday.", ["50.00 DUE"]),
        ("The amount of $50.00 is here.\nIt is due on Monday.", ["50.00 AMOUNT"]),
        ("The amount of $50.00 is gone. This amount is due on Monday.", ["50.00 DUE"]),
        ("$50.00 will be debited from your account soon.", ["50.00 DUE"]),
        ("Sum of $50.00 is due", ["50.00 TOTAL"]),  # a sentence has six words
        ("Please pay the outstanding balance of $50.00 by Friday", ["50.00 DUE"]),
    ],
)
def test_a_sentence_says_that_an_amount_is_owed(text: str, amounts: list[str]) -> None:
    assert _labelled(text) == amounts


@pytest.mark.parametrize(
    ("text", "is_in_prose"),
    [
        ("We will refund the total amount due of $120.00 to your account within ten days.", True),
        ("one two three four five six seven eight nine ten 5.00", True),  # eleven words
        ("one two three four five six seven eight nine 5.00", False),
        ("and the balance is 50.00 for now.", True),  # the rest of a sentence
        ("And the balance is 50.00 for now.", False),
        ("the balance 50.00.", False),
        ("and the balance   is 50.00 for now.", False),  # two cells
        ("Total   one two three four five six seven eight nine ten   5.00", False),
        ("Thank you for all that you have given to us. Amount of gift: $50.00", False),
        ("Rent 900.00 \u2014 heating 80.00 \u2014 water 20.00 \u2014 total of all these is now 1000.00", False),
        ("Rent is paid \u2014 heating 80.00 \u2014 water 20.00 \u2014 total of all these is now 1000.00", True),
    ],
)
def test_an_amount_in_a_sentence_is_told_from_one_in_a_table(text: str, is_in_prose: bool) -> None:
    assert [mention.in_prose for mention in _read(text)] == [is_in_prose] * len(_read(text))


def _in_summary(text: str) -> str:
    return " ".join(str(mention.money.value) for mention in _read(text) if mention.in_tax_summary)


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("GST Summary   Amount   Tax\nTotal 12.00  1.00\nTotal 30.00", "12.00 1.00"),  # a larger total ends it
        ("GST Summary   Amount   Tax\nTotal 12.00  1.00\nTotal 3.00", "12.00 1.00 3.00"),
        ("Tea 5.00\nGST Summary   Amount   Tax\nSR 5.00  1.00\nAmount due 6.00\nx 7.00", "5.00 1.00"),
        ("Tax code  Rate\nSR  5.00", "5.00"),
        ("VAT analysis\n20% 5.00 1.00", "5.00 1.00"),
        ("MwSt   Netto\n19 %  5.00", "5.00"),
        ("Steuersatz\n19 %  5.00", "5.00"),
        ("VAT rate 7.7 %\nNet 5.00", ""),  # that is a rate
        ("Item  Qty  Tax code\nTea  2.00", ""),  # the heads of goods
        ("Tea 5.00", ""),
    ],
)
def test_a_summary_of_taxes_splits_what_is_above(text: str, split: str) -> None:
    assert _in_summary(text) == split


def test_a_summary_of_taxes_has_eight_lines() -> None:
    rows = "\n".join(f"A  {number}.13" for number in range(11, 21))
    assert _in_summary(f"Tax code  Rate\n{rows}") == " ".join(f"{number}.13" for number in range(11, 19))
