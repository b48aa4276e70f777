"""Detects quotations of a document in a text.

A scorer that read a document suggests a prompt for all later documents. This prompt must not contain the document's
text. Otherwise a stranger's document could write our prompts, and every later question would contain private text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# This many equal words in a row are no coincidence; instructions and documents share shorter phrases.
_RUN = 6
_WORD = re.compile(r"\w+")


def quotes(text: str, pages: Iterable[str]) -> bool:
    """Whether the text repeats six words in a row, or a number of five or more digits, from the pages."""
    told = {run for page in pages for run in (*_runs(page), *_numbers(page))}
    return not told.isdisjoint([*_runs(text), *_numbers(text)])


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    return (" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d{5,}", text)
