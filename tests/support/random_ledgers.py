"""Ledgers with random texts, of the characters and words that mean something to beancount or hledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from uuid import UUID

from alfrd_luigi.ledger.plain_text import one_line
from alfrd_luigi.ledger.transactions import Apart, Ledger, Posting, Transaction

_CHARACTERS = ";|*!()[]{}#^@~=+-,.:\"'\\%&<>/?$ \t\n\raZ09é漢ש\u202e\u200d\u2028\ufeff\U0001f469\u0301\x00\x1b\x85\xa0"
_WORDS = ("date:", "date2:", "2024-99-99", "[2024-13-45]", "[=1]", "; ", "  ", "include x", "end comment", '"', '\\"')


def random_ledger(seed: int, count: int = 400) -> Ledger:
    """A ledger of so many transactions, in the order of a ledger."""
    chance = Random(seed)
    made = sorted((_transaction(chance) for _ in range(count)), key=lambda each: (each.day, each.id))
    apart = [Apart(_id(chance), "invoice", _text(chance), None, None, None, ("date",), None) for _ in range(20)]
    return Ledger(tuple(made), tuple(apart), {}, {})


def _transaction(chance: Random) -> Transaction:
    amounts = [Decimal(chance.randint(-(10**6), 10**6)).scaleb(-2) for _ in range(chance.randint(1, 4))]
    total = sum(amounts, Decimal())
    shares = [Posting("Expenses:A", amount, "item", _text(chance)) for amount in amounts]
    return Transaction(
        id=_id(chance),
        day=date(2024, 1, chance.randint(1, 31)),
        payee=_text(chance) or None,
        text=_text(chance),
        document_type="invoice",
        kind="bill",
        total=total,
        currency="EUR",
        postings=(*shares, Posting("Liabilities:B", -total, "other side", None)),
        due=None,
        number=_text(chance),
        uncertain=(),
        places=(f"/{_raw(chance)}",),
        files=(),
        remark=None,
    )


def _text(chance: Random) -> str:
    return one_line(_raw(chance))


def _raw(chance: Random) -> str:
    return "".join(chance.choice(chance.choice((_CHARACTERS, _WORDS))) for _ in range(chance.randint(0, 14)))


def _id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128))
