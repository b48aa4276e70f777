"""Detects quotations of a document in a text.

A model that read a document suggests a prompt for all later documents. This prompt must not contain the document's
text. Otherwise a stranger's document could write our prompts, and every later question would contain private text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# This many equal words in a row are no coincidence; instructions and documents share shorter phrases.
_RUN = 6
# In a sentence that speaks to a model, fewer words are the instruction itself.
_RUN_OF_ORDER = 4
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?:\n]+")
_ORDER = re.compile(r"\b(instruct|ignore|disregard|forget|prompt|assistant|system|propose|pretend)", re.IGNORECASE)


def quotes(text: str, pages: Iterable[str], known: str = "") -> bool:
    """Whether the text repeats six words in a row, or a number of five or more digits, from the pages.

    What the text `known` has, too, does not count.
    """
    told = {run for page in pages for run in (*_runs(page), *_numbers(page))}
    return not told.isdisjoint({*_runs(text), *_numbers(text)} - {*_runs(known), *_numbers(known)})


def copies_order(text: str, pages: Iterable[str], known: str = "") -> bool:
    """Whether the text repeats four words in a row from a sentence of the pages that speaks to a model."""
    sentences = (sentence for page in pages for sentence in _SENTENCE_END.split(page) if _ORDER.search(sentence))
    told = {run for sentence in sentences for run in _runs(sentence, _RUN_OF_ORDER)}
    return not told.isdisjoint({*_runs(text, _RUN_OF_ORDER)} - {*_runs(known, _RUN_OF_ORDER)})


def names(text: str, values: Iterable[str], known: str = "") -> bool:
    """Whether the text has one of these values, word by word, which the text `known` has not."""
    said, before = _joined(text), _joined(known)
    return any(value in said and value not in before for value in map(_joined, values))


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.lower())


def _joined(text: str) -> str:
    return f" {' '.join(words(text))} "


def _runs(text: str, length: int = _RUN) -> Iterator[str]:
    found = words(text)
    return (" ".join(found[start : start + length]) for start in range(len(found) - length + 1))


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d{5,}", text)
