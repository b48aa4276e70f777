"""A ledger as CSV (RFC 4180), for spreadsheets: no text in it is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from alfrd_luigi.ledger.transactions import Ledger, Transaction
from alfrd_luigi.spreadsheets import as_text

COLUMNS = (
    "id", "date", "state", "payee", "text", "type", "account", "other_account", "amount", "currency", "part", "item",
    "total", "due", "number", "uncertain", "path", "remark",
)  # fmt: skip


def text(ledger: Ledger) -> str:
    """The whole ledger: a header, and a line for each posting but the other side."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for transaction in ledger.transactions:
        writer.writerows(_rows(transaction))
    return written.getvalue()


def _rows(each: Transaction) -> Iterator[list[str]]:
    *postings, other = each.postings
    texts = [as_text(text or "") for text in (each.payee, each.text)]
    for place, posting in enumerate(postings):
        yield [
            each.name,
            f"{each.day}",
            "!" if each.uncertain else "*",
            *texts,
            each.document_type,
            posting.account,
            other.account,
            f"{posting.amount:f}",
            each.currency,
            posting.role,
            as_text(posting.text or ""),
            f"{each.total:f}" if place == 0 else "",  # once, so that its column can be added up
            f"{each.due}" if each.due else "",
            as_text(each.number or ""),
            " ".join(each.uncertain),
            as_text(" ".join(each.places)),
            as_text(each.remark or ""),
        ]
