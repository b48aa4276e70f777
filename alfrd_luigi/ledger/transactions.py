"""The filed documents as transactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import ledger_rows
from alfrd_luigi.database.ledger_rows import Filter, LedgerRow, Rule
from alfrd_luigi.database.session import Session
from alfrd_luigi.ledger import division
from alfrd_luigi.ledger.accounts import Accounts
from alfrd_luigi.ledger.division import Division, Item, Role, Share
from alfrd_luigi.ledger.kinds import Kind
from alfrd_luigi.ledger.places import Places
from alfrd_luigi.ledger.plain_text import one_line

# The values on which every transaction rests.
_NEEDED = ("type", "entity", "date", "total", "currency")
_ON_PARTS: dict[Role, str] = {"tax": "tax", "deductions": "deductions"}
# The field that a part is taken from.
_FIELDS: dict[Role, str] = {
    "net": "subtotal",
    "item": "line_items",
    "tax": "tax",
    "tip": "tip",
    "discount": "discount",
    "charges": "current_charges",
    "brought forward": "previous_balance",
    "gross": "gross_pay",
    "deductions": "deductions",
}


class Posting(NamedTuple):
    """An amount on an account: positive is a debit. `text` says what a line item is."""

    account: str
    amount: Decimal
    role: str
    text: str | None


class Transaction(NamedTuple):
    """A document in the ledger. The postings add up to zero; the last one is the other side.

    `total` has the sign of the document. `uncertain` are the values that are not sure. `places` are the paths or URLs
    of its page files, `files` those that are files of this machine. `remark` says why a total is not divided.
    """

    id: UUID
    day: date
    payee: str | None
    text: str
    document_type: str
    kind: Kind
    total: Decimal
    currency: str
    postings: tuple[Posting, ...]
    due: date | None
    number: str | None
    uncertain: tuple[str, ...]
    places: tuple[str, ...]
    files: tuple[str, ...]
    remark: str | None

    @property
    def name(self) -> str:
        """Its name in every ledger."""
        return f"alfrd-{self.id}"


class Apart(NamedTuple):
    """A transaction that no ledger can have, because it lacks some of date, total and currency."""

    id: UUID
    document_type: str
    payee: str | None
    day: date | None
    total: Decimal | None
    currency: str | None
    lacking: tuple[str, ...]
    place: str | None

    @property
    def line(self) -> str:
        """What it is and what it lacks."""
        known = (str(value) for value in (self.day, self.total, self.currency) if value is not None)
        return f"alfrd-{self.id} {self.document_type} {' '.join(known)} lacks {', '.join(self.lacking)}"


class Ledger(NamedTuple):
    """The transactions by day and id, those that lack a value, and the number of other filed documents by type.

    `unmapped` are the types that have neither an account in the mapping file nor one by the program, with the account
    that they got.
    """

    transactions: tuple[Transaction, ...]
    apart: tuple[Apart, ...]
    others: dict[str, int]
    unmapped: dict[str, str]


def rules(accounts: Accounts) -> list[Rule]:
    """The types whose documents are transactions, with their conditions."""
    kinds = accounts.kinds().items()
    return [Rule(name, kind.needs, kind.unless, kind.needs_total) for name, kind in kinds if kind.kind != "none"]


def ledger(session: Session, accounts: Accounts, places: Places, wanted: Filter) -> Ledger:
    """The ledger of the archive."""
    with session.snapshot():
        rows = ledger_rows.documents(session, rules(accounts), wanted)
        counts = ledger_rows.types(session, wanted)
    return ledger_of(rows, counts, accounts, places)


def ledger_of(rows: Sequence[LedgerRow], filed: Mapping[str, int], accounts: Accounts, places: Places) -> Ledger:
    """The ledger of these documents. `filed` are the numbers of all filed documents by type."""
    booked, apart = [], []
    for row in rows:
        if row.document_date is None or row.total_amount is None or row.currency is None:
            apart.append(_apart(row, places))
        else:
            booked.append(_transaction(row, row.document_date, row.total_amount, row.currency, accounts, places))
    seen = Counter(row.document_type for row in rows)
    unmapped = {name: accounts.type_kind(name).account for name in sorted(seen) if accounts.is_new(name)}
    others = {name: count - seen[name] for name, count in filed.items() if count != seen[name]}
    return Ledger(tuple(booked), tuple(apart), others, unmapped)


def _apart(row: LedgerRow, places: Places) -> Apart:
    known = row.document_date, row.total_amount, row.currency
    lacking = tuple(name for name, value in zip(_NEEDED[-3:], known, strict=True) if value is None)
    place = places.of(row.keys[0]) if row.keys else None
    return Apart(row.id, row.document_type, _payee(row), *known, lacking, place)


def _transaction(
    row: LedgerRow, day: date, total: Decimal, currency: str, accounts: Accounts, places: Places
) -> Transaction:
    kind = accounts.type_kind(row.document_type).kind
    divided = _division(row, kind, total)
    return Transaction(
        id=row.id,
        day=day,
        payee=_payee(row),
        text=one_line(row.title or row.series or row.document_type.replace("_", " ")),
        document_type=row.document_type,
        kind=kind,
        total=total,
        currency=currency,
        postings=tuple(_postings(row, kind, divided.shares, accounts)),
        due=_day(row.due_date),
        number=one_line(row.number) if row.number else None,
        uncertain=tuple(_uncertain(row, divided.shares)),
        places=tuple(map(places.of, row.keys)),
        files=tuple(filter(None, map(places.file, row.keys))),
        remark=divided.remark,
    )


def _payee(row: LedgerRow) -> str | None:
    return one_line(row.entity) or None if row.entity else None


def _division(row: LedgerRow, kind: Kind, total: Decimal) -> Division:
    amounts = _amounts(row.amounts)
    if kind == "income":
        return division.division_of_pay(total, amounts)
    return division.division(total, amounts, _items(row))


def _amounts(texts: Mapping[str, str]) -> dict[str, Decimal]:
    found = ((name, division.amount(text)) for name, text in texts.items())
    return {name: value for name, value in found if value is not None}


def _items(row: LedgerRow) -> list[Item]:
    """The line items; none if one of them has no amount."""
    found = [(one_line(item["description"] or ""), division.amount(item["amount"])) for item in row.items]
    items = [Item(text, amount) for text, amount in found if amount is not None]
    return items if len(items) == len(found) else []


def _postings(row: LedgerRow, kind: Kind, shares: Iterable[Share], accounts: Accounts) -> Iterator[Posting]:
    sign = -1 if kind == "income" else 1
    account, other = accounts.account(row.document_type, row.entity), accounts.other_side(kind)
    sum = Decimal()
    for share in shares:
        own = other if share.role == "brought forward" else _account_of_part(share, accounts) or account
        sum += sign * share.amount
        yield Posting(own, sign * share.amount, share.role, share.text)
    yield Posting(other, -sum, "other side", None)


def _account_of_part(share: Share, accounts: Accounts) -> str | None:
    return accounts.part(_ON_PARTS[share.role]) if share.role in _ON_PARTS else None


def _uncertain(row: LedgerRow, shares: Iterable[Share]) -> Iterator[str]:
    """The values that are not sure, of those that the transaction rests on."""
    fields = {f"field.{_FIELDS[share.role]}" for share in shares if share.role in _FIELDS}
    return (name for name in row.uncertain if name in _NEEDED or name in fields)


def _day(text: str | None) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text or "")
    return None
