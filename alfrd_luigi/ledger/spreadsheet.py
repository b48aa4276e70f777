"""A ledger as CSV (RFC 4180), for spreadsheets: no text in it is a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from alfrd_luigi.ledger.transactions import Ledger, Transaction

COLUMNS = (
    "id", "date", "state", "payee", "text", "type", "account", "other_account", "amount", "currency", "part", "item",
    "total", "due", "number", "uncertain", "path", "remark",
)  # fmt: skip

# What begins a formula, also after blanks and quotes; a full-width sign does in some locales. Where semicolons separate
# cells, a program may split a text at each.
_FORMULA = re.compile(r"(^|;)(?=[\s\"'\u2018\u2019\u201c\u201d`]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r])")


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


def as_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe marks it as text."""
    return _FORMULA.sub(r"\1'", text)
