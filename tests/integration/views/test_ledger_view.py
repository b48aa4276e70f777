"""The ledger by month and account, as pages show it."""

from __future__ import annotations

from decimal import Decimal

from alfrd_luigi.database import pairs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.ledger_rows import Filter
from alfrd_luigi.ledger import archive as archive_ledger
from alfrd_luigi.ledger import transactions
from alfrd_luigi.views import ledger
from support.archives import Archive
from support.ledger_documents import mapping, paper


def test_what_each_month_comes_to(archive: Archive) -> None:
    paper("utility_bill", document_date="2024-01-31", total_amount="10.10")
    paper("utility_bill", document_date="2024-01-01", total_amount="0.20", uncertain=("total",))
    paper("receipt", document_date="2024-12-31", total_amount="-3.00", uncertain=("field.iban",))
    paper("receipt", document_date="2024-12-31", total_amount="5.00", currency="USD")
    paper("payroll", document_date="2023-06-30", total_amount="1000.00")
    paper("bank_statement", document_date="2022-01-01")
    paper(total_amount=None)
    newest, oldest = ledger.ledger(database().session())
    assert (newest.year, newest.years, newest.lacking, newest.problem) == (2024, (2024, 2023), 1, None)
    euros, dollars = newest.tables
    assert [(row.account, row.total) for row in euros.rows] == [
        ("Expenses:Purchases", Decimal("-3.00")),
        ("Expenses:Utilities", Decimal("10.30")),
    ]
    assert euros.rows[1].months == (ledger.Cell(Decimal("10.30"), 2, 1), *[None] * 11)
    assert euros.rows[0].months[11] == ledger.Cell(Decimal("-3.00"), 1, 0)
    assert [(row.account, row.total) for row in euros.sums] == [("Expenses", Decimal("7.30"))]
    assert (dollars.currency, dollars.sums) == ("USD", ())
    assert [(row.account, row.total) for row in oldest.tables[0].rows] == [("Income:Salary", Decimal("1000.00"))]


def test_copies_and_issuers_are_those_of_the_ledger(archive: Archive) -> None:
    one, other = paper(entity="City Water"), paper(entity="City Water")
    paper(entity="Corner Shop")
    pairs.set_verdict(database().session(), one, other, "same", "person", "it is the same")
    mapping(archive, "[issuers]\n'city water' = 'Expenses:Water'")
    session = database().session()
    (view,) = ledger.ledger(session)
    found = transactions.ledger(session, archive_ledger.accounts(session), archive_ledger.places(), Filter())
    booked = sorted((each.postings[0].account, each.total) for each in found.transactions)
    assert [(row.account, row.total) for row in view.tables[0].rows] == booked
    assert booked == [("Expenses:Purchases", Decimal("41.20")), ("Expenses:Water", Decimal("41.20"))]


def test_a_wrong_mapping_file_is_told_and_nothing_fails(archive: Archive) -> None:
    paper()
    file = mapping(archive, "[accounts]\ninvoice = 'x'")
    (view,) = ledger.ledger(database().session())
    assert view.problem is not None
    assert view.problem.startswith(f"{file}: accounts.invoice = 'x' is no account. An account is Assets,")
    assert view.tables[0].rows[0].account == "Expenses:Purchases"


def test_an_archive_without_transactions(archive: Archive) -> None:
    (view,) = ledger.ledger(database().session())
    assert (view.year, view.years, view.tables) == (None, (), ())
