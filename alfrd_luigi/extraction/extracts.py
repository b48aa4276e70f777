"""A value found in a document, with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Extract(Generic[T]):
    """A value, and the words of the text that prove it, as printed.

    `signs` are numbers that tell how sure the value is, by name: for example, its lead over the next candidate.
    """

    value: T
    words: str
    signs: Mapping[str, float] = field(default_factory=dict)
