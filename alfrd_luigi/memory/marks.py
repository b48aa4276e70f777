"""What on a page identifies an issuer: names, registration numbers, telephone numbers, domains and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from alfrd_luigi.extraction.entities.addresses import is_postal
from alfrd_luigi.extraction.entities.domains import find_domains
from alfrd_luigi.extraction.lines import TextLine, fold, read_lines, skeleton
from alfrd_luigi.memory.mark import Mark

# A number of the register, of the tax office or of a chamber of commerce behind its name.
_NUMBERED = re.compile(
    r"\b(?:v\.?a\.?t|g\.?s\.?t|s\.?s\.?t|u(?:id|st)|mwst|tva|iva|btw|moms|abn|acn|siret|siren|rcs|ein|tin|nif|cif|nip|krs|"
    r"kvk|hr[ab]|cvr|roc|(?:co(?:mpany)?|bus(?:iness)?|tax|steuer)\.?\s?(?:reg|no|nr|id|nummer)|reg(?:istration|istered)?)\b"
    r"[^\d\n]{0,25}?(?P<number>(?:[A-Z]{2,3}[ -]?)?\d[\dA-Z]*(?:[ ./-]?[\dA-Z]*\d[\dA-Z]*)*(?:[ -][A-Z]\b)?)",
    re.IGNORECASE,
)
# As behind the name of a company: "(519537-X)".
_BRACKETED = re.compile(r"\(?(?<!\d)(?P<number>\d{5,7}\s?-?\s?[A-Z])\)")
# With the letters of a country: "DE123456789".
_EUROPEAN = re.compile(
    r"\b(?P<number>(?:AT|BE|CH|DE|DK|ES|FR|GB|IE|IT|LU|NL|PL|PT|SE)[ -]?[A-Z]?\d[\d. ]{6,12}\d(?:B\d\d)?)\b"
)
_PHONE = re.compile(
    r"(?:\b(?:tel(?:ephone|efon|\.)?|phone|ph|fax|t[e\u00e9]l|fon|hotline|mobile|call|h/?p)\b[^\d\n+]{0,12}|(?=\+\d))"
    r"(?P<number>\+?\(?\d[\d ()/.-]{5,18}\d)",
    re.IGNORECASE,
)
_LOOKALIKES = str.maketrans("OQILSBZ|", "00115821")
_SHORTEST_NUMBER, _SHORTEST_PHONE, _PHONE_DIGITS = 6, 7, 8
_SHORTEST_ADDRESS = 10
_ACCOUNT = re.compile(r"(?<![\w./-])(?=[\w./-]*\d)\w+(?:[./-]\w+)+(?![\w./-])")
_SHORTEST_ACCOUNT = 7
_LONG_NUMBER = 10
_DIGITS = re.compile(r"(?<!\d)\d+(?!\d)")
_HEADING_LINES = 6
_SHORTEST_WORD = 4
_HEADING_SHARE = 0.5


@lru_cache(maxsize=4)
def printed_marks(pages: tuple[str, ...]) -> tuple[Mark, ...]:
    """The numbers, telephone numbers, domains, lines of addresses and words of the heading that the pages print.

    Which of them are the issuer's is not known: some are the customer's, a bank's or a shopping centre's.
    """
    lines = read_lines(pages)
    return tuple(
        dict.fromkeys([*_numbers(lines), *_phones(lines), *_domains(lines), *_addresses(lines), *_heading(lines)])
    )


def account_mark(number: str) -> Mark | None:
    """The mark for the format of an account number; None for a number without separators, which anybody may have."""
    match = _ACCOUNT.fullmatch(number.strip())
    is_long = match is not None and len(match[0]) >= _SHORTEST_ACCOUNT
    return Mark("account", shape(number.strip()), shape(number.strip())) if is_long else None


def has_account(pages: Sequence[str], form: str) -> bool:
    """Whether the pages print a number in the format of an account."""
    return any(shape(match[0]) == form for page in pages for match in _ACCOUNT.finditer(page))


def prints_number(pages: Sequence[str], number: str) -> bool:
    """Whether the pages print a long number by itself, whatever is misread before it."""
    return len(number) >= _LONG_NUMBER and any(number == run for page in pages for run in _DIGITS.findall(page))


def shape(text: str) -> str:
    """The text with 9 for each digit, A and a for each letter."""
    return "".join(
        "9" if char.isdigit() else "A" if char.isupper() else "a" if char.isalpha() else char for char in text
    )


def is_same_heading(one: str, other: str) -> bool:
    """Whether two headings consist mostly of the same words."""
    first, second = set(one.split()), set(other.split())
    return bool(first | second) and len(first & second) / len(first | second) >= _HEADING_SHARE


def _numbers(lines: Sequence[TextLine]) -> Iterator[Mark]:
    for line in lines:
        for pattern in (_NUMBERED, _BRACKETED, _EUROPEAN):
            for match in pattern.finditer(line.text):
                value = _code(match["number"])
                if sum(map(str.isdigit, value)) >= _SHORTEST_NUMBER:
                    yield Mark("number", value, " ".join(match["number"].split()))


def _code(text: str) -> str:
    """The number with the letters that OCR confuses with digits as digits."""
    return "".join(filter(str.isalnum, text.upper())).translate(_LOOKALIKES)


def _phones(lines: Sequence[TextLine]) -> Iterator[Mark]:
    """The telephone numbers by their last digits, since the code of the country is optional."""
    for line in lines:
        for match in _PHONE.finditer(line.text):
            digits = "".join(filter(str.isdigit, match["number"]))
            if len(digits) >= _SHORTEST_PHONE:
                yield Mark("phone", digits[-_PHONE_DIGITS:], " ".join(match["number"].split()))


def _domains(lines: Sequence[TextLine]) -> Iterator[Mark]:
    return (Mark("domain", domain, domain) for domain in sorted(find_domains(lines)))


def _addresses(lines: Sequence[TextLine]) -> Iterator[Mark]:
    for line in lines:
        value = "".join(filter(str.isalnum, fold(line.text)))
        if len(value) >= _SHORTEST_ADDRESS and any(map(str.isdigit, value)) and is_postal(line.text):
            yield Mark("address", value, " ".join(line.text.split()))


def _heading(lines: Sequence[TextLine]) -> Iterator[Mark]:
    texts = [line.text for line in lines[:_HEADING_LINES]]
    words = sorted({skeleton(word) for text in texts for word in text.split()})
    kept = [word for word in words if len(word) >= _SHORTEST_WORD]
    if kept:
        yield Mark("heading", " ".join(kept), texts[0].strip())
