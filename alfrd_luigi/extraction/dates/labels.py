"""The labels of dates and their kinds, in several languages (see vocabulary.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import accumulate

from alfrd_luigi.extraction.dates.paper_names import names_yours, paper_patterns
from alfrd_luigi.extraction.dates.vocabulary import alternatives
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import fold, skeleton


class DateKind(Enum):
    """The role of a date in its document."""

    ISSUED = auto()
    """The date of the document itself, named explicitly."""
    SIGNED = auto()
    """The day beside the place of writing or signing: "Paris, le 3 mai 2024", "Firmado en Madrid a ..."."""
    DATE = auto()
    """A bare "date"."""
    QUALIFIED = auto()
    """A "date" with words that are not known: "process date"."""
    AS_OF = auto()
    """The day to which a statement refers."""
    NEARBY = auto()
    """The day of an order, a payment or a delivery, usually close to the document's own date."""
    PRINTED = auto()
    """The day of printing, which follows the day of a statement or a report."""
    PERIOD = auto()
    DUE = auto()
    OTHER = auto()
    """Birthdays, expiries, other papers' dates: never the document's own."""


def _phrases() -> dict[str, DateKind]:
    """The kinds by the skeletons of their labels in all languages. A label of several kinds belongs to the first."""
    known: dict[str, DateKind] = {}
    for kind in DateKind:
        for phrase in phrases("dates", kind.name.lower()):
            known.setdefault(skeleton(phrase), kind)
    return known


_BY_SKELETON: Mapping[str, DateKind] = _phrases()
_PREPOSITIONS = frozenset(map(skeleton, phrases("dates", "prepositions")))
_SHORTEST_CONTAINED = 6
_SHORTEST_FOREIGN = 5
_CONTAINED = tuple(key for key in _BY_SKELETON if len(key) >= _SHORTEST_CONTAINED)
# Kinds of dates that may be on the same day.
_SHARED = frozenset({DateKind.ISSUED, DateKind.NEARBY, DateKind.DATE})
# Words such as "on" and "for" are labels only if they are alone, not at the end of a part of a sentence.
_SHORT_LABEL = 2
_SHORTEST_IN_SENTENCE = 3
# The number of a paper before a date: "4711 /", "4711,".
_NUMBERED = re.compile(r"\d\S*\s?[/,\u2013-]?\s*$")
# A known phrase ends a word, but for the ending of a plural or a case.
_ENDING = 3


@lru_cache(maxsize=4096)
def date_kind(label: str) -> DateKind | None:
    """The kind of a date with this label; None if there is none.

    It is the kind of the paper that the label names, else that of the longest known phrase in its last words.
    """
    label = _of_number().sub(r"\1 of", label)
    folded = fold(label)
    known = _known_kind(label)
    if known is DateKind.PERIOD and _names_period(label):
        return known
    if named := shared_kind(label) or _named_paper(label, folded):
        return named
    if _is_numbered_yours(label, folded):
        return DateKind.OTHER
    if known not in (DateKind.DATE, None):
        return known
    unnamed = DateKind.QUALIFIED if known and _is_qualified(folded) else known
    return _named_date(folded) or unnamed


@cache
def _of_number() -> re.Pattern[str]:
    """The pattern of a number, and a word behind it that begins a period elsewhere: "Invoice No. 4711 from"."""
    return re.compile(rf"(\d\S*) (?:{alternatives('of_number')})(?=\W*$)")


def _is_numbered_yours(label: str, folded: str) -> bool:
    """Whether a label is a paper of the addressee and its number, but not a bill: "Your order 4711 /"."""
    is_bill = paper_patterns().yours.search(folded)
    return names_yours(label) and not is_bill and bool(_NUMBERED.search(label))


def _is_qualified(folded: str) -> bool:
    """Whether the last part of a label has other words than that for a date."""
    last = re.split(r"\S*\d\S*|[:/()|]", folded.rstrip(" :/()|."))[-1]
    return any(len(word) > 1 and word not in _plain_words() for word in re.findall(r"[^\W\d_]+", last))


@cache
def _plain_words() -> frozenset[str]:
    kinds = ("date", "date_words", "articles", "prepositions", "of", "weekdays")
    return frozenset(word for kind in kinds for phrase in phrases("dates", kind) for word in phrase.split())


def shared_kind(label: str) -> DateKind | None:
    """The kind of a date that the paper shares with its order or delivery: "Invoice date / delivery date"."""
    parts = label.split("/")
    kinds = {_known_kind(part) for part in parts if part.strip()} if len(parts) > 1 else set()
    return DateKind.ISSUED if DateKind.ISSUED in kinds and kinds <= _SHARED else None


def _known_kind(label: str) -> DateKind | None:
    compact = skeleton(label)
    if compact in _BY_SKELETON:
        return _BY_SKELETON[compact]
    words = {skeleton(word) for word in label.split()} - _PREPOSITIONS
    is_short = len(words) <= _SHORT_LABEL and not any(map(str.isdigit, label))
    shortest = 1 if is_short else _SHORTEST_IN_SENTENCE
    contained = [key for key in _CONTAINED if key in compact and _ends_word(key, compact, label)]
    found = [*contained, *(word for word in words if word in _BY_SKELETON and len(word) >= shortest)]
    if found:
        return _BY_SKELETON[max(found, key=_telling)]
    if compact.endswith(("date", "datum")):
        return DateKind.DATE
    return DateKind.PERIOD if _begins_effect(label) else None


def _ends_word(key: str, compact: str, label: str) -> bool:
    """Whether a phrase ends where a word of the label does: "depart" is no part of "department".

    One of several words begins with the first of them: "vers le" is no part of "Nevers, le".
    """
    start = compact.rfind(key)
    end = start + len(key)
    bounds = [0, *accumulate(len(skeleton(word)) for word in label.split())]
    is_whole = start in bounds or not any(start < bound < end for bound in bounds)
    return is_whole and any(0 <= place - end <= _ENDING for place in bounds[1:])


def _begins_effect(label: str) -> bool:
    """Whether a label that is not known ends as those of periods and balances do: "New contribution from"."""
    last = skeleton(label.split()[-1]) if label.strip() else ""
    return last in _PREPOSITIONS and _BY_SKELETON.get(last) in (DateKind.PERIOD, DateKind.AS_OF)


def _names_period(label: str) -> bool:
    """Whether a label has a word for a period: "settlement period from" names no settlement."""
    return any(key in skeleton(label) for key in _CONTAINED if _BY_SKELETON[key] is DateKind.PERIOD)


def _named_paper(label: str, folded: str) -> DateKind | None:
    """The kind by a paper and "of": "Invoice no. 4711 of" is the document itself, "your letter of" is another one."""
    patterns = paper_patterns()
    if not patterns.of.search(folded) or folded.endswith("as of"):
        return None
    is_yours = bool(patterns.yours.search(folded))
    if patterns.cited.search(folded) and not is_yours:
        return DateKind.OTHER
    own = patterns.own.search(folded)
    if own and "(" in folded[: own.start() + 1].rpartition(")")[2]:
        return DateKind.OTHER
    return own and (DateKind.ISSUED if is_yours or _is_title(label, own["paper"]) else DateKind.OTHER)


def _is_title(label: str, paper: str) -> bool:
    """Whether the paper begins the label, also after "number", or has a capital letter.

    Others are named in the middle of a sentence.
    """
    words = label.split()
    place = next((index for index, word in enumerate(words) if fold(word).startswith(paper.split()[0])), 0)
    before = words[:place]
    if paper_patterns().number.fullmatch(fold(" ".join(before))):
        return True
    return words[place][0].isupper() and not (before[-1].isalpha() and before[-1].islower())


def _named_date(folded: str) -> DateKind | None:
    """The kind by the word for a date and the rest: "date of the notice" as "notice date", "date du paiement"."""
    patterns = paper_patterns()
    date = patterns.date.search(folded)
    if not date:
        return None
    wordings = (folded, folded[date.start() :])
    bare = next(filter(None, (_kinds_by_words().get(_bare(words)) for words in wordings)), None)
    return bare or (DateKind.ISSUED if patterns.paper_date.search(folded) else None)


def _bare(label: str) -> frozenset[str]:
    """The words of a folded label without articles, in any order: "date of the payment", "payment date"."""
    return frozenset(filter(None, map(skeleton, paper_patterns().articles.sub(" ", label).split())))


@cache
def _kinds_by_words() -> Mapping[frozenset[str], DateKind]:
    """The kinds by the words of their labels without articles, of those that have two words or more."""
    known: dict[frozenset[str], DateKind] = {}
    for kind in DateKind:
        for bare in map(_bare, phrases("dates", kind.name.lower())):
            if len(bare) > 1:
                known.setdefault(bare, kind)
    return known


@lru_cache(maxsize=4096)
def is_foreign(label: str) -> bool:
    """Whether the label is a known phrase of another language than English."""
    words = {skeleton(label), *map(skeleton, label.split())}
    return any(word in _foreign() for word in words if len(word) >= _SHORTEST_FOREIGN)


@cache
def _foreign() -> frozenset[str]:
    english = {skeleton(phrase) for kind in DateKind for phrase in phrases("dates", kind.name.lower(), "en")}
    return frozenset(_BY_SKELETON) - english


def _telling(key: str) -> tuple[bool, int]:
    """How much a phrase tells: a bare "date" less than any other, and a short one less than a long one."""
    return _BY_SKELETON[key] is not DateKind.DATE, len(key)
