"""Lines of postal addresses, and of telephone numbers, mailboxes and web addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from alfrd_luigi.extraction.entities.vocabulary import ends_like, is_generic, occurs, words_of
from alfrd_luigi.extraction.lines import TextLine

# A line of a postal address: a postal code with its city, or a house number.
_POSTAL = re.compile(
    r"(?:^|[\s,\-])(?:\d{5,6}|\d{4}(?=\s[A-Z]{2}\b|\s[A-Z][a-z]))(?:-\d{4})?,?\s+[^\W\d]{2}|"
    r"[^\W\d]{2}\.?,?\s+\d{5,6}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|"
    r"^\W*(?:no\.?\s*)?\d+\w?(?:[/\-]\d+)?,\s*[^\W\d]{2}"
)
# A part of a building, by its number: "Apt 4B", "#03-12 Example Tower".
_UNIT = re.compile(
    r"(?:#\s?\d{1,4}(?!\d)|(?:apt|apartment|unit|suite|ste|flat|blk|block|level|lot)\b\.?\s#?\d)", re.IGNORECASE
)
# A house number after the name of a street.
_HOUSE_NUMBER = re.compile(r"([^\W\d_]{4,})\.?,?\s\d{1,4}\s?[a-z]?(?:,|$)")
# A telephone number, a mailbox or a web address.
_CONTACT = re.compile(r"(?<![\d.,/])\(?\+?\d{2,}\)?[\-. /]+\d[\d\-. /]{4,}\d(?![.,\d])|@|\bwww\.")
_LOCALITY = re.compile(
    r"(?<![\w.])\d{4,6},? ([^\W\d][^\d,;|:]+)|(?<!\w)([^\W\d][^\d,;|:]+?),? (?:[A-Z]{2}\.?,? )?\d{4,6}(?![\w.])"
)
_HOUSE = re.compile(r"[^\W\d_]+ \d{1,3}[a-z]?")


@lru_cache(maxsize=8192)
def is_address(text: str) -> bool:
    """Whether a text looks like a line of an address, with a house number, postal code, telephone or mailbox."""
    return is_postal(text) or is_contact(text)


def is_contact(text: str) -> bool:
    """Whether a text contains a telephone number, a mailbox or a web address."""
    return bool(_CONTACT.search(text))


@lru_cache(maxsize=8192)
def is_postal(text: str) -> bool:
    """Whether a text looks like a line of a postal address."""
    street = _HOUSE_NUMBER.search(text)
    numbered = is_numbered(text) or (street is not None and not is_generic(street[1]))
    return bool(_UNIT.match(text)) or (
        (numbered or bool(_POSTAL.search(text)) or has_street(text)) and not is_generic(text)
    )


def localities(lines: Sequence[TextLine]) -> Iterator[str]:
    """The places beside a postal code in the lines of a document, or before the code of a state."""
    for line in lines:
        for cell in line.cells:
            for match in _LOCALITY.finditer(cell.text):
                yield match[1] or match[2]


def is_numbered(text: str) -> bool:
    """Whether a text is a street with a house number before or, in few words, after it."""
    return (text[:1].isdigit() and occurs("numbered_street", text)) or bool(_HOUSE.fullmatch(text))


def has_street(text: str) -> bool:
    """Whether a text contains the word of a street."""
    return occurs("street", text) or any(ends_like(word.form, "street_ending") for word in words_of(text))
