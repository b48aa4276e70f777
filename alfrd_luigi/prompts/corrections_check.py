"""The check of a candidate against the newest corrections of its key, before it is promoted.

A correction exists because some version was wrong there, so it says nothing of which version is better. But a candidate
that loses more of what persons corrected than the active version does is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.trials import Pair

# What a reason names at most. The pairs of the trial hold the rest.
_MOST_NAMED = 5


class Broken(NamedTuple):
    """The corrected values of a document that the candidate has wrong, and the incumbent has not."""

    document: UUID
    fields: list[str]


class Check(NamedTuple):
    """How many corrected values each version has wrong, and what the candidate newly breaks.

    `reason` is empty unless the candidate is refused.
    """

    by_incumbent: int
    by_candidate: int
    is_refused: bool
    reason: str
    broken: list[Broken]


def check(pairs: Iterable[Pair]) -> Check:
    """Compare both versions on the pairs of part `corrections`; the others count for nothing."""
    corrected = [pair for pair in pairs if pair.part == "corrections"]
    values = [value for pair in corrected for value in pair.values.values()]
    by_incumbent = sum(not value.incumbent for value in values)
    by_candidate = sum(not value.candidate for value in values)
    broken, is_refused = list(_broken(corrected)), by_candidate > by_incumbent
    reason = _reason(by_incumbent, by_candidate, len(values), broken) if is_refused else ""
    return Check(by_incumbent, by_candidate, is_refused, reason, broken)


def _broken(pairs: Iterable[Pair]) -> Iterator[Broken]:
    for pair in pairs:
        names = sorted(name for name, value in pair.values.items() if value.incumbent and not value.candidate)
        if names:
            yield Broken(pair.document_id, names)


def _reason(by_incumbent: int, by_candidate: int, of: int, broken: list[Broken]) -> str:
    named = "; ".join(f"{str(each.document)[:8]} ({', '.join(each.fields)})" for each in broken[:_MOST_NAMED])
    others = f"; and {len(broken) - _MOST_NAMED} more" if len(broken) > _MOST_NAMED else ""
    return f"wrong in {by_candidate} of {of} corrected values, the active version in {by_incumbent}: {named}{others}"
