"""`alfrd ledger`: what is in it, its accounts, and what is told."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.database import pairs, types
from alfrd_luigi.database.connection import database
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd, alfrd_process
from support.connections import connected
from support.ledger_documents import mapping, paper


def _rows(alfrd: Alfrd, *arguments: object) -> list[dict[str, str]]:
    result = alfrd("ledger", *arguments)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(result.stdout.splitlines()))


def _amounts(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(row["account"], row["amount"], row["part"]) for row in rows]


def test_a_bill_is_owed_and_a_receipt_is_paid(alfrd: Alfrd) -> None:
    bill = paper("utility_bill", {"due_date": "2024-03-25"}, total_amount="41.20", document_date="2024-03-05")
    receipt = paper("receipt", {"receipt_number": "77"}, total_amount="3.50", document_date="2024-03-06")
    rows = _rows(alfrd)
    columns = ("id", "date", "account", "other_account", "amount", "currency", "due", "number")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        (f"alfrd-{bill}", "2024-03-05", "Expenses:Utilities", "Liabilities:Bills", "41.20", "EUR", "2024-03-25", ""),
        (f"alfrd-{receipt}", "2024-03-06", "Expenses:Purchases", "Assets:Payments", "3.50", "EUR", "", "77"),
    ]  # fmt: skip
    assert rows[0]["path"].endswith(f"/documents/2024/03/{bill}/001.txt")


def test_what_is_no_transaction_is_left_out_and_counted(alfrd: Alfrd) -> None:
    for document_type in ("bank_statement", "credit_card", "investment", "employment", "legal", "other"):
        paper(document_type)
    paper("insurance", {"policy_number": "P1"})  # a policy states its price
    paper("insurance", {"amount_due": 41.2, "claim_number": "C1"})
    paper("tax", {"income": 41.2, "tax_due": 3})  # a wage statement
    paper("property")
    document_rows.summarized(database().session(), document_type="invoice")
    result = alfrd("ledger", "--json")
    found = json.loads(result.stdout)
    assert (found["transactions"], found["apart"]) == ([], [])
    assert sum(found["others"].values()) == 10
    assert "10 documents of kinds that are no transactions" in alfrd("ledger").stderr


def test_a_copy_counts_once(alfrd: Alfrd) -> None:
    one, other = paper(), paper()
    pairs.set_verdict(database().session(), one, other, "same", "person", "it is the same")
    assert [row["id"] for row in _rows(alfrd)] == [f"alfrd-{one}"]


def test_a_document_without_total_or_date_is_apart(alfrd: Alfrd) -> None:
    ids = [paper(total_amount=None), paper(document_date=None), paper(currency=None)]
    result = alfrd("ledger")
    assert len(result.stdout.splitlines()) == 1
    for id, lacking in zip(ids, ("total", "date", "currency"), strict=True):
        assert f"not in the ledger: alfrd-{id} invoice " in result.stderr
        assert f"lacks {lacking}\n" in result.stderr
    for form in ("beancount", "hledger"):
        text = alfrd("ledger", "--format", form).stdout
        assert [line for line in text.splitlines() if "lacks" in line and line.startswith(";   alfrd-")] != []
    apart = json.loads(alfrd("ledger", "--json").stdout)["apart"]
    assert [Path(each["place"]).parent.name for each in apart] == [each["id"] for each in apart]
    assert {each["id"]: each["lacking"] for each in apart} == {
        str(id): [lacking] for id, lacking in zip(ids, ("total", "date", "currency"), strict=True)
    }


def test_an_uncertain_value_is_marked(alfrd: Alfrd) -> None:
    paper(uncertain=("date",), document_date="2024-01-01")
    paper(uncertain=("field.iban",), document_date="2024-01-02")
    paper(fields={"tax": 1.2, "subtotal": 40}, uncertain=("field.tax",), document_date="2024-01-03")
    assert [(row["state"], row["uncertain"]) for row in _rows(alfrd)] == [
        ("!", "date"),
        ("*", ""),
        ("!", "field.tax"),
        ("!", "field.tax"),
    ]
    assert '2024-01-01 ! "Northwind"' in alfrd("ledger", "--format", "beancount").stdout
    assert "2024-01-01 ! (alfrd-" in alfrd("ledger", "--format", "hledger").stdout


ITEMS = [{"description": "Milk", "amount": 10}, {"description": "Tea", "amount": 2.5}]


@pytest.mark.parametrize(
    ("total", "fields", "parts"),
    [
        ("14.88", {"tax": 2.38, "line_items": ITEMS}, [("10.00", "item"), ("2.50", "item"), ("2.38", "tax")]),
        ("14.88", {"tax": 2.38, "subtotal": 12.5}, [("12.50", "net"), ("2.38", "tax")]),
        ("12.50", {"line_items": ITEMS}, [("10.00", "item"), ("2.50", "item")]),
        ("15.50", {"subtotal": 12.5, "tip": 3}, [("12.50", "net"), ("3.00", "tip")]),
        ("11.50", {"subtotal": 12.5, "discount": 1}, [("12.50", "net"), ("-1.00", "discount")]),
        ("-14.88", {"tax": -2.38, "subtotal": -12.5}, [("-12.50", "net"), ("-2.38", "tax")]),
        ("14.89", {"tax": 2.38, "subtotal": 12.5, "line_items": ITEMS}, [("14.89", "total")]),
        ("14.88", {"tax": 2.38}, [("14.88", "total")]),
        ("14.88", {"tax": 2.38, "line_items": [{"amount": 12.5}, {"amount": None}]}, [("14.88", "total")]),
        ("0.30", {"subtotal": 0.1, "tax": 0.2}, [("0.10", "net"), ("0.20", "tax")]),  # which floats do not add up to
    ],
)  # fmt: skip
def test_a_total_is_divided_where_its_parts_add_up(
    alfrd: Alfrd, total: str, fields: dict[str, Any], parts: list[tuple[str, str]]
) -> None:
    paper(fields=fields, total_amount=total)
    rows = _rows(alfrd)
    assert [(row["amount"], row["part"]) for row in rows] == parts
    assert [row["total"] for row in rows] == [total, *[""] * (len(rows) - 1)]
    assert ("do not add up" in rows[0]["remark"]) == (parts[0][1] == "total")


def test_tax_and_pay_have_accounts_of_their_own(alfrd: Alfrd) -> None:
    paper(fields={"tax": 1.2, "subtotal": 40}, document_date="2024-01-01")
    paper("payroll", {"gross_pay": 3000, "deductions": 1000.1}, total_amount="1999.90", document_date="2024-01-02")
    rows = _rows(alfrd)
    assert _amounts(rows) == [
        ("Expenses:Purchases", "40.00", "net"),
        ("Expenses:Taxes:VAT", "1.20", "tax"),
        ("Income:Salary", "-3000.00", "gross"),
        ("Expenses:Deductions", "1000.10", "deductions"),
    ]
    assert rows[2]["other_account"] == "Assets:Payments"


def test_what_an_earlier_bill_left_open_is_no_new_expense(alfrd: Alfrd) -> None:
    fields = {"previous_balance": 80, "payments": 50, "current_charges": 41.2, "amount_due": 71.2}
    paper("utility_bill", fields, total_amount="71.20")
    assert _amounts(_rows(alfrd)) == [
        ("Expenses:Utilities", "41.20", "charges"),
        ("Liabilities:Bills", "30.00", "brought forward"),
    ]


def test_it_is_filtered(alfrd: Alfrd) -> None:
    for month in (1, 2, 3):
        paper(document_date=f"2024-0{month}-15")
    paper("receipt", document_date="2024-02-15", currency="USD")
    assert [row["date"] for row in _rows(alfrd, "--since", "2024-02-15", "--until", "2024-02-15")] == ["2024-02-15"] * 2
    assert [row["type"] for row in _rows(alfrd, "--type", "receipt")] == ["receipt"]
    assert [row["currency"] for row in _rows(alfrd, "--currency", "usd")] == ["USD"]
    assert alfrd("ledger", "--type", "unknown").exit_code == 3
    assert alfrd("ledger", "--since", "2024-02-31").exit_code == 2


@pytest.mark.parametrize("form", ["csv", "beancount", "hledger"])
def test_again_is_the_same_bytes(alfrd: Alfrd, tmp_path: Path, form: str) -> None:
    for day in (3, 1, 2, 1):
        paper(document_date=f"2024-01-0{day}")
    file = tmp_path / "ledger"
    alfrd("ledger", "--format", form, "--output", file)
    first = file.read_bytes()
    alfrd("ledger", "--format", form, "--output", file)
    assert first == file.read_bytes()
    assert alfrd_process("ledger", "--format", form).stdout.replace("\r\n", "\n") == first.decode().replace(
        "\r\n", "\n"
    )
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("*ledger*")] == ["ledger"]


@pytest.mark.parametrize("output", ["missing/ledger.csv", "folder"])
def test_an_output_that_cannot_be_written_is_one_line(alfrd: Alfrd, tmp_path: Path, output: str) -> None:
    (tmp_path / "folder").mkdir()
    result = alfrd("ledger", "--output", tmp_path / output)
    assert (result.exit_code, result.stderr.count("\n")) == (5, 1), result.stderr


def test_a_person_has_issuers_and_kinds_of_their_own(alfrd: Alfrd, archive: Archive) -> None:
    mapping(
        archive,
        "[accounts]\ninvoice = 'Expenses:Office'\nother = 'Expenses:Gifts'",
        "[kinds]\nother = 'payment'\nreceipt = 'none'",
        "[other_side]\nbill = 'Liabilities:Payable'",
        "[issuers]\n' CORNER  shop ' = { invoice = 'Expenses:Food' }\n'Northwind' = 'Expenses:Power'",
    )
    papers = (
        ("invoice", "A"),
        ("invoice", "Corner Shop"),
        ("other", "Corner Shop"),
        ("other", "Northwind"),
        ("receipt", "A"),
    )
    for day, (document_type, entity) in enumerate(papers, start=1):
        paper(document_type, entity=entity, document_date=f"2024-01-0{day}")
    assert [(row["account"], row["other_account"]) for row in _rows(alfrd)] == [
        ("Expenses:Office", "Liabilities:Payable"),
        ("Expenses:Food", "Liabilities:Payable"),
        ("Expenses:Gifts", "Assets:Payments"),
        ("Expenses:Power", "Assets:Payments"),
    ]


def test_a_renamed_type_keeps_its_account(alfrd: Alfrd, archive: Archive) -> None:
    paper("utility_bill")
    assert alfrd("types", "rename", "utility_bill", "power").exit_code == 0
    assert _amounts(_rows(alfrd)) == [("Expenses:Utilities", "41.20", "total")]
    mapping(archive, "[accounts]\nutility_bill = 'Expenses:Old'")
    assert _amounts(_rows(alfrd)) == [("Expenses:Old", "41.20", "total")]
    mapping(archive, "[accounts]\nutility_bill = 'Expenses:Old'\npower = 'Expenses:New'")
    assert _amounts(_rows(alfrd)) == [("Expenses:New", "41.20", "total")]


def test_a_type_of_a_person_has_a_default_account_and_is_told(alfrd: Alfrd, archive: Archive) -> None:
    types.insert(database().session(), "love_letter", "A letter", {"type": "object", "properties": {}})
    paper(document_date="2024-01-01")
    id = paper("invoice", document_date="2024-01-02")
    with connected(archive.database_url) as own:
        own.execute("UPDATE documents SET document_type = 'love_letter' WHERE id = %s", (str(id),))
    result = alfrd("ledger")
    assert "Expenses:Unsorted" in result.stdout
    assert result.stderr.splitlines()[0].startswith("no account in the mapping file, so one was chosen: love_letter (")


def test_the_accounts_are_proposed_and_never_overwritten(alfrd: Alfrd, archive: Archive) -> None:
    paper()
    archive.data_dir.mkdir()
    before = _rows(alfrd)
    first = alfrd("ledger", "--propose-accounts")
    file = archive.data_dir / "ledger.toml"
    assert first.stdout == f"{file}\n"
    assert _rows(alfrd) == before
    edited = file.read_text("utf-8").replace('invoice = "Expenses:Purchases"\n', "")
    file.write_text(edited, encoding="utf-8")
    again = alfrd("ledger", "--propose-accounts")
    assert (again.stdout, file.read_text("utf-8")) == ('invoice = "Expenses:Purchases"\n', edited)
    told = alfrd("ledger").stderr.splitlines()[0]
    assert told.startswith(f"no account in {file}, so one was chosen: invoice (Expenses:Purchases)")


WRONG = [
    ("[accounts]\ninvoice = 'Purchases'", "accounts.invoice = 'Purchases' is no account"),
    ("[accounts]\ninvoice = 'Expenses:lower'", "accounts.invoice = 'Expenses:lower' is no account"),
    ("[accounts]\ninvoice = 'Expenses'", "accounts.invoice = 'Expenses' is no account"),
    ("[accounts]\ninvoice = 'Expenses:Two blanks'", "accounts.invoice = 'Expenses:Two blanks' is no account"),
    ("[accounts]\ninvoice = 'Expenses:\u202eX'", "is no account"),
    ("[accounts]\ninvoice = 3", "accounts.invoice = 3 is no account"),
    ("[accounts]\nbil = 'Expenses:X'", "accounts.bil names no document type"),
    ("[account]\ninvoice = 'Expenses:X'", "account is no section"),
    ("accounts = 'Expenses:X'", "accounts is no section"),
    ("[kinds]\ninvoice = 'debt'", "kinds.invoice = 'debt' is no kind"),
    ("[other_side]\nbills = 'Expenses:X'", "other_side.bills is unknown"),
    ("[parts]\ntax = ''", "parts.tax = '' is no account"),
    ("[issuers]\n'A B' = 'x'", "issuers.A B = 'x' is no account"),
    ("[issuers]\nA = { bill = 'Expenses:X' }", "issuers.A.bill names no document type"),
    ("[accounts", "is no TOML"),
    ("\xff", "is no TOML"),
]


@pytest.mark.parametrize(("content", "said"), WRONG)
def test_a_mistake_in_the_mapping_file_is_one_line(alfrd: Alfrd, archive: Archive, content: str, said: str) -> None:
    file = mapping(archive)
    file.write_bytes(content.encode("utf-8" if "\u202e" in content else "latin-1"))
    result = alfrd("ledger")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (6, "", 1), result.stderr
    assert said in result.stderr
    assert str(file) in result.stderr


def test_a_mapping_file_that_is_not_there_is_one_line(alfrd: Alfrd, tmp_path: Path) -> None:
    result = alfrd("ledger", "--accounts", tmp_path / "none.toml")
    assert (result.exit_code, result.stderr.count("\n")) == (6, 1)
    assert "there is no mapping file" in result.stderr


def test_documents_in_a_bucket_have_urls(alfrd: Alfrd, archive: Archive) -> None:
    id = paper()
    archive.configure(documents_url="s3://bucket/archive/")
    assert _rows(alfrd)[0]["path"] == f"s3://bucket/archive/2024/03/{id}/001.txt"
    assert " document Expenses" not in alfrd("ledger", "--format", "beancount").stdout
