"""A value together with the words of the document that it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Extract(Generic[T]):
    """`words` is a verbatim piece of one page's text, so that a person can check where `value` came from."""

    value: T
    words: str
