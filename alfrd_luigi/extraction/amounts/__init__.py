"""Total amount, labelled amounts and currency of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alfrd_luigi.extraction.amounts.currencies import currencies_of
from alfrd_luigi.extraction.amounts.mentions import amounts_of
from alfrd_luigi.extraction.amounts.signs import account_value
from alfrd_luigi.extraction.amounts.total import Choice, choose_total
from alfrd_luigi.extraction.amounts.traits import read_traits
from alfrd_luigi.extraction.contests import Contest
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
    return weigh_total(pages, document_type).found


def weigh_total(pages: Sequence[str], document_type: str | None) -> Contest[Amount]:
    """The total, and the other amounts that were considered. Their values are numbers."""
    amounts = amounts_of(tuple(pages))
    has_currency = any(each.money.mark for each in amounts) or find_currency(pages) is not None
    traits = read_traits(read_lines(pages))._replace(has_currency=has_currency)
    chosen = choose_total(amounts, rules_of(document_type).get("total"), traits)
    found = _found(chosen.found, pages) if chosen.found else None
    return Contest(found, chosen.rivals, chosen.blank, chosen.doubts)


def find_currency(pages: Sequence[str]) -> Extract[str] | None:
    """The currency (ISO 4217) of the document's amounts, or of its country if no amount has a mark."""
    return currencies_of(tuple(pages)).prevailing


def printed_currency(pages: Sequence[str]) -> Extract[str] | None:
    """The currency that the document declares or prints beside its amounts, with its signs. None if it does not."""
    found = currencies_of(tuple(pages)).printed
    return Extract(found.value, found.words, currency_signs(pages, found.value)) if found else None


def currency_signs(pages: Sequence[str], code: str) -> Mapping[str, float]:
    """What tells how sure a currency is (see Extract.signs)."""
    return currencies_of(tuple(pages)).signs(code)


def account_balance(pages: Sequence[str], size: float) -> Decimal | None:
    """The signed value, for the account's owner, of the first balance of this size. None if there is none."""
    sizes = (each for each in amounts_of(tuple(pages)) if abs(each.money.value) == abs(Decimal(str(size))))
    return next((account_value(each) for each in sizes), None)


def _found(chosen: Extract[Choice], pages: Sequence[str]) -> Extract[Amount]:
    currencies, mention = currencies_of(tuple(pages)), chosen.value.mention
    own = currencies.code(mention.money.mark) if mention.money.mark else None
    prevailing = None if own else currencies.prevailing
    code = own or (prevailing.value if prevailing else None)
    return Extract(Amount(chosen.value.value, code), chosen.words, chosen.signs)
