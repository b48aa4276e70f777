"""An electronic invoice as a text for people, and as JSON, in which nothing is trusted."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alfrd_luigi.decoding.invoice import Invoice, InvoiceLine, Party, as_json, from_json
from alfrd_luigi.decoding.invoice_roots import begins_invoice, begins_xml
from alfrd_luigi.decoding.invoice_text import text_of

WHOLE = Invoice(
    syntax="cii",
    number="A7",
    issued=date(2024, 3, 5),
    due_date=date(2024, 4, 5),
    delivered=date(2024, 3, 1),
    period_start=date(2024, 2, 1),
    period_end=date(2024, 2, 29),
    order_number="O1",
    contract_number="C1",
    buyer_reference="B1",
    seller=Party("North Wind", "Wind", None, "GB123", ("12 Oak Street", "Leeds")),
    buyer=Party("Ann Example", None, "K1", None, ("3 Elm Road",)),
    currency="EUR",
    allowances=Decimal("1"),
    charges=Decimal("2"),
    net=Decimal("10"),
    tax=Decimal("1.9"),
    gross=Decimal("11.9"),
    prepaid=Decimal("5"),
    due=Decimal("6.9"),
    payment_method="SEPA",
    iban="DE12",
    bic="XXXX",
    payment_reference="R1",
    terms="14 days",
    notes=("first", "second"),
    lines=(
        InvoiceLine("Tea", Decimal("2.0"), Decimal("4")),
        InvoiceLine("Gas", None, Decimal("0.125")),
        InvoiceLine(None, Decimal("1E+2"), None),
    ),
    more_lines=3,
)


def test_the_text_has_the_seller_the_buyer_the_numbers_the_items_the_sums_and_how_to_pay() -> None:
    assert text_of(WHOLE).split("\n") == [
        "North Wind",
        "12 Oak Street",
        "Leeds",
        "VAT number: GB123",
        "",
        "Invoice",
        "Invoice number: A7",
        "Invoice date: 2024-03-05",
        "Due date: 2024-04-05",
        "Delivery date: 2024-03-01",
        "Period: 2024-02-01 to 2024-02-29",
        "Order number: O1",
        "Contract number: C1",
        "Buyer reference: B1",
        "Customer number: K1",
        "",
        "Bill to: Ann Example",
        "3 Elm Road",
        "",
        "Description   Quantity   Amount",
        "Tea   2   4.00",
        "Gas   0.125",
        "100",
        "and 3 more items",
        "",
        "Allowances: 1.00 EUR",
        "Charges: 2.00 EUR",
        "Subtotal: 10.00 EUR",
        "Tax: 1.90 EUR",
        "Total: 11.90 EUR",
        "Already paid: 5.00 EUR",
        "Amount due: 6.90 EUR",
        "",
        "Payment method: SEPA",
        "IBAN: DE12",
        "BIC: XXXX",
        "Payment reference: R1",
        "Payment terms: 14 days",
        "",
        "first",
        "second",
    ]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "Invoice"),
        ({"is_credit": True}, "Credit note"),
        ({"seller": Party(vat_number="GB1")}, "VAT number: GB1\n\nInvoice"),
        ({"buyer": Party(None, None, "K1", None, ("3 Elm Road",))}, "Invoice\nCustomer number: K1"),
        ({"period_start": date(2024, 2, 1)}, "Invoice\nPeriod: 2024-02-01"),
        ({"period_end": date(2024, 2, 29)}, "Invoice\nPeriod: 2024-02-29"),
        ({"tax": Decimal(0)}, "Invoice\n\nTax: 0.00"),
        ({"charges": Decimal(0), "allowances": Decimal(0), "prepaid": Decimal(0)}, "Invoice"),
        ({"due": Decimal("-5"), "currency": "EUR"}, "Invoice\n\nAmount due: -5.00 EUR"),
        ({"more_lines": 2}, "Invoice\n\nand 2 more items"),
        ({"more_lines": 1}, "Invoice\n\nand 1 more item"),
    ],
)
def test_what_is_not_known_is_not_said(changes: dict[str, Any], text: str) -> None:
    assert text_of(Invoice("ubl", **changes)) == text


@pytest.mark.parametrize(
    ("due", "gross", "total"),
    [
        ("6.9", "11.9", "6.9"),
        ("0", "11.9", "11.9"),
        (None, "11.9", "11.9"),
        ("6.9", None, "6.9"),
        ("0", None, "0"),
        (None, None, None),
    ],
)
def test_the_total_is_what_is_left_to_pay_or_else_the_whole(
    due: str | None, gross: str | None, total: str | None
) -> None:
    left, whole, expected = (None if text is None else Decimal(text) for text in (due, gross, total))
    assert Invoice("ubl", due=left, gross=whole).total == expected


@pytest.mark.parametrize("invoice", [WHOLE, Invoice("ubl"), Invoice("ubl", is_credit=True, due=Decimal("-1"))])
def test_an_invoice_survives_the_answer_of_the_child(invoice: Invoice) -> None:
    assert from_json(json.loads(json.dumps(as_json(invoice)))) == invoice


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"issued": "2024-02-30"}, ValueError),
        ({"issued": 5}, TypeError),
        ({"due": "much"}, ArithmeticError),
        ({"due": "NaN"}, ArithmeticError),
        ({"due": "Infinity"}, ValueError),
        ({"due": "10000000000000"}, ValueError),
        ({"due": "-10000000000000"}, ValueError),
        ({"seller": None}, TypeError),
        ({"seller": {"address": []} | {"owner": "x"}}, TypeError),
        ({"lines": [{"price": 5}]}, TypeError),
        ({"lines": 5}, TypeError),
        ({"more_lines": "some"}, ValueError),
        ({"other": "x"}, TypeError),
    ],
)
def test_an_odd_answer_is_none(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        from_json(as_json(Invoice("ubl")) | changes)


@pytest.mark.parametrize("part", ["syntax", "is_credit", "more_lines", "seller", "buyer", "notes", "lines"])
def test_an_answer_without_a_part_is_none(part: str) -> None:
    answer = as_json(Invoice("ubl"))
    del answer[part]
    with pytest.raises(LookupError):
        from_json(answer)


def test_the_texts_of_an_answer_are_short_and_printable() -> None:
    answer = as_json(WHOLE) | {"number": "A\x00\n7" + "x" * 2000, "notes": ["n\u202e"] * 99}
    found = from_json(answer)
    assert found.number is not None
    assert (found.number[:3], len(found.number)) == ("A7x", 1000)
    assert found.notes == ("n",) * 50
    assert len(from_json(answer | {"lines": [as_json(InvoiceLine("a"))] * 1001}).lines) == 1000


_CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"


@pytest.mark.parametrize(
    ("head", "is_invoice"),
    [
        (f'<rsm:CrossIndustryInvoice xmlns:rsm="{_CII}">', True),
        (f'<?xml version="1.0"?>\n<!-- a <b> -->\n<Invoice xmlns="{_UBL}">', True),
        (f'\ufeff<Invoice xmlns="{_UBL}">', True),
        (f'<Invoice\n xmlns="{_UBL}">', True),
        (f'<CrossIndustryInvoice xmlns="{_UBL}">', False),  # the name of another namespace
        (f'<CreditNote xmlns="{_UBL}">', False),
        (f'<a><Invoice xmlns="{_UBL}">', False),  # not the root
        (f'<Invoices xmlns="{_UBL}">', False),
        ('<Invoice xmlns="urn:other">', False),
        (f'<!-- <Invoice xmlns="{_UBL}"> --><a>', False),
        (f'<!-- <Invoice xmlns="{_UBL}">', False),
        (f'text <Invoice xmlns="{_UBL}">', False),
        ("", False),
    ],
)
def test_the_root_of_an_invoice_is_known_in_each_encoding(head: str, is_invoice: bool) -> None:
    found = [begins_invoice(head.encode(encoding)) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-16")]
    assert found == ([is_invoice] * 4 if head.startswith("<") or not is_invoice else [is_invoice, *found[1:]])


@pytest.mark.parametrize(
    ("head", "extension", "is_xml"),
    [
        (b"<?xml version='1.0'?><a/>", "", True),
        (b"  <?xml version='1.0'?>", "", True),
        (b"<?xmlish?>", "", False),
        (b"<a/>", "", False),
        (b"<a/>", ".xml", True),
        (b"\n <a/>", ".xml", True),
        (b"a <b/>", ".xml", False),
        (b"", ".xml", False),
    ],
)
def test_xml_has_a_declaration_or_is_named_so(head: bytes, extension: str, is_xml: bool) -> None:
    assert begins_xml(head, extension) == is_xml
