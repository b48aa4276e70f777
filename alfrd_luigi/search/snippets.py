"""Pieces of a document's text around the words that were found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from alfrd_luigi.search.words import Word, words

_LETTERS = 160
_BEFORE = 50
_MOST_HITS = 200


class Part(NamedTuple):
    """A part of a snippet, on one line. One that is lit is a word that was found."""

    text: str
    is_lit: bool


def snippet(text: str, is_lit: Callable[[Word], bool]) -> tuple[Part, ...]:
    """The piece of a text with the most different words that were found; its beginning if it has none."""
    hits: list[Word] = []
    for word in words(text):
        if is_lit(word):
            hits.append(word)
            if len(hits) == _MOST_HITS:
                break
    first = _best(hits)
    start = _edge(text, max(0, first - _BEFORE))
    end = min(len(text), start + _LETTERS)
    end = text.rfind(" ", start + 1, end) if end < len(text) and text.rfind(" ", start + 1, end) > first else end
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = max(start, len(text[:end].rstrip()))
    return tuple(_parts(text, start, end, [hit for hit in hits if start <= hit.start and hit.end <= end]))


def _best(hits: Sequence[Word]) -> int:
    """The place of the first hit of the piece with the most different ones, 0 without any."""
    best, most = 0, 0
    for at, hit in enumerate(hits):
        within = {each.forms[0] for each in hits[at : at + 20] if each.end - hit.start < _LETTERS - _BEFORE}
        if len(within) > most:
            best, most = hit.start, len(within)
    return best


def _edge(text: str, place: int) -> int:
    """The beginning of the word at a place."""
    space = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    return space if place - space < _BEFORE else place


def _parts(text: str, start: int, end: int, hits: Sequence[Word]) -> Iterator[Part]:
    at = start
    for hit in hits:
        if hit.start > at:
            yield Part(_line(text[at : hit.start]), is_lit=False)
        if hit.end > at:
            yield Part(_line(text[max(at, hit.start) : hit.end]), is_lit=True)
        at = max(at, hit.end)
    if at < end:
        yield Part(_line(text[at:end]), is_lit=False)


def _line(text: str) -> str:
    """The text on one line; a space at either end stays."""
    inner = " ".join(text.split())
    if not inner:
        return " "
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
