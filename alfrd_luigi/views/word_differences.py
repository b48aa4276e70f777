"""The difference between two texts, word by word."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Literal, NamedTuple

# Memory and time grow with the product of the lengths: longer texts are compared by lines, and then not at all.
_MOST = 5_000
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_LINES = re.compile(r".*\n|.+")


class Part(NamedTuple):
    """A piece of text that both texts have, or that the newer one has deleted or inserted."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


def differences(before: str, after: str) -> list[Part]:
    """The parts of both texts in order. Without the inserted parts they are `before`, without the deleted ones `after`.

    difflib makes the same of short texts, but takes minutes for a thousand words that are often repeated.
    """
    from rapidfuzz.distance import Indel  # here, because most archives never have a second version of a prompt

    old, new = _pieces(before, after)
    found: list[Part] = []
    for is_same, changes in groupby(Indel.opcodes(old, new), lambda change: change.tag == "equal"):
        made = list(changes)
        removed = "".join(piece for change in made for piece in old[change.src_start : change.src_end])
        added = "".join(piece for change in made for piece in new[change.dest_start : change.dest_end])
        if is_same:
            found.append(Part("same", removed))
        else:
            found += [part for part in (Part("deleted", removed), Part("inserted", added)) if part.text]
    return found


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    """Both texts as words with the blanks after them, as lines, or whole."""
    for pieces in (_WORDS, _LINES):
        old, new = pieces.findall(before), pieces.findall(after)
        if max(len(old), len(new)) <= _MOST:
            return old, new
    return [before], [after]
