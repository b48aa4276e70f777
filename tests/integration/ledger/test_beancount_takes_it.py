"""bean-check takes every ledger."""

from __future__ import annotations

import re
from pathlib import Path

from alfrd_luigi.ledger import beancount
from support import ledger_documents
from support.archives import Archive
from support.commands import alfrd
from support.kept_archives import Keep
from support.ledger_programs import bean_check
from support.random_ledgers import random_ledger


def _ledger(folder: Path) -> Path:
    written = folder / "made.beancount"
    result = alfrd("ledger", "--format", "beancount", "--output", written)
    assert result.exit_code == 0, result.stderr
    return written


def test_the_ledger_of_the_samples(keep: Keep, tmp_path: Path) -> None:
    made = keep(ledger_documents.filed_samples)
    ledger = _ledger(tmp_path)
    assert bean_check(ledger) == ""
    text = ledger.read_text("utf-8")
    assert len(re.findall(r"^\d{4}-\d\d-\d\d [*!] ", text, re.MULTILINE)) == len(made) - 4  # letters
    assert text.count(" document Expenses:") == len(made) - 4


def test_hostile_texts(archive: Archive, tmp_path: Path) -> None:
    made = ledger_documents.hostile(archive)
    ledger = _ledger(tmp_path)
    assert bean_check(ledger) == ""
    text = ledger.read_text("utf-8")
    assert text.count(" EUR\n") == len(made) * 5
    assert max(map(len, text.splitlines())) < 700
    assert not set("\u202e\u2066\u200f\ufeff\u2028\x0b\x85\t\r") & set(text)


def test_several_currencies_and_signs(archive: Archive, tmp_path: Path) -> None:
    ledger_documents.paper(total_amount="-1234.50", currency="EUR")
    ledger_documents.paper(total_amount="9999999999999.99", currency="JPY")
    ledger_documents.paper(total_amount="0.00", currency="CHF", document_type="receipt")
    ledger_documents.paper("payroll", {"gross_pay": 3000, "deductions": 1000.1}, total_amount="1999.90")
    ledger_documents.paper(document_date="0001-01-01")
    ledger_documents.paper(document_date="9999-12-31")
    ledger = _ledger(tmp_path)
    assert bean_check(ledger) == ""
    assert "  Income:Salary  -3000.00 EUR\n  Expenses:Deductions  1000.10 EUR\n" in ledger.read_text("utf-8")


def test_accounts_of_other_scripts(archive: Archive, tmp_path: Path) -> None:
    accounts = {"invoice": "Expenses:Büro:交通", "receipt": "Expenses:7-Eleven:Ärzte-2", "payroll": "Income:Çelik"}
    lines = [f'{name} = "{account}"' for name, account in accounts.items()]
    ledger_documents.mapping(archive, "[accounts]", *lines)
    for name in accounts:
        ledger_documents.paper(name)
    assert bean_check(_ledger(tmp_path)) == ""


def test_an_empty_archive_has_a_ledger(archive: Archive, tmp_path: Path) -> None:
    assert bean_check(_ledger(tmp_path)) == ""


def test_random_texts(tmp_path: Path) -> None:
    for seed in range(3):
        ledger = tmp_path / f"{seed}.beancount"
        ledger.write_text(beancount.text(random_ledger(seed)), encoding="utf-8")
        assert bean_check(ledger) == ""
