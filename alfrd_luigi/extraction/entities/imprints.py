"""The names at the head of a line of particulars: "Example Club, 8 Stadium Walk, 12345 City, Tel. 5550134"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alfrd_luigi.extraction.entities.addresses import is_address, is_contact, is_postal
from alfrd_luigi.extraction.entities.vocabulary import beginning, is_generic, occurs, single_words, words_of
from alfrd_luigi.extraction.lines import TextLine

_FEWEST_PARTICULARS = 2
_MOST_WORDS = 9
_SHORTEST = 40
"""The fewest letters of a cell with a name and two particulars."""
_NAME_END = re.compile(r"\s*[,;:|\u00b7\u2022*(\u00a6]|\s[-\u2013\u2014]\s|\.\s(?=[A-Z])")
_BANK_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,}")


def imprint_names(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, int, str]]:
    """The names that begin a line with two kinds of particulars or more, each with its line and cell.

    Particulars are a postal address, a telephone number or mailbox, a registration, and a bank account.
    """
    for line in lines:
        for index, cell in enumerate(line.cells):
            if len(cell.text) >= _SHORTEST and (name := _name(cell.text)):
                yield line, index, name


def _name(text: str) -> str | None:
    """The words before the first separator, if they can be a name and particulars follow."""
    separator = _NAME_END.search(text)
    if separator is None or not text[0].isalpha():
        return None
    name, rest = text[: separator.start()].strip(), text[separator.end() :]
    if not _can_be_name(name):
        return None
    return name if _particulars(rest) >= _FEWEST_PARTICULARS else None


def _can_be_name(name: str) -> bool:
    words = words_of(name)
    return (
        1 <= len(words) <= _MOST_WORDS
        and not is_generic(name)
        and not is_address(name)
        and not any(beginning(kind, name) for kind in ("field", "recipient", "issuer", "heading", "prose"))
        and not any(word.form in single_words("prose") - single_words("connecting") for word in words)
    )


def _particulars(text: str) -> int:
    """The number of kinds of particulars in a text."""
    return sum((is_postal(text), is_contact(text), occurs("registration", text), bool(_BANK_ACCOUNT.search(text))))
