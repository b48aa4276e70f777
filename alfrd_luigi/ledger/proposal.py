"""The mapping file that the program proposes, for a person to edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from alfrd_luigi.ledger.accounts import OTHER_SIDE, PARTS, Accounts, Type
from alfrd_luigi.ledger.kinds import TypeKind

_HEAD = """\
# The accounts of `alfrd ledger`. The program reads this file and never changes it.
# An account is Assets, Equity, Expenses, Income or Liabilities, then names after colons: Expenses:Utilities

# By document type. Types that are missing here have the accounts that the program proposes.
[accounts]
"""
_OTHER_SIDE = """
# The other side of a transaction: a bill is owed, a payment is paid, an income is received.
[other_side]
"""
_PARTS = """
# The parts of a total that have an account of their own, where they are known.
[parts]
"""
_ISSUERS = """
# By issuer, which goes before the type: for all of its documents, or for those of a type.
[issuers]
# "City Water" = "Expenses:Utilities:Water"
# "Corner Shop" = { receipt = "Expenses:Food", invoice = "Expenses:Office" }
"""
_KINDS = """
# What the documents of a type are, where you know better: bill, payment, income or none (no transaction).
[kinds]
"""


def proposal(types: Iterable[Type]) -> str:
    """The content of a mapping file for these types."""
    return "".join(_lines(list(types)))


def missing(types: Iterable[Type], accounts: Accounts) -> list[str]:
    """The lines of [accounts] that a mapping file lacks."""
    lacking = [type for type in types if not accounts.is_stated(type.name)]
    kinds = accounts.kinds()
    return [_entry(type.name, kinds[type.name].account) for type in lacking if kinds[type.name].kind != "none"]


def _lines(types: list[Type]) -> Iterator[str]:
    kinds = Accounts(types, {}, None).kinds()
    yield _HEAD
    yield from (f"# {kind.reason}.\n{_entry(name, kind.account)}\n" for name, kind in kinds.items() if _is_booked(kind))
    yield _OTHER_SIDE
    yield from (f"{_entry(name, account)}\n" for name, account in OTHER_SIDE.items())
    yield _PARTS
    yield from (f"{_entry(name, account)}\n" for name, account in PARTS.items())
    yield _ISSUERS
    yield _KINDS
    yield from (f'# {kind.reason}.\n# {name} = "none"\n' for name, kind in kinds.items() if not _is_booked(kind))


def _is_booked(kind: TypeKind) -> bool:
    return kind.kind != "none"


def _entry(name: str, account: str) -> str:
    """A line of TOML. Names of types and accounts have no characters that a TOML string would escape."""
    return f'{name} = "{account}"'
