"""How long a run waits for what others hold, and what it says then: who holds it, and whether that shows life."""

from __future__ import annotations

import time

from alfrd_luigi.database import holders, runs
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import HeldError
from alfrd_luigi.settings import settings

_SECONDS_BETWEEN_LOOKS = 2.0
# Two runs that share the slots each get one sooner: a process looks some hundred times a second.
_SECONDS_OF_A_SECOND_RUN = 5.0


class Patience:
    """A run's wait for a lock of a class; `what` is what it stands for, in words."""

    def __init__(self, lock_class: LockClass, what: str, run: str) -> None:
        self._lock_class, self._what, self._run = lock_class, what, run
        self._looked_at = time.monotonic()

    def check(self, session: Session, since: float, *, had_one: bool = True) -> None:
        """Raise HeldError when the wait, which began at `since` of the monotonic clock, is to end.

        That is after `patience` seconds, and earlier when no holder shows a sign of life. A run of everything that is
        due ends soon if it never had such a lock: it would only wait for the run before it.
        """
        now = time.monotonic()
        if now - max(since, self._looked_at) < min(_SECONDS_BETWEEN_LOOKS, settings().patience):
            return
        self._looked_at = now
        found = holders.of(session, self._lock_class)
        is_lifeless = bool(found) and not any(holder.lives for holder in found)
        if is_lifeless or now - since >= self._limit(session, had_one=had_one):
            held = "; ".join(f"{holder.holds[self._lock_class.kind]} by {holder.line}" for holder in found)
            raise HeldError(f"{self._what} is held: {held or 'by others'}", holder_lives=not is_lifeless)

    def _limit(self, session: Session, *, had_one: bool) -> float:
        limit = settings().patience
        # Only a run of everything scans the inbox. What a person asks for waits its turn.
        is_second = not had_one and runs.is_scanned(session, self._run)
        return min(limit, _SECONDS_OF_A_SECOND_RUN) if is_second else limit
