"""Every document type says what its documents are in a ledger, and why."""

from __future__ import annotations

from importlib.resources import files

import pytest

from alfrd_luigi.language.catalogue import DocumentType, shipped_types
from alfrd_luigi.ledger.accounts import is_account
from alfrd_luigi.ledger.kinds import KINDS, is_shipped, kind_of

TYPES = sorted(
    folder.name for folder in files("alfrd_luigi.document_types").iterdir() if (folder / "rules.toml").is_file()
)


@pytest.mark.parametrize("name", TYPES)
def test_every_type_says_what_it_is_and_why(name: str) -> None:
    kind = kind_of(name)
    assert is_shipped(name)
    assert kind.kind in KINDS
    assert kind.reason
    assert not kind.reason.endswith(".")
    assert is_account(kind.account)
    assert kind.account.startswith("Income:") == (kind.kind == "income")


@pytest.mark.parametrize("type", shipped_types(), ids=lambda type: type.name)
def test_its_conditions_are_fields_of_the_type(type: DocumentType) -> None:
    fields = set(type.fields_schema["properties"])
    kind = kind_of(type.name)
    assert {*kind.needs, *kind.unless} <= fields


@pytest.mark.parametrize(
    ("name", "is_right"),
    [
        ("Expenses:Utilities", True),
        ("Liabilities:2024:Büro-Miete", True),
        ("Assets:銀行", True),
        ("Expenses", False),
        ("Expenses:", False),
        ("Expenses::A", False),
        ("Expenses:-A", False),
        ("Expenses:A B", False),
        ("Expenses:A;B", False),
        ("Expenses:a", False),
        ("expenses:A", False),
        ("Spending:A", False),
        ("Expenses:A\n", False),
        ("Expenses:\U0001f4dc", False),
        ("", False),
        (f"Expenses:{'A' * 200}", False),
    ],
)
def test_accounts_are_valid_for_both_programs(name: str, is_right: bool) -> None:
    assert is_account(name) == is_right
