"""Invoices in XML: what is taken from CII, ZUGFeRD 1 and UBL, and which XML is refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alfrd_luigi.decoding import invoice_xml, xml_tree
from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.invoice import Invoice, InvoiceLine, as_json, from_json
from alfrd_luigi.decoding.model import FileInfo, TextPage
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.errors import InvalidInputError
from support.electronic_invoices import CII_SUMS, UBL_SUMS, cii, ubl, zugferd_1

Write = Callable[[str, bytes], Path]
XML = "application/xml"


def read(text: str) -> Invoice:
    return invoice_xml.parse(text.encode())


@pytest.mark.parametrize(("text", "syntax"), [(cii(), "CII"), (zugferd_1(), "ZUGFeRD 1"), (ubl(), "UBL")])
def test_each_syntax_gives_the_same_values(decoder: Decoder, write: Write, text: str, syntax: str) -> None:
    path = write("invoice.xml", text.encode())
    assert decoder.inspect(path) == FileInfo(XML, "text", 1)
    found = decoder.embedded_invoice(path, XML)
    assert found is not None
    invoice = found.invoice
    assert invoice is not None
    assert (invoice.syntax, invoice.is_credit, invoice.number) == (syntax, False, "RE-2024-17")
    assert (invoice.issued, invoice.due_date) == (date(2024, 3, 5), date(2024, 4, 4))
    assert (invoice.seller.name, invoice.buyer.name) == ("Müller Werkzeuge GmbH", "Beispiel AG")
    assert invoice.seller.vat_number == "DE123456789"
    assert (invoice.net, invoice.tax, invoice.gross, invoice.due) == tuple(map(Decimal, ("100", "19", "119", "119")))
    assert (invoice.total, invoice.currency) == (Decimal("119.00"), "EUR")
    assert (invoice.iban, invoice.payment_reference) == ("DE89370400440532013000", "RE-2024-17 K-88")
    assert (invoice.payment_method, invoice.order_number) == ("bank transfer", "PO-5")


def test_the_items_are_taken_in_order() -> None:
    assert read(cii(lines=2)).lines == (
        InvoiceLine("Hammer 1", Decimal(1), Decimal(50)),
        InvoiceLine("Hammer 2", Decimal(2), Decimal(50)),
    )
    assert read(ubl()).lines == (InvoiceLine("Hammer", Decimal(2), Decimal(100)),)


def test_the_text_of_an_invoice_has_its_values_in_plain_lines(decoder: Decoder, write: Write) -> None:
    (page,) = decoder.pages(write("invoice.xml", cii().encode()), XML)
    assert isinstance(page, TextPage)
    for line in (
        "Müller Werkzeuge GmbH",
        "80333 München DE",
        "Invoice number: RE-2024-17",
        "Invoice date: 2024-03-05",
        "Due date: 2024-04-04",
        "Bill to: Beispiel AG",
        "Hammer 2   2   50.00",
        "Subtotal: 100.00 EUR",
        "Tax: 19.00 EUR",
        "Total: 119.00 EUR",
        "Amount due: 119.00 EUR",
        "IBAN: DE89370400440532013000",
        "Payment reference: RE-2024-17 K-88",
        "Danke für Ihren Auftrag.",
    ):
        assert line in page.text.splitlines()


@pytest.mark.parametrize(
    ("sums", "total"),
    [
        ({"TotalPrepaidAmount": "20.00", "DuePayableAmount": "99.00"}, "99.00"),
        ({"TotalPrepaidAmount": "119.00", "DuePayableAmount": "0.00"}, "119.00"),
        ({"TotalPrepaidAmount": "150.00", "DuePayableAmount": "-31.00"}, "-31.00"),
        ({"RoundingAmount": "0.02", "DuePayableAmount": "119.02"}, "119.02"),
        ({"AllowanceTotalAmount": "5.00", "ChargeTotalAmount": "5.00"}, "119.00"),
        ({"GrandTotalAmount": "119.005", "DuePayableAmount": "119.005"}, "119.005"),
        ({"GrandTotalAmount": " +119. "}, "119.00"),
        ({"DuePayableAmount": "1.190,00"}, "119.00"),
        ({"DuePayableAmount": "NaN", "GrandTotalAmount": "1E3"}, None),
    ],
)
def test_the_total_is_what_is_to_be_paid_or_was_paid_before(sums: dict[str, str], total: str | None) -> None:
    assert read(cii(CII_SUMS | sums)).total == (Decimal(total) if total else None)


@pytest.mark.parametrize("code", ["381", "261", "396"])
def test_the_amounts_of_a_credit_note_are_negative(code: str) -> None:
    found = read(cii(type_code=code))
    assert found.is_credit
    assert [found.total, found.tax, found.lines[0].amount] == [-119, -19, -50]
    assert read(ubl("CreditNote")).total == -119


def test_a_negative_invoice_and_a_negative_credit_note_keep_their_sign() -> None:
    negative = {name: f"-{amount}" for name, amount in CII_SUMS.items()}
    assert read(cii(negative)).total == -119
    assert read(cii(negative, type_code="381")).total == -119


def test_of_a_tax_in_two_currencies_that_of_the_invoice_counts() -> None:
    sums = CII_SUMS | {"TaxTotalAmount": "17.10 EUR|19.00 GBP"}
    found = read(cii(sums, currency="GBP"))
    assert (found.tax, found.currency) == (Decimal("19.00"), "GBP")


def test_the_currency_of_the_total_itself_counts() -> None:
    assert read(ubl(sums=UBL_SUMS | {"PayableAmount": "119.00 CHF"})).currency == "CHF"
    assert read(cii(currency="euros")).currency is None


@pytest.mark.parametrize(
    "issued",
    [
        '<udt:DateTimeString format="102"> 20240305 </udt:DateTimeString>',
        '<udt:DateTimeString format="203">202403051430</udt:DateTimeString>',
        '<udt:DateTimeString format="4">05032024</udt:DateTimeString>',
        '<udt:DateTimeString format="101">240305</udt:DateTimeString>',
        '<udt:DateTimeString format="102">2024-03-05</udt:DateTimeString>',
        "<udt:DateTimeString>20240305</udt:DateTimeString>",
        "<udt:DateTime>2024-03-05T00:00:00+01:00</udt:DateTime>",
    ],
)
def test_a_date_is_read_in_the_form_that_its_code_names(issued: str) -> None:
    assert read(cii(issued=issued)).issued == date(2024, 3, 5)


@pytest.mark.parametrize("day", ["20240230", "202403", "5 March 2024", "2024-W10", "", "9" * 20])
def test_what_is_no_date_is_not_guessed(day: str) -> None:
    assert read(cii(issued=f'<udt:DateTimeString format="102">{day}</udt:DateTimeString>')).issued is None


def test_missing_values_are_missing() -> None:
    empty = cii({}).replace("<ram:Name>Müller Werkzeuge GmbH</ram:Name>", "")
    found = read(empty)
    assert (found.total, found.seller.name, found.number) == (None, None, "RE-2024-17")
    with pytest.raises(RefusalError, match="without number, seller and total"):
        read(empty.replace("RE-2024-17", " "))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (cii(declaration='<?xml version="1.0" encoding="UTF-16"?>'), "utf-16"),
        (cii(declaration='<?xml version="1.0" encoding="ISO-8859-1"?>'), "latin-1"),
        (cii(declaration='<?xml version="1.0" encoding="windows-1252"?>'), "cp1252"),
        (cii(declaration='<?xml version="1.0" encoding="utf-16"?>'), "utf-8"),  # as programs write it by mistake
        (cii(), "utf-8-sig"),
        (cii(declaration="<!-- a comment -->\n<?xml-stylesheet href='x.xsl'?>"), "utf-8"),
        (cii(declaration=""), "utf-8"),
    ],
)
@pytest.mark.parametrize("name", ["invoice.xml", "invoice", "invoice.txt"])
def test_an_invoice_is_known_in_any_encoding_and_under_any_name(
    decoder: Decoder, write: Write, text: str, encoding: str, name: str
) -> None:
    path = write(name, text.strip().encode(encoding))
    assert decoder.inspect(path).media_type == XML
    found = decoder.embedded_invoice(path, XML)
    assert found is not None
    assert found.invoice is not None
    assert found.invoice.seller.name == "Müller Werkzeuge GmbH"


_LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>{}]>".format(
    "".join(f"<!ENTITY {name} '{f'&{before};' * 100}'>" for before, name in zip("abcdef", "bcdefg", strict=True))
)


@pytest.mark.parametrize(
    "doctype",
    [
        _LAUGHS,
        "<!DOCTYPE x SYSTEM 'http://192.0.2.1/x.dtd'>",
        "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://192.0.2.1/p'> %p;]>",
        "<!DOCTYPE x>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused(decoder: Decoder, write: Write, doctype: str, encoding: str) -> None:
    text = cii(declaration=f'<?xml version="1.0" encoding="{encoding}"?>{doctype}')
    path = write("invoice.xml", text.replace("Beispiel AG", "&g;").encode(encoding))
    with pytest.raises(InvalidInputError, match="has a DOCTYPE"):
        decoder.inspect(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'<?xml version="1.0"?><Invoice/>', "is XML, but no invoice"),
        (b"<feed><entry/></feed>", "is XML, but no invoice"),
        (ubl().replace("Invoice-2", "Order-2").encode(), "is XML, but no invoice"),
        (cii().encode()[:2000], "breaks off or is malformed in line"),
        (cii().replace("Beispiel AG", "&harm;").encode(), "malformed in line"),
        (cii().encode("latin-1"), r"malformed in line \d+, or not in the encoding"),  # and declares UTF-8
        (cii(declaration='<?xml version="1.0" encoding="utf-77"?>').encode(), "encoding that is not supported"),
        (cii().replace("Beispiel AG", "<a>" * 200 + "</a>" * 200).encode(), "more elements than an invoice has"),
        (cii().encode() + b" " * invoice_xml.MOST_BYTES, "XML of more than 50 MB"),
    ],
)
def test_xml_that_is_no_usable_invoice_is_refused_with_the_reason(
    decoder: Decoder, write: Write, content: bytes, reason: str
) -> None:
    with pytest.raises(InvalidInputError, match=reason) as refused:
        decoder.inspect(write("invoice.xml", content))
    assert refused.value.hint


def test_the_number_of_elements_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "_MOST_ELEMENTS", 300)
    with pytest.raises(RefusalError, match="more elements than an invoice has"):
        read(cii(lines=100))


def test_a_text_about_xml_stays_a_text(decoder: Decoder, write: Write) -> None:
    assert decoder.inspect(write("note.txt", b'<?xml version="1.0"?><Invoice/>')).media_type == "text/plain"


def test_many_items_and_attached_files_are_bounded(decoder: Decoder, write: Write) -> None:
    binary = f"<ram:AttachmentBinaryObject>{'QUJD' * 1_000_000}</ram:AttachmentBinaryObject>"
    text = cii(lines=1200).replace("<ram:BuyerReference>", f"{binary}<ram:BuyerReference>")
    path = write("invoice.xml", text.encode())
    (page,) = decoder.pages(path, XML)
    assert isinstance(page, TextPage)
    assert "and 200 more items" in page.text
    assert len(page.text) < 100_000


@settings(deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_damage_does_anything_but_refuse_or_leave_values_out(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(chance.choice((cii(), zugferd_1(), ubl(), ubl("CreditNote"))).encode())
    for _ in range(chance.randint(1, 8)):
        place, length = chance.randrange(len(content)), chance.choice((0, 1, 40))
        content[place : place + length] = chance.choice((b"", b"<", b"&a;", b"9" * 30, b"\0"))
    with suppress(RefusalError):
        found = invoice_xml.parse(bytes(content))
        assert from_json(as_json(found)).total == found.total
