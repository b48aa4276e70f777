"""The evidence that a text is the issuer's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from alfrd_luigi.extraction.entities.candidates import EntityCandidate, Source
from alfrd_luigi.extraction.entities.companies import core, has_legal_form
from alfrd_luigi.extraction.entities.names import doubt, names_trade
from alfrd_luigi.extraction.entities.surroundings import LETTERHEAD_LINES, Surroundings
from alfrd_luigi.extraction.entities.vocabulary import is_generic
from alfrd_luigi.extraction.entities.zones import count_addresses, find_recipients, is_memo, is_order
from alfrd_luigi.extraction.lines import TextLine, fold, skeleton

_WEIGHTS: Mapping[Source, int] = {
    Source.PLACE: 20, Source.LEGAL_FORM: 20, Source.LABEL: 50, Source.SENDER: 50, Source.THANKS: 38,
    Source.PARTY: 60, Source.SIGNATURE: 36,
}  # fmt: skip
_DOMAIN = re.compile(
    r"(?:@|www\.|https?://(?:www\.)?|\b)((?:[a-z0-9\-]+\.)+(?:com|net|org|edu|gov|io|co|nl|de|fr|es|it|be|at|ch|eu|"
    r"uk|us|ca|au|my|sg|in|pt|se|dk|no|pl|ie))\b"
)
# The issuers of these types print a brand, and the address of the recipient.
_ACCOUNTS = {"bank_statement", "credit_card", "investment", "utility_bill", "insurance", "payroll", "tax", "medical"}
# Papers of these types nearly always begin with the issuer's name, if it is printed.
_PAPERWORK = {*_ACCOUNTS, "receipt", "invoice", "service_bill", "quotation", "education", "vehicle"}
_LONG = 8
_HIGH = 20
"""The points for a place at the very top."""
_HEAD_LINES = 10
"""The length of a receipt's head. It contains the shop's legal name, often below the name of the brand."""
_SUFFIXES = {"com", "co", "org", "net", "gov", "edu", "ac"}
# Mail providers and sample domains do not identify an issuer.
_ANYBODY = {
    "gmail", "yahoo", "hotmail", "outlook", "live", "icloud", "aol", "example", "email", "mail", "facebook", "twitter",
    "instagram", "msn", "sample", "gmx", "web", "t-online", "orange", "wanadoo", "libero", "linkedin", "youtube",
}  # fmt: skip


class Evidence:
    """The evidence of one document, gathered once for all its candidates."""

    def __init__(self, lines: Sequence[TextLine], document_type: str | None) -> None:
        self._type = document_type
        self._surroundings = Surroundings(lines)
        self._recipients = find_recipients(lines)
        self._has_one_address = count_addresses(lines) < 2
        self._is_order = is_order(lines)
        self._is_memo = document_type not in _PAPERWORK and is_memo(lines)
        text = "\n".join(line.text.lower() for line in lines)
        self._domains = frozenset(stem for match in _DOMAIN.finditer(text) if (stem := _stem(match[1])) not in _ANYBODY)
        self._skeleton = "\n".join(skeleton(line.text) for line in lines)

    def score(self, candidate: EntityCandidate) -> float:
        """Points for and against. A label, a place at the top and a legal form count most; a recipient loses points."""
        return sum(self._points_for(candidate).values()) - self._points_against(candidate)

    def supports(self, candidate: EntityCandidate) -> int:
        """The number of kinds of evidence for a candidate."""
        points = self._points_for(candidate)
        labelled, high = points["source"] > _WEIGHTS[Source.PLACE], points["place"] >= _HIGH
        return sum(points[kind] > 0 for kind in points.keys() - {"source", "place"}) + labelled + high

    def _points_for(self, candidate: EntityCandidate) -> dict[str, float]:
        """Points by kind of evidence."""
        name, around = candidate.name, self._surroundings
        legal, trade = has_legal_form(name), _names_trade(name)
        is_letterhead = legal or trade or self._is_letterhead(candidate)
        return {
            "source": _WEIGHTS[candidate.source],
            "place": self._place(candidate),
            "form": self._form(candidate) if legal else 0,
            "trade": 12 if trade else 0,
            "kin": 18 if self._is_kin(name) else 0,
            "repeats": 4 * min(self._repeats(name), 3),
            "imprint": 10 if around.is_registered(candidate) else 0,
            "address": 12 if is_letterhead and around.heads_address(candidate) else 0,
        }

    def _points_against(self, candidate: EntityCandidate) -> float:
        name, around = candidate.name, self._surroundings
        legal = has_legal_form(name)
        points = doubt(name)
        points += (25 if legal else 60) if is_generic(core(name)) and not self._begins_domain(name) else 0
        points += 30 if not legal and around.continues_address(candidate) else 0
        points += 40 if not legal and not _names_trade(name) and around.is_city(candidate) else 0
        points += 45 if candidate.source is not Source.LABEL and around.is_priced(candidate) else 0
        points += 80 if candidate.source is Source.LABEL and self._is_order else 0
        return points + (60 if self._is_recipient(candidate) else 0)

    def _is_recipient(self, candidate: EntityCandidate) -> bool:
        place = (candidate.line.number, candidate.cell)
        return candidate.source is not Source.PARTY and self._recipients.include(candidate.name, place)

    def _is_letterhead(self, candidate: EntityCandidate) -> bool:
        """Whether a line is where a letterhead is, and not the addressee of an account, who also has an address."""
        account = self._type in _ACCOUNTS and self._has_one_address
        return not account and self._surroundings.rank(candidate) < LETTERHEAD_LINES

    def _place(self, candidate: EntityCandidate) -> float:
        """Points for the place: more for a higher line on the first page and, within a line, for the left cell."""
        rank = self._surroundings.rank(candidate)
        height = max(0, 27 - 3 * rank) if candidate.line.page == 0 else 0
        height = 0 if candidate.source is Source.SIGNATURE else height
        first = 30 if self._is_memo else 5 if self._type in _PAPERWORK else 0
        return height + (first if rank == 0 else 0) - candidate.cell - candidate.line.number / 100

    def _form(self, candidate: EntityCandidate) -> float:
        """Points for a legal form. A curriculum names employers."""
        if self._type == "resume":
            return 0
        return 46 if self._type == "receipt" and candidate.line.number < _HEAD_LINES else 26

    def _is_kin(self, name: str) -> bool:
        return any(is_kin(name, domain) for domain in self._domains)

    def _begins_domain(self, name: str) -> bool:
        """Whether a domain begins with the whole name, so that a name of common words is one."""
        joined = _joined(name)
        return len(joined) >= _LONG and any(domain.startswith(joined) for domain in self._domains)

    def _repeats(self, name: str) -> int:
        key = skeleton(core(name))
        return self._skeleton.count(key) - 1 if len(key) >= 4 else 0


def _names_trade(name: str) -> bool:
    return names_trade(name) and not is_generic(core(name))


def is_kin(name: str, domain: str) -> bool:
    """Whether a domain derives from a company's name: its beginning, the joined words, or the initials."""
    words = re.findall(r"[a-z0-9]+", fold(core(name)))
    joined, own = _joined(name), re.sub(r"[^a-z0-9]", "", domain)
    if len(own) < 3 or len(joined) < 3:
        return False
    initials = "".join(word[0] for word in words)
    return own == initials or own in joined or (joined in own and len(joined) >= 4)


def _joined(name: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", fold(core(name))))


def _stem(domain: str) -> str:
    parts = domain.split(".")[:-1]
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    return parts[-1]
