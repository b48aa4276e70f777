"""The names at the head of a line of particulars: "Example Club, 8 Stadium Walk, 12345 City, Tel. 5550134"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alfrd_luigi.extraction.entities.addresses import is_address, is_contact, is_postal
from alfrd_luigi.extraction.entities.companies import companies, leading_name
from alfrd_luigi.extraction.entities.vocabulary import (
    beginning,
    is_generic,
    occurrences,
    occurs,
    single_words,
    words_of,
)
from alfrd_luigi.extraction.lines import TextLine

_FEWEST_PARTICULARS = 2
_FEWEST_IN_COLUMNS = 2
_FEWEST_COLUMNS = 2
FOOTER_LINES = 3
_FOOT = 7
"""The number of lines at the end of a page that can be a footer."""
_MOST_WORDS = 9
_MOST_REGISTERED = 4
_NUMBER = re.compile(r"[\s:.)]*[A-Z]{0,4}[\s\-]?\d{2}")
_SHORTEST = 40
"""The fewest letters of a cell with a name and two particulars."""
_NAME_END = re.compile(r"\s*[,;:|\u00b7\u2022*(\u00a6]|\s[-\u2013\u2014]\s|\.\s(?=[A-Z])")
_SENTENCE = re.compile(r"[.:]\s+(?=[A-Z])|\s{2,}")
_BANK_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,}")


def imprint_names(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, int, str]]:
    """The names that begin a line with two kinds of particulars or more, each with its line and cell.

    Particulars are a postal address, a telephone number or mailbox, a registration, and a bank account.
    """
    for position, line in enumerate(lines):
        for index, cell in enumerate(line.cells):
            if name := _heading(cell.text, position, lines) or _registered(
                cell.text, lines[position - 1] if position else None
            ):
                yield line, index, name
        yield from _supervised(line)
    yield from _column_names(lines)


def _supervised(line: TextLine) -> Iterator[tuple[TextLine, int, str]]:
    """The subjects of sentences on who supervises a company: "Example Bank is authorised by the regulator"."""
    for said in occurrences("supervised", line.text):
        subject = _SENTENCE.split(line.text[: said.start])[-1].strip(" ,")
        article = beginning("article", subject)
        name = subject[article.end :].strip() if article else subject
        if name and (leading_name(name) == name or _is_company(name)) and can_be_name(name):
            yield line, next(index for index, cell in enumerate(line.cells) if cell.end > said.start), name


def _heading(text: str, position: int, lines: Sequence[TextLine]) -> str | None:
    """The name that begins a line of particulars."""
    return _name(text) or _footer_name(text, position, lines) if len(text) >= _SHORTEST else None


def _registered(text: str, above: TextLine | None) -> str | None:
    """The words before a registration and its number, not those of a place: "Example Reg. No. 200001234X"."""
    registered = next(occurrences("registration", text), None)
    if registered is None or not 1 <= registered.first <= _MOST_REGISTERED or not _NUMBER.match(text, registered.end):
        return None
    name = text[: registered.start].rstrip(" ,;|(-")
    is_own = leading_name(name) == name and can_be_name(name)
    return name if is_own and not (above and is_postal(above.cells[0].text)) else None


def _is_company(name: str) -> bool:
    """Whether a text is the name of a company and nothing else: "Example Health Plan, Inc."."""
    return any(company.start == 0 and company.end == len(name) for company in companies(name))


def _column_names(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, int, str]]:
    """The names that begin the last lines of a page, in columns with particulars of several kinds."""
    for position, line in enumerate(lines):
        block = [other for other in lines[position : position + FOOTER_LINES] if other.page == line.page]
        end = position + _FOOT < len(lines) and lines[position + _FOOT].page == line.page
        name = line.cells[0].text
        if end or len(line.cells) < _FEWEST_COLUMNS or not _heads_footer(name):
            continue
        rest = "\n".join(cell.text for other in block for cell in other.cells if cell is not line.cells[0])
        if occurs("registration", rest) and _particulars(rest) >= _FEWEST_IN_COLUMNS:
            yield line, 0, name


def _heads_footer(name: str) -> bool:
    """Whether a text without numbers can be a name, and not a bank's."""
    return not any(map(str.isdigit, name)) and ":" not in name and not occurs("bank", name) and can_be_name(name)


def _name(text: str) -> str | None:
    """The words before the first separator, if they can be a name and particulars follow."""
    separator = _NAME_END.search(text)
    if separator is None or not text[0].isalpha():
        return None
    name, rest = text[: separator.start()].strip(), text[separator.end() :]
    if not can_be_name(name):
        return None
    return name if _particulars(rest) >= _FEWEST_PARTICULARS else None


def _footer_name(text: str, position: int, lines: Sequence[TextLine]) -> str | None:
    """The name before a bar and a postal address, in one of the last lines of a page."""
    end = position + FOOTER_LINES
    name, bar, rest = text.partition(" | ")
    is_foot = end >= len(lines) or lines[end].page != lines[position].page
    return name if bar and is_foot and _heads_footer(name) and any(map(is_postal, rest.split("|"))) else None


def can_be_name(name: str) -> bool:
    """Whether a text of few words is neither an address nor a label, a heading or part of a sentence."""
    words = words_of(name)
    return (
        1 <= len(words) <= _MOST_WORDS
        and not is_generic(name)
        and not is_address(name)
        and not any(beginning(kind, name) for kind in ("field", "recipient", "issuer", "heading", "prose"))
        and not any(word.form in single_words("prose") - single_words("connecting") for word in words)
    )


def _particulars(text: str) -> int:
    """The number of kinds of particulars in a text. The digits of a bank account are no telephone number."""
    others, accounts = _BANK_ACCOUNT.subn("", text)
    postal = any(map(is_postal, others.split("\n")))
    return sum((postal, is_contact(others), occurs("registration", others), accounts > 0))
