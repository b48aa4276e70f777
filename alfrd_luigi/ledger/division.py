"""Divides a total into its parts, where the values of the document add up to it exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal, NamedTuple

Role = Literal["total", "net", "item", "tax", "tip", "discount", "charges", "brought forward", "gross", "deductions"]
ZERO = Decimal()
# Larger amounts, and those with more digits behind the point, are no amounts of money. Sums of others are exact.
_MOST = Decimal(10) ** 14
_PLACES = 6
_CENT = Decimal("0.01")


class Share(NamedTuple):
    """A part of a total, with the sign that it has in the sum."""

    role: Role
    amount: Decimal
    text: str | None = None


class Item(NamedTuple):
    """A line item."""

    text: str
    amount: Decimal


class Division(NamedTuple):
    """The parts, which add up to the total, and what is known and does not add up to it."""

    shares: tuple[Share, ...]
    remark: str | None = None


def amount(text: str | None) -> Decimal | None:
    """The amount that a decimal text says; None for one that is none."""
    try:
        value = Decimal(text or "")
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_PLACES or abs(value) >= _MOST:
        return None
    return value.quantize(_CENT) if value == value.quantize(_CENT) else value


def division_of_pay(total: Decimal, amounts: Mapping[str, Decimal]) -> Division:
    """Gross pay and deductions, if they make the net pay."""
    gross, deductions = amounts.get("gross_pay"), amounts.get("deductions")
    if gross is None or deductions is None:
        return Division((Share("total", total),))
    if gross - deductions == total:
        return Division((Share("gross", gross), Share("deductions", -deductions)))
    return Division((Share("total", total),), f"gross pay {gross} and deductions {deductions} do not make the total")


def division(total: Decimal, amounts: Mapping[str, Decimal], items: Sequence[Item]) -> Division:
    """The items or the net amount with tax, tip and discount; or the charges and what an earlier bill left open."""
    for shares in _candidates(amounts, items):
        if len(shares) > 1 and sum((share.amount for share in shares), ZERO) == total:
            return Division(tuple(shares), _included_tax(shares, amounts))
    return Division((Share("total", total),), _remark(amounts, items))


def _candidates(amounts: Mapping[str, Decimal], items: Sequence[Item]) -> Iterator[list[Share]]:
    charges, before = amounts.get("current_charges"), amounts.get("previous_balance")
    if charges is not None and before is not None:
        carried = before - abs(amounts.get("payments", ZERO))
        if carried:
            yield [Share("charges", charges), Share("brought forward", carried)]
    sold = [Share("item", item.amount, item.text) for item in items]
    beside = list(_beside(amounts))
    if sold:
        yield [*sold, *beside]
    if (net := amounts.get("subtotal")) is not None:
        yield [Share("net", net), *beside]
    yield sold


def _beside(amounts: Mapping[str, Decimal]) -> Iterator[Share]:
    if tax := amounts.get("tax"):
        yield Share("tax", tax)
    if tip := amounts.get("tip"):
        yield Share("tip", tip)
    if discount := amounts.get("discount"):
        yield Share("discount", -abs(discount))


def _included_tax(shares: Sequence[Share], amounts: Mapping[str, Decimal]) -> str | None:
    if amounts.get("tax") and not any(share.role == "tax" for share in shares):
        return f"tax {amounts['tax']} is not booked apart: it is not known which part it is in"
    return None


def _remark(amounts: Mapping[str, Decimal], items: Sequence[Item]) -> str | None:
    known = [f"tax {amounts['tax']}"] if amounts.get("tax") else []
    known += [f"subtotal {amounts['subtotal']}"] if amounts.get("subtotal") and known else []
    known += [f"{len(items)} line items"] if items else []
    return f"{', '.join(known)}: they do not add up to the total exactly" if known else None
