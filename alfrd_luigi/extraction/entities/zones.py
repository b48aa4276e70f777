"""The zones of a document that name its recipient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alfrd_luigi.extraction.entities.addresses import is_address
from alfrd_luigi.extraction.entities.companies import ENDS, core, has_legal_form
from alfrd_luigi.extraction.entities.names import names_trade
from alfrd_luigi.extraction.entities.vocabulary import Span, beginning, is_generic, occurs, words_of
from alfrd_luigi.extraction.lines import Cell, TextLine, skeleton

Place = tuple[int, int]
_REACH = 6
_MOST_WORDS = 7
_LONGEST_LINE = 9
"""The most words of a line of an address. A longer one is a sentence."""
_ENVELOPE_LINES = 6
_FROM = re.compile(r"\W*from\s*:", re.IGNORECASE)
TOP_LINES = 24
_ATTENDED_LINES = 3
_SIGNATURE_LINES = 5
_LONGEST_CLOSING = 8
_HEADING_LINES = 10
CITY = re.compile(
    r"^(?:[A-Z]{1,3}[ \-])?\d{4,6}(?:-\d{3})?(?:\s+[^\W\d]|$)|\b[A-Z]{2,3}\.?,?\s+\d{5}(?:-\d{4})?\s*$|"
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\s*$|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\s*$|\b[A-Z]\d[\dW] ?[A-Z][A-Z\d]{3}\s*$|"
    r"\b(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT)\s+\d{4}\s*$"
)
"""The end of an address: a city with its postal code, or the code alone."""
# The role of a party, in parentheses and quotes.
_ROLE = re.compile(r"\(\W{0,2}[\"'\u2018\u2019\u201c-\u201e\u00ab]([^()]{3,30})\)\W*$")
_SELLER = re.compile(r"\W*(?:$|:|\d+\W*$)")
# A window envelope's small line: "Name, Street 1, 12345 City" with a separator of its own kind.
_SENDER_LINE = re.compile(
    r"^\W*([^\W\d][^,;|\u00b7\u2022*]{2,60}?)\s*([,;|\u00b7\u2022*]|\s[-\u2013]\s)\s*\S.*(?<![\d.])\d{4,6}(?![\d.,])\s+[^\W\d]"
)


@dataclass(frozen=True)
class Recipients:
    """The cells, as (line number, cell index), that name a recipient, and the skeletons of the names."""

    cells: frozenset[Place]
    names: frozenset[str]

    def include(self, name: str, place: Place) -> bool:
        """Whether this name, or its place, is a recipient's."""
        return place in self.cells or skeleton(core(name)) in self.names


def is_order(lines: Sequence[TextLine]) -> bool:
    """Whether the heading is that of an order, which the buyer issues. An invoice has its number as a field."""
    return any(
        beginning("order", cell.text) and not _is_field(line, index)
        for line in lines[:_HEADING_LINES]
        for index, cell in enumerate(line.cells)
    )


def _is_field(line: TextLine, index: int) -> bool:
    """Whether a colon in a cell, or at the beginning of the next one, announces a value."""
    following = line.cells[index + 1].text if index + 1 < len(line.cells) else ""
    return ":" in line.cells[index].text or following.startswith(":")


def is_memo(lines: Sequence[TextLine]) -> bool:
    """Whether a message has a line "From:" near its top. A name above it is a letterhead or the owner of a mailbox."""
    return any(_FROM.match(line.text) for line in lines[1:_HEADING_LINES])


def find_recipients(lines: Sequence[TextLine], *, of_employer: bool = True) -> Recipients:
    """The recipients by label, by the window of an envelope, and by the salutation of a letter.

    On a paper that no employer issues (not `of_employer`), an employer is part of what a recipient says of himself.
    """
    label_of = _seller_label if is_order(lines) else recipient_label if of_employer else _applicant_label
    cells: set[Place] = set()
    names: set[str] = set()
    signed = set(signature_lines(lines))
    for position, line in enumerate(lines):
        if line.number in signed:
            continue
        for index, cell in enumerate(line.cells):
            if _names_role(cell):
                cells.add((line.number, index))
                names.update(_named([cell.text.partition("(")[0]]))
            label = label_of(cell)
            if label and not (_is_writer(lines, line, cell) or _is_numbered(line, index)):
                block = list(_block(lines, position, index, label))
                cells.update(place for place, _ in block)
                names.update(_named(text for _, text in block))
    for place, text in [*_window(lines), *_saluted(lines), *_attended(lines)]:
        cells.add(place)
        names.update(_named([text]))
    return Recipients(frozenset(cells), frozenset(names))


def signature_lines(lines: Sequence[TextLine]) -> Iterator[int]:
    """The numbers of the lines below the closing words of letters."""
    for line in lines:
        closing = beginning("closing", line.text)
        if closing and (not line.text[closing.end :].strip(ENDS + ".") or _is_short_closing(line.text)):
            yield from range(line.number + 1, min(line.number + 1 + _SIGNATURE_LINES, len(lines)))


def _is_short_closing(text: str) -> bool:
    """Whether a line that begins with closing words ends with a comma: "With love from us both,"."""
    return text.rstrip().endswith(",") and len(words_of(text)) <= _LONGEST_CLOSING


def count_addresses(lines: Sequence[TextLine]) -> int:
    """The number of lines with a city and its postal code near the top of the first page."""
    top = (line for line in lines[:TOP_LINES] if line.page == 0)
    return sum(any(CITY.search(cell.text) for cell in line.cells) for line in top)


def _seller_label(cell: Cell) -> Span | None:
    """The label of a seller that is alone in its cell, or precedes a colon or the seller's number."""
    label = beginning("issuer", cell.text)
    return label if label and _SELLER.match(cell.text, label.end) else None


def _applicant_label(cell: Cell) -> Span | None:
    """The label of a recipient, or of the recipient's employer if it is alone in its cell or precedes a colon."""
    employer = beginning("employer", cell.text)
    if employer and cell.text[employer.end :].lstrip()[:1] in ("", ":") and not occurs("issuer", cell.text):
        return employer
    return recipient_label(cell)


def recipient_label(cell: Cell) -> Span | None:
    """The label of a recipient that begins a cell: alone, before a colon, before a name if it is a person's title."""
    text, label = cell.text, _recipient_words(cell.text)
    if label is None:
        return None
    rest = text[label.end :].lstrip(" .")
    announced = not rest or rest[0] in ":;/(*" or (text.endswith(":") and rest[0].islower())
    if announced or beginning("greeting", text) or (beginning("title", text) and rest[0].isupper()):
        return label
    is_name = len(text.split()) <= _MOST_WORDS and rest[0].isupper() and not is_generic(rest)
    return label if label.stop > 1 and is_name else None


def _recipient_words(text: str) -> Span | None:
    """The words of a recipient's label with which a text begins. A person's title is none in a firm's name."""
    if len(text.split()) > _MOST_WORDS + 5 or beginning("not_recipient", text):
        return None
    label = beginning("recipient", text)
    if label is None or text[: label.start].strip(' *"(\u2022-#'):
        return None
    return None if occurs("title", text[: label.end]) and _is_organisation(text) else label


def _is_organisation(text: str) -> bool:
    return has_legal_form(text) or names_trade(text) or occurs("authority", text)


def _names_role(cell: Cell) -> bool:
    """Whether a cell of a contract ends with a recipient's role only: "Example Hotels plc ("the Client")"."""
    role = _ROLE.search(cell.text)
    return bool(role and occurs("recipient", role[1])) and not occurs("party", cell.text)


def sender_line(lines: Sequence[TextLine], line: TextLine, cell: Cell) -> str | None:
    """The name in a line of name, street, postal code and city near the top of the first page, above an address."""
    if line.page or line.number >= TOP_LINES or occurs("title", " ".join(cell.text.split()[:2])):
        return None
    match = _SENDER_LINE.search(cell.text)
    if match is None or ":" in match[1] or _is_no_sender(match[1]) or recipient_label(cell):
        return None
    return match[1] if match[2] != "," or _address_end(lines, line) else None


def _is_no_sender(name: str) -> bool:
    """Whether a text is a line of an address, or a part of the organisation above it."""
    return is_address(name) or is_generic(name) or beginning("unit", name) is not None


def _address_end(lines: Sequence[TextLine], line: TextLine) -> int | None:
    """The number of the line with the city of the address that begins below a line, if there is one."""
    following = lines[line.number + 3 : line.number + 1 + _ENVELOPE_LINES]
    return next((below.number for below in following if CITY.search(below.cells[0].text)), None)


def _named(texts: Iterator[str] | Sequence[str]) -> Iterator[str]:
    """The skeleton of the first text that can be a name."""
    for text in texts:
        name = text.strip(ENDS)
        if name and not is_generic(name) and not is_address(name):
            key = skeleton(core(name))
            if len(key) >= 4:
                yield key
            return


def _is_numbered(line: TextLine, index: int) -> bool:
    """Whether a label is that of a number: "Guest   #   697"."""
    return index + 1 < len(line.cells) and line.cells[index + 1].text.startswith("#")


def _block(lines: Sequence[TextLine], position: int, index: int, label: Span) -> Iterator[tuple[Place, str]]:
    """The label's cell, the cell beside it after a colon, and the cells below up to an issuer's label or a city."""
    line = lines[position]
    rest = line.cells[index].text[label.end :].strip(ENDS + ".()")
    rest = "" if is_generic(rest) else rest
    yield (line.number, index), rest
    if not rest and _has_value(line, index):
        yield (line.number, index + 1), line.cells[index + 1].text
    if not _ends_block(line, line.cells[index].text, label, rest):
        yield from _column_below(lines[position + 1 : position + _REACH], line, index)


def _has_value(line: TextLine, index: int) -> bool:
    """Whether a colon after a label, or before the next cell, says that the next cell is its value."""
    colon = line.cells[index].text.rstrip().endswith(":")
    return index + 1 < len(line.cells) and (colon or line.cells[index + 1].text[0] == ":")


def _ends_block(line: TextLine, text: str, label: Span, rest: str) -> bool:
    """Whether nothing below a label belongs to it: a name follows in its cell, or it greets somebody."""
    if beginning("greeting", text) and text.endswith((",", ":", "!")):
        return True
    heads = label.stop > 1 and not line.number and ":" not in text
    return bool(rest) and (label.stop == 1 or heads) and not occurs("title", text[: label.end])


def _column_below(following: Sequence[TextLine], line: TextLine, index: int) -> Iterator[tuple[Place, str]]:
    """The cells below a label up to an issuer's label, a sentence or a city."""
    alone, beside = _is_alone(line, index), _names_issuer(line)
    for below in following:
        column = index if index < len(below.cells) else len(below.cells) - 1 if alone else None
        text = "" if column is None else below.cells[column].text
        if below.page != line.page or len(text.split()) > _LONGEST_LINE or (_names_issuer(below) and not beside):
            return
        if column is not None:
            yield (below.number, column), text
        if CITY.search(text):
            return


def _names_issuer(line: TextLine) -> bool:
    """Whether an issuer's label begins a cell. It ends the block above it, if none is beside the block's own label."""
    return any(beginning("issuer", cell.text) for cell in line.cells)


def _is_alone(line: TextLine, index: int) -> bool:
    """Whether the cells on the left of a label head no block of their own."""
    return all(":" in cell.text or is_generic(cell.text) for cell in line.cells[:index])


def _window(lines: Sequence[TextLine]) -> Iterator[tuple[Place, str]]:
    """The address block below a sender's line."""
    for line in lines[:TOP_LINES]:
        if any(sender_line(lines, line, cell) for cell in line.cells):
            end = _address_end(lines, line) or line.number
            yield from (((below.number, 0), below.cells[0].text) for below in lines[line.number + 1 : end + 1])
            return


def _is_writer(lines: Sequence[TextLine], line: TextLine, cell: Cell) -> bool:
    """Whether a person with a title heads the page, and another address follows: the sender of a private letter."""
    heads = line.number == 0 and len(line.cells) == 1 and beginning("title", cell.text) is not None
    return heads and count_addresses(lines) > 1


def _attended(lines: Sequence[TextLine]) -> Iterator[tuple[Place, str]]:
    """The cells above "for the attention of", up to the address or heading of another block."""
    for position, line in enumerate(lines[:TOP_LINES]):
        for index, cell in enumerate(line.cells):
            if beginning("attention", cell.text):
                yield from _above(lines[max(0, position - _ATTENDED_LINES) : position], index)


def _above(lines: Sequence[TextLine], index: int) -> Iterator[tuple[Place, str]]:
    for line in reversed(lines):
        text = line.cells[index].text if index < len(line.cells) else ""
        if not text or is_address(text) or is_generic(text):
            return
        yield (line.number, index), text


def _saluted(lines: Sequence[TextLine]) -> Iterator[tuple[Place, str]]:
    """The cells above a salutation that contain the name of the person whom it addresses."""
    for position, line in enumerate(lines):
        greeting = beginning("greeting", line.text)
        if greeting is None or len(words_of(line.text)) > _MOST_WORDS:
            continue
        last = words_of(line.text)[-1].form
        if len(last) < 3 or is_generic(last) or position > 60:
            return
        for above in lines[:position]:
            for index, cell in enumerate(above.cells):
                named = len(words_of(cell.text)) <= 4 and any(word.form == last for word in words_of(cell.text))
                if named and not _is_organisation(cell.text):
                    yield (above.number, index), cell.text
        return
