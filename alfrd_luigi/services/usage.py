"""The usage of a call to a service, in the units of its price list."""

from __future__ import annotations

from typing import Any, NamedTuple

# A larger number is no token count of one call, and exceeds the type of its column.
_ABSURD = 2**31


class Usage(NamedTuple):
    """Pages read, and tokens of a language model."""

    pages: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


def exceeds(used: Usage, most: Usage) -> bool:
    """Whether a service reports more than a call can use. Its count, or its answer, is then not trustworthy."""
    return any(told > possible for told, possible in zip(used, most, strict=True))


def count_in(told: Any) -> int:
    """The number of tokens that a service reports; 0 if it reports none. Raises ValueError for anything but a count."""
    if told is None:
        return 0
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told < _ABSURD:
        raise ValueError("a number of tokens that cannot be")
    return told
