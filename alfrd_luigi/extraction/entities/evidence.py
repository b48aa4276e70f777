"""The evidence that a text is the issuer's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.entities.candidates import EntityCandidate, Source
from alfrd_luigi.extraction.entities.names import (
    core,
    doubt,
    has_legal_form,
    is_address,
    is_city_line,
    is_generic,
    is_postal,
    names_trade,
)
from alfrd_luigi.extraction.entities.vocabulary import beginning, occurs
from alfrd_luigi.extraction.entities.zones import counted_addresses, find_recipients, is_order, recipient_label
from alfrd_luigi.extraction.lines import TextLine, fold, skeleton

_WEIGHTS: Mapping[Source, int] = {
    Source.PLACE: 20, Source.LEGAL_FORM: 20, Source.LABEL: 50, Source.SENDER: 50, Source.THANKS: 38,
    Source.PARTY: 60,
}  # fmt: skip
_DOMAIN = re.compile(
    r"(?:@|www\.|https?://(?:www\.)?|\b)((?:[a-z0-9\-]+\.)+(?:com|net|org|edu|gov|io|co|nl|de|fr|es|it|be|at|ch|eu|"
    r"uk|us|ca|au|my|sg|in|pt|se|dk|no|pl|ie))\b"
)
# The issuers of these types print a brand, and the address of the recipient.
_ACCOUNTS = {"bank_statement", "credit_card", "investment", "utility_bill", "insurance", "payroll", "tax", "medical"}
# Papers of these types nearly always begin with the issuer's name, if it is printed.
_PAPERWORK = {*_ACCOUNTS, "receipt", "invoice", "service_bill", "quotation", "education", "vehicle"}
_HEAD_LINES = 10
"""The length of a receipt's head. It contains the shop's legal name, often below the name of the brand."""
_LETTERHEAD_LINES = 3
_FEWEST_LETTERS = 3
"""Lines with fewer letters are stray marks and numbers. They do not count for the position of the name."""
_SUFFIXES = {"com", "co", "org", "net", "gov", "edu", "ac"}
# Mail providers and sample domains do not identify an issuer.
_ANYBODY = {
    "gmail", "yahoo", "hotmail", "outlook", "live", "icloud", "aol", "example", "email", "mail", "facebook", "twitter",
    "instagram", "msn", "sample", "gmx", "web", "t-online", "orange", "wanadoo", "libero", "linkedin", "youtube",
}  # fmt: skip


class Evidence:
    """The evidence of one document, gathered once for all its candidates."""

    def __init__(self, lines: Sequence[TextLine], document_type: str | None) -> None:
        self._receipt = document_type == "receipt"
        self._recipients = find_recipients(lines)
        self._paperwork = document_type in _PAPERWORK
        self._account = document_type in _ACCOUNTS and counted_addresses(lines) < 2
        self._lines = lines
        self._ordered = is_order(lines)
        text = "\n".join(line.text.lower() for line in lines)
        self._domains = frozenset(stem for match in _DOMAIN.finditer(text) if (stem := _stem(match[1])) not in _ANYBODY)
        named = (line.number for line in lines if sum(map(str.isalpha, line.text)) >= _FEWEST_LETTERS)
        self._ranks = {number: rank for rank, number in enumerate(named)}
        self._registered = [occurs("registration", line.text) for line in lines]
        self._skeletons = tuple(skeleton(line.text) for line in lines)

    def score(self, candidate: EntityCandidate) -> float:
        """Points for and against. A label, a place at the top and a legal form count most; a recipient loses points."""
        return sum(self.points(candidate).values())

    def points(self, candidate: EntityCandidate) -> dict[str, float]:
        name, line = candidate.name, candidate.line
        legal = has_legal_form(name)
        kin = any(is_kin(name, domain) for domain in self._domains)
        in_head = self._receipt and line.number < _HEAD_LINES
        generic = is_generic(core(name))
        trade = names_trade(name) and not generic
        return {
            "source": _WEIGHTS[candidate.source],
            "place": self._place(candidate),
            "form": (46 if in_head else 26) if legal else 0,
            "trade": 12 if trade else 0,
            "kin": 18 if kin else 0,
            "repeats": 4 * min(self._repeats(name), 3),
            "imprint": 10 if candidate.source is not Source.PLACE and self._is_registered(candidate) else 0,
            "address": 12 if self._heads_address(candidate) and (legal or trade or self._is_head(line)) else 0,
            "below": -30 if candidate.source is Source.PLACE and not legal and self._follows_address(candidate) else 0,
            "order": -80 if candidate.source is Source.LABEL and self._ordered else 0,
            "generic": (-25 if legal else -60) if generic and not kin else 0,
            "doubt": -doubt(name) - (40 if self._is_city(candidate) and not legal and not trade else 0),
            "money": -30 if candidate.source is not Source.LABEL and self._is_priced(candidate) else 0,
            "recipient": -60 if self._is_recipient(candidate) else 0,
        }

    def _is_recipient(self, candidate: EntityCandidate) -> bool:
        place = (candidate.line.number, candidate.cell)
        return candidate.source is not Source.PARTY and self._recipients.include(candidate.name, place)

    def _is_city(self, candidate: EntityCandidate) -> bool:
        """Whether the words are a place with its postal code, and not a sender above the recipient's address."""
        following = self._lines[candidate.line.number + 1 : candidate.line.number + 2]
        addressed = any(beginning("title", line.text) for line in following)
        return is_city_line(candidate.words) and not addressed

    def _is_priced(self, candidate: EntityCandidate) -> bool:
        """Whether the line is a row of prices: not a letterhead, and not a company's particulars with its capital."""
        if self._rank(candidate.line) < _LETTERHEAD_LINES:
            return len(candidate.line.cells) > 2 and any(find_money(candidate.line.text))
        return any(find_money(candidate.line.text)) and not occurs("registration", candidate.line.text)

    def _is_registered(self, candidate: EntityCandidate) -> bool:
        """Whether a registration is in the same line or one of the next four, as in the company's particulars."""
        number = candidate.line.number
        return any(self._registered[number : number + 5])

    def _heads_address(self, candidate: EntityCandidate) -> bool:
        """Whether one of the next two lines is part of an address."""
        following = self._lines[candidate.line.number + 1 : candidate.line.number + 3]
        cells = [line.cells[min(candidate.cell, len(line.cells) - 1)] for line in following if not line.page]
        return any(is_address(cell.text) and not recipient_label(cell) for cell in cells)

    def _follows_address(self, candidate: EntityCandidate) -> bool:
        """Whether the line above is part of an address, which this line then continues."""
        number = candidate.line.number
        above = self._lines[number - 1] if number else None
        return above is not None and candidate.cell < len(above.cells) and is_postal(above.cells[candidate.cell].text)

    def _is_head(self, line: TextLine) -> bool:
        """Whether a line is where a letterhead is, and not the addressee of an account, who also has an address."""
        return not self._account and self._rank(line) < _LETTERHEAD_LINES

    def _rank(self, line: TextLine) -> int:
        return self._ranks.get(line.number, line.number)

    def _place(self, candidate: EntityCandidate) -> float:
        """Points for the place: more for a higher line on the first page and, within a line, for the left cell."""
        rank = self._rank(candidate.line)
        height = max(0, 27 - 3 * rank) if candidate.line.page == 0 else 0
        height += 5 if self._paperwork and rank == 0 else 0
        return height - candidate.cell - candidate.line.number / 100

    def _repeats(self, name: str) -> int:
        key = skeleton(core(name))
        return sum(key in line for line in self._skeletons) - 1 if len(key) >= 4 else 0


def is_kin(name: str, domain: str) -> bool:
    """Whether a domain derives from a company's name: its beginning, the joined words, or the initials."""
    words = re.findall(r"[a-z0-9]+", fold(core(name)))
    joined, own = "".join(words), re.sub(r"[^a-z0-9]", "", domain)
    if len(own) < 3 or len(joined) < 3:
        return False
    initials = "".join(word[0] for word in words)
    return own == initials or own in joined or (joined in own and len(joined) >= 4)


def _stem(domain: str) -> str:
    parts = domain.split(".")[:-1]
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    return parts[-1]
