"""What a shell offers while a person types: short queries that only read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session

_DIGITS = 32


class Offer(NamedTuple):
    """A value, and what a person knows it by; some shells show it."""

    value: str
    help: str


def documents(session: Session, beginning: str, limit: int) -> Sequence[Offer]:
    """The newest documents whose id begins so. None if no id does."""
    digits = beginning.replace("-", "").lower()
    try:
        low, high = (UUID(digits.ljust(_DIGITS, filler)) for filler in "0f")
    except ValueError:
        return []
    return session.all("completions.documents", Offer, low=low, high=high, limit=limit)


def types(session: Session) -> Sequence[Offer]:
    """The document types that are in use."""
    return session.all("completions.types", Offer)


def series(session: Session, limit: int) -> Sequence[Offer]:
    """The newest series."""
    return session.all("completions.series", Offer, limit=limit)


def tags(session: Session, limit: int) -> Sequence[Offer]:
    """Tags."""
    return session.all("completions.tags", Offer, limit=limit)


def prompts(session: Session) -> Sequence[Offer]:
    """The keys of the prompts."""
    return session.all("completions.prompts", Offer)
