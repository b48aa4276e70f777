"""The summary of a document: a paragraph made from its record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Any

from alfrd_luigi.extraction.formatting import money, period, spoken_date
from alfrd_luigi.extraction.type_rules import rules_of

_SALUTATION = re.compile(
    r"^[ \t]*(?:dear|to whom|sehr geehrte|geachte|beste|madame|monsieur|estimad|gentile|egregio)\b.*$", re.I | re.M
)
_SUBJECT_LINE = re.compile(r"^\s*(?:re|subject|betreff|objet|asunto)\s*:[^\n]*", re.I)
_CLOSING = re.compile(r"\b(?:sincerely|regards|yours|cordially|gr[uü](?:ss|ß)en|groet|atentamente|saluti)\b", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_OPENING_LENGTH = range(20, 241)
# Fields that are numbers are amounts of money, except these.
_PLAIN_NUMBERS = frozenset({"usage", "hours", "odometer"})


def summarize_record(
    document_type: str, record: Mapping[str, Any], fields: Mapping[str, Any], pages: Sequence[str]
) -> str:
    """One paragraph that contains only values of `record`, `fields` and `pages`. Amounts of zero are omitted.

    `record` has entity, document_date, total_amount and currency.
    """
    words = _words(record, fields, pages)
    sentences = (rules_of(document_type) or rules_of("other"))["sentences"]
    worded = (_word(alternatives, words) for alternatives in sentences)
    return " ".join(sentence for sentence in worded if sentence)


def _word(alternatives: Sequence[str], words: Mapping[str, str]) -> str | None:
    for template in alternatives:
        if all(name in words for _, name, _, _ in Formatter().parse(template) if name):
            sentence = template.format_map(words)
            return sentence[0].upper() + sentence[1:]
    return None


def _words(record: Mapping[str, Any], fields: Mapping[str, Any], pages: Sequence[str]) -> dict[str, str]:
    currency = record["currency"]
    single = {name: value for name, value in fields.items() if value and not isinstance(value, list)}
    words = {name: _say(name, value, currency) for name, value in single.items()}
    if record["entity"]:
        words["entity"] = record["entity"]
    if record["document_date"]:
        words["date"] = spoken_date(date.fromisoformat(record["document_date"]))
    if record["total_amount"] is not None:
        words["total"] = money(record["total_amount"], currency)
    if fields.get("period_start") and fields.get("period_end"):
        words["period"] = period(date.fromisoformat(fields["period_start"]), date.fromisoformat(fields["period_end"]))
    opening = _opening(pages)
    return words | {"opening": opening} if opening else words


def _say(name: str, value: Any, currency: str | None) -> str:
    if isinstance(value, int | float):
        return f"{value:,g}" if name in _PLAIN_NUMBERS else money(value, currency)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return spoken_date(date.fromisoformat(value))
    return str(value).rstrip(".,;: ")


def _opening(pages: Sequence[str]) -> str | None:
    """The first sentence after a letter's salutation. A long one is cut after a word."""
    text = "\n".join(pages)
    salutation = _SALUTATION.search(text)
    if salutation is None:
        return None
    body = " ".join(_CLOSING.split(_SUBJECT_LINE.sub("", text[salutation.end() :]))[0].split())
    sentences = [each for each in _SENTENCE_END.split(body) if len(each) >= _OPENING_LENGTH.start]
    if not sentences:
        return None
    sentence = sentences[0]
    return sentence if len(sentence) in _OPENING_LENGTH else f"{sentence[: _OPENING_LENGTH.stop].rsplit(' ', 1)[0]} ..."
