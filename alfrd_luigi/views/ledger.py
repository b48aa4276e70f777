"""The ledger as it is shown: what the transactions of each month come to, by account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from alfrd_luigi.database import ledger_rows
from alfrd_luigi.database.ledger_rows import MonthRow
from alfrd_luigi.database.session import Session
from alfrd_luigi.ledger import archive
from alfrd_luigi.ledger.accounts import Accounts
from alfrd_luigi.ledger.transactions import rules

MONTHS = 12


class Cell(NamedTuple):
    """What the documents of a month come to. `uncertain` of them have a value that is not sure."""

    amount: Decimal
    documents: int
    uncertain: int

    def plus(self, other: Cell) -> Cell:
        """The sum with another one."""
        return Cell(self.amount + other.amount, self.documents + other.documents, self.uncertain + other.uncertain)


class Sum(NamedTuple):
    """What the documents of a type come to in a month, which is its first day."""

    month: date
    document_type: str
    entity: str | None
    currency: str
    cell: Cell


class Row(NamedTuple):
    """An account in a year, or all accounts of a root: what each month comes to, None without documents."""

    account: str
    months: tuple[Cell | None, ...]

    @property
    def total(self) -> Decimal:
        """What the year comes to."""
        return sum((cell.amount for cell in self.months if cell is not None), Decimal())


class Table(NamedTuple):
    """The accounts of a currency, and the sum of those that begin with the same root, if there are several."""

    currency: str
    rows: tuple[Row, ...]
    sums: tuple[Row, ...]


class LedgerView(NamedTuple):
    """The ledger of a year. `years` are all of the ledger, the newest first.

    Amounts are the totals of the documents, with their tax. `lacking` is the number of transactions that lack a value,
    of any year. `problem` says why the mapping file cannot be used; the accounts are those that the program proposes.
    """

    year: int | None
    years: tuple[int, ...]
    tables: tuple[Table, ...]
    lacking: int
    problem: str | None

    @property
    def months(self) -> list[date]:
        """The first days of the months."""
        return [date(self.year or 1, month, 1) for month in range(1, MONTHS + 1)]

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the year."""
        return date(self.year or 1, 1, 1), date(self.year or 1, MONTHS, 31)


def ledger(session: Session) -> list[LedgerView]:
    """The ledger of each year, the newest first. One without a year, if there are no transactions."""
    accounts, problem = archive.accounts_or_proposed(session)  # a mistake in the file keeps nobody from looking
    of_types = rules(accounts)
    rows = ledger_rows.months(session, of_types, by_issuer=accounts.has_issuers)
    lacking = sum(row.lacking for row in rows)
    by_year = {year: tuple(_tables(each, accounts)) for year, each in groupby(_sums(rows), lambda sum: sum.month.year)}
    years = tuple(sorted(by_year, reverse=True))
    views = [LedgerView(year, years, by_year[year], lacking, problem) for year in years]
    return views or [LedgerView(None, (), (), lacking, problem)]


def _sums(rows: Iterable[MonthRow]) -> Iterator[Sum]:
    """What has a month and a currency."""
    for row in rows:
        if row.month is not None and row.currency is not None and row.documents:
            cell = Cell(row.total, row.documents, row.uncertain)
            yield Sum(row.month, row.document_type, row.entity, row.currency, cell)


def _tables(sums: Iterable[Sum], accounts: Accounts) -> Iterator[Table]:
    """The tables of a year, by currency."""
    cells: dict[str, dict[str, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for each in sums:
        account = accounts.account(each.document_type, each.entity)
        for name in (account, _root(account)):
            of_months = cells[each.currency][name]
            of_months[each.month.month] = of_months.get(each.month.month, Cell(Decimal(), 0, 0)).plus(each.cell)
    for currency, found in sorted(cells.items()):
        made = [_row(name, of_months) for name, of_months in sorted(found.items())]
        parts = [row for row in made if ":" in row.account]
        roots = [_root(row.account) for row in parts]
        of_roots = [row for row in made if roots.count(row.account) > 1]
        yield Table(currency, tuple(parts), tuple(of_roots))


def _row(account: str, cells: Mapping[int, Cell]) -> Row:
    return Row(account, tuple(cells.get(month) for month in range(1, MONTHS + 1)))


def _root(account: str) -> str:
    return account.split(":")[0]
