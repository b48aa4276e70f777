"""The record of a document: the answer to the question `summarize`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from alfrd_luigi.extraction.amounts import Amount, account_balance, currency_signs, printed_currency, weigh_total
from alfrd_luigi.extraction.amounts.labelled_amounts import is_plausible
from alfrd_luigi.extraction.amounts.line_items import find_line_items
from alfrd_luigi.extraction.amounts.mentions import amounts_of
from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.contests import Contest
from alfrd_luigi.extraction.dates import weigh_document_date
from alfrd_luigi.extraction.entities import weigh_entity
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.fields import find_fields
from alfrd_luigi.extraction.lines import read_lines
from alfrd_luigi.extraction.summaries import summarize_record, summary_language
from alfrd_luigi.extraction.type_rules import has_price, is_account

_LINE_ITEMS = "line_items"
_OPENING, _CLOSING = "opening_balance", "closing_balance"
# The highest rate of value-added tax is 27 %, which is .21 of the gross price. The rest allows for several taxes.
_HIGHEST_TAX_SHARE = 0.3
# What has the sign of the total.
_LIKE_TOTAL = {"amount_due", "premium", "subtotal", "tax"}


def summarize(
    pages: Sequence[str], document_type: str, fields_schema: Mapping[str, Any], language: str | None = None
) -> dict[str, Any]:
    """Entity, date, total, currency, summary, fields and evidence; None for a value that the document does not give.

    The summary is in `language` (ISO 639-1), else in that of the document.
    """
    heads = find_heads(tuple(pages), document_type)
    fields = _without_contradictions(find_fields(pages, fields_schema), heads["total_amount"])
    if _is_past(fields.get("due_date"), heads["document_date"]):
        del fields["due_date"]
    if is_account(document_type):
        fields |= _balances(pages, fields, heads["total_amount"])
    items = _line_items(pages, heads["total_amount"]) if _LINE_ITEMS in fields_schema.get("properties", {}) else None
    record = {name: found.value if found else None for name, found in heads.items()}
    facts = {name: found.value for name, found in fields.items()}
    summary = summarize_record(document_type, record, facts, pages, summary_language(pages, language))
    fields = fields | {_LINE_ITEMS: items} if items else fields
    structured = {name: fields[name].value if name in fields else None for name in fields_schema.get("properties", {})}
    known = {name: found for name, found in {**heads, **fields}.items() if found is not None}
    return {
        **record,
        "summary": summary,
        "structured_data": structured,
        "evidence": {name: found.words for name, found in known.items()},
    }


def find_heads(pages: tuple[str, ...], document_type: str) -> Mapping[str, Extract[Any] | None]:
    """Entity, document_date (ISO 8601), total_amount and currency."""
    return {name: contest.found for name, contest in weigh_heads(pages, document_type).items()}


@lru_cache(maxsize=8)
def weigh_heads(pages: tuple[str, ...], document_type: str) -> Mapping[str, Contest[Any]]:
    """The same with what else was considered. Cached, because the answer is assessed by them."""
    total = _plausible(weigh_total(pages, document_type))
    return {
        "entity": weigh_entity(pages, document_type),
        "document_date": _written(weigh_document_date(pages, document_type), lambda day: day.isoformat()),
        "total_amount": _written(total, lambda amount: float(amount.value)),
        "currency": Contest(_currency(pages, document_type, total.found)),
    }


def _written(contest: Contest[Any], form: Callable[[Any], Any]) -> Contest[Any]:
    """The contest with the value that was taken in the form of an answer."""
    found = contest.found
    return replace(contest, found=Extract(form(found.value), found.words, found.signs)) if found else contest


def _plausible(contest: Contest[Amount]) -> Contest[Amount]:
    """The contest, in which an amount that no paper has as its total is not taken."""
    if contest.found is None or is_plausible(contest.found.value.value):
        return contest
    return replace(contest, found=None, blank="not_credible")


def _currency(pages: Sequence[str], document_type: str, total: Extract[Amount] | None) -> Extract[str] | None:
    """The currency of the total. Without a total, a paper about a price has the one that stands beside its amounts.

    Any other is given because there is a total, so it is at most as sure as that (see `probability`).
    """
    printed = printed_currency(pages) if has_price(document_type) else None
    if total is None or total.value.currency is None:
        return printed
    code, signs = total.value.currency, currency_signs(pages, total.value.currency)
    stands_alone = printed is not None and printed.value == code
    most = 1.0 if stands_alone else probability("total_amount", total.signs)
    return Extract(code, total.words, {**signs, "beside": total.signs["marked"], "most": most})


def _line_items(pages: Sequence[str], total: Extract[float] | None) -> Extract[list[dict[str, Any]]] | None:
    """The line items as JSON objects. Their evidence is the first of their lines."""
    amounts = amounts_of(tuple(pages))
    items = find_line_items(read_lines(pages), amounts, Decimal(str(total.value))) if total else []
    if not items:
        return None
    return Extract([item.facts for item in items], items[0].words)


def _balances(
    pages: Sequence[str], fields: Mapping[str, Extract[Any]], total: Extract[float] | None
) -> dict[str, Extract[float]]:
    """The balances of an account with the signs that they have for its owner. The total is the last of them."""
    if total is None:
        return {}
    values = {name: account_balance(pages, fields[name].value) for name in (_OPENING,) if name in fields}
    opening = {name: Extract(float(value), fields[name].words) for name, value in values.items() if value is not None}
    return {_CLOSING: Extract(total.value, total.words), **opening}


def _is_past(due: Extract[str] | None, issued: Extract[str] | None) -> bool:
    """Whether money was due before the document: such a date is that of an earlier bill, printed with its payment."""
    return due is not None and issued is not None and due.value < issued.value


def _without_contradictions(fields: dict[str, Extract[Any]], total: Extract[Any] | None) -> dict[str, Extract[Any]]:
    """The fields without an amount that contradicts the total, because its column or sign was misread."""
    if total is None:
        return fields
    tax = fields["tax"].value if "tax" in fields else 0.0
    subtotal = fields["subtotal"].value if "subtotal" in fields else 0.0
    wrong = {name for name in _LIKE_TOTAL & fields.keys() if fields[name].value * total.value < 0}
    if tax > total.value * _HIGHEST_TAX_SHARE:
        wrong.add("tax")
    if subtotal > total.value or (tax > 0 and subtotal == total.value):
        wrong.add("subtotal")
    return {name: found for name, found in fields.items() if name not in wrong}
