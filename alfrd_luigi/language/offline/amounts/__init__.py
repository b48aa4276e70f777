"""Total amount, labelled amounts and currency of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from alfrd_luigi.language.offline.amounts.currencies import prevailing_currency, resolve
from alfrd_luigi.language.offline.amounts.entries import Entry, read_entries
from alfrd_luigi.language.offline.amounts.total import choose_total
from alfrd_luigi.language.offline.countries import find_country
from alfrd_luigi.language.offline.found import Found
from alfrd_luigi.language.offline.lines import read_lines, skeleton


@dataclass(frozen=True)
class Amount:
    """A sum of money; `currency` is an ISO 4217 code, None where the document does not tell."""

    value: Decimal
    currency: str | None


def find_total(pages: Sequence[str], document_type: str | None) -> Found[Amount] | None:
    """What the document is about in money: a price, what a bill asks for, a closing balance."""
    entry = choose_total(read_entries(read_lines(pages)), document_type)
    return _found(entry, pages) if entry else None


def find_labelled_amount(pages: Sequence[str], labels: Sequence[str]) -> Found[Amount] | None:
    """The first amount whose label, or the heading above it, contains one of the labels; earlier labels first."""
    entries = read_entries(read_lines(pages))
    for wanted in filter(None, map(skeleton, labels)):
        for entry in entries:
            if wanted in skeleton(entry.label):
                return _found(entry, pages)
    return None


def find_currency(pages: Sequence[str]) -> Found[str] | None:
    """The currency (ISO 4217) that the document's amounts are in, or that of its country when no amount has a mark."""
    prevailing = prevailing_currency(pages)
    return Found(*prevailing) if prevailing else None


def _found(entry: Entry, pages: Sequence[str]) -> Found[Amount]:
    country = find_country(pages)
    own = resolve(entry.money.mark, country.value if country else None) if entry.money.mark else None
    prevailing = None if own else find_currency(pages)
    return Found(Amount(entry.money.value, own or (prevailing.value if prevailing else None)), entry.words)
