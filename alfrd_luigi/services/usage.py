"""What a call to a service uses, in the units that its price list counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Usage:
    """Pages read, and tokens of a language model."""

    pages: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
