"""A value and the words of the document from which it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Extract(Generic[T]):
    """A value. `words` is a verbatim part of one page's text, so that a person can check the value."""

    value: T
    words: str
