"""Recognises a paper that came twice: scanned again, or exported with other metadata.

Two papers are the *same* if nothing that identifies them differs and their texts differ by no more than misread
characters. They are *alike* if a person has to decide: one thing differs that may be misread, or nothing tells two
purchases of one day apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple
from zlib import crc32

from alfrd_luigi.extraction.accounts import account_of
from alfrd_luigi.extraction.entity_names import same_entity
from alfrd_luigi.extraction.lines import fold

# The rest of a longer text adds nothing.
_CHARACTERS = 40_000
_TOKEN = re.compile(r"\w+(?:[.,:/'-]\w+)*")
_TIME = re.compile(r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?![\d:])")
# Opening hours, which all receipts of a shop have.
_HOURS = re.compile(r"\d{1,2}:\d\d(?: ?[ap]m)? ?(?:-|\u2013|to|bis) ?\d{1,2}:\d\d")
# The fields that number a paper among those of its issuer.
_NUMBERS = ("invoice_number", "receipt_number")
_NUMBER_LENGTH = 3

# A sketch has this many bands; a text with the same band of this many rows becomes a candidate.
_BANDS = 10
_ROWS = 3
# With fewer numbers than this, a text is sketched by its words, too.
_FEW_NUMBERS = 8

# Shares of the tokens that two texts have in common: two pictures of one paper; and what is worth a question.
_SAME_TEXT = 0.8
_ALIKE_TEXT = 0.65
_LONG_NUMBER = 5
_MISREAD_CHARACTERS = 2
# Shorter texts are alike by chance.
_TELLING_TOKENS = 25


class Likeness(NamedTuple):
    """What two papers have in common. `verdict` is `same` or `alike`; `evidence` says why, for people."""

    verdict: str
    evidence: str


class Paper:
    """What is known of a document, for comparisons. Of a purchase there may be another one with the same total."""

    def __init__(
        self,
        document_type: str | None,
        entity: str | None,
        document_date: date | None,
        total_amount: Decimal | None,
        currency: str | None,
        structured_data: Mapping[str, Any] | None,
        text: str | None,
    ) -> None:
        self.is_purchase = document_type == "receipt"
        self.entity = entity
        self.date = document_date
        self.total = total_amount
        self.currency = currency
        fields = structured_data or {}
        self.account = account_of(fields)
        self.number = next((_bare(fields[name]) for name in _NUMBERS if fields.get(name)), "")
        self._text = fold((text or "")[:_CHARACTERS])

    @cached_property
    def tokens(self) -> Counter[str]:
        """The words and numbers of the text, with how often each occurs."""
        return Counter(_TOKEN.findall(self._text))

    @cached_property
    def numbers(self) -> Counter[str]:
        """The tokens that have a digit."""
        return Counter({token: times for token, times in self.tokens.items() if any(map(str.isdigit, token))})

    @cached_property
    def words(self) -> Counter[str]:
        """The tokens that have no digit."""
        return self.tokens - self.numbers

    @cached_property
    def times(self) -> frozenset[str]:
        """The times of day, without opening hours."""
        found = _TIME.findall(_HOURS.sub(" ", self._text))
        return frozenset(f"{int(hour):02}:{minute}" for hour, minute in found)


def sketch(paper: Paper) -> list[int]:
    """A few numbers (32 bits, signed), one of which two similar texts share, probably: a MinHash in bands."""
    features = set(paper.numbers)
    if len(features) < _FEW_NUMBERS:
        features |= set(paper.words)
    if not features:
        return []
    least = _least_by_bin(features)
    bands = (tuple(least[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS))
    return [crc32(repr((band, rows)).encode()) - 2**31 for band, rows in enumerate(bands)]


def _least_by_bin(features: set[str]) -> list[int]:
    """The smallest hash in each bin; that of the next bin where one is empty."""
    bins = _BANDS * _ROWS
    least: dict[int, int] = {}
    for feature in features:
        rest, place = divmod(crc32(feature.encode("utf-8", "replace")), bins)
        least[place] = min(rest, least.get(place, rest))
    nexts = (((place + step) % bins for step in range(bins)) for place in range(bins))
    return [next(least[each] for each in following if each in least) for following in nexts]


def compare(one: Paper, other: Paper) -> Likeness | None:
    """Whether the two are the same paper, or alike. None: they are different papers."""
    doubts = _doubts(one, other)
    if doubts is None or len(doubts) > 1:
        return None
    agreed, likeness = _agreed(one, other), _shared(one.tokens, other.tokens)
    if likeness < _ALIKE_TEXT:
        return None
    evidence = ", ".join([*agreed, f"{likeness:.0%} of the text"])
    if doubts:
        is_asked = likeness >= _SAME_TEXT and (doubts != ["date"] or _is_numbered(agreed))
        return Likeness("alike", f"{evidence}; not the {doubts[0]}") if is_asked else None
    return _undoubted(one, other, agreed, likeness, evidence)


def _undoubted(one: Paper, other: Paper, agreed: list[str], likeness: float, evidence: str) -> Likeness | None:
    """How two papers are alike that contradict each other in nothing."""
    if likeness >= _SAME_TEXT and _are_identified(one, other, agreed) and _differ_by_misreading(one, other):
        return Likeness("same", evidence)
    return Likeness("alike", evidence) if {"date", "total"} <= set(agreed) or "number" in agreed else None


def _agreed(one: Paper, other: Paper) -> list[str]:
    """What both papers have and have in common."""
    equal = [name for name, pair in _both(one, other).items() if pair[0] == pair[1] and name != "currency"]
    if "number" in equal and len(one.number) < _NUMBER_LENGTH:
        equal.remove("number")
    return ["issuer", *equal] if _same_issuer(one, other) else equal


def _doubts(one: Paper, other: Paper) -> list[str] | None:
    """What differs and may be misread. None if something differs that is no misreading."""
    differing = [name for name, pair in _both(one, other).items() if pair[0] != pair[1]]
    differing += ["issuer"] if _same_issuer(one, other) is False else []
    differing += ["account"] if one.account.fits(other.account) is False else []
    is_far = any(name in differing and not _is_misread(*pair) for name, pair in _spellings(one, other).items())
    return None if is_far else differing


def _same_issuer(one: Paper, other: Paper) -> bool | None:
    return same_entity(one.entity, other.entity) if one.entity and other.entity else None


def _both(one: Paper, other: Paper) -> dict[str, tuple[Any, Any]]:
    """The values that both papers have, by name."""
    pairs = {
        "date": (one.date, other.date),
        "total": (one.total, other.total),
        "currency": (one.currency, other.currency),
        "number": (one.number, other.number),
        "time": (one.times, other.times),
    }
    return {name: pair for name, pair in pairs.items() if not any(each in (None, "", frozenset()) for each in pair)}


def _spellings(one: Paper, other: Paper) -> dict[str, tuple[str, str]]:
    return {
        "date": (str(one.date), str(other.date)),
        "total": (str(one.total), str(other.total)),
        "number": (one.number, other.number),
        "account": (one.account.key, other.account.key),
        "time": (" ".join(sorted(one.times)), " ".join(sorted(other.times))),
    }


def _is_numbered(agreed: list[str]) -> bool:
    """Whether something other than the date tells the paper from the issuer's next one of the same amount."""
    return "number" in agreed or "time" in agreed


def _are_identified(one: Paper, other: Paper, agreed: list[str]) -> bool:
    """Whether what both have is found on no other paper."""
    if "number" in agreed and {"date", "total"} & set(agreed):
        return True
    if "date" not in agreed:
        return False
    if one.is_purchase or other.is_purchase:
        return "total" in agreed and "time" in agreed
    is_long = min(one.tokens.total(), other.tokens.total()) >= _TELLING_TOKENS
    return "total" in agreed or (one.total is None and other.total is None and is_long)


def _differ_by_misreading(one: Paper, other: Paper) -> bool:
    """Whether at most as many numbers differ as words are misread, and no long number is another one."""
    replaced = min(_whole(one.numbers - other.numbers), _whole(other.numbers - one.numbers))
    misread = max(_garbled(one.tokens - other.tokens), _garbled(other.tokens - one.tokens))
    return replaced <= misread and not (_has_other_number(one, other) and _has_other_number(other, one))


def _whole(tokens: Counter[str]) -> int:
    """How many of the tokens are numbers without letters."""
    return sum(times for token, times in tokens.items() if not any(map(str.isalpha, token)))


def _garbled(tokens: Counter[str]) -> int:
    """How many of the tokens are words, or numbers with letters in them."""
    return tokens.total() - _whole(tokens)


def _has_other_number(one: Paper, other: Paper) -> bool:
    """Whether a long number of the one is not in the other, and no misreading of one that is."""
    rest = [_bare(token) for token in other.numbers - one.numbers]
    together = "".join(map(_bare, other.numbers))
    mine = (_bare(token) for token in one.numbers - other.numbers)
    return any(
        sum(map(str.isdigit, number)) >= _LONG_NUMBER
        and number not in together
        and not any(_is_misread(number, each) for each in rest)
        for number in mine
    )


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """The share of the tokens that both have; 1 if neither has any."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _is_misread(one: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    most = 1 if max(len(one), len(other)) < 2 * _LONG_NUMBER else _MISREAD_CHARACTERS
    return bool(Levenshtein.distance(one, other) <= most)


def _bare(printed: object) -> str:
    return re.sub(r"\W", "", fold(str(printed)))
