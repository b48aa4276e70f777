"""The sign of a total: below zero for a credit, and for an account that is overdrawn."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import skeleton


def account_value(mention: AmountMention) -> Decimal:
    """The balance of an account, for its owner: what the bank owes is positive, and what it is owed negative."""
    size = abs(mention.money.value)
    side = mention.money.side or _side_of(mention)
    if side is None:
        return mention.money.value
    return size if side == "credit" else -size


def billed_value(mention: AmountMention, credit_note: bool) -> Decimal:
    """The amount for the one who pays: a credit is negative, also where no sign is printed.

    The whole price is positive, also with the sign of the account to which it is debited.
    """
    size = abs(mention.money.value)
    if credit_note or mention.kind is AmountKind.CREDIT:
        return -size
    is_debit = mention.kind is AmountKind.FINAL and _side_of(mention) == "debit"
    return size if is_debit else mention.money.value


def _side_of(mention: AmountMention) -> str | None:
    """The side that the words of the line name: "Solde débiteur", "saldo a vostro debito"."""
    words = skeleton(mention.line.text)
    named = [side for side in ("debit", "credit") if any(name in words for name in _names(f"{side}_balance"))]
    return named[0] if len(named) == 1 else None


@cache
def _names(sort: str) -> tuple[str, ...]:
    return tuple(skeleton(phrase) for phrase in phrases("amounts", sort))
