"""A name of paperless-ngx is one of ours only where that is clear."""

from __future__ import annotations

import pytest

from alfrd_luigi.language import catalogue
from alfrd_luigi.paperless.names import field_named, is_total, type_named

TYPES = [each.name for each in catalogue.shipped_types()]
FIELDS = ["invoice_number", "due_date", "customer_number", "period_start", "tax"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Invoice", "invoice"), ("INVOICES", "invoice"), ("Rechnungen", "invoice"), ("Facture", "invoice"),
        ("Utility bill", "utility_bill"), ("utility_bill", "utility_bill"), ("Kontoauszüge", "bank_statement"),
        ("Quittung", "receipt"), ("Tax", "tax"), ("Steuerbescheid", "tax"), ("Lieferschein", None), ("Vertrag", None),
        ("Warranty", None), ("Invoices 2024 of the car", None), ("", None), ("\u0000", None), ("日本", None),
    ],
)  # fmt: skip
def test_types(name: str, wanted: str | None) -> None:
    assert type_named(name, TYPES) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Invoice number", "invoice_number"), ("Rechnungsnummer", "invoice_number"), ("Fällig am", "due_date"),
        ("due_date", "due_date"), ("Kundennummer", "customer_number"), ("MwSt", "tax"), ("Room", None), ("", None),
    ],
)  # fmt: skip
def test_fields(name: str, wanted: str | None) -> None:
    assert field_named(name, FIELDS) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Total", True), ("Gesamtbetrag", True), ("Montant total", True), ("Deposit", False), ("Tax", False)],
)
def test_totals(name: str, wanted: bool) -> None:
    assert is_total(name) == wanted
