"""Invoices that are attached to a PDF."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.invoice import EmbeddedInvoice
from support.electronic_invoices import cii, pdf_with, ubl, zugferd_1

Write = Callable[[str, bytes], Path]
DOCTYPE = cii(declaration="<!DOCTYPE x [<!ENTITY a 'b'>]>").encode()


def found_in(decoder: Decoder, path: Path) -> EmbeddedInvoice | None:
    return decoder.embedded_invoice(path, "application/pdf")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("factur-x.xml", cii()),
        ("ZUGFeRD-invoice.xml", zugferd_1()),
        ("xrechnung.xml", cii()),
        ("UBL-Invoice-2.1.XML", ubl()),
    ],
)
def test_the_attached_invoice_is_found_under_any_name(decoder: Decoder, write: Write, name: str, text: str) -> None:
    found = found_in(decoder, write("bill.pdf", pdf_with(("photo.jpg", b"\xff\xd8"), (name, text.encode()))))
    assert found is not None
    assert found.invoice is not None
    assert (found.file, found.invoice.total) == (name, Decimal("119.00"))


def test_attachments_that_are_no_invoice_are_ignored(decoder: Decoder, write: Write) -> None:
    other = ("order-x.xml", b"<?xml version='1.0'?><Order/>")
    assert found_in(decoder, write("none.pdf", pdf_with())) is None
    assert found_in(decoder, write("other.pdf", pdf_with(other, ("data.csv", b"1;2")))) is None
    found = found_in(decoder, write("both.pdf", pdf_with(other, ("z.xml", cii().encode()))))
    assert found is not None
    assert found.file == "z.xml"


@pytest.mark.parametrize(
    ("content", "problem"),
    [(DOCTYPE, "has a DOCTYPE"), (cii().encode()[:500], "malformed in line"), (b"", "malformed in line")],
)
def test_an_unusable_invoice_says_why(decoder: Decoder, write: Write, content: bytes, problem: str) -> None:
    path = write("bill.pdf", pdf_with(("factur-x.xml", content), says=("Invoice of 5 March 2024 for 12.50 EUR",)))
    found = found_in(decoder, path)
    assert found is not None
    assert (found.file, found.invoice) == ("factur-x.xml", None)
    assert problem in found.problem
    assert decoder.inspect(path).pages == 1  # the page is still a document


def test_an_attachment_that_expands_beyond_the_memory_harms_nothing_else(write: Write) -> None:
    swollen = zlib.compress(b" " * 150_000_000, 1)
    content = pdf_with(("factur-x.xml", swollen)).replace(b" >>\nstream\nx", b" /Filter /FlateDecode >>\nstream\nx", 1)
    path = write("bomb.pdf", content)
    small = Decoder(megabytes=256)
    try:
        found = found_in(small, path)
        assert found is not None
        assert found.invoice is None
        assert small.inspect(path).pages == 1
    finally:
        small.close()
