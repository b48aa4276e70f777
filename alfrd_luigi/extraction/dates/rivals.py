"""The dates of a document that were considered and not taken as its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import chain

from alfrd_luigi.extraction.contests import Rival, best_rivals, label_reason
from alfrd_luigi.extraction.dates.labels import DateKind
from alfrd_luigi.extraction.dates.mention import Dated

_NEVER_OWN = (DateKind.DUE, DateKind.OTHER)


def rivals(
    scored: Sequence[tuple[float, Dated]], printed: Sequence[Dated], found: Dated | None, latest: date
) -> tuple[Rival, ...]:
    """The best of the scored dates with another day than the one that was found, and after them other printed dates."""
    ranked = sorted(scored, key=lambda each: -each[0])
    weighed = ((each.day, _rival(each, score, _reasons(each))) for score, each in ranked)
    others = ((each.day, _rival(each, None, (reason,))) for each, reason in _excluded(printed, scored, latest))
    return best_rivals(chain(weighed, others), found and found.day)


def _rival(dated: Dated, score: float | None, reasons: tuple[str, ...]) -> Rival:
    mention = dated.mention
    return Rival(dated.day.isoformat(), mention.words, mention.line.page + 1, score, reasons)


def _reasons(dated: Dated) -> tuple[str, ...]:
    """What makes a date less probable than another: where it stands, or else what its label says."""
    mention = dated.mention
    stands = (("listed", mention.listed), ("in_prose", mention.in_prose), ("compact", mention.printed.compact))
    found = tuple(name for name, holds in stands if holds)
    return found or (label_reason("date", mention.kind.name) if mention.kind else "unlabelled",)


def _excluded(
    printed: Sequence[Dated], scored: Collection[tuple[float, Dated]], latest: date
) -> Iterator[tuple[Dated, str]]:
    """The dates that were not scored, each with the reason."""
    days = {each.day for _, each in scored}
    return ((each, _exclusion(each, latest)) for each in printed if each.day not in days)


def _exclusion(dated: Dated, latest: date) -> str:
    kind = dated.mention.kind
    if kind is not None and kind in _NEVER_OWN:
        return label_reason("date", kind.name)
    return "future" if dated.day > latest else "remote"
