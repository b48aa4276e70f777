"""hledger takes every journal, with accounts and commodities declared.

`scripts/test` leaves these tests out, and says so, where there is no hledger; `.ci/run` installs it.
"""

from __future__ import annotations

import subprocess
from decimal import Decimal
from pathlib import Path

from alfrd_luigi.ledger import hledger
from support import ledger_documents, ledger_programs
from support.archives import Archive
from support.commands import alfrd
from support.kept_archives import Keep
from support.random_ledgers import random_ledger


def _journal(folder: Path) -> Path:
    written = folder / "made.journal"
    result = alfrd("ledger", "--format", "hledger", "--output", written)
    assert result.exit_code == 0, result.stderr
    return written


def _sums(journal: Path, query: str) -> str:
    command = [str(ledger_programs.hledger()), "--file", str(journal), "balance", query, "--format", "%(total)"]
    done = subprocess.run([*command, "--no-total"], capture_output=True, text=True, timeout=100, check=True)
    return done.stdout.strip()


def test_the_ledger_of_the_samples(keep: Keep, tmp_path: Path) -> None:
    keep(ledger_documents.filed_samples)
    journal = _journal(tmp_path)
    assert ledger_programs.hledger_check(journal) == ""
    assert _sums(journal, "Expenses:Insurance") == "1829.00 USD"


def test_hostile_texts(archive: Archive, tmp_path: Path) -> None:
    made = ledger_documents.hostile(archive)
    journal = _journal(tmp_path)
    assert ledger_programs.hledger_check(journal) == ""
    # No text took part in the amounts: each paper is 12.00, of which 1.90 is tax.
    assert Decimal(_sums(journal, "Expenses:Purchases").split()[0]) == Decimal("10.10") * len(made)
    assert Decimal(_sums(journal, "Liabilities:Bills").split()[0]) == Decimal("-12.00") * len(made)


def test_several_currencies_and_signs(archive: Archive, tmp_path: Path) -> None:
    ledger_documents.paper(total_amount="-1234.50", currency="EUR")
    ledger_documents.paper(total_amount="9999999999999.99", currency="JPY")
    ledger_documents.paper(total_amount="0.00", currency="CHF", document_type="receipt")
    ledger_documents.paper("payroll", {"gross_pay": 3000, "deductions": 1000.1}, total_amount="1999.90")
    journal = _journal(tmp_path)
    assert ledger_programs.hledger_check(journal) == ""
    assert _sums(journal, "Income:Salary") == "-3000.00 EUR"


def test_accounts_of_other_scripts(archive: Archive, tmp_path: Path) -> None:
    accounts = {"invoice": "Expenses:Büro:交通", "receipt": "Expenses:7-Eleven:Ärzte-2", "payroll": "Income:Çelik"}
    lines = [f'{name} = "{account}"' for name, account in accounts.items()]
    ledger_documents.mapping(archive, "[accounts]", *lines)
    for name in accounts:
        ledger_documents.paper(name)
    assert ledger_programs.hledger_check(_journal(tmp_path)) == ""


def test_random_texts(tmp_path: Path) -> None:
    for seed in range(3):
        ledger, journal = random_ledger(seed), tmp_path / f"{seed}.journal"
        journal.write_text(hledger.text(ledger), encoding="utf-8")
        assert ledger_programs.hledger_check(journal) == ""
        total = sum((each.total for each in ledger.transactions), Decimal())
        assert Decimal(_sums(journal, "Expenses").split()[0]) == total
