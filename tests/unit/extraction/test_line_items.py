"""Line items: the rows of invoices and receipts that sum up to the total, or none."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.extraction.records import summarize
from alfrd_luigi.language.catalogue import shipped_types

SCHEMAS = {entry.name: entry.fields_schema for entry in shipped_types()}


def record(text: str, document_type: str = "invoice") -> dict[str, Any]:
    return summarize([text], document_type, SCHEMAS[document_type])


def items(text: str, document_type: str = "invoice") -> list[tuple[str, float | None, float]] | None:
    found = record(text, document_type)["structured_data"]["line_items"]
    return found and [(item["description"], item["quantity"], item["amount"]) for item in found]


ENGLISH = """
Example Widgets Inc.
Description   Qty   Unit price   Amount
Widget   10   12.00   120.00
Large widget   2   30.00   60.00
Subtotal   $180.00
Sales tax   $14.40
Total   $194.40
"""
GERMAN = """
Beispiel Handel GmbH
Pos   Bezeichnung   Menge   Einzelpreis   Gesamtpreis
1   Bürostuhl   2   105,00   210,00
2   Lieferung   1   15,00   15,00
Summe netto   225,00 €
MwSt. 19 %   42,75 €
Gesamtbetrag   267,75 €
"""
FRENCH = """
Exemple Jardin
Désignation   Qté   Prix unitaire   Prix total
Gazon   3   5,00   15,00
Béton   2   10,00   20,00
Sous-total   35,00 €
TVA 20 %   7,00 €
Montant TTC   42,00 €
"""
BALANCE = """
EXAMPLE TRADING LTD
Description   Qty   Price   Amount
Consulting Services   2   30.00   $60.00
Document Fee   3   10.00   $30.00
Subtotal   $90.00
Sales tax   $9.00
Total   $99.00
Previous unpaid balance   $500.00
Amount due   $599.00
"""
TWO_TAXES = """
Muster Buch GmbH
Bezeichnung   Menge   Preis   Betrag
Lehrbuch   2   50,00   100,00
Notizheft   10   20,00   200,00
Zwischensumme   300,00 €
MwSt. 7 % auf 100,00   7,00 €
MwSt. 19 % auf 200,00   38,00 €
Rechnungsbetrag   345,00 €
"""
ABOVE = """
SAMPLE HARDWARE SDN BHD
Quantity   Price   Amount
MINI ROLLER
2   2.65   5.30 SR
PAINT BRUSH
1   30.70   30.70 SR
TOTAL   36.00
CASH   40.00
CHANGE   4.00
"""
BELOW = """
SAMPLE SEAFOOD SDN BHD
Qty   Description   Total
1   20.00 SR
Chicken
1   15.00 SR
Vegetables
Total (Excluding GST)   35.00
GST   2.10
TOTAL   37.10
"""


@pytest.mark.parametrize(
    ("text", "document_type", "expected"),
    [
        (ENGLISH, "invoice", [("Widget", 10, 120.0), ("Large widget", 2, 60.0)]),
        (GERMAN, "invoice", [("Bürostuhl", 2, 210.0), ("Lieferung", 1, 15.0)]),
        (FRENCH, "invoice", [("Gazon", 3, 15.0), ("Béton", 2, 20.0)]),
        (BALANCE, "invoice", [("Consulting Services", 2, 60.0), ("Document Fee", 3, 30.0)]),
        (TWO_TAXES, "invoice", [("Lehrbuch", 2, 100.0), ("Notizheft", 10, 200.0)]),
        (ABOVE, "receipt", [("MINI ROLLER", 2, 5.3), ("PAINT BRUSH", 1, 30.7)]),
        (BELOW, "receipt", [("Chicken", 1, 20.0), ("Vegetables", 1, 15.0)]),
    ],
)
def test_rows_that_sum_up(text: str, document_type: str, expected: list[tuple[str, float | None, float]]) -> None:
    assert items(text, document_type) == expected


def test_the_evidence_is_the_first_row() -> None:
    assert record(ENGLISH)["evidence"]["line_items"] == "Widget   10   12.00   120.00"


def test_a_discount_is_an_item() -> None:
    text = "Book   11.00\nMember discount   -1.10\nTotal   9.90\nCash   10.00\nChange   0.10"
    assert items(text, "receipt") == [("Book", None, 11.0), ("Member discount", None, -1.1)]


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH.replace("60.00\nSubtotal", "61.00\nSubtotal"),
        ENGLISH.replace("Large widget", "#"),
        "Total   $194.40",
        "Widget   120.00",
    ],
    ids=["another sum", "no description", "no rows", "no total"],
)
def test_what_is_not_proven_is_left_out(text: str) -> None:
    assert items(text) is None


def test_a_quantity_that_does_not_give_the_amount_is_left_out() -> None:
    assert items(ENGLISH.replace("Widget   10   12.00", "Widget   7   12.00")) == [
        ("Widget", None, 120.0),
        ("Large widget", 2, 60.0),
    ]
