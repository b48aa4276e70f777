"""Whether a text carries over what a document says.

A scorer that read a document suggests a prompt for all later ones. What the document itself says must not get into
that: a stranger could otherwise write our prompts, and one person's papers would be told to every later question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# So many words in a row are no coincidence; instructions and documents share shorter phrases.
_RUN = 6
_WORD = re.compile(r"\w+")


def quotes(text: str, pages: Iterable[str]) -> bool:
    """Whether the text repeats six words in a row, or a number of five digits or more, of the pages."""
    told = {run for page in pages for run in (*_runs(page), *_numbers(page))}
    return not told.isdisjoint([*_runs(text), *_numbers(text)])


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    return (" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d{5,}", text)
