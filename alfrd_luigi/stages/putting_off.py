"""How long a document or a file waits after it failed for now."""

from __future__ import annotations

from alfrd_luigi.settings import settings

_LONGEST = 86_400.0


def seconds(attempts: int) -> float:
    """The wait after so many attempts in vain, from 1: each is twice the one before, and none is longer than a day."""
    return min(settings().retry_seconds * 2.0 ** (attempts - 1), _LONGEST)
