"""The summary of a document: a paragraph made from its record.

The English sentences stand in the rules.toml of the types. Those of another language stand in its summaries.toml, with
`values`, the words for the choices that are recorded in English, and `elided`, the forms of words before a vowel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Any

from alfrd_luigi.extraction.document_language import language_of
from alfrd_luigi.extraction.formatting import money, period, quantity, spoken_date
from alfrd_luigi.extraction.languages import ENGLISH, by_code
from alfrd_luigi.extraction.letter_forms import closing, salutation_line
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.extraction.type_rules import rules_of

_SUBJECT_LINE = re.compile(r"^\s*(?:re|subject|betreff|betreft|objet|asunto|oggetto|onderwerp)\s*:[^\n]*", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_VOWEL = re.compile("[aeiou]")
_OPENING_LENGTH = range(20, 241)
PLAIN_NUMBERS = frozenset({"usage", "hours", "odometer"})
"""Fields that are numbers are amounts of money, except these."""


def summary_language(pages: Sequence[str], wanted: str | None) -> str:
    """The language of a summary: the wanted one, else that of the text, English if it has no sentences."""
    language = wanted or language_of(pages)
    return language if language in by_code("summaries") else ENGLISH


def summarize_record(
    document_type: str,
    record: Mapping[str, Any],
    fields: Mapping[str, Any],
    pages: Sequence[str],
    language: str = ENGLISH,
) -> str:
    """One paragraph that contains only values of `record`, `fields` and `pages`. Amounts of zero are omitted.

    `record` has entity, document_date, total_amount and currency.
    """
    words = _words(record, fields, pages, language)
    sentences = _sentences(document_type, language) or _sentences("other", language)
    return paragraph(sentences, words, language)


def paragraph(sentences: Sequence[Sequence[str]], words: Mapping[str, str], language: str) -> str:
    """The sentences with these words: of each, the first alternative whose words are all known."""
    elided: Mapping[str, str] = by_code("summaries")[language].get("elided", {})
    worded = (_word(alternatives, words, elided) for alternatives in sentences)
    return " ".join(sentence for sentence in worded if sentence)


def _sentences(document_type: str, language: str) -> Sequence[Sequence[str]]:
    """The sentences of a type, each with its alternatives; none for a type that a person added."""
    own: Mapping[str, Sequence[Sequence[str]]] = (
        {document_type: rules_of(document_type).get("sentences", ())}
        if language == ENGLISH
        else by_code("summaries")[language]["sentences"]
    )
    return own.get(document_type, ())


def _word(alternatives: Sequence[str], words: Mapping[str, str], elided: Mapping[str, str]) -> str | None:
    for template in alternatives:
        if all(name in words for _, name, _, _ in Formatter().parse(template) if name):
            sentence = _with_elisions(template, words, elided).format_map(words)
            return sentence[0].upper() + sentence[1:]
    return None


def _with_elisions(template: str, words: Mapping[str, str], elided: Mapping[str, str]) -> str:
    """The template with the short forms of words before a vowel: "de {entity}" is "d'{entity}" for "EDF"."""
    for full, short in elided.items():
        before = (name for name in words if _VOWEL.match(fold(words[name])))
        for name in before:
            template = template.replace(f" {full} {{{name}}}", f" {short}{{{name}}}")
    return template


def _words(record: Mapping[str, Any], fields: Mapping[str, Any], pages: Sequence[str], language: str) -> dict[str, str]:
    currency = record["currency"]
    single = {name: value for name, value in fields.items() if value and not isinstance(value, list)}
    words = {name: _say(name, value, currency, language) for name, value in single.items()}
    if record["entity"]:
        words["entity"] = record["entity"]
    if record["document_date"]:
        words["date"] = spoken_date(date.fromisoformat(record["document_date"]), language)
    if record["total_amount"] is not None:
        words["total"] = money(record["total_amount"], currency, language)
    if fields.get("period_start") and fields.get("period_end"):
        start, end = (date.fromisoformat(fields[name]) for name in ("period_start", "period_end"))
        words["period"] = period(start, end, language)
    opening = _opening(pages)
    return words | {"opening": opening} if opening else words


def _say(name: str, value: Any, currency: str | None, language: str) -> str:
    if isinstance(value, int | float):
        return quantity(value, None, language) if name in PLAIN_NUMBERS else money(value, currency, language)
    if _is_date(value):
        return spoken_date(date.fromisoformat(value), language)
    said: str = by_code("summaries")[language].get("values", {}).get(value, value)
    return said.rstrip(".,;: ")


def _is_date(value: str) -> bool:
    """Whether a field holds a date. A free text can have the form of one and be none."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _opening(pages: Sequence[str]) -> str | None:
    """The first sentence after a letter's salutation. A long one is cut after a word."""
    text = "\n".join(pages)
    greeting = salutation_line().search(text)
    if greeting is None:
        return None
    body = " ".join(closing().split(_SUBJECT_LINE.sub("", text[greeting.end() :]))[0].split())
    sentences = [each for each in _SENTENCE_END.split(body) if len(each) >= _OPENING_LENGTH.start]
    if not sentences:
        return None
    sentence = sentences[0]
    return sentence if len(sentence) in _OPENING_LENGTH else f"{sentence[: _OPENING_LENGTH.stop].rsplit(' ', 1)[0]} ..."
