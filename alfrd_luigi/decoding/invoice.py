"""The content of an electronic invoice, and its form in the child's answer, in which nothing is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

MOST_LINES = 1000
MOST_NOTES = 50
_LONGEST = 1000  # characters of a text
# The most that the archive can store.
_MOST_AMOUNT = Decimal("9999999999999.99")


class Party(NamedTuple):
    """The seller or the buyer. `number` is the one that the other side gave it; `address` is its lines."""

    name: str | None = None
    trading_name: str | None = None
    number: str | None = None
    vat_number: str | None = None
    address: tuple[str, ...] = ()


class InvoiceLine(NamedTuple):
    """An item: `amount` is its price without tax, for the whole quantity."""

    description: str | None = None
    quantity: Decimal | None = None
    amount: Decimal | None = None


class Invoice(NamedTuple):
    """An invoice or credit note. The amounts of a credit note are negative.

    `net` is the sum without tax, `gross` the sum with it, and `due` what is left to pay after `prepaid`. `currency` is
    an ISO 4217 code.
    """

    syntax: str
    is_credit: bool = False
    number: str | None = None
    issued: date | None = None
    due_date: date | None = None
    delivered: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    order_number: str | None = None
    contract_number: str | None = None
    buyer_reference: str | None = None
    seller: Party = Party()
    buyer: Party = Party()
    currency: str | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    due: Decimal | None = None
    payment_method: str | None = None
    iban: str | None = None
    bic: str | None = None
    payment_reference: str | None = None
    terms: str | None = None
    notes: tuple[str, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    more_lines: int = 0

    @property
    def total(self) -> Decimal | None:
        """What is to be paid; the sum with tax if nothing is left to pay because it was paid before."""
        return self.due if self.due or self.gross is None else self.gross


class EmbeddedInvoice(NamedTuple):
    """The invoice in a file. `file` is the name of the attachment that holds it, empty for the file itself.

    `invoice` is None if it cannot be used; `problem` is the reason, as the end of a sentence about it.
    """

    file: str
    invoice: Invoice | None
    problem: str = ""


def as_json(value: Any) -> Any:
    """The value in JSON's types: amounts and dates as strings."""
    match value:
        case Party() | InvoiceLine() | Invoice():
            return {name: as_json(part) for name, part in value._asdict().items()}
        case tuple():
            return [as_json(part) for part in value]
        case Decimal() | date():
            return str(value)
        case _:
            return value


def from_json(found: Mapping[str, Any]) -> Invoice:
    """The invoice in a child's answer. Raises LookupError, TypeError, ValueError or ArithmeticError for any other."""
    parts = dict(found)
    given: dict[str, Any] = {
        "syntax": str(parts.pop("syntax")),
        "is_credit": bool(parts.pop("is_credit")),
        "more_lines": int(parts.pop("more_lines")),
        "seller": _party(parts.pop("seller")),
        "buyer": _party(parts.pop("buyer")),
        "notes": tuple(_text(note) for note in parts.pop("notes")[:MOST_NOTES]),
        "lines": tuple(_line(line) for line in parts.pop("lines")[:MOST_LINES]),
    }
    return Invoice(**given, **{name: _value(name, part) for name, part in parts.items()})


_DATES = frozenset({"issued", "due_date", "delivered", "period_start", "period_end"})
_AMOUNTS = frozenset({"allowances", "charges", "net", "tax", "gross", "prepaid", "due", "quantity", "amount"})


def _value(name: str, part: Any) -> Any:
    if part is None:
        return None
    if name in _DATES:
        return date.fromisoformat(part)
    return _amount(part) if name in _AMOUNTS else _text(part)


def _party(found: Mapping[str, Any]) -> Party:
    parts = dict(found)
    address = tuple(_text(line) for line in parts.pop("address")[:MOST_NOTES])
    return Party(address=address, **{name: _value(name, part) for name, part in parts.items()})


def _line(found: Mapping[str, Any]) -> InvoiceLine:
    return InvoiceLine(**{name: _value(name, part) for name, part in found.items()})


def _text(part: Any) -> str:
    return "".join(filter(str.isprintable, str(part)))[:_LONGEST]


def _amount(part: Any) -> Decimal:
    amount = Decimal(part)
    if not -_MOST_AMOUNT <= amount <= _MOST_AMOUNT:  # also false for "not a number"
        raise ValueError(part)
    return amount
