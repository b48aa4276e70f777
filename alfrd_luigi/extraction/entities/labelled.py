"""The names after a label, words of thanks or a sign of copyright: in the same cell, beside it, or below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.entities.addresses import is_address
from alfrd_luigi.extraction.entities.candidate import EntityCandidate, Source, candidate_of
from alfrd_luigi.extraction.entities.companies import ENDS, has_legal_form, leading_name
from alfrd_luigi.extraction.entities.stacks import TABLE_CELLS, is_broken
from alfrd_luigi.extraction.entities.vocabulary import Span, beginning, ending, is_generic, occurrences, words_of
from alfrd_luigi.extraction.entities.zones import recipient_label
from alfrd_luigi.extraction.lines import TextLine

_SENDER = re.compile(r"\W*from\W*$", re.IGNORECASE)
# What a form asks for: "Issuer (name and address)".
_CAPTION = re.compile(r"^\s*(?:\([^)]*\)|/[^:]*)")
_FIELD = re.compile(r"^[^:]{1,40}\s*:")


def announced(
    line: TextLine, below: Sequence[TextLine], index: int, labels: Sequence[str]
) -> Iterator[EntityCandidate]:
    """The names after words of thanks, and after a label."""
    text = line.cells[index].text
    for thanks in occurrences("thanks", text):
        if name := re.sub(r"^[\W\d]+", "", text[thanks.end :]):
            yield from candidate_of(name, Source.THANKS, line, index)
        elif below and thanks.first == 0:
            yield from candidate_of(below[0].cells[0].text, Source.THANKS, below[0], 0)
    if "\u00a9" in text:
        yield from candidate_of(re.sub(r"^[\W\d]+", "", text.partition("\u00a9")[2]), Source.THANKS, line, index)
    for kind in labels:
        named = (each for label in occurrences(kind, text) for each in _labelled(label, line, below, index))
        yield from (replace(each, source=Source.PAYEE) for each in named) if kind == "account_holder" else named


def _labelled(label: Span, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name after the label in its cell or, if the label is alone, in the cell beside or below it."""
    begins = label.first == 0 or (label.first == 1 and len(words_of(line.cells[index].text)[0].form) == 1)
    yield from _after_leading(label, line, below, index) if begins else _after_inner(label, line, below, index)


def _after_leading(label: Span, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name after a label at the beginning of a cell, beside it, or below it."""
    text = line.cells[index].text
    rest = _CAPTION.sub("", text[label.end :])
    colon = rest.lstrip().startswith(":")
    if not colon and rest.strip() and (is_priced(line, index) or ending("copy", text)):
        return
    source = Source.SENDER if colon and _SENDER.fullmatch(text[: label.end]) else Source.LABEL
    name = _bare(rest)
    if _is_value_of_label(name):
        yield from candidate_of(name, source, line, index)
    elif not _heads_column(label, line, index):
        yield from _near(source, line, below, index)


def _after_inner(label: Span, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name after a label within a cell: before a colon, in lower case, or of three words or more."""
    text = line.cells[index].text
    rest = _completed(_CAPTION.sub("", text[label.end :]), below, index)
    colon = rest.lstrip().startswith(":")
    if not colon and not text[label.start].islower() and label.stop - label.first <= 2:
        return
    name = _bare(rest if colon else leading_name(rest.lstrip()))
    if name and not is_generic(name) and not _SENDER.fullmatch(text[label.start : label.end]):
        yield from candidate_of(name, Source.LABEL, line, index)


def _bare(name: str) -> str:
    """A name without the signs around it, and the article before it: "organised by the Example Society"."""
    name = name.lstrip(".)").strip(ENDS + "()")
    article = beginning("article", name) if name[:1].islower() else None
    return name[article.end :].lstrip() if article else name


def _is_value_of_label(name: str) -> bool:
    """Whether a text after a label can be a name, and not a field of its own."""
    return bool(name) and not is_generic(name) and not beginning("field", name)


def _heads_column(label: Span, line: TextLine, index: int) -> bool:
    """Whether a label of one word is within the head of a table."""
    return bool(index) and len(line.cells) >= TABLE_CELLS and label.stop - label.first == 1


def is_priced(line: TextLine, index: int) -> bool:
    """Whether an amount stands beside a cell, as in "Employer pension   61.90"."""
    return index + 1 < len(line.cells) and any(find_money(line.cells[index + 1].text))


def _near(source: Source, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name beside a label or, if the next cell is none, the first one below it."""
    if index + 1 < len(line.cells):
        text = line.cells[index + 1].text
        colon = text[0] == ":" or (line.cells[index].text.rstrip().endswith(":") and not is_generic(text))
        if colon or (_is_value(text) and _is_pair(line, text)):
            yield from candidate_of(text, source, line, index + 1)
        if colon:
            return
    yield from _below(source, below, index)


def _below(source: Source, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The first name in the column of a label below it, up to a recipient's label."""
    for number, other in enumerate(below, 1):
        column = min(index, len(other.cells) - 1)
        text = _unregistered(other.cells[column].text)
        if recipient_label(other.cells[column]):
            return
        if not is_generic(text) and not _FIELD.match(text):
            text = _completed(text, below[number:], column)
            yield from [] if is_address(text) else candidate_of(text, source, other, column)
            return


def _unregistered(text: str) -> str:
    """The text before the number of a registration: "Example Supplies RFC: EXA010203"."""
    registered = next(iter(occurrences("registration", text)), None)
    return text[: registered.start].rstrip(" ,;(-") if registered and registered.first else text


def _completed(text: str, below: Sequence[TextLine], column: int) -> str:
    """The text with the next line, if it ends with a connecting word."""
    if below and column < len(below[0].cells) and words_of(text)[-1:] and is_broken(text):
        return f"{text} {below[0].cells[column].text}"
    return text


def _is_pair(line: TextLine, text: str) -> bool:
    """Whether a line is a label and its value, and not one of several labels."""
    return len(line.cells) == 2 or has_legal_form(text)


def _is_value(text: str) -> bool:
    """Whether the cell beside a label without a colon can be its name, and not the next label."""
    return not is_generic(text) and not _FIELD.match(text) and not any(map(str.isdigit, text))
