"""Names that are printed on two or three lines."""

from __future__ import annotations

from collections.abc import Sequence

from alfrd_luigi.extraction.entities.companies import has_legal_form
from alfrd_luigi.extraction.entities.names import is_heading, names_trade
from alfrd_luigi.extraction.entities.vocabulary import (
    Span,
    beginning,
    is_generic,
    occurrences,
    single_words,
    words_of,
)
from alfrd_luigi.extraction.lines import TextLine

STACKED_WORDS = 7
TABLE_CELLS = 4
"""The fewest cells of the head of a table, where a single word such as "From" is no label of an issuer."""
_TOP_LINES = 6
_MOST_AFTER_FORM = 4
"""The words after a legal form that begins a line: a registration number."""


def continued_name(line: TextLine, below: Sequence[TextLine], index: int) -> str | None:
    """A name whose legal form begins the next line, or the one after it."""
    first = line.cells[index].text
    if first[-1] in ".:;" or is_generic(first):
        return None
    second = _text_at(below[0], index)
    form = _ending_form(second)
    if (
        form is None
        and len(below) > 1
        and _can_stack(first)
        and _can_stack(second)
        and _ending_form(_text_at(below[1], index))
    ):
        first, second = f"{first} {second}", _text_at(below[1], index)
        form = _ending_form(second)
    if form is None or not has_legal_form(f"{first} {second[: form.end]}"):
        return None
    return f"{first} {second}"


def _ending_form(text: str) -> Span | None:
    """The legal form that begins a text and ends a name: nothing, or a registration number, follows it."""
    form = beginning("legal_form", text)
    after = text[form.end :].lstrip(" .,") if form else ""
    return None if after[:1].isalpha() or len(after.split()) > _MOST_AFTER_FORM else form


def _text_at(line: TextLine, index: int) -> str:
    return line.cells[min(index, len(line.cells) - 1)].text


def stacked_name(line: TextLine, below: Sequence[TextLine], index: int) -> str | None:
    """A name at the top on two lines, or on three of which the last begins with "&"."""
    is_value = index and line.cells[index - 1].text[-1] == ":"
    if line.page or line.number >= _TOP_LINES or len(line.cells) >= TABLE_CELLS or is_value:
        return None
    lines = [line.cells[index].text, *(_text_at(other, index) for other in below[:2])]
    if len(lines) > 2 and _is_added(lines[2]) and all(map(_can_stack, lines)):
        return " ".join(lines)
    if _can_stack(lines[0]) and _can_stack(lines[1]) and _belong(lines[0], lines[1]):
        return " ".join(lines[:2])
    return None


def _belong(first: str, second: str) -> bool:
    """Whether two lines are one name: a connecting word ends or begins one, or one is words of a trade only."""
    if is_broken(first) or _is_added(second):
        return True
    if beginning("part", second) is not None and names_trade(first):
        return False
    return first.isupper() == second.isupper() and _is_bare_trade(first) != _is_bare_trade(second)


def _is_added(text: str) -> bool:
    """Whether a text, not the name of an owner, continues the line above it: "& Sons", "des Trois Rives"."""
    return text[0] == "&" or (
        not has_legal_form(text) and text[0].islower() and words_of(text)[0].form in single_words("connecting")
    )


def _can_stack(text: str) -> bool:
    """Whether a text can be one line of a name of two."""
    if not words_of(text):
        return False
    plain = not any(map(str.isdigit, text)) and not any(sign in text for sign in ":,;@|\u00b7")
    barred = is_heading(text) or any(beginning(kind, text) for kind in ("role", "unit", "field", "recipient", "title"))
    return plain and len(words_of(text)) <= STACKED_WORDS and not barred


def _is_bare_trade(text: str) -> bool:
    """Whether a text is words of trades and headings only: "Building Supplies"."""
    traded = {index for span in occurrences("trade", text) for index in range(span.first, span.stop)}
    return bool(traded) and all(
        index in traded or word.form in single_words("connecting") or is_generic(word.form)
        for index, word in enumerate(words_of(text))
    )


def is_broken(text: str) -> bool:
    """Whether a text ends with a connecting word."""
    return words_of(text)[-1].form in single_words("connecting")
