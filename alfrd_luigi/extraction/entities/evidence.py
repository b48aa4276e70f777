"""The evidence that a text is the issuer's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates
from alfrd_luigi.extraction.entities.candidates import EntityCandidate, Source
from alfrd_luigi.extraction.entities.vocabulary import LEGAL_FORM, NOT_A_NAME, TRADE, TRADE_ONLY
from alfrd_luigi.extraction.entities.zones import recipient_zones
from alfrd_luigi.extraction.lines import TextLine, fold, skeleton

_WEIGHTS: Mapping[Source, int] = {
    Source.PLACE: 20, Source.LEGAL_FORM: 20, Source.LABEL: 50, Source.SENDER: 60, Source.THANKS: 38,
}  # fmt: skip
_DOMAIN = re.compile(
    r"(?:@|www\.|https?://(?:www\.)?|\b)((?:[a-z0-9\-]+\.)+(?:com|net|org|edu|gov|io|co|nl|de|fr|es|it|be|at|ch|eu|"
    r"uk|us|ca|au|my|sg|in|pt|se|dk|no|pl|ie))\b"
)
_HEAD_LINES = 10
"""The length of a receipt's head. It contains the shop's legal name, often below the name of the brand."""
_FEWEST_LETTERS = 3
"""Lines with fewer letters are stray marks and numbers. They do not count for the position of the name."""
_SUFFIXES = {"com", "co", "org", "net", "gov", "edu", "ac"}
# Mail providers and sample domains do not identify an issuer.
_ANYBODY = {
    "gmail",
    "yahoo",
    "hotmail",
    "outlook",
    "live",
    "icloud",
    "aol",
    "example",
    "email",
    "mail",
    "facebook",
    "twitter",
    "instagram",
    "msn",
    "sample",
}
_LEGAL_SUFFIX = re.compile(rf"(?:{LEGAL_FORM.pattern})\W*$", re.IGNORECASE)


class Evidence:
    """The evidence of one document, gathered once for all its candidates."""

    def __init__(self, lines: Sequence[TextLine], document_type: str | None) -> None:
        self._receipt = document_type == "receipt"
        self._recipients = recipient_zones(lines)
        text = "\n".join(line.text.lower() for line in lines)
        self._domains = frozenset(stem for match in _DOMAIN.finditer(text) if (stem := _stem(match[1])) not in _ANYBODY)
        named = (line.number for line in lines if sum(map(str.isalpha, line.text)) >= _FEWEST_LETTERS)
        self._ranks = {number: rank for rank, number in enumerate(named)}
        self._skeletons = tuple(skeleton(line.text) for line in lines)

    def score(self, candidate: EntityCandidate) -> float:
        """Points for and against. A label, a place at the top and a legal form count most; a recipient loses points."""
        score = _WEIGHTS[candidate.source] + self._place(candidate) + self._kinship(candidate) - _doubt(candidate.name)
        score -= 30 if any(find_money(candidate.line.text)) else 0
        return score - (60 if (candidate.line.number, candidate.cell) in self._recipients else 0)

    def _place(self, candidate: EntityCandidate) -> float:
        """Points for the place: more for a higher line on the first page and, within a line, for the left cell."""
        rank = self._ranks.get(candidate.line.number, candidate.line.number)
        height = max(0, 27 - 3 * rank) if candidate.line.page == 0 else 0
        return height - candidate.cell - candidate.line.number / 100

    def _kinship(self, candidate: EntityCandidate) -> float:
        name = candidate.name
        legal = bool(LEGAL_FORM.search(name))
        in_head = self._receipt and candidate.line.number < _HEAD_LINES
        score = (46 if in_head else 26) if legal else 0
        score += 12 if TRADE.search(name) and not TRADE_ONLY.fullmatch(name) else 0
        score += 18 if any(is_kin(name, domain) for domain in self._domains) else 0
        return score + 4 * min(self._repeats(name), 3)

    def _repeats(self, name: str) -> int:
        core = skeleton(_LEGAL_SUFFIX.sub("", name))
        return sum(core in line for line in self._skeletons) - 1 if len(core) >= 4 else 0


def is_kin(name: str, domain: str) -> bool:
    """Whether a domain derives from a company's name: its beginning, the joined words, or the initials."""
    words = re.findall(r"[a-z0-9]+", fold(_LEGAL_SUFFIX.sub("", name)))
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


@lru_cache(maxsize=4096)
def _doubt(name: str) -> float:
    letters = sum(char.isalpha() for char in name)
    doubt = 45 if NOT_A_NAME.search(name) else 0
    doubt += 50 if any(find_money(name)) or any(find_printed_dates(name)) else 0
    doubt += 25 if letters < 0.6 * len(name.replace(" ", "")) else 0
    doubt += 15 if any(char.isdigit() for char in name) and not LEGAL_FORM.search(name) else 0
    doubt += 20 if len(name.split()) > 6 and not LEGAL_FORM.search(name) else 0
    doubt += 15 if name[0].islower() else 0
    doubt += 20 if ":" in name else 0
    return doubt + (20 if letters < 3 else 0)
