"""What stands around a candidate: addresses, prices and the particulars of a company."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates
from alfrd_luigi.extraction.entities.addresses import is_address, is_postal
from alfrd_luigi.extraction.entities.candidate import EntityCandidate, Source
from alfrd_luigi.extraction.entities.companies import has_legal_form
from alfrd_luigi.extraction.entities.names import is_heading, names_office, names_trade
from alfrd_luigi.extraction.entities.services import describes, is_service
from alfrd_luigi.extraction.entities.vocabulary import (
    beginning,
    ending,
    is_generic,
    occurs,
    single_words,
    words_of,
)
from alfrd_luigi.extraction.entities.zones import CITY, recipient_label
from alfrd_luigi.extraction.lines import Cell, TextLine

LETTERHEAD_LINES = 3
_RANKED_LINES = 20
_OFFICE_LINES = 8
_FEWEST_LETTERS = 3
"""Lines with fewer letters are stray marks and numbers. They do not count for the position of the name."""
_REACH, _TOP_REACH = 2, 4
_DATE_LINE = 60
_BROKER_LINES = 2
_FEWEST_CAPTIONS = 3
_FEWEST_FACTS = 3
_ROW_AMOUNTS = 2
"""The fewest amounts of a row of prices in one or two cells."""
_MOST_PROFESSING = 5
"""The most words of the name above a service."""
# An account after the name of its bank: "Example Bank - DE12 3456 ...".
_ACCOUNT = re.compile(
    r"[\s,;:.\-\u2013\u2014|\u00b7()]*(?:(?:\w+\s)?(?:IBAN|BIC|SWIFT|BLZ|CCC|RIB|ABI)\b|[A-Z]{2}[\d*]{2}[ \d*])"
)
# Signs between a name and its address in one line.
_JOINTS = " ,|*\u00b7\u2022\u2013-"
_JOINT = re.compile(rf"\s*[{re.escape(_JOINTS.strip())}]")
_OWN_PARTICULARS = {Source.IMPRINT, Source.SENDER}
_PARTICULARS = 5
"""The number of lines of a company's particulars, from its name."""


class Surroundings:
    """The lines of a document, and what they say about a candidate in one of them."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._lines = lines
        named = (line.number for line in lines[:_RANKED_LINES] if _may_name(line))
        self._first = next((line.number for line in lines if _has_letters(line)), 0)
        self._ranks = {number: rank for rank, number in enumerate(named)}

    def is_first(self, candidate: EntityCandidate) -> bool:
        """Whether no other text, not even a heading, is above the candidate's line."""
        return candidate.line.number == self._first

    def is_top(self, candidate: EntityCandidate) -> bool:
        """Whether no other name is above the candidate, which is the first text of its line."""
        return self.rank(candidate) == 0 and candidate.line.page == 0 and not candidate.cell

    def rank(self, candidate: EntityCandidate) -> int:
        """The number of lines above the candidate's that may hold a name."""
        return self._ranks.get(candidate.line.number, candidate.line.number)

    def heads_address(self, candidate: EntityCandidate) -> bool:
        """Whether one of the next two lines is part of an address; of the next four, at the very top."""
        reach = _TOP_REACH if self.is_top(candidate) else _REACH
        following = self._lines[candidate.line.number + 1 : candidate.line.number + 1 + reach]
        cells = (_cell(line, candidate.cell) for line in following if line.page == candidate.line.page)
        return any(is_address(cell.text) and not recipient_label(cell) for cell in cells)

    def is_addressed(self, candidate: EntityCandidate) -> bool:
        """Whether a line below the letterhead continues with the address: "Example AG \u00b7 60628 Frankfurt"."""
        if self.rank(candidate) < LETTERHEAD_LINES:
            return False
        _, separator, rest = candidate.line.text.partition(candidate.words)
        return bool(separator) and bool(_JOINT.match(rest)) and is_postal(rest.lstrip(_JOINTS))

    def _heads_postal(self, candidate: EntityCandidate) -> bool:
        """Whether the next line continues the candidate with a postal address."""
        following = self._lines[candidate.line.number + 1 : candidate.line.number + 2]
        texts = (_cell(line, candidate.cell).text for line in following)
        return any(is_postal(text) and not any(find_money(text)) for text in texts)

    def professes(self, candidate: EntityCandidate) -> bool:
        """Whether the next line says what the candidate, near the top, does."""
        line = candidate.line
        following = self._lines[line.number + 1 : line.number + 2] if self.rank(candidate) <= LETTERHEAD_LINES else ()
        return any(self._is_service(cell.text, line) for below in following for cell in _beside(below, candidate))

    def is_superior(self, candidate: EntityCandidate) -> bool:
        """Whether a public body only stands in the letterhead of one that it is part of: a school's, a town's."""
        if beginning("superior", candidate.name) is None:
            return False
        number = candidate.line.number
        beside = [cell.text for line in self._lines[: number + 1] for cell in line.cells]
        below = [_cell(line, candidate.cell).text for line in self._lines[number + 1 : number + 2]]
        return any(beginning("superior", text) is None and _is_subordinate(text) for text in (*beside, *below))

    def is_service(self, candidate: EntityCandidate) -> bool:
        """Whether a text says what the name above it does."""
        above = self._lines[max(0, candidate.line.number - 1)]
        return self._is_service(candidate.line.cells[candidate.cell].text, above)

    def _is_service(self, text: str, above: TextLine) -> bool:
        return is_service(text) or (describes(text) and _can_profess(above.cells[0].text))

    def is_account(self, candidate: EntityCandidate) -> bool:
        """Whether an account follows the name in its cell, or its label says that it is a bank."""
        before, _, after = candidate.line.cells[candidate.cell].text.partition(candidate.words)
        left = candidate.line.cells[candidate.cell - 1].text if candidate.cell and not before else before
        above = self._lines[candidate.line.number - 1].cells if candidate.line.number else ()
        label = above[candidate.cell].text if candidate.cell < len(above) and not before else ""
        labels = (text for text in (left, label) if not any(map(str.isdigit, text)))
        return bool(_ACCOUNT.match(after)) or any(beginning("account_bank", text) for text in labels)

    def continues_address(self, candidate: EntityCandidate) -> bool:
        """Whether the line above is part of a postal address, which a text without a reason of its own continues."""
        above = self._lines[max(0, candidate.line.number - 1)]
        if candidate.source is not Source.PLACE or candidate.cell >= len(above.cells) or above is candidate.line:
            return False
        text = above.cells[candidate.cell].text
        unit = ending("unit_ending", text) or beginning("unit", text)
        other = (CITY.search(text) or names_trade(candidate.name)) and self._heads_postal(candidate)
        return is_postal(text) and not unit and not other

    def is_priced(self, candidate: EntityCandidate) -> bool:
        """Whether the line is a row of prices: not a letterhead, and not a company's particulars with its capital."""
        line = candidate.line
        if not candidate.cell and has_legal_form(candidate.name) and self._heads_postal(candidate):
            return False
        if self.rank(candidate) < LETTERHEAD_LINES:
            amounts = len(list(find_money(line.text)))
            return amounts >= (1 if len(line.cells) > 2 else _ROW_AMOUNTS)
        return any(find_money(line.text)) and not occurs("registration", line.text)

    def is_maker(self, candidate: EntityCandidate) -> bool:
        """Whether the words before the name say that it printed the paper, or made the program that did."""
        line, cell = candidate.line, candidate.line.cells[candidate.cell]
        before = cell.text.partition(candidate.name)[0]
        if not before and line.number and not candidate.cell:
            before = self._lines[line.number - 1].cells[-1].text
        low = self.rank(candidate) >= LETTERHEAD_LINES and candidate.source not in _OWN_PARTICULARS
        return ending("maker", before) or (low and beginning("maker", candidate.name) is not None)

    def heads_paper(self, candidate: EntityCandidate) -> bool:
        """Whether a name is the whole first line, and the next one is the heading of the paper."""
        if not self.is_first(candidate) or candidate.words != candidate.line.text.strip():
            return False
        capital = all(word[0].isupper() for word in candidate.name.split())
        below = self._lines[candidate.line.number + 1 : candidate.line.number + 2]
        return capital and any(_has_letters(line) and _is_title(line.text) for line in below)

    def is_client(self, candidate: EntityCandidate) -> bool:
        """Whether the words before a name say that its lawyer or collector writes."""
        before = candidate.line.cells[candidate.cell].text.partition(candidate.words)[0]
        return bool(before) and ending("client", before)

    def is_caption(self, candidate: EntityCandidate) -> bool:
        """Whether a caption stands on the left of a text in a row of captions or of facts, or an amount beside it."""
        cells = candidate.line.cells
        in_row = len(cells) >= _FEWEST_CAPTIONS or self._is_fact(candidate)
        return (in_row and any(map(_is_caption, cells[: candidate.cell]))) or _is_amount_beside(candidate)

    def _is_fact(self, candidate: EntityCandidate) -> bool:
        """Whether a line of two cells begins several with a caption and its value each."""
        number = candidate.line.number
        rows = self._lines[number : number + _FEWEST_FACTS]
        return len(rows) == _FEWEST_FACTS and all(len(row.cells) == 2 and _is_caption(row.cells[0]) for row in rows)

    def is_place(self, candidate: EntityCandidate) -> bool:
        """Whether a name is where a letter was written, before the date, or a line of an address, before a comma."""
        text = candidate.line.cells[candidate.cell].text
        after = text.partition(candidate.name)[2].lstrip()
        if after[:1] not in (",", "-"):
            return False
        return after == "," or (len(text) < _DATE_LINE and any(find_printed_dates(after)))

    def is_intermediary(self, candidate: EntityCandidate) -> bool:
        """Whether the name, a line below it or a label above it says that it is a broker's."""
        if beginning("intermediary", candidate.name) is not None:
            return True
        number = candidate.line.number
        above = self._lines[max(0, number - 1) : number]
        if any(_heads_intermediary(_cell(line, candidate.cell).text) for line in above):
            return True
        if self.is_top(candidate):
            return False
        following = self._lines[candidate.line.number + 1 : candidate.line.number + 1 + _BROKER_LINES]
        cells = [line.cells[candidate.cell] for line in following if candidate.cell < len(line.cells)]
        return any(beginning("intermediary", cell.text) for cell in cells)

    def is_office(self, candidate: EntityCandidate) -> bool:
        """Whether a public body is named in a letterhead."""
        first = candidate.line.page == 0 and self.rank(candidate) < _OFFICE_LINES
        return first and names_office(candidate.name) and not self._is_part(candidate)

    def _is_part(self, candidate: EntityCandidate) -> bool:
        """Whether a name is that of a part of the hospital or university above it, and not of a public body."""
        number = candidate.line.number
        if not number or beginning("part", candidate.name) is None:
            return False
        above = _cell(self._lines[number - 1], candidate.cell).text
        return names_trade(above) and not names_office(above) and beginning("superior", above) is None

    def is_registered(self, candidate: EntityCandidate) -> bool:
        """Whether a text with a reason of its own stands at the head of a company's particulars."""
        number = candidate.line.number
        particulars = self._lines[number : number + _PARTICULARS]
        return candidate.source is not Source.PLACE and any(occurs("registration", line.text) for line in particulars)


def _is_caption(cell: Cell) -> bool:
    return is_generic(cell.text) or beginning("field", cell.text) is not None


def _is_amount_beside(candidate: EntityCandidate) -> bool:
    """Whether the cell beside a text is an amount."""
    following = candidate.line.cells[candidate.cell + 1 : candidate.cell + 2]
    amounts = (cell.text for cell in following if not any(map(str.isalpha, cell.text)))
    return any(any(find_money(text)) for text in amounts)


def _beside(line: TextLine, candidate: EntityCandidate) -> Sequence[Cell]:
    """The cell of a line in the candidate's column; all of them, if the candidate is alone in its line."""
    alone = len(candidate.line.cells) == 1
    return line.cells if alone else line.cells[candidate.cell : candidate.cell + 1]


def _heads_intermediary(text: str) -> bool:
    """Whether a text is the label of a broker below it, and has no name of its own."""
    label = beginning("intermediary_label", text)
    return label is not None and not text[label.end :].strip(" .:")


def _is_subordinate(text: str) -> bool:
    return (names_trade(text) or names_office(text)) and beginning("unit", text) is None


def _can_profess(text: str) -> bool:
    """Whether a text above words of a trade can be a person's name, or a brand."""
    words = words_of(text)
    capital = all(text[word.start].isupper() for word in words if word.form not in single_words("connecting"))
    plain = not any(map(str.isdigit, text)) and ":" not in text and not is_heading(text) and not is_generic(text)
    return plain and capital and len(words) <= _MOST_PROFESSING


def _is_title(text: str) -> bool:
    return is_generic(text) or is_heading(text)


def _may_name(line: TextLine) -> bool:
    """Whether a line may hold a name: not a stray mark, a heading or captions alone."""
    return _has_letters(line) and not all(_is_title(cell.text) for cell in line.cells)


def _has_letters(line: TextLine) -> bool:
    return sum(map(str.isalpha, line.text)) >= _FEWEST_LETTERS


def _cell(line: TextLine, index: int) -> Cell:
    return line.cells[min(index, len(line.cells) - 1)]
