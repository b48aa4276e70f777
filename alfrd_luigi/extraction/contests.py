"""What was considered for a value: the candidate that was taken, and the best of those that lost, with the reasons."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from alfrd_luigi.extraction.extracts import Extract

T = TypeVar("T")

# What speaks against a candidate.
_OF_NAMES = (
    "odd", "unknown", "generic", "labels", "priced", "postage", "maker", "client", "account", "intermediary",
    "addressee", "recipient", "bank", "owner", "small", "mail_address", "caption", "locality", "trade_alone",
    "continues_address", "place", "service", "superior", "within_address", "unlike", "fewer_signs",
)  # fmt: skip
_OF_DATES = (
    "listed", "in_prose", "compact", "date_due", "date_other", "date_period", "date_nearby", "date_as_of",
    "date_printed", "future", "remote", "unlabelled", "weaker_label",
)  # fmt: skip
_OF_AMOUNTS = (
    "negative", "tax_summary", "superseded", "opening", "minor_column", "part_paid", "amount_gross", "amount_closing",
    "amount_paid", "amount_subtotal", "amount_tendered",
)  # fmt: skip
_OF_TOTALS = ("larger", "row", "below")
_OF_TYPES = ("fewer_words", "tied", "form_of_letter", "no_such_type")
# An answer gives these: the value was too unsure to be kept, or another reader gave the value.
_OF_ANSWERS = ("unsure", "rules")
REASONS = (*_OF_NAMES, *_OF_DATES, *_OF_AMOUNTS, *_OF_TOTALS, *_OF_TYPES, *_OF_ANSWERS)
BLANKS = ("nothing", "weak", "outdated", "no_total", "not_credible", "too_close", "unsure")
"""Why nothing was taken."""
MOST_RIVALS = 3
"""A person compares a value with the next few; those after them have nothing to say for them."""


class Rival(NamedTuple):
    """A candidate that was not taken.

    `value` has the form that it has in an answer. `words` are as printed, on `page` (from 1); None for a type, whose
    words stand in many places. `score` is None for a candidate that could not be the value at all, whatever its score.
    `reasons`, of `REASONS`, name what speaks against it, the strongest first.
    """

    value: Any
    words: str
    page: int | None
    score: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Contest(Generic[T]):
    """What was taken, if anything was; its rivals, the best first; and why nothing was taken (of `BLANKS`), or None.

    `doubts`, of `REASONS`, make what was taken less sure.
    """

    found: Extract[T] | None
    rivals: tuple[Rival, ...] = ()
    blank: str | None = None
    doubts: tuple[str, ...] = ()


def label_reason(prefix: str, kind: str) -> str:
    """The reason that the label of a value gives: that of its kind, if it has one."""
    reason = f"{prefix}_{kind.lower()}"
    return reason if reason in REASONS else "weaker_label"


def best_rivals(ranked: Iterable[tuple[Hashable, Rival]], taken: Hashable) -> tuple[Rival, ...]:
    """The first few of the rivals, which are ranked and keyed by their values: one of each, but none of the taken."""
    known, best = {taken}, []
    for key, rival in ranked:
        if key not in known:
            known.add(key)
            best.append(rival)
        if len(best) == MOST_RIVALS:
            break
    return tuple(best)
