"""The formats in which a ledger is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from alfrd_luigi.ledger import beancount, hledger, spreadsheet
from alfrd_luigi.ledger.transactions import Ledger


class Format(NamedTuple):
    """How a ledger is written, and the file that it makes. `has_apart` says that it lists what lacks a value."""

    text: Callable[[Ledger], str]
    extension: str
    media_type: str
    has_apart: bool


FORMATS = {
    "csv": Format(spreadsheet.text, "csv", "text/csv", has_apart=False),
    "beancount": Format(beancount.text, "beancount", "text/plain", has_apart=True),
    "hledger": Format(hledger.text, "journal", "text/plain", has_apart=True),
}
