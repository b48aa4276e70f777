"""The total of a rent receipt is the amount received, not the rent alone."""

from __future__ import annotations

from decimal import Decimal

from alfrd_luigi.extraction.amounts import find_total

RECEIPT = """Harbour Homes LLC
RENT RECEIPT
Receipt No. 17   Date: 4 December 2024
Received from:   A Tenant
Monthly rent   $1,500.00
Parking space 3   $100.00
Share of water and sewer   $42.50
{label}   $1,642.50
Balance remaining   $0.00
"""


def test_the_total_is_what_was_received() -> None:
    for label in ("Total amount received", "Total received", "TOTAL RENT RECEIVED"):
        found = find_total([RECEIPT.format(label=label)], "receipt")
        assert found is not None
        assert (found.value.value, found.value.currency) == (Decimal("1642.50"), "USD")
