"""The check of a candidate against the newest corrections of its key, before it is promoted.

A correction exists because some version was wrong there, so it says nothing of which version is better. But a candidate
that loses more of what persons corrected than the active version does is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alfrd_luigi.database.trials import Pair

# What a fault names at most. The pairs of the trial hold the rest.
_MOST_NAMED = 5


def fault(pairs: Iterable[Pair]) -> str | None:
    """What the candidate loses, by the pairs of part `corrections`; None if that is no more than the incumbent does."""
    corrected = [pair for pair in pairs if pair.part == "corrections"]
    values = [value for pair in corrected for value in pair.values.values()]
    by_incumbent = sum(not value.incumbent for value in values)
    by_candidate = sum(not value.candidate for value in values)
    if by_candidate <= by_incumbent:
        return None
    wrong = f"wrong in {by_candidate} of {len(values)} corrected values, the active version in {by_incumbent}"
    return f"{wrong}: {_named([told for pair in corrected if (told := _broken(pair))])}"


def _broken(pair: Pair) -> str | None:
    """The document with the values that the candidate has wrong, and the incumbent has not."""
    names = sorted(name for name, value in pair.values.items() if value.incumbent and not value.candidate)
    return f"{str(pair.document_id)[:8]} ({', '.join(names)})" if names else None


def _named(broken: Sequence[str]) -> str:
    more = len(broken) - _MOST_NAMED
    return "; ".join([*broken[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])
