"""How long a run waits for locks of others, and its error after that: who holds the lock, and whether it lives."""

from __future__ import annotations

import time

from alfrd_luigi.database import holders, runs
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import HeldError
from alfrd_luigi.settings import settings

_SECONDS_BETWEEN_LOOKS = 2.0
# Two runs that share the slots each get one sooner: a process tries about a hundred times a second.
_SECONDS_OF_A_SECOND_RUN = 5.0


class Patience:
    """A run's wait for a lock of a class. `what` describes the lock in an error."""

    def __init__(self, lock_class: LockClass, what: str, run: str) -> None:
        self._lock_class, self._what, self._run = lock_class, what, run
        self._looked_at = time.monotonic()

    def check(self, session: Session, since: float, *, had_one: bool = True) -> None:
        """Raise HeldError if the wait, which began at `since` (monotonic clock), has to end.

        It ends after `patience` seconds, and earlier if no holder shows a sign of life. A run of the whole archive that
        never had such a lock ends soon: it would only wait for the run before it.
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
        # Only a run of the whole archive scans the inbox. A task that a person started waits the full time.
        is_second = not had_one and runs.is_scanned(session, self._run)
        return min(limit, _SECONDS_OF_A_SECOND_RUN) if is_second else limit
