"""An electronic invoice as a readable text, for the document that it is when it has no page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from alfrd_luigi.decoding.invoice import Invoice, InvoiceLine, Party
from alfrd_luigi.plurals import counted


def text_of(invoice: Invoice) -> str:
    """The text: the seller as a letterhead, the buyer, numbers and dates, the items, the sums, and how to pay."""
    own = _seller(invoice.seller), _heading(invoice), _buyer(invoice), _items(invoice), _sums(invoice)
    blocks = (list(block) for block in (*own, _payment(invoice), invoice.notes))
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _seller(seller: Party) -> Iterator[str]:
    yield from filter(None, (seller.name, *seller.address))
    yield from _labelled(("VAT number", seller.vat_number))


def _heading(invoice: Invoice) -> Iterator[str]:
    yield "Credit note" if invoice.is_credit else "Invoice"
    yield from _labelled(
        ("Invoice number", invoice.number),
        ("Invoice date", invoice.issued),
        ("Due date", invoice.due_date),
        ("Delivery date", invoice.delivered),
        ("Period", _period(invoice)),
        ("Order number", invoice.order_number),
        ("Contract number", invoice.contract_number),
        ("Buyer reference", invoice.buyer_reference),
        ("Customer number", invoice.buyer.number),
    )


def _period(invoice: Invoice) -> str | None:
    days = [str(day) for day in (invoice.period_start, invoice.period_end) if day]
    return " to ".join(days) or None


def _buyer(invoice: Invoice) -> Iterator[str]:
    if invoice.buyer.name:
        yield f"Bill to: {invoice.buyer.name}"
        yield from invoice.buyer.address


def _items(invoice: Invoice) -> Iterator[str]:
    if invoice.lines:
        yield "Description   Quantity   Amount"
        yield from map(_item, invoice.lines)
    if invoice.more_lines:
        yield f"and {counted(invoice.more_lines, 'more item')}"


def _item(line: InvoiceLine) -> str:
    quantity = "" if line.quantity is None else f"{line.quantity.normalize():f}"
    return "   ".join(filter(None, (line.description, quantity, _number(line.amount))))


def _sums(invoice: Invoice) -> Iterator[str]:
    sums = {
        "Allowances": invoice.allowances,
        "Charges": invoice.charges,
        "Subtotal": invoice.net,
        "Tax": invoice.tax,
        "Total": invoice.gross,
        "Already paid": invoice.prepaid,
        "Amount due": invoice.due,
    }
    optional = {"Allowances", "Charges", "Already paid"}
    for label, amount in sums.items():
        if amount or (amount is not None and label not in optional):
            yield " ".join(filter(None, (f"{label}: {_number(amount)}", invoice.currency)))


def _payment(invoice: Invoice) -> Iterator[str]:
    yield from _labelled(
        ("Payment method", invoice.payment_method),
        ("IBAN", invoice.iban),
        ("BIC", invoice.bic),
        ("Payment reference", invoice.payment_reference),
        ("Payment terms", invoice.terms),
    )


def _labelled(*values: tuple[str, str | date | None]) -> Iterator[str]:
    return (f"{label}: {value}" for label, value in values if value)


def _number(amount: Decimal | None) -> str | None:
    """The amount with at least two decimals."""
    if amount is None:
        return None
    return f"{amount:.2f}" if amount == round(amount, 2) else f"{amount.normalize():f}"
