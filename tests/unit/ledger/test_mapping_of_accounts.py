"""A document belongs to the account of its issuer, else of its type, by the word of a person or the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.ledger.accounts import PARTS, Accounts, Type
from alfrd_luigi.ledger.kinds import kind_of
from alfrd_luigi.ledger.proposal import missing

_FILE = Path("ledger.toml")
# One shipped type under its name, one under another, and one of a person.
_TYPES = (Type("invoice", "invoice"), Type("power", "utility_bill"), Type("letter", "letter"))


def _accounts(file: Path | None = _FILE, **stated: Any) -> Accounts:
    return Accounts(_TYPES, stated, file)


@pytest.mark.parametrize(
    ("document_type", "issuer", "account"),
    [
        ("invoice", "Corner Shop", "Expenses:Food"),
        ("invoice", "  corner   SHOP", "Expenses:Food"),
        ("power", "Corner Shop", "Expenses:Lamps"),  # by the name that the type had first
        ("letter", "Corner Shop", "Expenses:Unsorted"),
        ("letter", "City", "Expenses:City"),
        ("invoice", "Other", "Expenses:Office"),
        ("invoice", None, "Expenses:Office"),
    ],
)
def test_an_issuer_goes_before_the_type(document_type: str, issuer: str | None, account: str) -> None:
    made = _accounts(
        accounts={"invoice": "Expenses:Office"},
        issuers={
            "Corner Shop": {"invoice": "Expenses:Food", "utility_bill": "Expenses:Lamps"},
            "City": "Expenses:City",
        },
    )
    assert made.account(document_type, issuer) == account
    assert made.has_issuers


def test_a_person_s_kind_has_only_the_condition_that_there_is_a_total() -> None:
    shipped = kind_of("utility_bill")
    same, other = (_accounts(kinds={"power": kind}).type_kind("power") for kind in (shipped.kind, "payment"))
    assert same == shipped
    assert (other.kind, other.account, other.needs, other.unless, other.needs_total) == (
        "payment",
        shipped.account,
        (),
        (),
        True,
    )


def test_what_a_file_does_not_say_is_as_proposed() -> None:
    made = _accounts(parts={"tax": "Expenses:Tax"}, other_side={"bill": "Liabilities:Payable"})
    assert [made.part("tax"), made.part("deductions")] == ["Expenses:Tax", PARTS["deductions"]]
    assert [made.other_side("bill"), made.other_side("income")] == ["Liabilities:Payable", "Assets:Payments"]


def test_a_type_is_new_if_neither_the_file_nor_without_one_the_program_has_it() -> None:
    names = [type.name for type in _TYPES]
    assert [name for name in names if _accounts(None).is_new(name)] == ["letter"]
    by_file = _accounts(accounts={"utility_bill": "Expenses:Power"})
    assert [name for name in names if by_file.is_new(name)] == ["invoice", "letter"]


def test_the_lines_that_a_file_lacks_are_those_of_transactions() -> None:
    made = _accounts(accounts={"invoice": "Expenses:Office"}, kinds={"letter": "none"})
    assert missing(_TYPES, made) == [f'power = "{kind_of("utility_bill").account}"']
