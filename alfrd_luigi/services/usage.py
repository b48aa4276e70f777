"""What a call to a service uses, in the units that its price list counts."""

from __future__ import annotations

from typing import Any, NamedTuple

# Beyond this, a number counts no tokens of one call; the column that it goes to holds no more.
_ABSURD = 2**31


class Usage(NamedTuple):
    """Pages read, and tokens of a language model."""

    pages: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


def exceeds(used: Usage, most: Usage) -> bool:
    """Whether a service tells more than a call can use: its count, or its answer, is not to be trusted."""
    return any(told > possible for told, possible in zip(used, most, strict=True))


def count_in(told: Any) -> int:
    """The number of tokens that a service tells, 0 where it tells none; raises ValueError for what counts nothing."""
    if told is None:
        return 0
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told < _ABSURD:
        raise ValueError("a number of tokens that cannot be")
    return told
