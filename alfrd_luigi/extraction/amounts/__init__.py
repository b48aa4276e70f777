"""Total amount, labelled amounts and currency of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from alfrd_luigi.extraction.amounts.currencies import prevailing_currency, resolve
from alfrd_luigi.extraction.amounts.mentions import AmountMention, read_amounts
from alfrd_luigi.extraction.amounts.total import choose_total
from alfrd_luigi.extraction.countries import find_country
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import read_lines
from alfrd_luigi.extraction.type_rules import rules_of


@dataclass(frozen=True)
class Amount:
    """An amount of money. `currency` is an ISO 4217 code, None if the document does not show it."""

    value: Decimal
    currency: str | None


def find_total(pages: Sequence[str], document_type: str | None) -> Extract[Amount] | None:
    """The total of the document: a price, the amount due of a bill, or a closing balance."""
    mention = choose_total(read_amounts(read_lines(pages)), rules_of(document_type).get("total"))
    return _found(mention, pages) if mention else None


def find_currency(pages: Sequence[str]) -> Extract[str] | None:
    """The currency (ISO 4217) of the document's amounts, or of its country if no amount has a mark."""
    prevailing = prevailing_currency(pages)
    return Extract(*prevailing) if prevailing else None


def _found(mention: AmountMention, pages: Sequence[str]) -> Extract[Amount]:
    country = find_country(pages)
    own = resolve(mention.money.mark, country.value if country else None) if mention.money.mark else None
    prevailing = None if own else find_currency(pages)
    return Extract(Amount(mention.money.value, own or (prevailing.value if prevailing else None)), mention.words)
