"""How long a run waits for what others hold, and what it says then: who holds it, and whether that shows life."""

from __future__ import annotations

import time

from alfrd_luigi.database import holders
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import HeldError
from alfrd_luigi.settings import settings

_SECONDS_BETWEEN_LOOKS = 2.0


class Patience:
    """A wait for a lock of a class; `what` is what it stands for, in words."""

    def __init__(self, lock_class: LockClass, what: str) -> None:
        self._lock_class, self._what = lock_class, what
        self._looked_at = time.monotonic()

    def check(self, session: Session, since: float) -> None:
        """Raise HeldError when the wait, which began at `since` of the monotonic clock, is to end.

        That is after `patience` seconds, and earlier when no holder shows a sign of life.
        """
        now = time.monotonic()
        if now - max(since, self._looked_at) < min(_SECONDS_BETWEEN_LOOKS, settings().patience):
            return
        self._looked_at = now
        found = holders.of(session, self._lock_class)
        is_lifeless = bool(found) and not any(holder.lives for holder in found)
        if is_lifeless or now - since >= settings().patience:
            held = "; ".join(f"{holder.holds[self._lock_class.kind]} by {holder.line}" for holder in found)
            raise HeldError(f"{self._what} is held: {held or 'by others'}", holder_lives=not is_lifeless)
