"""Reads the fields of a document's type, each by its rule in fields.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from alfrd_luigi.extraction.amounts.labelled_amounts import LabelledAmount, find_amount, labelled_amounts
from alfrd_luigi.extraction.amounts.money import decimal_point
from alfrd_luigi.extraction.consumption import find_consumption
from alfrd_luigi.extraction.dates import find_labelled_date, find_period
from alfrd_luigi.extraction.entities.label_words import consists_of_labels
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.field_rules import Rule, rules
from alfrd_luigi.extraction.identifiers import find_iban, find_identifier
from alfrd_luigi.extraction.label_search import find_announced, find_labelled
from alfrd_luigi.extraction.letter_forms import salutation
from alfrd_luigi.extraction.lines import TextLine, fold, read_lines
from alfrd_luigi.extraction.phrases import label_may_occur, may_occur, pattern, search
from alfrd_luigi.extraction.quantities import QUANTITY, quantity

_OWED = frozenset({"amount_due", "rent"})
_NUMBER = re.compile(QUANTITY)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# Three or more words without digits. Unlike in names and addresses, a word after the first is in lower case.
_HEADLINE = re.compile(r"(?=.{8,80}$)(?=\S+(?: \S+)* [a-z])[^\W\d](?:[^\d\n]*) [^\d\n]* [^\d\n]*")
_TEXT_LENGTH = range(2, 81)
# Words, and no number, date, code or sentence.
_NAME = re.compile(r"(?!(?:\S+ ){5}.*\.$)(?=[^\W_])(?!\S*\d\S*$)(?!\d{1,4}([./-])\d{1,2}\1\d)(?=.*[^\W\d_]{2})")
# Behind a name in its cell: "Example Ltd Invoice No. 17", "Jo Example Case number: 5".
_NEXT_LABEL = re.compile(
    r"[\s,;|]+(?:[^\W\d]+ )?(?:no|nr|num|number|id|date|datum)\b\.?\s?[:#]?\s?(?=\S*\d)", re.IGNORECASE
)


@dataclass(frozen=True)
class Text:
    """A document's text in the forms that the readers need."""

    pages: tuple[str, ...]
    asks_money: bool
    """Whether the document asks for money. A bank's account on it is then the one to pay to."""

    @cached_property
    def lines(self) -> Sequence[TextLine]:
        """The lines that are not blank."""
        return read_lines(self.pages)

    @cached_property
    def raw(self) -> str:
        """All pages in one."""
        return "\n".join(self.pages)

    @cached_property
    def folded(self) -> str:
        """All pages in one line, in lower case without accents."""
        return fold(self.raw)

    @cached_property
    def folded_lines(self) -> list[str]:
        """The lines in lower case without accents."""
        return [fold(line.text) for line in self.lines]

    @cached_property
    def amounts(self) -> list[LabelledAmount]:
        """The amounts that have a label."""
        return labelled_amounts(self.lines)


def find_fields(pages: Sequence[str], fields_schema: Mapping[str, Any]) -> dict[str, Extract[Any]]:
    """The fields of the schema that the document contains, as JSON values. Fields without a rule are omitted."""
    names = fields_schema.get("properties", {})
    text = Text(tuple(pages), asks_money=not _OWED.isdisjoint(names))
    found = {name: _find(name, text) for name in names}
    return {name: each for name, each in found.items() if each is not None}


def _find(name: str, text: Text) -> Extract[Any] | None:
    rule = rules().get(name)
    if rule is None:
        return None
    # Most labels of all languages are in no text. Looking for each in every line would take most of the time.
    labels = [label for label in rule["labels"] if label_may_occur(label, text.folded)]
    return _READERS[rule["kind"]](text, {**rule, "labels": labels})


def _read_identifier(text: Text, rule: Rule) -> Extract[str] | None:
    for found in find_labelled(text.lines, rule["labels"]):
        iban = find_iban(found.value) if rule.get("iban") else None
        value = iban or find_identifier(found.value, *filter(None, [rule.get("form")]))
        if value and re.fullmatch(rule.get("pattern", ".*"), value) and not (text.asks_money and _is_iban(found, iban)):
            return Extract(value, found.words)
    return None


def _is_iban(found: Extract[str], iban: str | None) -> bool:
    """Whether the value is an international bank account number, or a label says so and it was misread."""
    return iban is not None or found.words.lower().startswith("iban")


def _read_text(text: Text, rule: Rule) -> Extract[str] | None:
    for found in find_announced(text.lines, rule["labels"]):
        wanted = re.fullmatch(rule.get("pattern", ".*"), found.value, re.IGNORECASE)
        if wanted and len(found.value) in _TEXT_LENGTH and found.value[0].isalnum() and found.value[-1] != ":":
            return found
    return None


def _read_name(text: Text, rule: Rule) -> Extract[str] | None:
    for found in find_announced(text.lines, rule["labels"]):
        name = _NEXT_LABEL.split(found.value[: 2 * _TEXT_LENGTH.stop])[0]
        if _NAME.match(name) and len(name) in _TEXT_LENGTH and name[-1] != ":" and not consists_of_labels(name):
            return Extract(name, found.words)
    return None


def _read_salutation(text: Text, rule: Rule) -> Extract[str] | None:
    for line in text.lines:
        match = salutation().match(line.text)
        if match:
            return Extract(match[1].strip(), match[0].strip())
    return _read_text(text, rule)


def _read_subject(text: Text, rule: Rule) -> Extract[str] | None:
    """The text labelled as subject; otherwise the line above a letter's salutation, unless it resembles a name."""
    labelled = _read_text(text, rule)
    if labelled is not None:
        return labelled
    for above, line in pairwise(text.lines):
        if salutation().match(line.text) and _HEADLINE.fullmatch(above.text.strip()):
            return Extract(above.text.strip(), above.text)
    return None


def _read_number(text: Text, rule: Rule) -> Extract[float] | None:
    for found in find_labelled(text.lines, rule["labels"]):
        match = _NUMBER.match(found.value)
        if match:
            return Extract(quantity(match[0], decimal_point([line.text for line in text.lines])), found.words)
    return None


def _read_year(text: Text, rule: Rule) -> Extract[str] | None:
    for found in find_labelled(text.lines, rule["labels"]):
        match = _YEAR.search(found.value)
        if match:
            return Extract(match[0], found.words)
    return None


def _read_date(text: Text, rule: Rule) -> Extract[str] | None:
    return _iso(find_labelled_date(text.pages, rule["labels"]))


def _read_period_start(text: Text, _rule: Rule) -> Extract[str] | None:
    period = find_period(text.pages)
    return Extract(period.value[0].isoformat(), period.words) if period else None


def _read_period_end(text: Text, _rule: Rule) -> Extract[str] | None:
    period = find_period(text.pages)
    return Extract(period.value[1].isoformat(), period.words) if period else None


def _read_amount(text: Text, rule: Rule) -> Extract[float] | None:
    found = find_amount(text.amounts, rule["labels"], rule.get("amount_kinds"), earlier=rule.get("earlier", False))
    if found is None:
        return None
    return Extract(abs(found.value) if rule.get("unsigned") else found.value, found.words)


def _read_choice(text: Text, rule: Rule) -> Extract[str] | None:
    look = _opening_phrase if rule.get("starts_line") else _first_phrase
    matches = {choice: look(phrases, text) for choice, phrases in rule["choices"].items()}
    hits = [Extract(choice, words) for choice, words in matches.items() if words]
    if len(hits) > 1 and "several" in rule:
        return Extract(rule["several"], hits[0].words)
    return hits[0] if len(hits) == 1 or (hits and rule.get("first")) else None


def _first_phrase(phrases: Sequence[str], text: Text) -> str | None:
    matches = (search(phrase, text.folded) for phrase in phrases)
    return next((match[0] for match in matches if match), None)


def _opening_phrase(phrases: Sequence[str], text: Text) -> str | None:
    possible = (phrase for phrase in phrases if may_occur(phrase, text.folded))
    matches = (pattern(phrase).match(line) for phrase in possible for line in text.folded_lines)
    return next((match[0] for match in matches if match), None)


def _read_pattern(text: Text, rule: Rule) -> Extract[str] | None:
    match = re.search(rule["pattern"], text.raw)
    return Extract(" ".join(match[0].split()), match[0]) if match else None


def _read_usage(text: Text, _rule: Rule) -> Extract[float] | None:
    found = find_consumption(text.lines)
    return Extract(found.value.quantity, found.words) if found else None


def _read_usage_unit(text: Text, _rule: Rule) -> Extract[str] | None:
    found = find_consumption(text.lines)
    return Extract(found.value.unit, found.words) if found else None


def _iso(found: Extract[date] | None) -> Extract[str] | None:
    return Extract(found.value.isoformat(), found.words) if found else None


_READERS: Mapping[str, Callable[[Text, Rule], Extract[Any] | None]] = {
    "identifier": _read_identifier,
    "text": _read_text,
    "name": _read_name,
    "salutation": _read_salutation,
    "subject": _read_subject,
    "number": _read_number,
    "year": _read_year,
    "date": _read_date,
    "period_start": _read_period_start,
    "period_end": _read_period_end,
    "amount": _read_amount,
    "choice": _read_choice,
    "pattern": _read_pattern,
    "usage": _read_usage,
    "usage_unit": _read_usage_unit,
}
