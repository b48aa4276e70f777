"""Receipts of shops that do not exist, as OCR reads them. No rule knows the labels of the total and the net price."""

from __future__ import annotations

from collections.abc import Sequence

BAKERY = """GOLDEN CRUST BAKERIES LTD
Unit 4, 17 Harbour Street
40300 Eastport
Tel: 03-5542 3228
VAT No: 381399040
TAX INVOICE
No.: {number}
Date: {day}
White loaf   2   4.20
Rolls   6   3.60
Flumps   {goods}
Knorp: {total}
Thank you for shopping at Golden Crust
"""
MARKET = """QUAYSIDE MARKET LTD
Unit 9, 17 Harbour Street
40300 Eastport
Tel: 03-5542 9999
VAT No: 772210345
RECEIPT
No.: {number}
Date: {day}
Apples   2   4.20
Total   {total}
Card terminal 88120031
Thank you
"""


def bakery(number: str, day: str, total: str, goods: str = "7.80") -> str:
    """A receipt of a bakery. The amount beside "Flumps" is not its total."""
    return BAKERY.format(number=number, day=day, total=total, goods=goods)


def market(number: str, day: str, total: str) -> str:
    """A receipt of another shop in the same house, with labels that the rules know."""
    return MARKET.format(number=number, day=day, total=total)


def bakery_receipts() -> Sequence[str]:
    """Three receipts of the bakery."""
    return (
        bakery("B-1001", "03/02/2024", "9.40"),
        bakery("B-1002", "05/03/2024", "17.25", goods="15.00"),
        bakery("B-1003", "07/04/2024", "31.10", goods="29.05"),
    )
