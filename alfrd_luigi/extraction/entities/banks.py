"""The bank that sentences or the foot of an account's paper name: "make cheques payable to Example Bank"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.entities.companies import is_same, leading_name, name_key
from alfrd_luigi.extraction.entities.imprints import FOOTER_LINES, can_be_name
from alfrd_luigi.extraction.entities.vocabulary import single_words, words_of
from alfrd_luigi.extraction.lines import TextLine

_ENDINGS = ("bank", "kasse")
_FEWEST_SMALL = 4
"""The fewest words in lower case of a sentence."""


def named_bank(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, int, str]]:
    """The bank, with its line and cell, unless the sentences and the footers name several."""
    named = [each for position in range(len(lines)) for each in _banks_in(lines, position)]
    keys = [name_key(name) for _, _, name in named]
    if all(is_same(keys[0], key) for key in keys):
        yield from named[:1]


def _banks_in(lines: Sequence[TextLine], position: int) -> Iterator[tuple[TextLine, int, str]]:
    line, end = lines[position], position + FOOTER_LINES
    is_foot = end >= len(lines) or lines[end].page != line.page
    for index, cell in enumerate(line.cells):
        if (is_foot or _is_sentence(cell.text)) and not any(find_money(line.text)):
            yield from ((line, index, name) for name in _names(cell.text) if can_be_name(name))


def _is_sentence(text: str) -> bool:
    return sum(text[word.start].islower() for word in words_of(text)) >= _FEWEST_SMALL


def _names(text: str) -> Iterator[str]:
    """The words for a bank with the capitalised words before them; those after it, if it begins or a word connects."""
    words = words_of(text)
    for index, word in enumerate(words):
        if not text[word.start].isupper() or not (word.form in single_words("bank") or word.form.endswith(_ENDINGS)):
            continue
        start = word.start
        for before in reversed(words[:index]):
            if not text[before.start].isupper() or text[before.end : start].strip(" &-"):
                break
            start = before.start
        goes_on = index + 1 < len(words) and words[index + 1].form in single_words("connecting")
        yield leading_name(text[start:]) if goes_on or start == word.start else text[start : word.end]
