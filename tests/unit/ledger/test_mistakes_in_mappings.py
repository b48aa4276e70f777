"""What is wrong in a mapping file of accounts is said with its key, and with what may stand there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.ledger.accounts import Accounts, Type, is_account, load
from alfrd_luigi.ledger.kinds import TypeKind, is_shipped, kind_of
from alfrd_luigi.ledger.proposal import proposal

FILE = Path("ledger.toml")
TYPES = (Type("power", "utility_bill"), Type("invoice", "invoice"), Type("bank_statement", "bank_statement"))
ALLOWED = (
    "An account is Assets, Equity, Expenses, Income or Liabilities, then one or more names after colons, such as "
    "Expenses:Utilities. A name begins with a capital letter or a digit, and has letters, digits and hyphens"
)


@pytest.mark.parametrize(
    ("stated", "message", "hint"),
    [
        (
            {"account": {}},
            "ledger.toml: account is no section",
            "The sections are accounts, issuers, kinds, other_side, parts",
        ),
        (
            {"accounts": "Expenses:Food"},
            "ledger.toml: accounts is no section",
            "Write it as [accounts], with a line for each entry",
        ),
        ({"parts": []}, "ledger.toml: parts is no section", "Write it as [parts], with a line for each entry"),
        (
            {"accounts": {"letter": "Expenses:Food"}},
            "ledger.toml: accounts.letter names no document type",
            "The types are bank_statement, invoice, power, utility_bill",
        ),
        (
            {"kinds": {"letter": "bill"}},
            "ledger.toml: kinds.letter names no document type",
            "The types are bank_statement, invoice, power, utility_bill",
        ),
        (
            {"kinds": {"invoice": "debt"}},
            "ledger.toml: kinds.invoice = 'debt' is no kind",
            "The kinds are bill, income, none, payment",
        ),
        (
            {"kinds": {"invoice": 1}},
            "ledger.toml: kinds.invoice = 1 is no kind",
            "The kinds are bill, income, none, payment",
        ),
        ({"accounts": {"invoice": "Food"}}, "ledger.toml: accounts.invoice = 'Food' is no account", ALLOWED),
        ({"accounts": {"invoice": 5}}, "ledger.toml: accounts.invoice = 5 is no account", ALLOWED),
        ({"accounts": {"invoice": ["Expenses:Food"]}}, "accounts.invoice = ['Expenses:Food'] is no account", ALLOWED),
        ({"parts": {"tax": "Tax"}}, "ledger.toml: parts.tax = 'Tax' is no account", ALLOWED),
        ({"parts": {"tip": "Expenses:Tips"}}, "parts.tip is unknown", "The keys of [parts] are deductions, tax"),
        (
            {"other_side": {"none": "Assets:Bank"}},
            "ledger.toml: other_side.none is unknown",
            "The keys of [other_side] are bill, income, payment",
        ),
        ({"other_side": {"bill": ""}}, "ledger.toml: other_side.bill = '' is no account", ALLOWED),
        ({"issuers": {"City": "Water"}}, "ledger.toml: issuers.City = 'Water' is no account", ALLOWED),
        (
            {"issuers": {"City": {"letter": "Expenses:Water"}}},
            "ledger.toml: issuers.City.letter names no document type",
            "The types are bank_statement, invoice, power, utility_bill",
        ),
        ({"issuers": {"City": {"invoice": "Water"}}}, "issuers.City.invoice = 'Water' is no account", ALLOWED),
    ],
)
def test_a_mistake_is_named_with_its_key(stated: dict[str, Any], message: str, hint: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Accounts(TYPES, stated, FILE)
    assert raised.value.message.endswith(message)
    assert raised.value.hint == hint


def test_a_mistake_without_a_file_names_the_usual_one() -> None:
    with pytest.raises(SettingsError, match=r"^ledger\.toml: parts\.tip is unknown"):
        Accounts(TYPES, {"parts": {"tip": "Expenses:Tips"}}, None)
    with pytest.raises(SettingsError, match=r"^/home/ann/mine\.toml: parts\.tip is unknown"):
        Accounts(TYPES, {"parts": {"tip": "Expenses:Tips"}}, Path("/home/ann/mine.toml"))


@pytest.mark.parametrize(
    "name",
    [
        "Expenses:Food", "Assets:Bank", "Equity:Opening-Balances", "Income:2024", "Liabilities:Cards:Visa:1",
        "Expenses:Büro", "Expenses:Ärzte", "Expenses:食費", "Expenses:Ǆ", "Expenses:" + "A" * 191,
    ],
)  # fmt: skip
def test_an_account_that_both_programs_take(name: str) -> None:
    assert is_account(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "Expenses", "Expenses:", "expenses:Food", "Food:Expenses", "Expenses:food", "Expenses::Food",
        "Expenses:Food ", "Expenses:Fast Food", "Expenses:-Food", "Expenses:Food_2", "Expenses:Food;", ":Food",
        "Expenses:Food:", "Expenses:Food\n", "Expenses:½", "Expenses:" + "A" * 192,
    ],
)  # fmt: skip
def test_other_names_are_no_accounts(name: str) -> None:
    assert not is_account(name)


def test_an_account_is_the_same_however_its_letters_are_composed() -> None:
    made = Accounts(TYPES, {"accounts": {"invoice": "Expenses:Bu\u0308ro"}}, FILE)
    assert made.account("invoice", None) == "Expenses:Büro"


def test_a_missing_file_is_an_error_only_where_it_was_named(tmp_path: Path) -> None:
    file = tmp_path / "ledger.toml"
    assert load(TYPES, file, must_exist=False).file is None
    with pytest.raises(SettingsError) as raised:
        load(TYPES, file, must_exist=True)
    assert raised.value.message == f"there is no mapping file {file}"
    assert raised.value.hint == "To have one written: alfrd ledger --propose-accounts"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for must_exist in (True, False):
        with pytest.raises(SettingsError) as raised:
            load(TYPES, tmp_path, must_exist=must_exist)
        assert raised.value.message == f"{tmp_path} cannot be read: Is a directory"
        assert raised.value.hint == "Name another file with --accounts"


@pytest.mark.parametrize("content", [b"[accounts", b"invoice = \xff", b"a = " + b"[" * 5_000])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ledger.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        load(TYPES, file, must_exist=False)
    assert raised.value.message.startswith(f"{file} is no TOML: ")
    assert raised.value.hint == "Correct it at that place"


def test_the_file_of_a_person_is_read(tmp_path: Path) -> None:
    file = tmp_path / "ledger.toml"
    file.write_text('[accounts]\npower = "Expenses:Gas"\n[issuers]\n"City" = "Expenses:City"\n', "utf-8")
    made = load(TYPES, file, must_exist=True)
    assert (made.file, made.has_issuers) == (file, True)
    assert [made.account("power", each) for each in (None, "", "CITY", "Shop")] == [
        "Expenses:Gas",
        "Expenses:Gas",
        "Expenses:City",
        "Expenses:Gas",
    ]
    assert not load(TYPES, tmp_path / "none.toml", must_exist=False).has_issuers


def test_what_a_type_is_without_a_word_of_a_person() -> None:
    assert kind_of("club") == TypeKind(
        "bill", "Expenses:Unsorted", "A type of your own: what has a total is a bill", needs_total=True
    )
    assert [is_shipped(name) for name in ("club", "invoice", "receipt", "bank_statement", "")] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert [kind_of(name).kind for name in ("invoice", "receipt", "payroll", "bank_statement", "junk")] == [
        "bill", "payment", "income", "none", "none",
    ]  # fmt: skip
    insurance = kind_of("insurance")
    assert (insurance.needs, insurance.unless) == (("amount_due", "due_date"), ("claim_number",))


def test_the_proposed_file_is_read_as_what_is_proposed(tmp_path: Path) -> None:
    types = (*TYPES, Type("club", "club"))
    text = proposal(types)
    file = tmp_path / "ledger.toml"
    file.write_text(text, "utf-8")
    made, proposed = load(types, file, must_exist=True), Accounts(types, {}, None)
    for name in ("power", "invoice", "club"):
        assert made.type_kind(name) == proposed.type_kind(name)
        assert made.is_stated(name)
    assert not made.is_stated("bank_statement")
    for line in ('power = "Expenses:Utilities"', 'club = "Expenses:Unsorted"', '# bank_statement = "none"'):
        assert line in text.splitlines()
    for line in ("[accounts]", "[other_side]", "[parts]", "[issuers]", "[kinds]", 'bill = "Liabilities:Bills"'):
        assert line in text.splitlines()
    assert '# invoice = "none"' not in text
    assert 'bank_statement = "Expenses' not in text
    assert "# A type of your own: what has a total is a bill.\nclub" in text
