"""Where a quotation stands: its page, and the boxes of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

_TOKEN = re.compile(r"\S+")


class Place(NamedTuple):
    """Characters `start` to `end` of the text of a page; `page` counts from 1."""

    page: int
    start: int
    end: int


def find(quotation: str, pages: Sequence[str]) -> Place | None:
    """The first place of a quotation, however wide its spaces are. None if no page holds it."""
    tokens = _TOKEN.findall(quotation)
    if not tokens:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, tokens)), re.IGNORECASE)
    for number, text in enumerate(pages, start=1):
        if match := pattern.search(text):
            return Place(number, match.start(), match.end())
    return None


def boxes(place: Place, text: str, words: Sequence[Sequence[Any]]) -> list[list[float]]:
    """The boxes (left, top, right, bottom as fractions of the page) of the words at a place in the text of their page.

    `words` are those of a `Page`, in the order of its text. Empty if the text does not consist of them: a page of plain
    text has no words.
    """
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    if len(tokens) != len(words):
        return []
    covered = (index for index, (start, end) in enumerate(tokens) if start < place.end and end > place.start)
    return [list(words[index][1:5]) for index in covered]
