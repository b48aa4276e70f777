"""The block of a letter that gives the addressee without a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alfrd_luigi.extraction.entities.addresses import is_address, is_contact, is_postal
from alfrd_luigi.extraction.entities.names import names_office, names_trade
from alfrd_luigi.extraction.entities.vocabulary import beginning, is_generic, occurs
from alfrd_luigi.extraction.entities.zones import CITY, TOP_LINES, Place, Recipients
from alfrd_luigi.extraction.lines import TextLine

_MOST_WORDS = 7
_BLOCK_LINES = 4
"""The most lines of an address above the city."""
_FEWEST_BLOCK = 2
"""A block has more cells than these: a name, a street and a city."""
# The same with the postal code last: "Singapore 310012".
_CITY_END = re.compile(r"^[^\W\d][^\d:]{2,30}?[\s,\-]+\d{5,6}$")
# A telephone number has no form of a date.
_DATE = re.compile(r"\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}")


def bare_addresses(lines: Sequence[TextLine], recipients: Recipients) -> frozenset[Place]:
    """The cells of addresses near the top without telephone, mailbox or registration: the addressee's, if one is.

    Where a recipient is known, they are those of the address that contains it.
    """
    blocks = [block for line in lines[:TOP_LINES] if not line.page for block in _bare_blocks(lines, line)]
    known = [block for block in blocks if not recipients.cells.isdisjoint(block)]
    return frozenset(place for block in known or blocks for place in block)


def _bare_blocks(lines: Sequence[TextLine], line: TextLine) -> Iterator[list[Place]]:
    """The blocks that end with a city on this line: its cells up to the name above the streets."""
    for index, cell in enumerate(line.cells):
        if len(cell.text.split()) > _MOST_WORDS or not (CITY.search(cell.text) or _CITY_END.search(cell.text)):
            continue
        block = _block(lines, (line.number, index))
        around = range(block[-1][0], line.number + 3)
        if len(block) > _FEWEST_BLOCK and not any(_is_particular(lines, number, index) for number in around):
            yield block


def _block(lines: Sequence[TextLine], city: Place) -> list[Place]:
    """The cell of a city and those above it, up to the name."""
    block = [city]
    for above in reversed(lines[max(0, city[0] - _BLOCK_LINES) : city[0]]):
        column = _column(above, block[-1][1])
        text = above.cells[column].text
        if is_generic(text) or ":" in text or len(text.split()) > _MOST_WORDS:
            break
        block.append((above.number, column))
        if not (_is_within(text) or _is_locality(lines, above.number, column)):
            break
    return block


def _is_within(text: str) -> bool:
    """Whether the name of an address may stand above a text."""
    return is_address(text) or occurs("title", text) or beginning("attention", text) is not None or _is_part(text)


def _is_locality(lines: Sequence[TextLine], number: int, column: int) -> bool:
    """Whether a text may be a village or a part of a town: the street is above it."""
    above = lines[number - 1].cells if number else ()
    return column < len(above) and is_postal(above[column].text) and CITY.search(above[column].text) is None


def _is_part(text: str) -> bool:
    """Whether a text can be a part of an organisation, whose name is above it or below: "Institute of Physics"."""
    return names_trade(text) or names_office(text) or any(beginning(kind, text) for kind in ("unit", "part"))


def _column(line: TextLine, index: int) -> int:
    """The cell above one with this index: the last one, if there is none, or it is a heading."""
    return index if index < len(line.cells) and not is_generic(line.cells[index].text) else len(line.cells) - 1


def _is_particular(lines: Sequence[TextLine], number: int, index: int) -> bool:
    """Whether a cell has what senders give of themselves: a telephone number, a mailbox or a registration."""
    if number >= len(lines) or index >= len(lines[number].cells):
        return False
    text = _DATE.sub("", lines[number].cells[index].text)
    return is_contact(text) or occurs("registration", text)
